import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message, Producer } from 'kafkajs';
import { EVENTS_TOPIC } from '#application';
import { EventStore, SLOTS, type StoredEvent } from '#event-store';
import { encode } from '#event-stream';
import { type DeadLetter, whenCaughtUp } from '#projections';
import { type OwnKafka, startOwnKafka, startTestDatabase, type TestDatabase } from '#testing';
import {
  eventually,
  type Finished,
  masterKey,
  type Program,
  ROOT,
  type Settings,
  startApp,
  stopPrograms,
  temporaryFolder,
  tracker,
} from '../test/programs.js';
import { digitised, paid, resolved, type Written, writeTo } from '../test/written-log.js';
import { newerProgram } from './newer-program.js';

type Headers = Record<string, string | string[]>;
type Sent = Omit<Message, 'headers'> & { headers: Headers };

interface Poison {
  what: string;
  reason: string;
  /** whether it stands for an event of the log, whose dossier then waits */
  parks: boolean;
  change(message: Sent): Partial<Sent>;
}

const LONG = 5 * 1024 * 1024;
const without = (headers: Headers, name: string): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
/** The message with some of its headers changed. */
const header =
  (changes: Headers) =>
  ({ headers }: Sent): Partial<Sent> => ({ headers: { ...headers, ...changes } });

const POISON: Poison[] = [
  { what: 'not JSON', reason: 'not-json', parks: true, change: () => ({ value: '{"complete":' }) },
  { what: 'JSON that is no object', reason: 'not-json', parks: true, change: () => ({ value: '[1]' }) },
  { what: 'not UTF-8', reason: 'not-json', parks: true, change: () => ({ value: Buffer.from([0xff, 0xfe, 0]) }) },
  { what: 'a tombstone', reason: 'tombstone', parks: true, change: () => ({ value: null }) },
  {
    what: '5 MB',
    reason: 'wrong-hash',
    parks: true,
    change: () => ({ value: JSON.stringify({ complete: true, ofResult: false, note: 'x'.repeat(LONG) }) }),
  },
  {
    what: 'another content than its hash',
    reason: 'wrong-hash',
    parks: true,
    change: () => ({ value: '{"complete":false,"ofResult":true}' }),
  },
  {
    what: 'another hash than the log',
    reason: 'wrong-hash',
    parks: true,
    change: header({ ce_hash: 'f'.repeat(64) }),
  },
  { what: 'a type that nobody knows', reason: 'wrong-hash', parks: true, change: header({ ce_type: 'Teleported' }) },
  { what: 'a schema that nobody knows', reason: 'wrong-hash', parks: true, change: header({ ce_schema: '99' }) },
  { what: 'the key of another dossier', reason: 'key-mismatch', parks: true, change: () => ({ key: code(9_999) }) },
  { what: 'no key', reason: 'key-mismatch', parks: true, change: () => ({ key: null }) },
  {
    what: 'another partition',
    reason: 'slot-mismatch',
    parks: true,
    change: ({ partition }) => ({ partition: (partition! + 1) % SLOTS }),
  },
  {
    what: 'a header missing',
    reason: 'missing-header',
    parks: true,
    change: ({ headers }) => ({ headers: without(headers, 'ce_type') }),
  },
  {
    what: 'a header doubled',
    reason: 'doubled-header',
    parks: true,
    change: ({ headers }) => ({ headers: { ...headers, ce_id: [String(headers.ce_id), '1'] } }),
  },
  { what: 'a header malformed', reason: 'malformed-header', parks: true, change: header({ ce_time: '1970' }) },
  {
    what: 'no header at all',
    reason: 'missing-header',
    parks: false,
    change: () => ({ headers: {} }),
  },
  {
    what: 'a position beyond the log',
    reason: 'not-in-log',
    parks: false,
    change: header({ ce_id: '999999999999' }),
  },
  {
    what: 'the position of the event after it',
    reason: 'not-in-log',
    parks: false,
    change: ({ headers }) => ({ headers: { ...headers, ce_id: String(BigInt(String(headers.ce_id)) + 1n) } }),
  },
];

/** What a newer program wrote into the log itself. */
const NEWER: { what: string; reason: string; type: string; schema: number }[] = [
  { what: 'an unknown type', reason: 'unknown-type', type: 'Teleported', schema: 1 },
  { what: 'an unknown schema', reason: 'unknown-schema', type: 'Digitised', schema: 2 },
];

/** Not due yet: a receipt is one event, without an overdue behind it. */
const started = Date.now();
const minutesAgo = (n: number): string => new Date(started - n * 60_000).toISOString();
const life = (): Written[] => [digitised(minutesAgo(8)), paid(minutesAgo(7)), resolved(minutesAgo(6))];

