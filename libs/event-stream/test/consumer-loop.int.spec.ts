import { SLOTS } from '#event-store';
import { KAFKA_API, type KafkaProxy, startKafkaProxy, startTestKafka, type TestKafka, until } from '#testing';
import { createKafka, SILENT } from '../src/index.js';
import { ConsumerLoop } from '../src/kafka/consumer-loop.js';
import { ensureOtherTopic } from '../src/kafka/topic.js';

let broker: TestKafka;
let proxy: KafkaProxy;
beforeAll(async () => {
  broker = await startTestKafka();
  proxy = await startKafkaProxy(broker.brokers);
}, 120_000);
afterAll(async () => {
  await proxy?.stop();
  await broker?.stop();
});

it.each([1, 2, 3, 4, 5])(
  'a consumer goes on when the connection ends in a question about the topics (every %s of them)',
  async (every) => {
    const settings = { brokers: proxy.brokers, topic: broker.uniqueName('looked-after') };
    const most = 4 * every;
    let asked = 0;
    proxy.judge(({ api }) =>
      api === KAFKA_API.metadata && (asked += 1) % every === 0 && asked <= most ? 'cut' : 'pass',
    );
    const abort = new AbortController();
    const read: string[] = [];
    const loop = new ConsumerLoop({
      kafka: createKafka(settings, SILENT),
      settings,
      groupId: broker.uniqueName('group'),
      logger: SILENT,
      signal: abort.signal,
      partitionsAtOnce: SLOTS,
      prepare: (admin) => ensureOtherTopic(admin, settings, 3_600_000),
      onAssign: () => undefined,
      onBatch: ({ batch }) => {
        read.push(...batch.messages.map(({ value }) => value!.toString()));
        return Promise.resolve(true);
      },
      onLeave: () => Promise.resolve(),
    });
    const done = loop.run();
    const joined = until('it has joined', () => loop.current !== null);
    await Promise.race([joined, done]);
    const producer = broker.kafka.producer();
    await producer.connect();
    await producer.send({ topic: settings.topic, messages: [{ value: 'hello' }] });
    await producer.disconnect();
    await until('the message is read', () => read.includes('hello'));
    abort.abort();
    await done;
  },
);
