import type pg from 'pg';
import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, someEvent, someItem } from '../../test/items.js';
import { EventStore } from '../event-store.js';
import { hashEvent } from '../hash/event-hash.js';
import { eventStoreMigrations } from '../migrations/index.js';
import type { StoredEvent } from '../types.js';
import { parseSeal, seal, sealText } from './seal.js';
import { verifyChain } from './verify-chain.js';

const [A, B, C] = ['A-241205-0001', 'B-241205-0001', 'C-241205-0001'];

let database: TestDatabase;

/** A log of three streams of three versions; positions 1 … 9 go round A, B, C. */
beforeEach(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
  const store = new EventStore(database.pool, { masterKey: MASTER_KEY });
  for (let version = 0; version < 3; version++) {
    for (const stream of [A, B, C]) {
      const data = { amount: 1000 * version };
      await store.append(
        someItem(stream, version, { events: [someEvent('c', data)], now: `2024-12-05T10:00:0${version}.000Z` }),
      );
    }
  }
});
afterEach(() => database.stop());

/** What a person with all rights on the server may do. */
async function tamper(...statements: (string | [string, unknown[]])[]): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('set role dossier_log_owner');
    await client.query('alter table log.event disable trigger all');
    for (const statement of statements) {
      if (typeof statement === 'string') await client.query(statement);
      else await client.query(...statement);
    }
    await client.query('alter table log.event enable trigger all');
  } finally {
    await client.query('reset role');
    client.release();
  }
}

const found = async (
  options: Parameters<typeof verifyChain>[1] = {},
  pool: pg.Pool = database.pool,
): Promise<string[]> => {
  const { differences } = await verifyChain(pool, options);
  return differences.map(({ kind, position, stream, version }) =>
    [kind, position, stream, version].filter((part) => part !== null).join(' '),
  );
};

it('an untouched log has no differences, and the progress is told', async () => {
  const steps: [number, number][] = [];
  const result = await verifyChain(database.pool, { onProgress: (done, total) => steps.push([done, total]) });
  expect(result).toEqual({ events: 9, streams: 3, found: 0, differences: [] });
  expect(steps.at(-1)).toEqual([18, 18]);
});

it('changed data are found', async () => {
  await tamper(`update log.event set data = '{"amount": 999}' where position = 5`);
  expect(await found()).toEqual([`hash 5 ${B} 2`]);
});

it.each([
  ['the type', `type = 'Resolved'`],
  ['the instant', `occurred_at = occurred_at - interval '1 day'`],
  ['the sender', `meta = (meta::jsonb || '{"caller": "somebody"}')::json`],
  ['the schema', `schema = 2`],
  ['the hash', `hash = sha256('x')`],
])('%s is covered by the hash', async (_what, change) => {
  await tamper(`update log.event set ${change} where position = 9`);
  expect(await found()).toEqual([`hash 9 ${C} 3`]);
});

it('an event that was changed and hashed anew betrays itself by its successor', async () => {
  const store = new EventStore(database.pool, { masterKey: MASTER_KEY });
  const [first, second] = await store.readStream(B);
  const forged: StoredEvent = { ...second, data: { amount: 1 } };
  await tamper([
    `update log.event set data = '{"amount": 1}', hash = decode($1, 'hex') where position = 5`,
    [hashEvent(forged, first.hash)],
  ]);
  expect(await found()).toEqual([`hash 8 ${B} 3`]);
});

it('a missing event is found by its version and its position, the first and the last of a stream too', async () => {
  await tamper('delete from log.event where position in (2, 4, 9)');
  expect(await found()).toEqual([
    'position-gap 2',
    'position-gap 4',
    `version-missing 7 ${A} 2`,
    `version-missing 5 ${B} 1`,
  ]);
});

it('events that were moved in the log or in time are found', async () => {
  await tamper(
    `update log.event set recorded_at = '2024-12-05T10:00:01.500Z' where position = 5`,
    `update log.event set slot = (slot + 1) % 12 where position = 7`,
  );
  expect(await found()).toEqual(['recorded-backwards 6', `slot 7 ${A} 3`]);
});