const code = (n: number): string => `H19.45.22-241216-${String(n).padStart(4, '0')}`;
const poisoned = POISON.map((_, i) => code(i));
const newer = NEWER.map((_, i) => code(100 + i));
const healthy = Array.from({ length: 2 * SLOTS }, (_, i) => code(200 + i));
const waiting = [...POISON.flatMap(({ parks }, i) => (parks ? [poisoned[i]] : [])), ...newer];

let database: TestDatabase;
let kafka: OwnKafka;
let store: EventStore;
let producer: Producer;
let projector: Program;
let counter: Program;
let counterUrl: string;
let settings: Settings;
const folder = temporaryFolder();
const toRemove = [folder];

const run = (...args: string[]): Promise<Finished> => tracker(args, settings);

async function startCounter(): Promise<void> {
  counter = startApp('counter', settings);
  counterUrl = (await counter.printed(/"url":"(http[^"]+)"/))[1];
}

async function receive(dossier: string): Promise<number> {
  const response = await fetch(`${counterUrl}/v1/dossiers/${dossier}/receive`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    body: JSON.stringify({
      at: minutesAgo(9),
      procedure: '1.004884',
      unit: '26077',
      channel: 'counter',
      applicant: { identity: '000000000417', name: 'Người Nộp Thử Nghiệm' },
    }),
  });
  await response.arrayBuffer();
  return response.status;
}

const caughtUp = async (): Promise<void> =>
  whenCaughtUp(database.pool, (await store.head()).position, { timeoutMs: 60_000 });

