import { randomUUID } from 'node:crypto';
import type { Admin } from 'kafkajs';
import { OperatorError } from '#platform';
import { EventStore, eventStoreMigrations, type StoredEvent } from '#event-store';
import {
  createKafka,
  type EventDelivery,
  eventStreamMigrations,
  readCheckpoint,
  Relay,
  type RelayState,
  SILENT,
} from '../src/index.js';
import { appendDigitised } from './digitised.js';
import { topicContents } from './topic-contents.js';
import { startTestDatabase, startTestKafka, type TestDatabase, type TestKafka, until } from '#testing';

let database: TestDatabase;
let broker: TestKafka;
let store: EventStore;
let admin: Admin;

beforeAll(async () => {
  [database, broker] = await Promise.all([
    startTestDatabase({ migrations: [...eventStoreMigrations, ...eventStreamMigrations] }),
    startTestKafka(),
  ]);
  store = new EventStore(database.pool);
  admin = createKafka({ brokers: broker.brokers, topic: '' }, SILENT).admin();
  await admin.connect();
}, 120_000);
afterAll(async () => {
  await admin?.disconnect();
  await store?.close();
  await broker?.stop();
  await database?.stop();
});

const codeOf = (n: number): string => `H19.45-240102-${String(n).padStart(4, '0')}`;
const versions = new Map<string, number>();

/** Appends one event to each of these dossiers. */
async function append(numbers: number[]): Promise<void> {
  await Promise.all(
    numbers.map(async (n) => {
      const stream = codeOf(n);
      const expectedVersion = versions.get(stream) ?? 0;
      versions.set(stream, expectedVersion + 1);
      await appendDigitised(store, stream, expectedVersion);
    }),
  );
}
const many = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

interface Running {
  states: RelayState[];
  state(): RelayState;
  stop(): Promise<void>;
  done: Promise<void>;
}
const running: Running[] = [];

function start(topic: string): Running {
  const abort = new AbortController();
  const states: RelayState[] = [];
  const relay = new Relay({
    store,
    pool: database.pool,
    databaseUrl: database.url,
    kafka: { brokers: broker.brokers, topic },
    checkMs: 300,
    maxBatch: 50,
    onState: (state) => states.push(state),
  });
  const done = relay.run(abort.signal);
  done.catch(() => undefined);
  const one = {
    states,
    state: () => relay.current(),
    done,
    stop: async () => {
      abort.abort();
      await done.catch(() => undefined);
    },
  };
  running.push(one);
  return one;
}
afterEach(() => Promise.all(running.splice(0).map((relay) => relay.stop())));

const hasRelayed = async (relay: Running): Promise<boolean> => relay.state().position === (await store.head()).position;

const whole = async (): Promise<StoredEvent[]> => (await store.readFrom(0n, 1_000_000)).events;
const firsts = (deliveries: EventDelivery[]): EventDelivery[] => {
  const seen = new Set<bigint>();
  return deliveries.filter(({ event }) => !seen.has(event.position) && seen.add(event.position));
};

/** Nothing lost, and what comes for the first time comes in order; duplicates may follow. */
async function expectWhole(topic: string, epoch: string): Promise<number> {
  const events = await whole();
  let messages = 0;
  for (const [slot, deliveries] of await topicContents(broker, topic)) {
    const ofEpoch = deliveries.filter((delivery) => delivery.epoch === epoch);
    messages += ofEpoch.length;
    expect(firsts(ofEpoch).map(({ event }) => event)).toEqual(events.filter((event) => event.slot === slot));
  }
  return messages;
}

