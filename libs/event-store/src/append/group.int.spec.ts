import { randomUUID } from 'node:crypto';
import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, NOW, someEvent, someItem } from '../../test/items.js';
import { EventStore } from '../event-store.js';
import { eventStoreMigrations } from '../migrations/index.js';
import type { AppendItem } from '../types.js';
import { verifyChain } from '../verify/verify-chain.js';
import { ItemRefusedError, LogUnavailableError } from './append.errors.js';

let database: TestDatabase;
let store: EventStore;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
  store = new EventStore(database.pool, { masterKey: MASTER_KEY });
});
afterAll(async () => {
  await store.close();
  await database.stop();
});

/** How many transactions stored something: events of one call share their xmin. */
async function calls(after: bigint): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    'select count(distinct xmin::text)::int as n from log.event where position > $1',
    [after],
  );
  return rows[0].n;
}

describe('a group', () => {
  it('carries what is appended at the same time in one transaction, in the order of the calls', async () => {
    const { position } = await store.head();
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => store.append(someItem(newStream(), 0))));
    expect(verdicts.map((verdict) => (verdict.kind === 'appended' ? verdict.events[0].position : null))).toEqual(
      Array.from({ length: 50 }, (_, i) => position + 1n + BigInt(i)),
    );
    expect(await calls(position)).toBe(1);
  });

  it('is bounded in items and in bytes', async () => {
    const { position } = await store.head();
    const small = new EventStore(database.pool, { masterKey: MASTER_KEY, maxItems: 10 });
    await Promise.all(Array.from({ length: 25 }, () => small.append(someItem(newStream(), 0))));
    expect(await calls(position)).toBe(3);

    const narrow = new EventStore(database.pool, { masterKey: MASTER_KEY, maxBytes: 10_000 });
    const large = (): AppendItem => someItem(newStream(), 0, { events: [someEvent('c', { text: 'x'.repeat(8_000) })] });
    const { position: then } = await store.head();
    await Promise.all([narrow.append(large()), narrow.append(large())]);
    expect(await calls(then)).toBe(2);
  });

  it('gives each item its own verdict', async () => {
    const [old, fresh] = [newStream(), newStream()];
    const known = someItem(old, 0);
    await store.append(known);
    const { position } = await store.head();
    const verdicts = await Promise.all([
      store.append(someItem(fresh, 0, { count: 2 })),
      store.append(someItem(newStream(), 5)),
      store.append(known),
      store.append(someItem(newStream(), 0, { count: 0 })),
      store.append(someItem(newStream(), 0, { idempotency: { ...known.idempotency!, caller: 'another' } })),
    ]);
    expect(verdicts.map(({ kind }) => kind)).toEqual(['appended', 'conflict', 'repeated', 'appended', 'appended']);
    expect((await store.head()).position).toBe(position + 3n);
  });

  it('lets one of several deciders on the same version win, and the order of one stream stand', async () => {
    const stream = newStream();
    const verdicts = await Promise.all([
      store.append(someItem(stream, 0)),
      store.append(someItem(stream, 0)),
      store.append(someItem(stream, 1)), // decided in the hope that the first goes through
      store.append(someItem(stream, 0)),
    ]);
    expect(verdicts).toMatchObject([
      { kind: 'appended', version: 1 },
      { kind: 'conflict', actualVersion: 1 },
      { kind: 'appended', version: 2 },
      { kind: 'conflict', actualVersion: 2 },
    ]);
  });

  it('takes the same command twice at once as one', async () => {
    const item = someItem(newStream(), 0);
    const verdicts = await Promise.all([
      store.append(item),
      store.append(item),
      new EventStore(database.pool, { masterKey: MASTER_KEY }).append(item),
    ]);
    expect(verdicts.map(({ kind }) => kind).sort()).toEqual(['appended', 'repeated', 'repeated']);
  });
});