/** In the order of their dossiers: those of different slots are laid aside side by side. */
async function letters(state = 'open'): Promise<DeadLetter[]> {
  const { status, out } = await run('dead-letters', 'list', '--state', state, '--json');
  expect(status).toBe(0);
  const name = ({ stream }: DeadLetter): string => stream ?? '';
  return (JSON.parse(out) as DeadLetter[]).sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** Folded versions of these dossiers, in the order of their codes. */
async function versions(codes: string[]): Promise<number[]> {
  const { rows } = await database.pool.query<{ version: number }>(
    'select version from read.dossier where code = any($1) order by code',
    [codes],
  );
  return rows.map(({ version }) => version);
}

/** What verify says on a system where so many streams wait. */
async function expectClean(parked: number): Promise<void> {
  const { status, err } = await run('verify');
  expect([status, err]).toEqual([
    0,
    expect.stringContaining(`0 differences in the log, 0 in the figures; ${parked} streams wait`),
  ]);
}

beforeAll(async () => {
  [database, kafka] = await Promise.all([startTestDatabase(), startOwnKafka()]);
  settings = {
    DATABASE_URL: database.url,
    TRACKER_MASTER_KEY: masterKey(),
    KAFKA_BROKERS: kafka.brokers.join(','),
    DATA_DIR: folder,
    PORT: '0',
  };
  expect(await run('seed', join(ROOT, 'seeds'))).toMatchObject({ status: 0 });
  store = new EventStore(database.pool);
  projector = startApp('projector', settings);
  await Promise.all([projector.printed(/"url":"(http[^"]+)"/), startCounter()]);
  producer = kafka.kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
}, 240_000);

afterAll(async () => {
  await producer?.disconnect();
  await stopPrograms();
  await kafka?.stop();
  await store?.close();
  await database?.stop();
  for (const each of toRemove) await rm(each, { recursive: true, force: true });
});

describe('poison on the topic', () => {
  it('is laid aside, each with its reason, and parks only the dossier whose event it stands for', async () => {
    for (const dossier of [...poisoned, ...newer, ...healthy])
      expect([dossier, await receive(dossier)]).toEqual([dossier, 200]);
    await caughtUp();
    // without its relay the topic says nothing: the poison comes before the message that it stands for
    expect(await counter.stop()).toMatchObject({ status: 0 });
    const second: StoredEvent[] = [];
    for (const dossier of poisoned) second.push((await writeTo(store, dossier, life()))[0]);
    for (const [i, { type, schema }] of NEWER.entries()) {
      const [first, ...later] = life();
      await writeTo(store, newer[i], [{ ...first, type, schema }, ...later]);
    }
    for (const dossier of healthy) await writeTo(store, dossier, life());

    const epoch = await store.epoch();
    for (const [i, { change }] of POISON.entries()) {
      const message = encode(second[i], epoch) as Sent;
      await producer.send({ topic: EVENTS_TOPIC, messages: [{ ...message, ...change(message) }] });
    }
    const laid = await eventually(letters, (found) => found.length >= POISON.length, 60_000);
    const told = (reason: string, stream: string | null): string => `${reason} ${stream ?? 'none'}`;
    expect(laid.map(({ reason, stream }) => told(reason, stream)).sort()).toEqual(
      POISON.map(({ reason, parks }, i) => told(reason, parks ? poisoned[i] : null)).sort(),
    );
    for (const { stream, parked, topic } of laid)
      expect([topic, parked]).toEqual([EVENTS_TOPIC, stream ? [stream] : []]);
  }, 120_000);

  it('stops nobody else: the other dossiers go on, and the log takes what comes', async () => {
    await startCounter();
    await caughtUp();
    const free = poisoned.filter((dossier) => !waiting.includes(dossier));
    expect(await versions(free)).toEqual(free.map(() => 4));
    expect(await versions(healthy)).toEqual(healthy.map(() => 4));
    expect(await versions(waiting)).toEqual(waiting.map(() => 1));
    expect(await receive(code(300))).toBe(200);
    await caughtUp();
    expect(await versions([code(300)])).toEqual([1]);
    expect(projector.child.exitCode).toBeNull();
    await expectClean(waiting.length);
  }, 120_000);

  it('is an open letter with the event itself where a newer program wrote it', async () => {
    const found = (await letters()).filter(({ topic }) => topic === null);
    expect(found).toMatchObject(
      NEWER.map(({ reason }, i) => ({ reason, stream: newer[i], version: 2, parked: [newer[i]] })),
    );
  });

  it('is mended by the command line: what waits follows in its order', async () => {
    const open = (await letters()).filter(({ topic }) => topic !== null);
    const [retried, discarded] = [open.filter((_, i) => i % 3 > 0), open.filter((_, i) => i % 3 === 0)];
    const { status, err } = await run('dead-letters', 'retry', ...retried.map(({ id }) => String(id)));
    expect([status, err.trim().split('\n')]).toEqual([
      0,
      retried.map(({ id, stream }) =>
        stream
          ? `Dead letter ${id} is retried: 3 events folded of ${stream}.`
          : `Dead letter ${id} is retried: 0 events folded.`,
      ),
    ]);
    for (const { id, stream } of discarded) {
      const done = await run('dead-letters', 'discard', String(id), '--why', 'sent by hand');
      expect([done.status, done.err]).toEqual([
        0,
        `Dead letter ${id} is discarded: ${stream ? `3 events folded of ${stream}` : '0 events folded'}.\n`,
      ]);
    }
    expect(await versions(poisoned)).toEqual(poisoned.map(() => 4));
    await expectClean(NEWER.length);
  }, 120_000);

  it('is not taken up again by a projector that reads the topic from its beginning', async () => {
    expect(await projector.stop()).toMatchObject({ status: 0 });
    const ends = await kafka.admin.fetchTopicOffsets(EVENTS_TOPIC);
    await kafka.admin.setOffsets({
      groupId: 'projector',
      topic: EVENTS_TOPIC,
      partitions: ends.map(({ partition }) => ({ partition, offset: '0' })),
    });
    projector = startApp('projector', settings);
    // what says of itself that it is folded long since is passed over
    const passedOver = ['wrong-hash', 'not-in-log'];
    await eventually(
      async () => (await letters('all')).filter(({ topic, reason }) => topic !== null && !passedOver.includes(reason)),
      (found) => found.length > 0 && found.every(({ times }) => times === 2),
      60_000,
    );
    expect((await letters()).map(({ stream }) => stream)).toEqual(newer);
    await expectClean(NEWER.length);
  }, 120_000);

  it('of a newer program waits for that program, whose retry folds it beside the old projector', async () => {
    const ids = (await letters()).map(({ id }) => String(id));
    const old = await run('dead-letters', 'retry', ...ids);
    expect(old.status).toBe(1);
    expect(old.err.match(/stays open/g)).toHaveLength(NEWER.length);
    expect(await versions(newer)).toEqual(newer.map(() => 1));

    const home = await newerProgram(2, 'Teleported');
    toRemove.push(home);
    const mended = await tracker(['dead-letters', 'retry', '--all'], settings, home);
    expect([mended.status, mended.err.trim().split('\n').sort()]).toEqual([
      0,
      ids.map((id, i) => `Dead letter ${id} is retried: 3 events folded of ${newer[i]}.`).sort(),
    ]);
    expect(await versions(newer)).toEqual(newer.map(() => 4));
    expect(await tracker(['verify'], settings, home)).toMatchObject({ status: 0 });
  }, 120_000);

  it('of a newer program lets the old projector go on: what comes after it waits for the newer one', async () => {
    for (const dossier of newer) await writeTo(store, dossier, [paid(minutesAgo(5))]);
    expect(await receive(code(301))).toBe(200);
    await caughtUp();
    expect(await versions([...newer, code(301)])).toEqual([...newer.map(() => 4), 1]);
    expect((await letters()).map(({ stream, version }) => [stream, version])).toEqual(
      newer.map((stream) => [stream, 5]),
    );
    expect(projector.child.exitCode).toBeNull();

    const home = toRemove.at(-1)!;
    expect(await tracker(['dead-letters', 'retry', '--all'], settings, home)).toMatchObject({ status: 0 });
    expect(await versions(newer)).toEqual(newer.map(() => 5));
    const verified = await tracker(['verify'], settings, home);
    expect([verified.status, verified.err]).toEqual([0, expect.stringContaining('; 0 streams wait')]);
  }, 120_000);
});
