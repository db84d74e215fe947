import type pg from 'pg';
import { startTestDatabase, type TestDatabase } from '#testing';
import { newStream, someItem } from '../../test/items.js';
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
  const store = new EventStore(pool);
  for (let i = 0; i < 10; i++) await append(1, store);
  const streams = await append(3000, store);

  const before = await read(pool);
  await append(16, store);
  await append(16, new EventStore(pool), 1, streams.slice(0, 16)); // a process that does not know the hashes before
  await append(16, store, 0, streams.slice(16, 32)); // conflicts
  expect((await read(pool)) - before).toBeLessThan(48 * 10);
});
