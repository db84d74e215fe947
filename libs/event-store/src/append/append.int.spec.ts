import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, NOW, someEvent, someItem } from '../../test/items.js';
import { EventStore } from '../event-store.js';
import { canonicalJson } from '../hash/canonical.js';
import { hashEvent } from '../hash/event-hash.js';
import { eventStoreMigrations } from '../migrations/index.js';
import { slotOf } from '../slot/murmur2.js';
import type { Appended, Repeated } from '../types.js';

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

describe('append', () => {
  it('stores events with version, position, slot, hash and the instant of recording', async () => {
    const stream = newStream();
    const before = (await store.head()).position;
    const first = (await store.append(someItem(stream, 0, { count: 2 }))) as Appended;
    const second = (await store.append(someItem(stream, 2))) as Appended;

    expect(first).toMatchObject({ kind: 'appended', version: 2, recordedAt: NOW });
    expect(second).toMatchObject({ kind: 'appended', version: 3 });
    const events = [...first.events, ...second.events];
    expect(events.map(({ position, version, slot }) => ({ position, version, slot }))).toEqual([
      { position: before + 1n, version: 1, slot: slotOf(stream) },
      { position: before + 2n, version: 2, slot: slotOf(stream) },
      { position: before + 3n, version: 3, slot: slotOf(stream) },
    ]);
    expect(events.map((event) => event.hash)).toEqual([
      hashEvent(events[0], null),
      hashEvent(events[1], events[0].hash),
      hashEvent(events[2], events[1].hash),
    ]);
    expect(await store.readStream(stream)).toEqual(events);
  });

  it('goes on from a stream that another process wrote', async () => {
    const stream = newStream();
    await store.append(someItem(stream, 0));
    const other = new EventStore(database.pool, { masterKey: MASTER_KEY });
    const { events } = (await other.append(someItem(stream, 1))) as Appended;
    expect(events[0].hash).toBe(hashEvent(events[0], (await store.readStream(stream))[0].hash));
    expect(await store.append(someItem(stream, 2))).toMatchObject({ kind: 'appended', version: 3 });
  });

  it('refuses an expected version that is not the stream’s, and says which it has', async () => {
    const stream = newStream();
    await store.append(someItem(stream, 0, { count: 2 }));
    const { position } = await store.head();
    expect(await store.append(someItem(stream, 0))).toEqual({ kind: 'conflict', actualVersion: 2 });
    expect(await store.append(someItem(stream, 1))).toEqual({ kind: 'conflict', actualVersion: 2 });
    expect(await store.append(someItem(stream, 7))).toEqual({ kind: 'conflict', actualVersion: 2 });
    expect(await store.append(someItem(newStream(), 1))).toEqual({ kind: 'conflict', actualVersion: 0 });
    expect((await store.head()).position).toBe(position);
  });

  it('a refusal was decided on a version too: it conflicts when the stream has moved on', async () => {
    const stream = newStream();
    await store.append(someItem(stream, 0));
    expect(await store.append(someItem(stream, 0, { count: 0 }))).toEqual({ kind: 'conflict', actualVersion: 1 });
    expect(await store.append(someItem(stream, null, { count: 0 }))).toMatchObject({
      kind: 'appended',
      version: 1,
      events: [],
    });
  });

  it('lets the instant of recording never go back, whatever the caller’s clock says', async () => {
    const stream = newStream();
    const later = '2024-12-06T00:00:00.000Z';
    const ahead = (await store.append(someItem(stream, 0, { now: later }))) as Appended;
    const behind = (await store.append(someItem(stream, 1, { now: NOW }))) as Appended;
    expect([ahead.recordedAt, behind.recordedAt]).toEqual([later, later]);
  });

  it('keeps the very text that was hashed', async () => {
    const stream = newStream();
    const data = {
      b: 1e21,
      a: 1e-7,
      c: -0,
      d: 0.1 + 0.2,
      e: 'Ư\u0301 😀 "\\\n\u001f',
      f: { z: [], a: {} },
      g: undefined,
    };
    await store.append(someItem(stream, 0, { events: [someEvent('c', data)] }));
    const [event] = await store.readStream(stream);
    expect(hashEvent(event, null)).toBe(event.hash);
    expect(event.data).toEqual({ ...data, c: 0 });
    const { rows } = await database.pool.query<{ text: string }>(
      'select data::text as text from log.event where stream = $1',
      [stream],
    );
    expect(rows[0].text).toBe(canonicalJson(data));
  });
});

