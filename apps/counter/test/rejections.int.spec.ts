import { randomUUID } from 'node:crypto';
import { Application, migrations } from '#application';
import { SILENT, type TopicMessage, untilItWorks } from '#event-stream';
import { problem } from '#platform';
import {
  type Fate,
  KAFKA_API,
  type KafkaProxy,
  outOfNumber,
  producersOf,
  type SeenRequest,
  startKafkaProxy,
  startTestDatabase,
  startTestKafka,
  type TestDatabase,
  type TestKafka,
  until,
} from '#testing';
import { Rejections } from '../src/kafka/rejections.js';

/** So many messages are decided side by side (see KafkaDoor). */
const BURST = 64;
/** of a limit that is to be met: long beside a send on this machine, short beside a spec */
const SOON_MS = 1_000;
/** of a limit that is not what the spec is about */
const LATE_MS = 25_000;

let database: TestDatabase;
let broker: TestKafka;
let application: Application;
beforeAll(async () => {
  [database, broker] = await Promise.all([startTestDatabase({ migrations }), startTestKafka()]);
  const now = (): string => '2024-12-03T03:00:00.000Z';
  application = new Application({ pool: database.pool, masterKey: Buffer.alloc(32, 7), clock: { now } });
}, 120_000);
afterAll(async () => {
  await application?.close();
  await broker?.stop();
  await database?.stop();
});

let proxy: KafkaProxy;
let topic: string;
let rejections: Rejections;
let stop: () => Promise<void>;
let serial = 0;

beforeEach(async () => {
  proxy = await startKafkaProxy(broker.brokers);
  topic = broker.uniqueName('rejected');
});
afterEach(async () => {
  await stop();
  await until('no connection is left', () => proxy.connections() === 0);
  await proxy.stop();
});

function start(limits: { giveUpMs: number; requestMs: number }): void {
  const settings = { brokers: proxy.brokers, topic, clientId: 'counter', ...limits };
  rejections = new Rejections(settings, application.refused, SILENT);
  stop = () => rejections.close();
}

/** Refuses so many messages at once, all of one dossier, so that they go to one partition. @returns their offsets */
async function refuse(count: number): Promise<string[]> {
  const offsets = Array.from({ length: count }, () => String((serial += 1)));
  const message = (offset: string): TopicMessage => ({
    topic: 'commands',
    partition: 0,
    offset,
    timestamp: null,
    key: Buffer.from('H19.45.22-241202-0001'),
    value: Buffer.from(JSON.stringify({ like: randomUUID() })),
    headers: {},
  });
  const { signal } = new AbortController();
  await Promise.all(
    offsets.map(async (offset) => {
      const rejection = await rejections.keep(message(offset), problem('malformed-json'));
      // as the door does
      await untilItWorks(() => rejections.tell(message(offset), rejection), { signal, isTransient: () => true });
    }),
  );
  return offsets;
}

/** The offsets of the messages whose rejection stands on the topic, in order, as often as it does. */
async function told(): Promise<string[]> {
  const ends = await broker.admin.fetchTopicOffsets(topic);
  const count = ends.reduce((sum, { high }) => sum + Number(high), 0);
  const consumer = broker.kafka.consumer({ groupId: broker.uniqueName('reader'), maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const offsets: string[] = [];
  await consumer.run({
    eachMessage: ({ message }) => {
      offsets.push((JSON.parse(message.value!.toString()) as { offset: string }).offset);
      return Promise.resolve();
    },
  });
  await until('all are read', () => offsets.length >= count);
  await consumer.disconnect();
  return offsets;
}
const sorted = (offsets: Iterable<string>): string[] => [...new Set(offsets)].sort((a, b) => Number(a) - Number(b));

/** Whatever happens on the way: all replicas are asked, by idempotent producers whose numbers rise without a hole, one request in flight. */
function expectPromised(): void {
  for (const { acks, transactionalId, batches, unanswered } of proxy.produces) {
    expect({ acks, transactionalId, unanswered }).toEqual({ acks: -1, transactionalId: null, unanswered: 0 });
    for (const { producerId } of batches) expect(producerId).toBeGreaterThanOrEqual(0n);
  }
  expect(outOfNumber(proxy.produces)).toEqual([]);
}
const ofProduce =
  (fate: Fate, n: number) =>
  ({ api }: SeenRequest): Fate =>
    api === KAFKA_API.produce && proxy.produces.length === n ? fate : 'pass';

describe('rejections that come all at once', () => {
  it('ask all replicas, by one idempotent producer whose numbers rise without a hole, one request in flight', async () => {
    start({ giveUpMs: LATE_MS, requestMs: LATE_MS });
    const refused = await refuse(BURST);
    expectPromised();
    expect(producersOf(proxy.produces)).toHaveLength(1);
    expect(proxy.produces.length).toBeLessThan(BURST); // what waits for a send goes together with the next one
    const offsets = await told();
    expect(sorted(offsets)).toEqual(refused);
    expect(offsets).toHaveLength(BURST);
  });

  it.each(['lose-answer', 'cut'] as const)('are each told once when an answer does not come (%s)', async (fate) => {
    proxy.judge(ofProduce(fate, 2));
    start({ giveUpMs: LATE_MS, requestMs: SOON_MS });
    const refused = [...(await refuse(BURST)), ...(await refuse(BURST))];
    const offsets = await told();
    expect(proxy.produces.map((produce) => produce.fate)).toContain(fate);
    expect(sorted(offsets)).toEqual(refused);
    expect(offsets).toHaveLength(refused.length);
    expect(producersOf(proxy.produces)).toHaveLength(1);
  });

  it.each(['lose-answer', 'lose-request'] as const)(
    'are all told when one is never answered (%s): it is given up at the limit, and another producer goes on',
    async (fate) => {
      proxy.judge(ofProduce(fate, 2));
      start({ giveUpMs: SOON_MS, requestMs: LATE_MS });
      const refused = await refuse(BURST);
      expect(sorted(await told())).toEqual(refused);
      expect(proxy.produces.map((produce) => produce.fate)).toContain(fate);
      expectPromised();
      const inTurn = proxy.produces.map(({ batches }) => batches[0]!.producerId);
      expect(inTurn.filter((id, i) => id !== inTurn[i - 1])).toEqual(producersOf(proxy.produces));
      expect(producersOf(proxy.produces).length).toBeGreaterThan(1);
    },
  );
});
