import { randomUUID } from 'node:crypto';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { SLOTS } from '#event-store';
import { SILENT } from '../stream.js';
import type { KafkaSettings } from './connection.js';
import { ConsumerLoop } from './consumer-loop.js';

export interface FollowOptions {
  kafka: Kafka;
  settings: KafkaSettings;
  /** Begins the name of the consumer group. */
  name: string;
  /** partition → the offset to begin at; default: 0 */
  from?: ReadonlyMap<number, bigint>;
  onMessage(message: KafkaMessage): void;
  /** Ends it. */
  signal: AbortSignal;
}

export interface Following {
  /** Kept as soon as nothing can be missed any more. */
  joined: Promise<void>;
  /** Kept when it was ended; rejected when it cannot go on. A broker that is away is waited for. */
  left: Promise<void>;
}

/** Follows a topic, in a consumer group of its own that commits nothing: the broker forgets it once it is left. */
export function followTopic({ kafka, settings, name, from, onMessage, signal }: FollowOptions): Following {
  const { topic } = settings;
  const next = new Map(from);
  let join: () => void;
  const joined = new Promise<void>((resolve) => (join = resolve));
  const loop: ConsumerLoop = new ConsumerLoop({
    kafka,
    settings,
    groupId: `${name}-${randomUUID()}`,
    logger: SILENT,
    signal,
    partitionsAtOnce: SLOTS,
    prepare: () => Promise.resolve(),
    onAssign: (partitions) => {
      for (const partition of partitions) {
        loop.current?.seek({ topic, partition, offset: String(next.get(partition) ?? 0n) });
      }
      if (partitions.length > 0) join();
    },
    onBatch: ({ batch }) => {
      batch.messages.forEach(onMessage);
      next.set(batch.partition, BigInt(batch.lastOffset()) + 1n);
      return Promise.resolve(true);
    },
    onLeave: () => Promise.resolve(),
  });
  const left = loop.run();
  const begun = Promise.race([joined, left]);
  begun.catch(() => undefined); // told to whoever waits for it, and by `left`
  return { joined: begun, left };
}
