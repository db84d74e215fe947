import { OperatorError } from '#platform';
import { KafkaStream, Relay, type StreamLogger, type Subscription } from '#event-stream';
import { compareWithLog, progress, whenCaughtUp } from '../src/index.js';
import { type OwnKafka, startOwnKafka, messageOf, until } from '#testing';
import type { Producer } from 'kafkajs';
import { clock, startTestSystem, takeBack, type TestSystem } from './system.js';

let broker: OwnKafka;
let system: TestSystem;
let producer: Producer;
let topic: string;
let lives = 0;
const stops: (() => Promise<unknown>)[] = [];
/** What relay, consumer and projector have logged: shown where they do not get on. */
let told: string[] = [];
const note =
  (level: string) =>
  ({ err, error, ...rest }: { err?: unknown; error?: unknown }, text: string): void => {
    const fault = err instanceof Error ? err.message : (err ?? error ?? '');
    told.push(`${new Date().toISOString()} ${level} ${text} ${JSON.stringify(rest)} ${String(fault)}`);
  };
const logger: StreamLogger = { debug: () => undefined, info: note('info'), warn: note('warn'), error: note('error') };
/** How often streams have asked how far the relay is: each time they look for what the topic owes to quiet slots. */
let looks = 0;
const next = (n: number): number[] => Array.from({ length: n }, () => lives++);

beforeAll(async () => {
  [broker, system] = await Promise.all([startOwnKafka(), startTestSystem(logger)]);
  producer = broker.kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  topic = broker.uniqueName('events');
}, 180_000);
beforeEach(() => {
  told = [];
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});
afterAll(async () => {
  await producer.disconnect();
  await broker.stop();
  await system.stop();
});

function relay(): Relay {
  const abort = new AbortController();
  const { store, pool, database } = system;
  const relay = new Relay({
    store,
    pool,
    databaseUrl: database.url,
    kafka: { brokers: broker.brokers, topic },
    checkMs: 500,
    logger,
  });
  const done = relay.run(abort.signal);
  done.catch(() => undefined);
  stops.push(() => {
    abort.abort();
    return done;
  });
  return relay;
}

function subscribe(groupId = topic, at = topic): Subscription {
  const { store, pool } = system;
  const kafka = { brokers: broker.brokers, topic: at };
  const counting = Object.create(pool, {
    query: { value: (...args: [string]) => ((looks += 1), pool.query(...args)) },
  }) as typeof pool;
  const stream = new KafkaStream({
    kafka,
    groupId,
    store,
    pool: counting,
    sessionTimeoutMs: 10_000,
    checkMs: 500,
    logger,
  });
  const subscription = system.projector().subscribe(stream);
  stops.push(() => subscription.stop());
  return subscription;
}

async function expectAgreement(timeoutMs = 60_000): Promise<void> {
  await whenCaughtUp(system.pool, (await system.store.head()).position, { timeoutMs }).catch((error: Error) => {
    throw new Error(`${error.message}\n${told.slice(-60).join('\n')}`, { cause: error });
  });
  const { differences, streams } = await compareWithLog({ pool: system.pool, store: system.store });
  expect(differences).toEqual([]);
  expect(streams.dossier).toBe(lives);
}

