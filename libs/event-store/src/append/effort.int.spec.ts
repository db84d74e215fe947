import type pg from 'pg';
import { startTestDatabase, type TestDatabase } from '#testing';
import { newStream, someItem } from '../../test/items.js';
import { EventStore } from '../event-store.js';
import { eventStoreMigrations } from '../migrations/index.js';
import type { Verdict } from '../types.js';

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

const eventsOf = (verdict: Verdict): number => ('events' in verdict ? verdict.events.length : 0);

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
  const store = new EventStore(pool);
  for (let i = 0; i < 10; i++) await append(1, store);
  const streams = await append(3000, store);

  const before = await read(pool);
  await append(16, store);
  await append(16, new EventStore(pool), 1, streams.slice(0, 16)); // a process that does not know the hashes before
  await append(16, store, 0, streams.slice(16, 32)); // conflicts
  expect((await read(pool)) - before).toBeLessThan(48 * 10);
});

// The events of commands that come again were a join over ranges of positions: a large part of the log, to the planner, which had all of it read.
it('what came before is answered by reading its events and no others', async () => {
  const pool = database.createPool(1);
  const store = new EventStore(pool);
  const items = Array.from({ length: 3000 }, (_, i) => someItem(newStream(), 0, { count: 1 + (i % 3) }));
  items.forEach((item, i) => (item.idempotency!.keep = i % 2 === 0));
  await Promise.all(items.map((item) => store.append(item)));
  await pool.query('analyze log.event');
  for (const size of [
    'min_parallel_table_scan_size',
    'min_parallel_index_scan_size',
    'parallel_setup_cost',
    'parallel_tuple_cost',
  ])
    await pool.query(`set ${size} = 0`); // the planner thinks of several processes as it does for a log of hundreds of thousands of events

  const before = await read(pool);
  const [one, ...others] = items.slice(0, 101);
  const again = await Promise.all(others.map((item) => store.append(item)));
  expect(again.map((verdict) => [verdict.kind, eventsOf(verdict)])).toEqual(
    others.map((item) => ['repeated', item.events.length]),
  );
  expect(eventsOf((await store.lookup(one.idempotency!))!)).toBe(one.events.length);
  expect((await read(pool)) - before).toBeLessThan(100 * 10);
});
