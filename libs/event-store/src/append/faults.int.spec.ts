import type pg from 'pg';
import { createPool, freePort } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, someItem } from '../../test/items.js';
import { lossyProxy, type LossyProxy } from '../../test/lossy-proxy.js';
import { EventStore } from '../event-store.js';
import { eventStoreMigrations } from '../migrations/index.js';
import { LogUnavailableError } from './append.errors.js';

const LOG_LOCK = 7301100;

let database: TestDatabase;
let proxy: LossyProxy;
let pool: pg.Pool;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
  proxy = await lossyProxy(database.url);
  pool = createPool(proxy.url, { max: 4, applicationName: 'through the proxy' });
});
afterAll(async () => {
  await pool.end();
  await proxy.stop();
  await database.stop();
});

/** Asks the database again and again until it says yes. */
async function until(sql: string, values: unknown[] = []): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query<{ yes: boolean }>(`select (${sql}) as yes`, values);
    if (rows[0].yes) return;
  }
}

/** Runs `during` while nobody can append: the call in hand waits for the lock. */
async function whileLocked(during: () => Promise<void>): Promise<void> {
  const holder = await database.pool.connect();
  try {
    await holder.query('select pg_advisory_lock($1)', [LOG_LOCK]);
    await during();
  } finally {
    await holder.query('select pg_advisory_unlock($1)', [LOG_LOCK]);
    holder.release();
  }
}

const WAITS = `exists (select from pg_stat_activity where application_name = 'through the proxy' and wait_event = 'advisory')`;
const STORED = `exists (select from log.event where stream = $1)`;

describe('a call whose end nobody saw', () => {
  it('goes again when its backend was terminated in the middle', async () => {
    const store = new EventStore(pool, { masterKey: MASTER_KEY });
    const stream = newStream();
    const items = [someItem(stream, 0, { count: 3 }), { ...someItem(newStream(), 0), idempotency: undefined }];
    let verdicts: Promise<unknown[]>;
    await whileLocked(async () => {
      verdicts = Promise.all(items.map((item) => store.append(item)));
      await until(WAITS);
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'through the proxy'`,
      );
    });
    expect(await verdicts!).toMatchObject([
      { kind: 'appended', version: 3 },
      { kind: 'appended', version: 1 },
    ]);
    expect(await store.readStream(stream)).toHaveLength(3);
  });

  it('goes again when it was one of two, and both were terminated', async () => {
    const store = new EventStore(pool, { masterKey: MASTER_KEY });
    const streams = Array.from({ length: 400 }, newStream);
    let verdicts: Promise<{ kind: string }[]>;
    await whileLocked(async () => {
      verdicts = Promise.all(streams.map((stream) => store.append(someItem(stream, 0))));
      await until(
        `(select count(*) from pg_stat_activity where application_name = 'through the proxy' and wait_event = 'advisory') = 2`,
      );
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'through the proxy'`,
      );
    });
    expect(new Set((await verdicts!).map(({ kind }) => kind))).toEqual(new Set(['appended']));
    const stored = await store.readStreams(streams);
    expect([...stored.values()].every((events) => events.length === 1)).toBe(true);
  });

  it('is found when it was committed and only its answer was lost: appended, once', async () => {
    const store = new EventStore(pool, { masterKey: MASTER_KEY });
    for (const idempotency of [undefined, { caller: 'clock', commandId: 'c-1', bodyHash: 'x', keep: false }]) {
      const stream = newStream();
      await pool.query('select 1'); // a connection that is ready, so that the call itself is what is lost
      proxy.swallow();
      const verdict = store.append({ ...someItem(stream, 0, { count: 2 }), idempotency });
      await until(STORED, [stream]);
      proxy.drop();
      expect(await verdict).toMatchObject({ kind: 'appended', version: 2, events: [{ version: 1 }, { version: 2 }] });
      expect(await store.readStream(stream)).toHaveLength(2);
      expect(await store.append(someItem(stream, 2))).toMatchObject({ kind: 'appended', version: 3 });
    }
  });

  it('gives the first answer where it was a command with a kept answer', async () => {
    const store = new EventStore(pool, { masterKey: MASTER_KEY });
    const item = someItem(newStream(), 0, { count: 0, answer: { status: 422 } });
    await pool.query('select 1');
    proxy.swallow();
    const verdict = store.append(item);
    await until('exists (select from log.answer where answer::text = $1)', [JSON.stringify({ status: 422 })]);
    proxy.drop();
    expect(await verdict).toMatchObject({ kind: 'repeated', answer: { status: 422 }, events: [] });
  });

  it('goes again when the server hangs longer than a call may take', async () => {
    const store = new EventStore(pool, { masterKey: MASTER_KEY, callTimeoutMs: 200 });
    const stream = newStream();
    let verdict: Promise<unknown>;
    await whileLocked(async () => {
      verdict = store.append(someItem(stream, 0));
      // The first try was given up and the second one waits beside it.
      await until(
        `(select count(*) from pg_stat_activity where application_name = 'through the proxy' and wait_event = 'advisory') > 1`,
      );
    });
    expect(await verdict!).toMatchObject({ kind: 'appended', version: 1 });
    expect(await store.readStream(stream)).toHaveLength(1);
  });
});

describe('a database that is away', () => {
  it('is waited for a little', async () => {
    const store = new EventStore(pool, { masterKey: MASTER_KEY });
    const refused = proxy.refuse();
    proxy.drop();
    const verdict = store.append(someItem(newStream(), 0));
    await refused;
    proxy.restore();
    expect(await verdict).toMatchObject({ kind: 'appended' });
  });

  it('is reported within the time given, to all who wait, and not as unknown', async () => {
    const closed = createPool(`postgresql://nobody@127.0.0.1:${await freePort(0)}/nothing`);
    const store = new EventStore(closed, { masterKey: MASTER_KEY, retryForMs: 150, maxItems: 1 });
    const started = performance.now();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => store.append(someItem(newStream(), 0))));
    expect(performance.now() - started).toBeLessThan(3000);
    for (const result of results) {
      const { reason } = result as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(LogUnavailableError);
      expect(reason).toMatchObject({ unknown: false });
    }
    await closed.end();
  });
});