describe('the relay', () => {
  it('sends every event once, in order, whole, to the partition of its slot', async () => {
    const topic = `relay-${randomUUID()}`;
    await append(many(60));
    const relay = start(topic);
    await append(many(60));
    await until('all is relayed', () => hasRelayed(relay));
    expect(await expectWhole(topic, await store.epoch())).toBe(versionsTotal());
    expect(await readCheckpoint(database.pool, topic)).toMatchObject({ position: (await store.head()).position });
    const positions = relay.states.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('has one leader; another one takes over where it stopped', async () => {
    const topic = `relay-${randomUUID()}`;
    const one = start(topic);
    await until('the first leads', () => one.state().leading);
    const two = start(topic);
    const writing = (async () => {
      for (let i = 0; i < 20; i++) await append(many(20));
    })();
    await until('the first has sent something', () => one.state().position > 0n);
    expect(two.state().leading).toBe(false);
    await one.stop();
    await until('the second leads', () => two.state().leading);
    await writing;
    await until('all is relayed', () => hasRelayed(two));
    await expectWhole(topic, await store.epoch());
  });

  it('sends again, in order, what was sent and not checkpointed', async () => {
    const topic = `relay-${randomUUID()}`;
    const one = start(topic);
    await until('all is relayed', () => hasRelayed(one));
    await one.stop();
    const { position } = await store.head();
    await database.pool.query('update log.relay set position = position - 30 where topic = $1', [topic]);
    const two = start(topic);
    await until('all is relayed again', () => hasRelayed(two));
    expect(await expectWhole(topic, await store.epoch())).toBe(Number(position) + 30);
  });

  it('starts over when somebody else has moved its checkpoint', async () => {
    const topic = `relay-${randomUUID()}`;
    const relay = start(topic);
    await until('all is relayed', () => hasRelayed(relay));
    await database.pool.query('update log.relay set position = position - 5 where topic = $1', [topic]);
    await append(many(3));
    await until(
      'all is relayed',
      async () => (await readCheckpoint(database.pool, topic))!.position === (await store.head()).position,
    );
    await expectWhole(topic, await store.epoch());
  });

  it('fills a topic that was deleted and made anew from the beginning of the log', async () => {
    const topic = `relay-${randomUUID()}`;
    const relay = start(topic);
    await until('all is relayed', () => hasRelayed(relay));
    await admin.deleteTopics({ topics: [topic] });
    await until('it is relayed anew', async () => {
      if (!(await admin.listTopics()).includes(topic)) return false;
      const high = await admin.fetchTopicOffsets(topic).catch(() => []);
      return high.reduce((n, each) => n + Number(each.high), 0) >= Number((await store.head()).position);
    });
    await append(many(10));
    await until('all is relayed', () => hasRelayed(relay));
    await expectWhole(topic, await store.epoch());
  });

  it('sends the whole log under its new epoch when the log began a new life', async () => {
    const topic = `relay-${randomUUID()}`;
    const relay = start(topic);
    await until('all is relayed', () => hasRelayed(relay));
    const before = await store.epoch();
    await database.pool.query(`
      set role dossier_log_owner;
      insert into log.epoch (fingerprint) select fingerprint from log.epoch order by number desc limit 1;
      reset role`);
    await append(many(5));
    const epoch = await store.epoch();
    expect(epoch).not.toBe(before);
    await until('the checkpoint is of the new epoch', async () => {
      const checkpoint = (await readCheckpoint(database.pool, topic))!;
      return checkpoint.epoch === epoch && checkpoint.position === (await store.head()).position;
    });
    await expectWhole(topic, epoch);
  });

  it('refuses a topic with another number of partitions in one sentence', async () => {
    const topic = `relay-${randomUUID()}`;
    await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true });
    const relay = start(topic);
    await expect(relay.done).rejects.toThrow(
      new OperatorError(
        `The Kafka topic ${topic} has 3 partitions and must have 12: delete it, and it is made anew and filled from the log.`,
      ),
    );
  });

  it('sends long events of one dossier in requests that brokers take', async () => {
    const topic = `relay-${randomUUID()}`;
    const stream = codeOf(9999);
    const big = { complete: true, ofResult: false, papers: Array.from({ length: 6_000 }, (_, i) => `giấy tờ ${i}`) };
    const verdict = await store.append({
      stream,
      expectedVersion: 0,
      events: Array.from({ length: 20 }, () => ({
        type: 'Digitised',
        schema: 1,
        occurredAt: '2024-01-02T03:00:00.000Z',
        data: big,
        meta: { commandId: randomUUID(), caller: 'counter-1', door: 'http' as const },
      })),
      now: '2024-01-02T03:00:00.000Z',
    });
    expect(verdict.kind).toBe('appended');
    versions.set(stream, 20);
    const relay = start(topic);
    await until('all is relayed', () => hasRelayed(relay));
    await expectWhole(topic, await store.epoch());
  });
});

const versionsTotal = (): number => [...versions.values()].reduce((a, b) => a + b, 0);