describe('much at once', () => {
  const verdictsOf = (items: AppendItem[]) => Promise.allSettled(items.map((item) => store.append(item)));
  const kindOf = (result: PromiseSettledResult<{ kind: string }>) =>
    result.status === 'fulfilled' ? result.value.kind : (result.reason as Error).name;

  it('goes in several calls of bounded size, and no position is left out', async () => {
    const { position } = await store.head();
    const items = [
      ...Array.from({ length: 600 }, () => someItem(newStream(), 0)),
      someItem(newStream(), 0, { count: 700 }),
    ];
    expect(new Set((await verdictsOf(items)).map(kindOf))).toEqual(new Set(['appended']));
    expect((await store.head()).position).toBe(position + 1300n);
    const { rows } = await database.pool.query<{ n: number }>(
      'select count(*)::int as n from log.event where position > $1 group by xmin::text order by n desc',
      [position],
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(rows[0].n).toBe(700); // an item is never divided
    expect(rows.slice(1).every(({ n }) => n <= 250)).toBe(true);
  });

  it('keeps the order of each stream and knows a command again, in whichever call they are', async () => {
    const streams = Array.from({ length: 150 }, newStream);
    const items = [0, 1, 2].flatMap((version) => streams.map((stream) => someItem(stream, version)));
    const results = await verdictsOf([...items, items[0], items[449], someItem(streams[0], 1)]);
    expect(results.map(kindOf)).toEqual([...Array<string>(450).fill('appended'), 'repeated', 'repeated', 'conflict']);
    const stored = await new EventStore(database.pool, { masterKey: MASTER_KEY }).readStreams(streams);
    expect([...stored.values()].map((events) => events.map(({ version }) => version))).toEqual(
      streams.map(() => [1, 2, 3]),
    );
    expect((await verifyChain(database.pool)).differences).toEqual([]);
  });

  it('of which some can never be stored: those are refused, wherever they stand', async () => {
    const items = Array.from({ length: 300 }, () => someItem(newStream(), 0));
    for (const i of [0, 120, 299]) items[i] = { ...items[i], events: [someEvent('c', { a: 'x\u0000' })] };
    for (const i of [1, 160]) items[i] = { ...items[i], events: [someEvent('c', [] as object)] };
    const results = await verdictsOf(items);
    const refused = results.flatMap((result, i) => (kindOf(result) === 'ItemRefusedError' ? [i] : []));
    expect(refused).toEqual([0, 1, 120, 160, 299]);
    expect(results.filter((result) => kindOf(result) === 'appended')).toHaveLength(295);
  });
});

describe('a bad item', () => {
  const bad: [string, Partial<AppendItem>][] = [
    ['a null character in its data', { events: [someEvent('c', { a: 'x\u0000' })] }],
    ['a null character in its answer', { answer: 'x\u0000' }],
    ['a null character in its stream', { stream: 'x\u0000' }],
    ['data that are no object', { events: [someEvent('c', [] as object)] }],
    ['a stream of 201 characters', { stream: 'x'.repeat(201) }],
    ['a type of 101 characters', { events: [{ ...someEvent('c'), type: 'x'.repeat(101) }] }],
    ['a schema that is no smallint', { events: [{ ...someEvent('c'), schema: 70_000 }] }],
    ['a day that does not exist', { events: [{ ...someEvent('c'), occurredAt: '2024-02-30T00:00:00.000Z' }] }],
    ['an instant that is not canonical', { now: '2024-12-05T10:00:00Z' }],
    ['events without a version', { expectedVersion: null }],
    ['a version below zero', { expectedVersion: -1 }],
    [
      'a text sealed for an unknown subject',
      { sealed: [{ ref: randomUUID(), subject: 'nobody', generation: 1, kind: 'note', ciphertext: Buffer.alloc(40) }] },
    ],
  ];

  it.each(bad)('with %s is refused alone, with its answer and its events', async (_what, change) => {
    const item = { ...someItem(newStream(), 0), ...change };
    const good = Array.from({ length: 7 }, () => someItem(newStream(), 0));
    const { position } = await store.head();
    const results = await Promise.allSettled(
      [...good.slice(0, 3), item, ...good.slice(3)].map((each) => store.append(each)),
    );

    expect(results.map(({ status }) => status)).toEqual([
      ...Array<string>(3).fill('fulfilled'),
      'rejected',
      ...Array<string>(4).fill('fulfilled'),
    ]);
    const { reason } = results[3] as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(ItemRefusedError);
    expect((await store.head()).position).toBe(position + 7n);
    expect(await store.lookup(item.idempotency!)).toBeNull();
  });

  it('is named by its constraint, not by its content', async () => {
    const item = someItem('x'.repeat(201), 0);
    const error = await store.append(item).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: '23514', constraint: 'event_stream_has_1_to_200_characters' });
    expect(String(error)).not.toContain('xxx');
  });
});

describe('a stream that the database refuses for a reason that is not in its data', () => {
  const code = { table: '42P01', trigger: 'P0001', page: 'XX001' };

  it.each(Object.entries(code))(
    '(a fault of a %s) is told to try again, alone, and is stored once it is mended',
    async (_what, errcode) => {
      const item = someItem(newStream(), 0);
      const good = Array.from({ length: 40 }, () => someItem(newStream(), 0));
      await database.pool.query(`
        set role dossier_log_owner;
        create function log.refuse() returns trigger language plpgsql as $$ begin raise 'not this one' using errcode = '${errcode}'; end $$;
        create trigger refuse before insert on log.event for each row when (new.stream = '${item.stream}') execute function log.refuse();
        reset role`);
      const results = await Promise.allSettled(
        [...good.slice(0, 7), item, ...good.slice(7)].map((each) => store.append(each)),
      );
      const told = results.map((result) =>
        result.status === 'fulfilled' ? result.value.kind : (result.reason as Error).name,
      );
      expect(told).toEqual([
        ...Array<string>(7).fill('appended'),
        'LogUnavailableError',
        ...Array<string>(33).fill('appended'),
      ]);
      await database.pool.query('set role dossier_log_owner; drop function log.refuse() cascade; reset role');
      expect(await store.append(item)).toMatchObject({ kind: 'appended', version: 1 });
    },
  );
});

describe('a store', () => {
  it('refuses at once what it could not hold', async () => {
    const small = new EventStore(database.pool, { masterKey: MASTER_KEY, maxWaiting: 2 });
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => small.append(someItem(newStream(), 0))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect((results[3] as PromiseRejectedResult).reason).toBeInstanceOf(LogUnavailableError);
  });

  it('finishes what it has before it closes, and takes nothing more', async () => {
    const closing = new EventStore(database.pool, { masterKey: MASTER_KEY });
    const last = closing.append(someItem(newStream(), 0, { now: NOW }));
    await closing.close();
    expect(await last).toMatchObject({ kind: 'appended' });
    await expect(closing.append(someItem(newStream(), 0))).rejects.toBeInstanceOf(LogUnavailableError);
  });
});
