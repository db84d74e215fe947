import type { KafkaMessage } from 'kafkajs';
import { instant } from '#domain';
import type { TopicMessage } from '../stream.js';

/** A message as kafkajs gives it, with the place where it lay. A time stamp that is no instant of ours becomes null. */
export function topicMessage(message: KafkaMessage, topic: string, partition: number): TopicMessage {
  const ms = Number(message.timestamp);
  return {
    topic,
    partition,
    offset: message.offset,
    timestamp: ms >= 0 && ms < 253_402_300_800_000 ? instant(ms) : null,
    key: message.key,
    headers: headersOf(message.headers ?? {}),
    value: message.value,
  };
}

/** Kafka allows a header without a value; kafkajs gives null for it, whatever its types say. Such a one is undefined here. */
function headersOf(headers: Record<string, unknown>): TopicMessage['headers'] {
  const values = Object.values(headers);
  if (values.every((value) => Buffer.isBuffer(value))) return headers as Record<string, Buffer>; // almost always
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.map((each: Buffer | null) => each ?? undefined)
        : ((value as Buffer | null) ?? undefined),
    ]),
  );
}
