import type { Admin } from 'kafkajs';
import { OperatorError } from '#platform';
import { SLOTS } from '#event-store';
import type { KafkaSettings } from './connection.js';
import { rootCause } from './connection.js';

/** An event with its headers is far smaller; the limit is for what others may put there. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/**
 * The topic, made with one partition per slot where it is missing.
 * @returns whether it was made now
 * @throws OperatorError when it has another number of partitions: a dossier's slot is fixed for ever
 */
export async function ensureTopic(admin: Admin, { topic, replicationFactor }: KafkaSettings): Promise<boolean> {
  const partitions = await partitionsOf(admin, topic);
  if (partitions === SLOTS) return false;
  if (partitions !== null) {
    throw new OperatorError(
      `The Kafka topic ${topic} has ${partitions} partitions and must have ${SLOTS}: delete it, and it is made anew and filled from the log.`,
    );
  }
  return createTopic(admin, { topic, replicationFactor });
}

/** A topic for what is not the log's: made where it is missing, with any number of partitions where it is there. */
export async function ensureOtherTopic(admin: Admin, settings: KafkaSettings, retentionMs: number): Promise<boolean> {
  if ((await partitionsOf(admin, settings.topic)) !== null) return false;
  return createTopic(admin, settings, [{ name: 'retention.ms', value: String(retentionMs) }]);
}

const createTopic = (
  admin: Admin,
  { topic, replicationFactor }: Pick<KafkaSettings, 'topic' | 'replicationFactor'>,
  more: { name: string; value: string }[] = [],
): Promise<boolean> =>
  admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic,
        numPartitions: SLOTS,
        replicationFactor: replicationFactor ?? -1,
        configEntries: [
          { name: 'max.message.bytes', value: String(MAX_MESSAGE_BYTES) },
          // kafkajs reads gzip only: what others send compressed, the broker unpacks
          { name: 'compression.type', value: 'uncompressed' },
          ...more,
        ],
      },
    ],
  });

async function partitionsOf(admin: Admin, topic: string): Promise<number | null> {
  if (!(await admin.listTopics()).includes(topic)) return null;
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0].partitions.length;
  } catch (error) {
    if (rootCause(error).type === 'UNKNOWN_TOPIC_OR_PARTITION') return null; // deleted in between
    throw error;
  }
}

/** partition → offset after its last message */
export async function endsOf(admin: Admin, topic: string): Promise<Map<number, bigint>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
}
