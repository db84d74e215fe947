import { LogStream, type Subscription } from '#event-stream';
import { OperatorError } from '#platform';
import { until } from '#testing';
import { compareWithLog, progress, whenCaughtUp } from '../src/index.js';
import { EpochChanged } from '../src/fold/checkpoints.js';
import { allMessages, fromTopic } from './deliveries.js';
import { clock, startTestSystem, takeBack, type TestSystem } from './system.js';

let system: TestSystem;
let lives = 0;
const running: Subscription[] = [];
const next = (n: number): number[] => Array.from({ length: n }, () => lives++);

beforeAll(async () => {
  system = await startTestSystem();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((subscription) => subscription.stop()));
});
afterAll(() => system.stop());

function subscribe(pool = system.pool): Subscription {
  const group = { name: 'faults', pool, ttlMs: 1_000 };
  const stream = new LogStream({ store: system.store, group, pollMs: 200, checkMs: 500 });
  const subscription = system.projector({ pool }).subscribe(stream);
  running.push(subscription);
  return subscription;
}

async function expectAgreement(): Promise<void> {
  // a projector that died is told by what it died of
  const died = new Promise<never>((_, reject) => running.forEach(({ done }) => void done.catch(reject)));
  await Promise.race([whenCaughtUp(system.pool, (await system.store.head()).position), died]);
  const { differences, streams } = await compareWithLog({ pool: system.pool, store: system.store });
  expect(differences).toEqual([]);
  expect(streams.dossier).toBe(lives);
}