describe('the way through Kafka', () => {
  it('goes on by itself after poison of every kind, each laid aside with its reason', async () => {
    await system.appendLives(next(20));
    relay();
    subscribe();
    await expectAgreement();
    const epoch = await system.store.epoch();
    const { events } = await system.store.readFrom(0n, 1_000);
    const [event] = events;
    const raw = messageOf(event, epoch);
    const send = async (changes: object): Promise<void> => {
      const { key, value, headers, partition } = { ...raw, ...changes };
      await producer.send({ topic, messages: [{ key, value, partition, headers: headers as Record<string, Buffer> }] });
    };
    await send({ value: Buffer.from('{') });
    await send({ value: null });
    await send({ value: Buffer.alloc(5 * 1024 * 1024, 'x') });
    await send({ headers: {} });
    await send({ headers: { ...raw.headers, ce_time: Buffer.from('1970') } });
    await send({ headers: { ...raw.headers, ce_id: [raw.headers.ce_id, raw.headers.ce_id] } });
    await send({ key: Buffer.from('H19.45-240101-0000') });
    await send({ partition: (raw.partition + 1) % 12 });
    await send({ headers: { ...raw.headers, ce_id: Buffer.from('999999999999') } });
    await until('all are laid aside', async () => (await progress(system.pool, clock.now())).deadLetters === 9);
    const { rows } = await system.pool.query(
      'select reason, topic, partition, stream from ops.dead_letter order by id',
    );
    expect(rows.map(({ reason }) => reason).sort()).toEqual(
      [
        'doubled-header',
        'key-mismatch',
        'malformed-header',
        'missing-header',
        'not-in-log',
        'not-json',
        'not-json',
        'slot-mismatch',
        'tombstone',
      ].sort(),
    );
    await system.appendLives(next(10));
    await expectAgreement();
    expect((await progress(system.pool, clock.now())).parked).toBe(0);
  });

  it('waits for a broker that was killed, and loses nothing', async () => {
    const relaying = relay();
    const subscription = subscribe();
    await expectAgreement();
    await broker.kill();
    await system.appendLives(next(20));
    await until(
      'the relay has noticed',
      () => relaying.current().fault !== null || !relaying.current().leading,
      120_000,
    );
    await broker.restart();
    await system.appendLives(next(5));
    await expectAgreement(120_000);
    expect(relaying.current().position).toBe((await system.store.head()).position);
    await subscription.stop();
    await expect(subscription.done).resolves.toBeUndefined();
  }, 240_000);

  it('folds again what a crash of the server took of the last commits, also where nothing more comes', async () => {
    const relaying = relay();
    subscribe();
    await system.appendLives(next(20));
    await expectAgreement(15_000);
    // quiet for so long that the log has been found to owe nothing
    const head = (await system.store.head()).position;
    expect(relaying.current().position).toBe(head);
    const sofar = looks;
    await until('the log was looked at three times more', () => looks >= sofar + 3);
    await takeBack(system.pool);
    await expectAgreement(15_000);
    await takeBack(system.pool);
    await system.appendLives(next(5));
    await expectAgreement(15_000);
  });

  it('reads from the log what the topic no longer has', async () => {
    const relaying = relay();
    await system.appendLives(next(20));
    await until('all is relayed', async () => relaying.current().position === (await system.store.head()).position);
    const ends = await broker.admin.fetchTopicOffsets(topic);
    await broker.admin.deleteTopicRecords({
      topic,
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    });
    subscribe();
    await expectAgreement();
    await system.appendLives(next(5));
    await expectAgreement();
  });

  it('reads from the log what lies before the offsets that another group had committed', async () => {
    relay();
    await system.appendLives(next(20));
    const groupId = broker.uniqueName('group');
    const ends = await broker.admin.fetchTopicOffsets(topic);
    await broker.admin.setOffsets({
      groupId,
      topic,
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    });
    subscribe(groupId);
    await system.appendLives(next(5));
    await expectAgreement();
  });

  it('goes on with a topic that was deleted and made anew', async () => {
    relay();
    subscribe();
    await expectAgreement();
    await broker.admin.deleteTopics({ topics: [topic] });
    await system.appendLives(next(10));
    await expectAgreement(120_000);
  }, 180_000);

  it('ends with one sentence when the topic has another number of partitions', async () => {
    const small = await broker.createTopic(3);
    const subscription = subscribe(topic, small);
    await expect(subscription.done).rejects.toThrow(OperatorError);
  });

  it('ends when its subscriber fails for good', async () => {
    relay();
    const { store, pool } = system;
    const stream = new KafkaStream({
      kafka: { brokers: broker.brokers, topic },
      groupId: broker.uniqueName('group'),
      store,
      pool,
    });
    const subscription = stream.subscribe({
      positions: () => Promise.resolve(new Map()),
      onBatch: () => Promise.reject(new TypeError('a fault of the program')),
    });
    stops.push(() => subscription.stop());
    await expect(subscription.done).rejects.toThrow('a fault of the program');
  });
});