describe('a seal', () => {
  it('speaks for everything before it, and goes on from the one before', async () => {
    const first = (await seal(database.pool, '2024-12-06T00:00:00.000Z'))!;
    expect(first).toMatchObject({ position: 9n, recordedAt: '2024-12-05T10:00:02.000Z' });
    expect(await seal(database.pool, '2024-12-07T00:00:00.000Z')).toEqual(first);
    await new EventStore(database.pool, { masterKey: MASTER_KEY }).append(someItem(newStream(), 0));
    const second = (await seal(database.pool, '2024-12-08T00:00:00.000Z'))!;
    expect(second.position).toBe(10n);
    expect(await found({ seals: [first, second] })).toEqual([]);
  });

  it('is the same whoever seals first', async () => {
    const seals = await Promise.all([1, 2, 3].map(() => seal(database.pool, '2024-12-06T00:00:00.000Z')));
    expect(new Set(seals.map((each) => each?.digest)).size).toBe(1);
  });

  it('is none of a log without events', async () => {
    const empty = await startTestDatabase({ migrations: eventStoreMigrations });
    expect(await seal(empty.pool, '2024-12-06T00:00:00.000Z')).toBeNull();
    await empty.stop();
  });

  it('reads as it was written down, and nothing else does', async () => {
    const made = (await seal(database.pool, '2024-12-06T00:00:00.000Z'))!;
    const text = sealText(made);
    expect(parseSeal(`${text}\n`)).toEqual(made);
    const others = ['', 'null', '[]', '{}', text.slice(1), text.replace('"9"', '9'), text.replace(made.digest, 'ab')];
    for (const other of [...others, text.replace('.000Z', 'Z')]) expect(() => parseSeal(other)).toThrow(/no seal/);
  });

  it('is not made anew over a log that has lost its tail: the one of before goes on showing it', async () => {
    const kept = (await seal(database.pool, '2024-12-06T00:00:00.000Z'))!;
    await tamper('delete from log.event where position > 7');
    expect(await seal(database.pool, '2024-12-07T00:00:00.000Z')).toEqual(kept);
    expect(await found()).toEqual(['tail-cut 9']);
  });

  it('kept elsewhere shows that the tail was cut, with the seals in the database', async () => {
    const kept = (await seal(database.pool, '2024-12-06T00:00:00.000Z'))!;
    await tamper(
      'delete from log.event where position > 7',
      'alter table log.seal disable trigger all',
      'delete from log.seal',
    );
    expect(await found()).toEqual([]); // nothing in the database betrays it
    expect(await found({ seals: [kept] })).toEqual(['tail-cut 9']);
  });

  it('kept elsewhere shows a stream that was cut and written anew', async () => {
    const kept = (await seal(database.pool, '2024-12-06T00:00:00.000Z'))!;
    await tamper(
      'delete from log.event where position > 6',
      'alter table log.seal disable trigger all',
      'delete from log.seal',
    );
    const store = new EventStore(database.pool, { masterKey: MASTER_KEY });
    for (const stream of [A, B, C]) await store.append(someItem(stream, 2, { now: '2024-12-05T10:00:02.000Z' }));
    expect(await found()).toEqual([]);
    expect(await found({ seals: [kept] })).toEqual(['seal 9']);
  });

  it('covers the instant of recording to the microsecond', async () => {
    await seal(database.pool, '2024-12-06T00:00:00.000Z');
    await tamper(`update log.event set recorded_at = recorded_at + interval '1 microsecond' where position = 9`);
    expect(await found()).toEqual(['seal 9']);
  });
});

it('lists the first thousand differences and counts the rest', async () => {
  const store = new EventStore(database.pool, { masterKey: MASTER_KEY });
  await store.append(someItem(newStream(), 0, { count: 1500 }));
  await tamper(`update log.event set slot = (slot + 1) % 12 where position > 9`);
  const { found: count, differences } = await verifyChain(database.pool);
  expect([count, differences.length]).toEqual([1500, 1000]);
});
