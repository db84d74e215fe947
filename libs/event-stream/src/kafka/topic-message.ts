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
    headers: message.headers ?? {},
    value: message.value,
  };
}
