import type { Kafka } from 'kafkajs';
import { COMMANDS_RETENTION_MS, type RefusedCommands } from '#application';
import { SLOTS } from '#event-store';
import {
  ConsumerLoop,
  createKafka,
  ensureOtherTopic,
  type KafkaSettings,
  pause,
  type StreamLogger,
  type TopicMessage,
  topicMessage,
} from '#event-stream';
import { type Problem, problem } from '#platform';
import type { Dispatcher } from '../commands/dispatcher.js';
import { PROBLEM_TEXTS } from '../texts.vi.js';
import { Lanes } from './lanes.js';
import { readMessage } from './read-message.js';
import { Rejections } from './rejections.js';

export interface KafkaDoorOptions {
  /** brokers and the topic of commands */
  kafka: KafkaSettings;
  rejectedTopic: string;
  /** The consumer group: all counters are its members; default `counter`. */
  groupId?: string;
  dispatcher: Pick<Dispatcher, 'execute'>;
  refused: RefusedCommands;
  logger: StreamLogger;
  sessionTimeoutMs?: number;
  /** Told what became of each message. */
  onDone?(what: 'accepted' | 'repeated' | 'refused'): void;
}

/** How often a fault of our own is tried again before the message is laid aside. */
const TRIES = 5;
const COMMIT_MS = 500;

/**
 * The door for commands by Kafka: each is decided as if it had come by HTTP. An offset is committed when everything before it is decided and
 * stored, or refused, kept and told; what was cut off comes again and is recognised by the caller's id.
 */
export class KafkaDoor {
  private readonly abort = new AbortController();
  private readonly kafka: Kafka;
  private readonly lanes: Lanes<TopicMessage>;
  private readonly rejections: Rejections;
  private readonly loop: ConsumerLoop;
  private committed = new Map<number, bigint>();

  constructor(private readonly options: KafkaDoorOptions) {
    const { kafka, rejectedTopic, refused, logger } = options;
    this.kafka = createKafka(kafka, logger);
    this.rejections = new Rejections(
      this.kafka,
      { ...kafka, topic: rejectedTopic },
      refused,
      logger,
      this.abort.signal,
    );
    this.lanes = new Lanes({ work: (message) => this.work(message) });
    this.loop = new ConsumerLoop({
      kafka: this.kafka,
      settings: kafka,
      groupId: options.groupId ?? 'counter',
      logger,
      signal: this.abort.signal,
      sessionTimeoutMs: options.sessionTimeoutMs,
      partitionsAtOnce: SLOTS,
      prepare: (admin) => ensureOtherTopic(admin, kafka, COMMANDS_RETENTION_MS),
      onAssign: () => {
        this.lanes.reset();
        this.committed = new Map();
      },
      onBatch: async ({ batch }, still) => {
        for (const each of batch.messages) {
          const message = topicMessage(each, batch.topic, batch.partition);
          const load = {
            partition: batch.partition,
            offset: BigInt(message.offset),
            lane: message.key?.toString() ?? `${batch.partition}/${message.offset}`,
            size: message.value?.length ?? 0,
            item: message,
          };
          if (!(await this.lanes.offer(load, still))) return false;
        }
        return true;
      },
      onRebalance: () => this.lanes.poke(),
      onLeave: async () => {
        await this.lanes.idle();
        await this.commit();
      },
    });
  }

  get inFlight(): number {
    return this.lanes.inFlight;
  }

  /**
   * Runs until `stop`.
   * @throws OperatorError for what only a person can mend: a refused login, no right on the topic
   */
  async run(): Promise<void> {
    const committing = setInterval(() => void this.commit(), COMMIT_MS);
    try {
      await this.loop.run();
    } finally {
      clearInterval(committing);
      this.abort.abort();
      await this.lanes.idle();
      await this.rejections.close();
    }
  }

  /** What is in hand is finished, or given up to come again. `run` ends soon. */
  stop(): void {
    this.abort.abort();
    this.lanes.poke();
  }

  /** Decides one message. Never throws; ends without a decision only when the door is stopping: then nothing more is committed. */
  private async work(message: TopicMessage): Promise<void> {
    const { signal } = this.abort;
    const { onDone, logger } = this.options;
    for (let attempt = 1, faults = 0; !signal.aborted; attempt += 1) {
      let refusal: Problem;
      try {
        const answer = await this.decide(message);
        if ('done' in answer) return onDone?.(answer.repeated ? 'repeated' : 'accepted');
        refusal = answer.problem;
      } catch (error) {
        logger.warn({ err: error, offset: message.offset }, 'a command failed by a fault of our own');
        faults += 1;
        refusal = problem(faults < TRIES ? 'unavailable' : 'internal', { detail: PROBLEM_TEXTS['item-failed'] });
      }
      if (refusal.status !== 503) {
        try {
          await this.rejections.reject(message, refusal);
          return onDone?.('refused');
        } catch {
          break; // only when the door is stopping
        }
      }
      await pause(Math.min(50 * 2 ** attempt, 5_000), signal);
    }
    this.lanes.reset(); // what was given up is not done: nothing of this round may be committed any more
  }

  private async decide(message: TopicMessage) {
    const reading = readMessage(message);
    if (!reading.ok) return { problem: reading.problem };
    const { code, accepted, caller, id } = reading.command;
    return this.options.dispatcher.execute(code, accepted, { id: caller }, id, 'kafka');
  }

  private async commit(): Promise<void> {
    const consumer = this.loop.current;
    const { committed } = this;
    const moved = [...this.lanes.marks()].filter(([partition, mark]) => committed.get(partition) !== mark);
    if (!consumer || moved.length === 0) return;
    const { topic } = this.options.kafka;
    try {
      await consumer.commitOffsets(moved.map(([partition, mark]) => ({ topic, partition, offset: String(mark) })));
      for (const [partition, mark] of moved) committed.set(partition, mark);
    } catch (error) {
      this.options.logger.debug({ err: error }, 'offsets not committed: what is done twice is recognised');
    }
  }
}
