import type pg from 'pg';
import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, someItem } from '../../test/items.js';
import { EventStore } from '../event-store.js';
import { eventStoreMigrations } from '../migrations/index.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
});
afterAll(() => database.stop());

/** Rows and index entries that were read in schema log so far. */
async function read(pool: pg.Pool): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ n: number }>(`
    select (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = 'log')::int
         + (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = 'log')::int as n`);
  return rows[0].n;
}

// The plans of a session are made once. When they were made on an empty log, they used to read a whole index per call later on.
it('a session that began on an empty log appends to a long one by reading what it asks for and no more', async () => {
  const pool = database.createPool(1);
  const append = async (
    count: number,
    store: EventStore,
    version = 0,
    streams = Array.from({ length: count }, newStream),
  ) => {
    const items = streams.map((stream) => someItem(stream, version));
    items.forEach((item, i) => (item.idempotency!.keep = i % 2 === 0)); // both places where a command is looked for grow
    await Promise.all(items.map((item) => store.append(item)));
    return streams;
  };
  const store = new EventStore(pool, { masterKey: MASTER_KEY });
  for (let i = 0; i < 10; i++) await append(1, store);
  const streams = await append(3000, store);

  const before = await read(pool);
  await append(16, store);
  await append(16, new EventStore(pool, { masterKey: MASTER_KEY }), 1, streams.slice(0, 16)); // a process that does not know the hashes before
  await append(16, store, 0, streams.slice(16, 32)); // conflicts
  expect((await read(pool)) - before).toBeLessThan(48 * 10);
});

describe('in a long log', () => {
  const items = Array.from({ length: 3000 }, (_, i) => someItem(newStream(), 0, { count: 1 + (i % 3) }));
  items.forEach((item, i) => (item.idempotency!.keep = i % 2 === 0));
  const some = items.slice(0, 100);
  let pool: pg.Pool;
  let store: EventStore;
  let head: bigint;
  beforeAll(async () => {
    pool = database.createPool(1);
    store = new EventStore(pool, { masterKey: MASTER_KEY });
    await Promise.all(items.map((item) => store.append(item)));
    await pool.query('analyze log.event');
    // the planner thinks of several processes, as it does where there are hundreds of thousands of events
    await pool.query(`set min_parallel_table_scan_size = 0; set min_parallel_index_scan_size = 0;
                      set parallel_setup_cost = 0; set parallel_tuple_cost = 0`);
    head = (await store.head()).position;
  });

  // The events of commands that come again were a join over ranges of positions: a large part of the log, to the planner, which had all of it read.
  it.each<[what: string, ask: () => Promise<unknown>, rows: number]>([
    ['commands that come again', () => Promise.all(some.map((item) => store.append(item))), 200],
    ['the first answer', () => store.lookup(some[2].idempotency!), 3],
    ['streams', () => store.readStreams(some.slice(0, 10).map(({ stream }) => stream)), 20],
    ['the last version of a stream', () => store.isLast(some[2].stream, 3), 1],
    ['a page of positions', () => store.readFrom(head / 2n, 100), 100],
    ['a page of positions of a slot', () => store.readFrom(head / 2n, 100, { slots: [3] }), 100],
    ['a page of whole streams', () => store.readAfterStream(some[50].stream, 100, head), 100],
    ['the head', () => store.head(), 1],
  ])('%s: as much is read as is asked for', async (_what, ask, rows) => {
    const first = await ask();
    const before = await read(pool);
    // a plan that serves every value is made from the sixth time on
    for (let i = 0; i < 10; i++) expect(await ask()).toEqual(first);
    expect((await read(pool)) - before).toBeLessThan(10 * (5 * rows + 10));
  });
});
