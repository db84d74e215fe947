import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { aborted, pause } from '../back-off.js';
import type { StreamLogger } from '../stream.js';
import { isBug, type KafkaSettings, refusal } from './connection.js';

export interface ConsumerLoopOptions {
  kafka: Kafka;
  settings: KafkaSettings;
  /** The consumer group: its members share the partitions. */
  groupId: string;
  logger: StreamLogger;
  /** Ends the loop. */
  signal: AbortSignal;
  /**
   * After this long without a heartbeat the group gives the partitions to others; default 10,000 ms: as long wait those of a member that was
   * killed, and all of them for the members from before a broker's restart.
   */
  sessionTimeoutMs?: number;
  partitionsAtOnce: number;
  /** Looks after the topic before each consumer starts. @throws OperatorError where a person must act */
  prepare(admin: Admin): Promise<unknown>;
  /** These partitions are this member's now; what was begun before is void. */
  onAssign(partitions: number[]): void;
  /** Takes a batch. False: not all of it, because `still` said that it is not ours any more. */
  onBatch(payload: EachBatchPayload, still: () => boolean): Promise<boolean>;
  /** The answer to a heartbeat or a fetch says that the group is being shared out anew. */
  onRebalance?(): void;
  /** Before a consumer that was stopped leaves its group. */
  onLeave(): Promise<void>;
}

/**
 * A member of a consumer group that goes on whatever happens: one consumer after another, each that crashed because of the network or the
 * brokers followed by a fresh one. Nothing is acknowledged here: offsets are committed by the caller, on `current`.
 */
export class ConsumerLoop {
  /** The consumer that has joined the group, or null between two. */
  current: Consumer | null = null;
  private readonly abort = new AbortController();
  private readonly signal: AbortSignal;
  private fail: (error: unknown) => void = () => undefined;

  constructor(private readonly options: ConsumerLoopOptions) {
    this.signal = AbortSignal.any([options.signal, this.abort.signal]);
  }

  /**
   * Runs until the signal aborts.
   * @throws what `onBatch` throws; OperatorError for what only a person can mend; a fault of the program itself
   */
  async run(): Promise<void> {
    const failure = new Promise<never>((_, reject) => (this.fail = reject));
    const consuming = this.consume();
    try {
      await Promise.race([failure, consuming]);
    } finally {
      this.abort.abort();
      await consuming.catch(() => undefined);
    }
  }

  private async consume(): Promise<void> {
    const { signal } = this;
    const { settings, logger } = this.options;
    for (let wait = 100; !signal.aborted; wait = Math.min(wait * 2, 5_000)) {
      try {
        await this.consumeOnce(() => (wait = 100));
      } catch (error) {
        if (signal.aborted) return;
        const sentence = refusal(error, settings);
        if (sentence) throw sentence;
        if (isBug(error)) throw error;
        logger.warn({ err: error, waitMs: wait }, 'the consumer crashed; starting another one');
        await pause(wait, signal);
      }
    }
  }

  private async consumeOnce(onJoin: () => void): Promise<void> {
    const { kafka, settings, prepare, onAssign, onLeave, partitionsAtOnce } = this.options;
    const admin = kafka.admin();
    try {
      await admin.connect();
      await prepare(admin);
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
      onAssign(payload.memberAssignment[settings.topic] ?? []);
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [settings.topic], fromBeginning: true });
      this.current = consumer;
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitionsAtOnce,
        eachBatch: (payload) => this.eachBatch(payload, consumer),
      });
      await Promise.race([crashed, aborted(this.signal)]);
      await onLeave();
    } finally {
      this.current = null;
      onAssign([]);
      await consumer.disconnect().catch(() => undefined);
    }
  }

  private createConsumer(): Consumer {
    const { kafka, groupId, sessionTimeoutMs = 10_000 } = this.options;
    return kafka.consumer({
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
    const { onBatch, onRebalance } = this.options;
    let rebalancing = false;
    const beat = async (): Promise<void> => {
      try {
        await payload.heartbeat();
      } catch {
        rebalancing = true; // kafkajs meets the same answer itself, once this batch is given up
        onRebalance?.();
      }
    };
    const still = (): boolean => !rebalancing && consumer === this.current && payload.isRunning() && !payload.isStale();
    const beating = setInterval(() => void beat(), 500);
    try {
      if (await onBatch(payload, still)) payload.resolveOffset(payload.batch.lastOffset());
    } catch (error) {
      if (!this.signal.aborted) this.fail(error);
    } finally {
      clearInterval(beating);
    }
  }
}
