import type { QueryConfig } from 'pg';
import { migrate } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { FINGERPRINTS, MASTER_KEY, newStream, someItem } from '../../test/items.js';
import { callFor } from '../append/call.js';
import { prepare } from '../append/prepare.js';
import { EventStore } from '../event-store.js';
import { verifyChain } from '../verify/verify-chain.js';
import { Log1733011200000 } from './1733011200000-log.js';
import { eventStoreMigrations } from './index.js';
import { appendFunction } from './sql/append.sql.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
});
afterAll(() => database.stop());

/** The call that stores one event of a new stream, with some of its parameters (from 1) changed. */
function callWith(change: Record<number, string>): QueryConfig {
  const { query } = callFor([prepare(someItem(newStream(), 0), FINGERPRINTS)], () => null);
  for (const [number, value] of Object.entries(change)) query.values![Number(number) - 1] = value;
  return query;
}

const conditions: [string, Record<number, string>][] = [
  ['event_stream_has_1_to_200_characters', { 5: '{""}' }],
  ['event_version_counts_from_one', { 12: '{0}' }],
  ['event_slot_is_in_range', { 8: '{12}' }],
  ['event_type_has_1_to_100_characters', { 13: '{""}' }],
  ['event_schema_counts_from_one', { 14: '{0}' }],
  ['event_data_is_an_object', { 16: '[[]]' }],
  ['event_meta_is_an_object', { 17: '["x"]' }],
  ['event_hash_has_32_bytes', { 18: '{"\\\\x00"}' }],
];

it.each(conditions)('log.append itself refuses what is against %s, and stores nothing', async (constraint, change) => {
  await expect(database.pool.query(callWith(change))).rejects.toMatchObject({ code: '23514', constraint });
  const { rows } = await database.pool.query('select from log.event union all select from log.answer');
  expect(rows).toEqual([]);
});

it('a log that was begun before the conditions moved and jsonb went goes on', async () => {
  const begun = await startTestDatabase({ migrations: [Log1733011200000] });
  try {
    const store = new EventStore(begun.pool, { masterKey: MASTER_KEY });
    const item = someItem(newStream(), 0);
    const first = await new EventStore(database.pool, { masterKey: MASTER_KEY }).append(item);
    const { rows } = await database.pool.query<{ row: string }>('select to_jsonb(e)::text as row from log.event e');
    await begun.pool.query(
      `set role dossier_log_owner;
       ${appendFunction.replaceAll('json', 'jsonb')};
       insert into log.event select * from jsonb_populate_record(null::log.event, '${rows[0].row}'); reset role`,
    );
    await migrate(begun.url, eventStoreMigrations);
    expect(first).toMatchObject({ kind: 'appended', version: 1 });
    expect(await store.append(someItem(item.stream, 1))).toMatchObject({ kind: 'appended', version: 2 });
    expect((await verifyChain(begun.pool)).differences).toEqual([]);
    const functions = await begun.pool.query(
      `select from pg_proc where pronamespace = 'log'::regnamespace and proname = 'append'`,
    );
    expect(functions.rows).toHaveLength(1);
  } finally {
    await begun.stop();
  }
});
