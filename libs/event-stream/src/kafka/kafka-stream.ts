import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
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
import { createKafka, isBug, type KafkaSettings, refusal } from './connection.js';
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
  /** After this long without a heartbeat the group gives the partitions to others; default 30,000 ms. */
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
  private consumer: Consumer | null = null;
  private fail: (error: unknown) => void = () => undefined;

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
    const failure = new Promise<never>((_, reject) => (this.fail = reject));
    const work = [this.pump.done, this.consume(), this.keepHouse()];
    try {
      // ends when stopped; the first that fails ends the others
      await Promise.race([failure, ...work.map((each) => each.then(() => aborted(this.abort.signal)))]);
    } finally {
      this.abort.abort();
      await this.pump.stop();
      await Promise.allSettled(work);
    }
  }

  /** One consumer after another: one that crashed because of the network or the brokers is followed by a fresh one. */
  private async consume(): Promise<void> {
    const { signal } = this.abort;
    for (let wait = 100; !signal.aborted; wait = Math.min(wait * 2, 5_000)) {
      try {
        await this.consumeOnce(() => (wait = 100));
      } catch (error) {
        if (signal.aborted) return;
        const sentence = refusal(error, this.options.kafka);
        if (sentence) throw sentence;
        if (isBug(error)) throw error;
        this.logger.warn({ err: error, waitMs: wait }, 'the consumer crashed; starting another one');
        await pause(wait, signal);
      }
    }
  }

  private async consumeOnce(onJoin: () => void): Promise<void> {
    const { kafka } = this.options;
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      await ensureTopic(admin, kafka);
    } finally {
      await admin.disconnect();
    }
    const consumer = this.createConsumer();
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    });
    crashed.catch(() => undefined);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      onJoin();
      this.partitions.assign(payload.memberAssignment[kafka.topic] ?? []);
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [kafka.topic], fromBeginning: true });
      this.consumer = consumer;
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: SLOTS,
        eachBatch: (payload) => this.eachBatch(payload, consumer),
      });
      await Promise.race([crashed, aborted(this.abort.signal)]);
      await this.pump.stop();
      await this.commit();
    } finally {
      this.consumer = null;
      this.partitions.assign([]);
      await consumer.disconnect().catch(() => undefined);
    }
  }

  private createConsumer(): Consumer {
    const { groupId, sessionTimeoutMs = 30_000 } = this.options;
    return this.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.min(3_000, sessionTimeoutMs / 4),
      rebalanceTimeout: Math.max(sessionTimeoutMs, 30_000),
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      // A crash comes to us, so that it is logged and, where it does not pass, ends the process.
      retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 8, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  /** Nothing may escape from here: kafkajs would either consume no more, or repeat for ever (architecture 7). */
  private async eachBatch(payload: EachBatchPayload, consumer: Consumer): Promise<void> {
    let rebalancing = false;
    const beat = async (): Promise<void> => {
      try {
        await payload.heartbeat();
      } catch {
        rebalancing = true; // kafkajs meets the same answer itself, once this batch is given up
        this.pump.poke();
      }
    };
    const still = (): boolean =>
      !rebalancing && consumer === this.consumer && payload.isRunning() && !payload.isStale();
    const beating = setInterval(() => void beat(), 500);
    try {
      if (await this.partitions.take(payload.batch, still)) payload.resolveOffset(payload.batch.lastOffset());
    } catch (error) {
      if (!this.abort.signal.aborted) this.fail(error);
    } finally {
      clearInterval(beating);
    }
  }

  /** The subscriber stands elsewhere: go back to the first message that it has not done. */
  private seek(): Promise<void> {
    const { topic } = this.options.kafka;
    for (const [partition, offset] of this.partitions.restart()) {
      this.consumer?.seek({ topic, partition, offset: String(offset) });
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
    if (moved.length === 0 || !this.consumer) return;
    try {
      await this.consumer.commitOffsets(
        moved.map(({ partition, done }) => ({ topic, partition, offset: String(done) })),
      );
      for (const { known, done } of moved) known.committed = done;
    } catch (error) {
      this.logger.debug({ err: error }, 'offsets not committed: they are only a hint');
    }
  }
}
