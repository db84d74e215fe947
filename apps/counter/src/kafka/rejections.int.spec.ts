import type { Kafka, Producer, ProducerConfig } from 'kafkajs';
import type { RefusedCommands } from '#application';
import { type TestKafka, startTestKafka } from '#testing';
import { Rejections } from './rejections.js';

let broker: TestKafka;

beforeAll(async () => {
  broker = await startTestKafka();
}, 120_000);
afterAll(() => broker.stop());

describe('rejections that are told at the same time', () => {
  it('share one producer, also after one that was lost', async () => {
    const made: Producer[] = [];
    const kafka = {
      admin: () => broker.kafka.admin(),
      producer(config: ProducerConfig) {
        const producer = broker.kafka.producer(config);
        made.push(producer);
        return producer;
      },
    } as Kafka;
    const topic = broker.uniqueName('rejected');
    const rejections = new Rejections(kafka, { brokers: broker.brokers, topic }, {} as RefusedCommands);
    const tellMany = () =>
      Promise.allSettled(
        Array.from({ length: 64 }, (_, offset) =>
          rejections.tell(
            {
              topic: 'commands',
              partition: 0,
              offset: String(offset),
              timestamp: null,
              key: null,
              headers: {},
              value: null,
            },
            { type: '/problems/internal', title: 'x', status: 500 },
          ),
        ),
      );
    const told = (): Promise<number> =>
      broker.admin.fetchTopicOffsets(topic).then((ends) => ends.reduce((sum, { high }) => sum + Number(high), 0));

    await tellMany();
    expect([made.length, await told()]).toEqual([1, 64]);
    await made[0]!.disconnect();
    const again = await tellMany(); // fails, or connects anew
    const failed = again.filter(({ status }) => status === 'rejected').length;
    expect(made.length).toBeLessThanOrEqual(2);
    await tellMany();
    expect([made.length, await told()]).toEqual([2, 64 + (64 - failed) + 64]);
    await rejections.close();
  });
});
