import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createPool } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, NOW, someEvent, someItem } from '../../test/items.js';
import { EventStore } from '../event-store.js';
import { eventStoreMigrations } from '../migrations/index.js';
import { slotOf } from '../slot/murmur2.js';
import type { StoredEvent } from '../types.js';

let database: TestDatabase;
let store: EventStore;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
  store = new EventStore(database.pool, { masterKey: MASTER_KEY });
});
afterAll(() => database.stop());

async function collect(events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

it('an empty log has a head, a page and no events', async () => {
  expect(await store.head()).toEqual({ position: 0n, recordedAt: null });
  expect(await store.readFrom(0n, 10)).toEqual({ events: [], upTo: 0n, head: 0n });
  expect(await collect(store.streamAll())).toEqual([]);
});

describe('a log with some streams', () => {
  const streams = Array.from({ length: 6 }, newStream);

  beforeAll(async () => {
    for (let version = 0; version < 4; version++) {
      const now = `2024-12-05T10:00:0${version}.000Z`;
      await Promise.all(streams.map((stream) => store.append(someItem(stream, version, { now }))));
    }
  });

  it('gives the events of one stream and of many, and an empty list for one that it does not know', async () => {
    expect((await store.readStream(streams[2])).map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    const asked = [
      [streams[2], 4],
      [streams[2], 3],
      ['unknown', 0],
      ['unknown', 1],
    ] as [string, number][];
    expect(await Promise.all(asked.map((each) => store.isLast(...each)))).toEqual([true, false, true, false]);
    const many = await store.readStreams([streams[1], 'unknown', streams[3]]);
    expect([...many].map(([stream, events]) => [stream, events.length])).toEqual([
      [streams[1], 4],
      ['unknown', 0],
      [streams[3], 4],
    ]);
  });

  it('gives pages by position that a reader goes on from', async () => {
    const pages = [
      await store.readFrom(0n, 10),
      await store.readFrom(10n, 10),
      await store.readFrom(20n, 10),
      await store.readFrom(24n, 10),
    ];
    expect(pages.map(({ events, upTo, head }) => [events.length, upTo, head])).toEqual([
      [10, 10n, 24n],
      [10, 20n, 24n],
      [4, 24n, 24n],
      [0, 24n, 24n],
    ]);
    expect(pages.flatMap(({ events }) => events.map(({ position }) => Number(position)))).toEqual(
      Array.from({ length: 24 }, (_, i) => i + 1),
    );
  });

  it('gives the events of some slots, and says how far it has looked all the same', async () => {
    const slots = [slotOf(streams[0]), slotOf(streams[1])];
    const { events, upTo } = await store.readFrom(0n, 1000, { slots });
    expect(upTo).toBe(24n);
    expect(events.length).toBe(streams.filter((stream) => slots.includes(slotOf(stream))).length * 4);
    expect(events.every((event) => slots.includes(event.slot))).toBe(true);
    const none = Array.from({ length: 12 }, (_, slot) => slot).filter(
      (slot) => !streams.some((stream) => slotOf(stream) === slot),
    );
    expect(await store.readFrom(0n, 1000, { slots: none })).toEqual({ events: [], upTo: 24n, head: 24n });
  });

  it('streams everything by stream and version, up to an instant of recording or a position', async () => {
    const all = await collect(store.streamAll());
    const order = streams.slice().sort();
    expect(all.map(({ stream, version }) => `${stream} ${version}`)).toEqual(
      order.flatMap((stream) => [1, 2, 3, 4].map((v) => `${stream} ${v}`)),
    );
    const known = await collect(store.streamAll({ recordedUpTo: '2024-12-05T10:00:01.000Z' }));
    expect(known.map(({ version }) => version)).toEqual(order.flatMap(() => [1, 2]));
    expect(await collect(store.streamAll({ upTo: 6n }))).toHaveLength(6);
  });

  it('gives whole streams in the order of their names, as many as fit, and at least one', async () => {
    const names = [...streams].sort();
    const read = async (after: string, limit: number, upTo = 24n): Promise<[string, number][]> => {
      const found = new Map<string, number[]>();
      for (const { stream, version } of await store.readAfterStream(after, limit, upTo))
        found.set(stream, [...(found.get(stream) ?? []), version]);
      return [...found].map(([stream, versions]) => {
        expect(versions).toEqual(versions.map((_, i) => i + 1));
        return [stream, versions.length];
      });
    };
    const four = (some: string[]): [string, number][] => some.map((stream) => [stream, 4]);
    expect(await read('', 11)).toEqual(four(names.slice(0, 2)));
    expect(await read('', 12)).toEqual(four(names.slice(0, 2))); // the third may go on
    expect(await read('', 13)).toEqual(four(names.slice(0, 3)));
    expect(await read('', 1)).toEqual(four(names.slice(0, 1)));
    expect(await read(names[3], 100)).toEqual(four(names.slice(4)));
    expect(await read(names[5], 100)).toEqual([]);
    expect(await read('', 100, 0n)).toEqual([]);
    expect((await read('', 100, 15n)).reduce((n, [, events]) => n + events, 0)).toBe(15);
  });

  it('is streamed as it stood when the stream was opened, and gives its connection back when the reader stops early', async () => {
    const single = new EventStore(database.createPool(1), { masterKey: MASTER_KEY });
    const streaming = single.streamAll();
    await streaming.next();
    await store.append(someItem(newStream(), 0, { now: NOW }));
    expect(await collect(streaming)).toHaveLength(23);
    for await (const event of single.streamAll()) {
      expect(event.version).toBe(1);
      break;
    }
    expect((await single.head()).position).toBe(25n); // with the pool's only connection
  });
});

/** Bytes in use once everything that nobody holds has been collected. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

it('a long log is streamed in bounded memory', async () => {
  const stream = newStream();
  const data = { text: 'x'.repeat(2000) }; // 20,000 of them: 40 MB
  for (let version = 0; version < 20_000; version += 2000) {
    const events = Array.from({ length: 2000 }, () => someEvent('c', data));
    await store.append(someItem(stream, version, { events }));
  }
  let count = 0;
  let most = 0;
  const before = heldBytes();
  for await (const event of store.streamAll()) {
    if (event.stream !== stream) continue;
    if (++count % 4000 === 0) most = Math.max(most, heldBytes() - before);
  }
  expect(count).toBe(20_000);
  expect(most).toBeLessThan(15_000_000);
});

describe('a reader that waits', () => {
  it('is woken by an append, at once and not by the poll', async () => {
    const stop = new AbortController();
    const wakeups = store.wakeups(stop.signal, { pollMs: 60_000 })[Symbol.asyncIterator]();
    await wakeups.next(); // the first one comes without any append
    await wakeups.next(); // and one when it has begun to listen
    const woken = wakeups.next();
    await store.append(someItem(newStream(), 0));
    expect(await woken).toEqual({ done: false, value: undefined });
    stop.abort();
    expect((await wakeups.next()).done).toBe(true);
  });

  it('is woken by the poll where notices do not come through, and listens again when its connection was lost', async () => {
    const stop = new AbortController();
    const pool = createPool(database.url, { applicationName: 'listener' });
    const store = new EventStore(pool);
    const wakeups = store.wakeups(stop.signal, { pollMs: 50 })[Symbol.asyncIterator]();
    const listeners = async (): Promise<number[]> => {
      const sql = `select pid from pg_stat_activity where application_name = 'listener' and query like 'listen%'`;
      return (await database.pool.query<{ pid: number }>(sql)).rows.map((row) => row.pid);
    };
    let first: number[] = [];
    while (first.length === 0) {
      await wakeups.next();
      first = await listeners();
    }
    await database.pool.query('select pg_terminate_backend($1)', [first[0]]);
    for (let again: number[] = first; again.length === 0 || again[0] === first[0]; again = await listeners())
      await wakeups.next();
    stop.abort();
    expect((await wakeups.next()).done).toBe(true);
    await pool.end();
  });

  it('ends when it is told to while it waits', async () => {
    const stop = new AbortController();
    const wakeups = store.wakeups(stop.signal, { pollMs: 60_000 })[Symbol.asyncIterator]();
    await wakeups.next();
    await wakeups.next();
    const waiting = wakeups.next();
    stop.abort();
    expect((await waiting).done).toBe(true);
  });
});
