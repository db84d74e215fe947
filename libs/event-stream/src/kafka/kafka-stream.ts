import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { type EventStore, SLOTS } from '#event-store';
import { aborted, type Patiently, patiently, pause } from '../back-off.js';
import { Pump } from '../pump.js';
import {
  type EventStream,
  SILENT,
  type StreamLogger,
  type SubscribeOptions,
  type Subscriber,
  type Subscription,
} from '../stream.js';
import { readCheckpoint } from '../relay/checkpoint.js';
import { createKafka, type KafkaSettings } from './connection.js';
import { ConsumerLoop } from './consumer-loop.js';
import { Partitions } from './partitions.js';
import { ensureTopic } from './topic.js';

export interface KafkaStreamOptions {
  kafka: KafkaSettings;
  /** The consumer group: its members share the partitions. */
  groupId: string;
  /** Gives what the topic does not have any more. */
  store: EventStore;
  /** Tells how far the relay has got. */
  pool: pg.Pool;
  logger?: StreamLogger;
  /** After this long without a heartbeat the group gives the partitions to others; default 10,000 ms. */
  sessionTimeoutMs?: number;
  /** How often a quiet slot is compared with the log; default 5,000 ms. */
  checkMs?: number;
}

/** Events from the topic: partition = slot. The truth about progress is the subscriber's; Kafka's offsets are a hint. */
export class KafkaStream implements EventStream {
  constructor(private readonly options: KafkaStreamOptions) {}

  subscribe(subscriber: Subscriber, options: SubscribeOptions = {}): Subscription {
    return new KafkaSubscription(subscriber, this.options, options.maxBatch ?? 4_000);
  }
}

class KafkaSubscription implements Subscription {
  readonly done: Promise<void>;
  private readonly abort = new AbortController();
  private readonly logger: StreamLogger;
  private readonly patiently: Patiently;
  private readonly kafka: Kafka;
  private readonly pump: Pump;
  private readonly partitions: Partitions;
  private readonly loop: ConsumerLoop;

  constructor(
    subscriber: Subscriber,
    private readonly options: KafkaStreamOptions,
    maxBatch: number,
  ) {
    this.logger = options.logger ?? SILENT;
    this.patiently = patiently(this.abort.signal, this.logger);
    this.kafka = createKafka(options.kafka, this.logger);
    this.pump = new Pump({ subscriber, maxBatch, maxWaiting: 2 * maxBatch, onSeek: () => this.seek() });
    this.partitions = new Partitions(this.pump, subscriber, options.store, this.patiently, this.logger, maxBatch);
    this.loop = new ConsumerLoop({
      kafka: this.kafka,
      settings: options.kafka,
      groupId: options.groupId,
      logger: this.logger,
      signal: this.abort.signal,
      sessionTimeoutMs: options.sessionTimeoutMs,
      partitionsAtOnce: SLOTS,
      prepare: (admin) => ensureTopic(admin, options.kafka),
      onAssign: (slots) => this.partitions.assign(slots),
      onBatch: ({ batch }, still) => this.partitions.take(batch, still),
      onRebalance: () => this.pump.poke(),
      onLeave: async () => {
        await this.pump.stop();
        await this.commit();
      },
    });
    this.done = this.run();
    this.done.catch(() => undefined);
  }

  slots(): number[] {
    return this.partitions.slots();
  }
  pause(): void {
    this.pump.setPaused(true);
  }
  resume(): void {
    this.pump.setPaused(false);
  }
  async stop(): Promise<void> {
    this.abort.abort();
    await this.done.catch(() => undefined);
  }

  private async run(): Promise<void> {
    const work = [this.pump.done, this.loop.run(), this.keepHouse()];
    try {
      // ends when stopped; the first that fails ends the others
      await Promise.race(work.map((each) => each.then(() => aborted(this.abort.signal))));
    } finally {
      this.abort.abort();
      await this.pump.stop();
      await Promise.allSettled(work);
    }
  }

  /** The subscriber stands elsewhere: go back to the first message that it has not done. */
  private seek(): Promise<void> {
    const { topic } = this.options.kafka;
    for (const [partition, offset] of this.partitions.restart()) {
      this.loop.current?.seek({ topic, partition, offset: String(offset) });
    }
    return Promise.resolve();
  }

  /** Commits offsets as hints, and reads from the log what the topic owes to a quiet slot. */
  private async keepHouse(): Promise<void> {
    const { signal } = this.abort;
    const { checkMs = 5_000 } = this.options;
    let checked = Date.now();
    while (!signal.aborted) {
      await pause(Math.min(1_000, checkMs), signal);
      await this.commit();
      if (signal.aborted || Date.now() - checked < checkMs) continue;
      checked = Date.now();
      const { pool, kafka } = this.options;
      const relayed = await this.patiently(() => readCheckpoint(pool, kafka.topic));
      if (relayed) await this.partitions.collectDebts(relayed);
    }
  }

  private async commit(): Promise<void> {
    const { topic } = this.options.kafka;
    const moved = this.partitions.uncommitted();
    const consumer = this.loop.current;
    if (moved.length === 0 || !consumer) return;
    try {
      await consumer.commitOffsets(moved.map(({ partition, done }) => ({ topic, partition, offset: String(done) })));
      for (const { known, done } of moved) known.committed = done;
    } catch (error) {
      this.logger.debug({ err: error }, 'offsets not committed: they are only a hint');
    }
  }
}
