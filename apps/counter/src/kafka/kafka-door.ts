import { COMMANDS_RETENTION_MS, type RefusedCommands } from '#application';
import { SLOTS } from '#event-store';
import {
  ConsumerLoop,
  createKafka,
  ensureOtherTopic,
  type KafkaSettings,
  type StreamLogger,
  type TopicMessage,
  topicMessage,
  untilItWorks,
} from '#event-stream';
import type { Problem } from '#platform';
import type { Dispatcher } from '../commands/dispatcher.js';
import { problemOfFailure, undecidable } from '../problems/problems.js';
import { Lanes } from './lanes.js';
import { type MessageReading, readMessage } from './read-message.js';
import { Rejections } from './rejections.js';
import { Standing } from './standing.js';

export interface KafkaDoorOptions {
  /** brokers and the topic of commands */
  kafka: KafkaSettings;
  rejectedTopic: string;
  /** The consumer group: all counters are its members; default `counter`. */
  groupId?: string;
  dispatcher: Pick<Dispatcher, 'decide'>;
  refused: RefusedCommands;
  logger: StreamLogger;
  sessionTimeoutMs?: number;
  /** After how long in hand a message stands and an operator is called, in milliseconds; default 60,000. */
  callAfterMs?: number;
  /** Told what became of each message. */
  onDone?(what: 'accepted' | 'repeated' | 'refused'): void;
}

/** How often offsets are committed, and what stands is looked at. */
const EVERY_MS = 500;

/**
 * The door for commands by Kafka: each is decided as if it had come by HTTP. An offset is committed when everything before it is decided and
 * stored, or refused, kept and told; what was cut off comes again and is recognised by the caller's id. A message on which reading or the decision
 * itself fails is refused: they are pure, and would fail for ever. What else can neither be decided nor refused (a log that is away, a key that does
 * not open) is tried again for as long as it takes, and its dossier waits for it: laid aside, it would make refusals of the dossier's later commands.
 */
export class KafkaDoor {
  readonly standing: Standing;
  private readonly abort = new AbortController();
  private readonly lanes: Lanes<TopicMessage>;
  private readonly rejections: Rejections;
  private readonly loop: ConsumerLoop;
  private committed = new Map<number, bigint>();

  constructor(private readonly options: KafkaDoorOptions) {
    const { kafka, rejectedTopic, refused, logger, callAfterMs } = options;
    const rejected = { ...kafka, topic: rejectedTopic };
    this.rejections = new Rejections(rejected, refused, logger);
    this.standing = new Standing({ logger, callAfterMs });
    this.lanes = new Lanes({ work: (message, standAside) => this.work(message, standAside) });
    this.loop = new ConsumerLoop({
      kafka: createKafka(kafka, logger),
      settings: kafka,
      groupId: options.groupId ?? 'counter',
      logger,
      signal: this.abort.signal,
      sessionTimeoutMs: options.sessionTimeoutMs,
      partitionsAtOnce: SLOTS,
      prepare: async (admin) => {
        // both: who sends commands listens for rejections before there is one
        for (const each of [kafka, rejected]) await ensureOtherTopic(admin, each, COMMANDS_RETENTION_MS);
      },
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
    const committing = setInterval(() => {
      this.standing.report();
      void this.commit();
    }, EVERY_MS);
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

  /**
   * Decides one message, however long it takes: whatever fails is tried again. Never throws; ends without a decision only when the door is stopping:
   * then nothing more is committed.
   */
  private async work(message: TopicMessage, standAside: () => void): Promise<void> {
    const { signal } = this.abort;
    const patiently = <T>(work: () => Promise<T>): Promise<T> =>
      untilItWorks(work, {
        signal,
        isTransient: () => true,
        onFault: (error) => this.failed(message, error, standAside),
        firstMs: 100,
      });
    this.standing.begun(message);
    try {
      signal.throwIfAborted();
      const answer = await patiently(() => this.decide(message));
      if ('problem' in answer) {
        const rejection = await patiently(() => this.rejections.keep(message, answer.problem));
        await patiently(() => this.rejections.tell(message, rejection));
      }
      this.options.onDone?.('problem' in answer ? 'refused' : answer.repeated ? 'repeated' : 'accepted');
    } catch {
      this.lanes.reset(); // what was given up is not done: nothing of this round may be committed any more
    } finally {
      this.standing.ended(message);
    }
  }

  private failed(message: TopicMessage, err: unknown, standAside: () => void): void {
    const { logger } = this.options;
    const { topic, partition, offset } = message;
    const text = 'a command can neither be decided nor refused now; trying again';
    const isFirst = this.standing.failed(message, err);
    logger[isFirst ? 'warn' : 'debug']({ err, topic, partition, offset }, text);
    standAside();
  }

  /** @throws what passes or is mended: the log is away or refuses the call, the dossier keeps changing, a fault of our own */
  private async decide(message: TopicMessage): Promise<{ problem: Problem } | { repeated: boolean }> {
    const reading = this.read(message);
    if (!reading.ok) return { problem: reading.problem };
    const { accepted, caller, id } = reading.command;
    try {
      return await this.options.dispatcher.decide(accepted, { id: caller }, id, 'kafka');
    } catch (error) {
      const problem = problemOfFailure(error);
      if (!problem || problem.status === 503) throw error;
      return { problem };
    }
  }

  /** Reading is pure: what fails in it fails again, and concerns this message alone. */
  private read(message: TopicMessage): MessageReading {
    try {
      return readMessage(message);
    } catch (err) {
      const { topic, partition, offset } = message;
      this.options.logger.error({ err, topic, partition, offset }, 'a command cannot be read; it is refused');
      return { ok: false, problem: undecidable() };
    }
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