describe('a projector and its database', () => {
  it('waits out connections that are cut in the middle of batches', async () => {
    const pool = system.database.createPool(4);
    pool.on('error', () => undefined);
    const subscription = subscribe(pool);
    let writing = true;
    const cutting = (async () => {
      while (writing) {
        await system.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%read.%' and pid <> pg_backend_pid()`,
        );
      }
    })();
    for (let i = 0; i < 15; i++) await system.appendLives(next(8)).catch(() => undefined);
    writing = false;
    await cutting;
    const known = await system.pool.query<{ n: number }>(
      "select count(distinct stream)::int as n from log.event where stream not like '%:%'",
    );
    lives = known.rows[0].n;
    await expectAgreement();
    await subscription.stop();
    await expect(subscription.done).resolves.toBeUndefined();
  });

  it('tries again what an administrator, or a limit of time, has cancelled', async () => {
    const subscription = subscribe();
    await system.appendLives(next(8));
    await expectAgreement();
    const holder = await system.database.createPool(1).connect();
    await holder.query('begin; lock table read.checkpoint in access exclusive mode');
    await system.appendLives(next(8));
    const cancelWaiting = `select count(pg_cancel_backend(pid))::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%read.checkpoint%'`;
    const cancelled = async (): Promise<boolean> =>
      (await system.pool.query<{ n: number }>(cancelWaiting)).rows[0].n > 0;
    await until('a statement of the projector waits and is cancelled', cancelled);
    await holder.query('commit');
    holder.release();
    await expectAgreement();
    await subscription.stop();
    await expect(subscription.done).resolves.toBeUndefined();
  });

  it('folds again what a crash of the server took of the last commits, also where nothing more comes', async () => {
    subscribe();
    await system.appendLives(next(8));
    await expectAgreement();
    await takeBack(system.pool);
    await expectAgreement();
    await takeBack(system.pool);
    await system.appendLives(next(1));
    await expectAgreement();
  });

  it('derives everything anew when it derives by other rules than the program before', async () => {
    await system.projector().catchUp();
    const before = (await progress(system.pool, clock.now())).generation;
    await system.pool.query(`update read.part set version = 0 where projection = 'cells'`);
    subscribe();
    await until(
      'another generation is current',
      async () => (await progress(system.pool, clock.now())).generation > before,
    );
    await expectAgreement();
  });

  it('leaves what a newer program has derived alone, with one sentence', async () => {
    await system.pool.query(`update read.part set version = 999 where projection = 'cells'`);
    const subscription = subscribe();
    await expect(subscription.done).rejects.toThrow(OperatorError);
    await system.pool.query(`update read.part set version = 3 where projection = 'cells'`);
  });

  it('goes on with a rebuild that was interrupted, and lets only one process rebuild', async () => {
    await system.appendLives(next(40));
    await system.projector().catchUp();
    const abort = new AbortController();
    const interrupted = system.projector().rebuild({ signal: abort.signal, onProgress: () => abort.abort() });
    const other = system.projector().rebuild();
    const outcomes = await Promise.allSettled([interrupted, other]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    const state = await progress(system.pool, clock.now());
    await system.projector().rebuild();
    const after = await progress(system.pool, clock.now());
    expect(after.building).toBeNull();
    expect(after.generation).toBeGreaterThan(state.generation);
    await expectAgreement();
  });

  it('goes on with a rebuild that was interrupted in the middle of the dossiers, and takes in what came meanwhile', async () => {
    await system.projector().catchUp();
    const abort = new AbortController();
    const dossiers = async (): Promise<number> => {
      const { building } = await progress(system.pool, clock.now());
      const { rows } = await system.pool.query<{ n: number }>(
        'select count(*)::int as n from read.dossier where generation = $1',
        [building!.generation],
      );
      return rows[0].n;
    };
    const interrupted = system
      .projector()
      .rebuild({ pageSize: 30, signal: abort.signal, onProgress: () => abort.abort() });
    await expect(interrupted).rejects.toThrow();
    const stopped = (await progress(system.pool, clock.now())).building!;
    expect(stopped.position).toBeGreaterThan(0n);
    expect(stopped.position).toBeLessThan(stopped.target);
    expect(await dossiers()).toBeGreaterThan(0);
    expect(await dossiers()).toBeLessThan(lives);

    await system.appendLives(next(10));
    const [head, seen] = [(await system.store.head()).position, [] as bigint[]];
    const rebuilt = await system
      .projector()
      .rebuild({ pageSize: 30, onProgress: ({ position }) => seen.push(position) });
    expect(rebuilt!.id).toBe(stopped.generation);
    expect(seen[0]).toBeGreaterThan(stopped.position);
    expect(seen).toEqual([...seen].sort((a, b) => Number(a - b)));
    expect(seen.at(-1)).toBe(head);
    await expectAgreement();
  });

  it('begins anew where the log begins a new life in the middle of a rebuild', async () => {
    const before = (await progress(system.pool, clock.now())).generation;
    let newLife: Promise<void> | undefined;
    const rebuilding = system
      .projector()
      .rebuild({ pageSize: 30, onProgress: () => void (newLife ??= system.newEpoch()) });
    await expect(rebuilding).rejects.toThrow(EpochChanged);
    await newLife;
    await system.projector().catchUp();
    const { rows } = await system.pool.query(`select state, epoch from read.generation where id > $1 order by id`, [
      before,
    ]);
    expect(rows.map(({ state }) => state as string)).toEqual(['dropped', 'current']);
    await expectAgreement();
  });

  it('gives no unit the number that another one had in the life of the log that was lost', async () => {
    const projector = system.projector();
    await system.appendLives(next(8));
    await projector.catchUp(); // it knows the numbers now
    // as the copy may be that was restored: its numbers were given out in another order
    await system.pool.query(`
      begin;
      create temporary table was on commit drop as select id, key from read.unit;
      update read.unit set key = 'of ' || key;
      update read.unit u set key = o.key
        from (select id, row_number() over (order by id) as n from was) t
        join (select key, row_number() over (order by id desc) as n from was) o using (n) where u.id = t.id;
      commit`);
    await system.newEpoch();
    await projector.catchUp();
    await expectAgreement();
  });

  it('waits out connections that are cut in the middle of a rebuild', async () => {
    const pool = system.database.createPool(4);
    pool.on('error', () => undefined);
    let cuts = 0;
    const rebuilding = system.projector({ pool }).rebuild({
      pageSize: 30,
      onProgress: () => {
        if (++cuts > 5) return;
        void system.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%read.%_%' and query not like '%advisory%' and pid <> pg_backend_pid()`,
        );
      },
    });
    await rebuilding;
    expect(cuts).toBeGreaterThan(5);
    await expectAgreement();
  });

  it('parks a dossier whose rows PostgreSQL refuses, and folds the others of its batch', async () => {
    const { rows } = await system.pool.query<{ id: number }>(`select id from read.generation where state = 'current'`);
    const table = `read.dossier_${rows[0].id}`;
    await system.appendLives(next(6));
    const messages = await allMessages(system);
    const last = (await system.store.readFrom((await system.store.head()).position - 1n, 1)).events[0];
    await system.pool.query(
      `alter table ${table} add constraint refuses_one check (code <> '${last.stream}') not valid`,
    );
    const projector = system.projector();
    await projector.onBatch(fromTopic(messages), new AbortController().signal);
    const [letter] = await projector.deadLetters({ state: 'open' });
    expect(letter).toMatchObject({ reason: 'not-storable', stream: last.stream, parked: [last.stream] });
    await system.pool.query(`alter table ${table} drop constraint refuses_one`);
    expect(await projector.retryDeadLetter(letter.id)).toMatchObject({ mended: [last.stream], parked: [] });
    await expectAgreement();
  });

  it('parks a dossier whose rows PostgreSQL refuses in a rebuild as well, from the event on that spoils it', async () => {
    const { rows } = await system.pool.query<{ code: string }>(
      'select code from read.dossier where version > 3 order by code',
    );
    const { code } = rows[rows.length >> 1];
    await system.pool.query(
      `alter table read.dossier add constraint refuses_one check (code <> '${code}' or version < 3) not valid`,
    );
    const projector = system.projector();
    await projector.rebuild({ pageSize: 60 });
    const letter = (await projector.deadLetters({ state: 'open' })).find(({ stream }) => stream === code)!;
    expect(letter).toMatchObject({ reason: 'not-storable', version: 3, parked: [code] });
    expect((await system.pool.query('select version from read.dossier where code = $1', [code])).rows).toEqual([
      { version: 2 },
    ]);
    await system.pool.query('alter table read.dossier drop constraint refuses_one');
    expect(await projector.retryDeadLetter(letter.id)).toMatchObject({ mended: [code], parked: [] });
    await expectAgreement();
  });
});
