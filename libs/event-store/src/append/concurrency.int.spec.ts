import { randomInt } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import { isConnectionLost } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { FINGERPRINTS, MASTER_KEY, newStream, someItem } from '../../test/items.js';
import { EventStore } from '../event-store.js';
import { eventStoreMigrations } from '../migrations/index.js';
import type { StoredEvent } from '../types.js';
import { verifyChain } from '../verify/verify-chain.js';
import { callFor } from './call.js';
import { prepare } from './prepare.js';

const WRITERS = 12;
const RUN_MS = 20_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
});
afterAll(() => database.stop());

interface Tally {
  acknowledged: StoredEvent[];
  /** Ids of commands that were rolled back. */
  rolledBack: Set<string>;
  conflicts: number;
}

/** Two streams of its own and five that all fight for; one in six appends in a transaction that is rolled back. */
async function write(pool: pg.Pool, hot: string[], until: number, tally: Tally): Promise<void> {
  const store = new EventStore(pool, { masterKey: MASTER_KEY });
  const streams = [...hot, newStream(), newStream()];
  while (performance.now() < until) {
    const stream = streams[randomInt(streams.length)];
    const events = await again(() => store.readStream(stream));
    const item = someItem(stream, events.length, { count: 1 + randomInt(3) });
    item.idempotency!.keep = randomInt(2) === 0;
    if (randomInt(6) === 0) await appendAndRollBack(pool, item, events.at(-1)?.hash ?? null, tally);
    else {
      const verdict = await store.append(item);
      if (verdict.kind === 'appended') tally.acknowledged.push(...verdict.events);
      else {
        expect(verdict.kind).toBe('conflict');
        tally.conflicts++;
      }
    }
  }
}

async function appendAndRollBack(
  pool: pg.Pool,
  item: ReturnType<typeof someItem>,
  previous: string | null,
  tally: Tally,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ verdict: string }>(
      callFor([prepare(item, FINGERPRINTS)], () => previous).query,
    );
    if (rows[0].verdict === 'appended') tally.rolledBack.add(item.idempotency!.commandId);
    await client.query('rollback');
    client.release();
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    client.release(true); // the end of its session has rolled it back
  }
}

/** Asks once more where the session was ended meanwhile. */
async function again<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
    }
  }
}

/** Ends sessions in the middle of an append, one after every so many acknowledged events. Resolves to how many. */
async function endSessions(pool: pg.Pool, tally: Tally, signal: AbortSignal): Promise<number> {
  for (let ended = 0, next = 0; ;) {
    if (signal.aborted) return ended;
    if (tally.acknowledged.length < next) {
      await nextTurn();
      continue;
    }
    const { rowCount } = await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and state = 'active' and query like '%log.append(%' and pid <> pg_backend_pid()
       order by random() limit 1`,
    );
    if (!rowCount) continue;
    ended += rowCount;
    next = tally.acknowledged.length + 25;
  }
}

/** Follows the log as a relay does, from position to position, while it is written. */
async function follow(store: EventStore, signal: AbortSignal): Promise<StoredEvent[]> {
  const seen: StoredEvent[] = [];
  for (let position = 0n; ;) {
    const last = signal.aborted;
    const page = await store.readFrom(position, 200);
    seen.push(...page.events);
    position = page.upTo;
    if (last && position === page.head) return seen;
  }
}

it('twelve writers with conflicts, roll-backs and ended sessions lose nothing, and no reader can step over an event', async () => {
  const hot = Array.from({ length: 5 }, newStream);
  const tally: Tally = { acknowledged: [], rolledBack: new Set(), conflicts: 0 };
  const written = new AbortController();
  const reader = new EventStore(database.createPool(2), { masterKey: MASTER_KEY });
  const followed = [follow(reader, written.signal), follow(reader, written.signal)];
  const sessionsEnded = endSessions(database.createPool(1), tally, written.signal);
  const until = performance.now() + RUN_MS;
  await Promise.all(Array.from({ length: WRITERS }, () => write(database.createPool(2), hot, until, tally)));
  written.abort();
  const [seen, seenToo] = await Promise.all(followed);

  // What the readers saw while it was written is the whole log, in the order of positions, without a gap.
  expect(seen.map((event) => event.position)).toEqual(seen.map((_, i) => BigInt(i + 1)));
  expect(seenToo).toEqual(seen);
  expect((await reader.head()).position).toBe(BigInt(seen.length));
  // Everything acknowledged is there as it was acknowledged, once, and nothing else.
  const byPosition = (a: StoredEvent, b: StoredEvent): number => Number(a.position - b.position);
  expect(seen).toEqual(tally.acknowledged.sort(byPosition));
  expect(seen.filter((event) => tally.rolledBack.has(event.meta.commandId))).toEqual([]);
  // Within a stream the order of positions is the order of versions, and the instants of recording never go back.
  const versions = new Map<string, number>();
  for (const event of seen) {
    expect(event.version).toBe((versions.get(event.stream) ?? 0) + 1);
    versions.set(event.stream, event.version);
  }
  expect((await verifyChain(database.pool)).differences).toEqual([]);
  // The test has met what it is about.
  expect(tally.acknowledged.length).toBeGreaterThan(100);
  expect(tally.conflicts).toBeGreaterThan(0);
  expect(tally.rolledBack.size).toBeGreaterThan(10);
  expect(await sessionsEnded).toBeGreaterThan(0);
}, 120_000);

it('positions follow the order of commit: a second writer waits for the first one’s end, and sees it', async () => {
  const [first, second] = [await database.pool.connect(), await database.pool.connect()];
  const [early, late] = [someItem(newStream(), 0), someItem(newStream(), 0)];
  const positionOf = async (result: Promise<pg.QueryResult<{ first_position: bigint }>>): Promise<bigint> =>
    (await result).rows[0].first_position;
  try {
    await first.query('begin');
    const one = await positionOf(first.query(callFor([prepare(early, FINGERPRINTS)], () => null).query));
    const other = positionOf(second.query(callFor([prepare(late, FINGERPRINTS)], () => null).query));
    await database.pool.query<{ n: number }>('select 1');
    expect((await waiting(database.pool)) > 0).toBe(true);
    await first.query('commit');
    expect(await other).toBe(one + 1n);
  } finally {
    first.release();
    second.release();
  }
});

/** Waits until somebody waits for the log's lock. */
async function waiting(pool: pg.Pool): Promise<number> {
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from pg_locks l where l.locktype = 'advisory' and not l.granted and l.objid = 7301100
          and l.database = (select oid from pg_database where datname = current_database())`,
    );
    if (rows[0].n > 0) return rows[0].n;
  }
}

it('refuses an isolation level in which it could not see what was committed before its turn', async () => {
  const client = await database.pool.connect();
  try {
    await client.query('begin isolation level repeatable read');
    const call = client.query(callFor([prepare(someItem(newStream(), 0), FINGERPRINTS)], () => null).query);
    await expect(call).rejects.toMatchObject({ code: '25000' });
  } finally {
    await client.query('rollback');
    client.release();
  }
});
