import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { isDossierCode } from '#domain';
import { COMMANDS_RETENTION_MS, type RefusedCommands } from '#application';
import {
  disconnected,
  ensureOtherTopic,
  type KafkaSettings,
  sent,
  type StreamLogger,
  type TopicMessage,
  untilItWorks,
} from '#event-stream';
import { type Problem, PROBLEM_MEDIA_TYPE } from '#platform';
import { FIELD_NAMES } from '../input/fields.js';

/** What may stand in clear of a refused message: names and numbers in the shape of our own, never a sender's text. */
const ECHOED: Record<string, RegExp> = {
  ce_id: /^[A-Za-z0-9._:-]{1,128}$/,
  ce_source: /^[A-Za-z0-9._-]{1,64}$/,
  ce_type: /^[a-z-]{1,40}$/,
};

/** Tells senders what was refused: kept first (sealed), then told on the topic of rejections, where no personal datum stands. */
export class Rejections {
  private producer: Producer | null = null;

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
    private readonly kept: RefusedCommands,
    private readonly logger: StreamLogger,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Keeps the message and tells its rejection; waits for a database or a broker that is away.
   * @throws when `signal` aborts before both have it: the message comes again
   */
  async reject(message: TopicMessage, problem: Problem): Promise<void> {
    const safe = withoutSendersNames(problem);
    const id = await this.untilItWorks(() => this.kept.keep(message, safe));
    await this.untilItWorks(() => this.tell(message, { ...safe, instance: `/refused-commands/${id}` }));
  }

  async close(): Promise<void> {
    if (this.producer) await disconnected(this.producer);
  }

  private async tell({ topic, partition, offset, key, headers }: TopicMessage, problem: Problem): Promise<void> {
    const echo = Object.entries(ECHOED).flatMap(([name, shape]) => {
      const value = headers[name];
      const text = value === undefined || Array.isArray(value) ? '' : value.toString();
      return shape.test(text) ? [[`rejected_${name}`, text]] : [];
    });
    const producer = await this.connected();
    try {
      await sent(producer, {
        topic: this.settings.topic,
        acks: -1,
        messages: [
          {
            key: isDossierCode(key?.toString() ?? '') ? key : null,
            value: JSON.stringify({ ...problem, topic, partition, offset }),
            headers: { 'content-type': PROBLEM_MEDIA_TYPE, ...(Object.fromEntries(echo) as Record<string, string>) },
          },
        ],
      });
    } catch (error) {
      // an idempotent producer that failed is not used again
      if (this.producer === producer) this.producer = null;
      await disconnected(producer);
      throw error;
    }
  }

  private async connected(): Promise<Producer> {
    if (this.producer) return this.producer;
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      await ensureOtherTopic(admin, this.settings, COMMANDS_RETENTION_MS);
    } finally {
      await disconnected(admin);
    }
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return (this.producer = producer);
  }

  private untilItWorks<T>(work: () => Promise<T>): Promise<T> {
    return untilItWorks(work, {
      signal: this.signal,
      isTransient: () => true,
      onFault: (error, waitMs) =>
        this.logger.warn({ err: error, waitMs }, 'a rejection could not be told; trying again'),
      firstMs: 100,
    });
  }
}

/** A name that is none of our fields' is a sender's text, whatever is wrong there: its parent is named instead. */
export function withoutSendersNames(problem: Problem): Problem {
  if (!problem.errors) return problem;
  return {
    ...problem,
    errors: problem.errors.map((error) =>
      error.pointer === undefined ? error : { ...error, pointer: ownSteps(error.pointer) },
    ),
  };
}

/** A pointer up to the first step that is neither a field of ours nor a place in a list. */
function ownSteps(pointer: string): string {
  const [root, ...steps] = pointer.split('/');
  const foreign = steps.findIndex((step) => !FIELD_NAMES.has(step) && !/^\d{1,4}$/.test(step));
  return [root, ...(foreign < 0 ? steps : steps.slice(0, foreign))].join('/');
}
