import { randomUUID } from 'node:crypto';
import { type TestKafka, until } from '#testing';
import { createKafka, decode, type EventDelivery, SILENT } from '../src/index.js';

/** Everything that stands on a topic of events now, per partition in order. @throws when a message is no event */
export async function topicContents(
  { brokers, admin }: Pick<TestKafka, 'brokers' | 'admin'>,
  topic: string,
): Promise<Map<number, EventDelivery[]>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  const left = new Map(offsets.map(({ partition, high, low }) => [partition, Number(high) - Number(low)]));
  const found = new Map<number, EventDelivery[]>(offsets.map(({ partition }) => [partition, []]));
  const consumer = createKafka({ brokers, topic }, SILENT).consumer({
    groupId: `look-${randomUUID()}`,
    maxWaitTimeInMs: 100,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachBatch: ({ batch }) => {
      for (const message of batch.messages) {
        const delivery = decode({
          ...message,
          topic,
          partition: batch.partition,
          timestamp: null,
          headers: message.headers ?? {},
        });
        if (delivery.kind !== 'event') throw new Error(`poison: ${delivery.detail}`);
        found.get(batch.partition)!.push(delivery);
      }
      return Promise.resolve();
    },
  });
  await until('all messages are read', () =>
    [...found].every(([partition, events]) => events.length >= left.get(partition)!),
  );
  await consumer.disconnect();
  return found;
}
