import { startOwnKafka, startTestKafka, testClient, type TestKafka } from './index.js';

describe('the test broker', () => {
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = await startTestKafka();
  }, 180_000);
  afterAll(() => kafka.stop());

  it('is a real one: what an idempotent producer sends, a group reads in order', async () => {
    const topic = await kafka.createTopic(3);
    const producer = kafka.kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    for (let i = 0; i < 3; i++)
      await producer.send({ topic, acks: -1, messages: [{ key: 'H19-1', value: String(i), partition: 2 }] });
    await producer.disconnect();

    const consumer = kafka.kafka.consumer({ groupId: kafka.uniqueName('group') });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const read: string[] = [];
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          eachMessage: ({ message }) => {
            read.push(String(message.value));
            if (read.length === 3) resolve();
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    expect(read).toEqual(['0', '1', '2']);
  });

  it('refuses a topic that nobody made', async () => {
    const admin = testClient(kafka.brokers, { retry: { retries: 0 } }).admin();
    await admin.connect();
    await expect(admin.fetchTopicOffsets('no-such-topic')).rejects.toThrow(/does not host this topic/);
    await admin.disconnect();
  });

  it('keeps its data over a power cut when it is one of one’s own', async () => {
    const own = await startOwnKafka();
    try {
      const topic = await own.createTopic(1);
      await own.kill();
      await own.restart();
      expect(await own.admin.listTopics()).toContain(topic);
    } finally {
      await own.stop();
    }
  }, 120_000);
});
