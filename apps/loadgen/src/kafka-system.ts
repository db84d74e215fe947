import type { Admin } from 'kafkajs';
import { COMMANDS_RETENTION_MS, EVENTS_TOPIC } from '#application';
import { ensureOtherTopic } from '#event-stream';
import { OperatorError } from '#platform';

export interface KafkaPlaces {
  /** host:port of one or more brokers */
  brokers: string[];
  /** Where commands go, and where those that are refused are told. */
  topic: string;
  rejectedTopic: string;
}

/**
 * Connects, and makes sure that there are topics to write to and to read: counters and the relay have made theirs; that of rejections comes with the
 * first one, and cannot be read before.
 * @throws OperatorError when there is no broker, or no system at it
 */
export async function findKafkaSystem(admin: Admin, { brokers, topic, rejectedTopic }: KafkaPlaces): Promise<void> {
  const place = brokers.join(', ');
  await admin.connect().catch(() => {
    throw new OperatorError(`No Kafka broker answers at ${place}: start it first, or name it by KAFKA_BROKERS.`);
  });
  const found = await admin.listTopics();
  const missing = [topic, EVENTS_TOPIC].filter((each) => !found.includes(each));
  if (missing.length > 0) {
    throw new OperatorError(
      `There is no topic ${missing.join(', ')} at ${place}: no counter takes commands by Kafka there (COMMANDS_TOPIC names another topic).`,
    );
  }
  await ensureOtherTopic(admin, { brokers, topic: rejectedTopic }, COMMANDS_RETENTION_MS);
}
