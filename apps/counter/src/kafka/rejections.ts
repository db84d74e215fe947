import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { isDossierCode } from '#domain';
import { COMMANDS_RETENTION_MS, type RefusedCommands } from '#application';
import { disconnected, ensureOtherTopic, type KafkaSettings, sent, type TopicMessage } from '#event-stream';
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
  /** shared by all that tell at the same time */
  private producer: Promise<Producer> | null = null;

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
    private readonly kept: RefusedCommands,
  ) {}

  /** Keeps the message with the reason. @returns the rejection to tell. @throws while the database cannot keep it */
  async keep(message: TopicMessage, problem: Problem): Promise<Problem> {
    const safe = withoutSendersNames(problem);
    return { ...safe, instance: `/refused-commands/${await this.kept.keep(message, safe)}` };
  }

  async close(): Promise<void> {
    await this.drop(this.producer);
  }

  /** Tells a rejection that is kept. @throws while no broker takes it */
  async tell({ topic, partition, offset, key, headers }: TopicMessage, problem: Problem): Promise<void> {
    const echo = Object.entries(ECHOED).flatMap(([name, shape]) => {
      const value = headers[name];
      const text = value === undefined || Array.isArray(value) ? '' : value.toString();
      return shape.test(text) ? [[`rejected_${name}`, text]] : [];
    });
    const producer = (this.producer ??= this.connect());
    try {
      await sent(await producer, {
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
      await this.drop(producer); // an idempotent producer that failed is not used again
      throw error;
    }
  }

  private async drop(producer: Promise<Producer> | null): Promise<void> {
    if (this.producer !== producer) return; // another one who told with it was faster
    this.producer = null;
    await producer?.then(disconnected, () => undefined);
  }

  private async connect(): Promise<Producer> {
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
    try {
      await producer.connect();
    } catch (error) {
      await disconnected(producer);
      throw error;
    }
    return producer;
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