describe('a command that comes again', () => {
  it('gets the first answer with its events, before its version is looked at', async () => {
    const stream = newStream();
    const item = someItem(stream, 0, { count: 2, answer: { status: 201, note: 'x' } });
    const first = (await store.append(item)) as Appended;
    await store.append(someItem(stream, 2));

    const again = (await store.append({
      ...item,
      answer: { status: 500 },
      now: '2024-12-09T00:00:00.000Z',
    })) as Repeated;
    expect(again).toEqual({
      kind: 'repeated',
      recordedAt: first.recordedAt,
      events: first.events,
      answer: { status: 201, note: 'x' },
    });
    expect(await store.readStream(stream)).toHaveLength(3);
    expect(await store.lookup(item.idempotency!)).toEqual(again);
  });

  it('gets its refusal again, though no event came of it', async () => {
    const stream = newStream();
    const item = someItem(stream, 0, { count: 0, answer: { status: 409, reason: 'already-returned' } });
    expect(await store.append(item)).toMatchObject({ kind: 'appended', version: 0, events: [] });
    await store.append(someItem(stream, 0));
    const again = { kind: 'repeated', events: [], answer: { status: 409, reason: 'already-returned' } };
    expect(await store.append({ ...item, expectedVersion: 1, events: [someEvent('x')] })).toMatchObject(again);
    expect(await store.lookup(item.idempotency!)).toMatchObject(again);
    expect(await store.readStream(stream)).toHaveLength(1);
  });

  it('is refused with another body, kept or not', async () => {
    for (const keep of [true, false]) {
      const item = someItem(newStream(), 0);
      const key = { ...item.idempotency!, keep };
      await store.append({ ...item, idempotency: key });
      const other = { ...key, bodyHash: 'b'.repeat(64) };
      expect(await store.append({ ...item, stream: newStream(), idempotency: other })).toEqual({ kind: 'key-reused' });
      expect(await store.lookup(other)).toEqual({ kind: 'key-reused' });
    }
  });

  it('is another command when another caller sends it', async () => {
    const item = someItem(newStream(), 0);
    await store.append(item);
    const other = { ...item, stream: newStream(), idempotency: { ...item.idempotency!, caller: 'H19.46' } };
    expect(await store.lookup(other.idempotency)).toBeNull();
    expect(await store.append(other)).toMatchObject({ kind: 'appended' });
  });

  it('is recognised by its events alone where the answer is not kept, and leaves no row of its own', async () => {
    const answers = async (): Promise<unknown> =>
      (await database.pool.query('select count(*) from log.answer')).rows[0];
    const before = await answers();
    const item = someItem(newStream(), 0, { count: 3 });
    item.idempotency!.keep = false;
    const first = (await store.append(item)) as Appended;
    expect(await store.append(item)).toEqual({
      kind: 'repeated',
      recordedAt: first.recordedAt,
      events: first.events,
      answer: null,
    });
    expect(await store.lookup(item.idempotency!)).toMatchObject({ kind: 'repeated', events: first.events });

    const nothing = someItem(newStream(), 0, { count: 0 });
    nothing.idempotency!.keep = false;
    expect(await store.append(nothing)).toMatchObject({ kind: 'appended' });
    expect(await store.append(nothing)).toMatchObject({ kind: 'appended' });
    expect(await answers()).toEqual(before);
  });

  it('needs no key: then each call is a command of its own', async () => {
    const stream = newStream();
    const item = { ...someItem(stream, 0), idempotency: undefined };
    expect(await store.append(item)).toMatchObject({ kind: 'appended' });
    expect(await store.append(item)).toEqual({ kind: 'conflict', actualVersion: 1 });
  });
});
