import kafkajs, { type Message, type Producer } from 'kafkajs';
import { hasCodeShape, isDossierCode } from '#domain';
import { COMMANDS_RETENTION_MS, type RefusedCommands } from '#application';
import {
  createKafka,
  disconnected,
  ensureOtherTopic,
  inTime,
  type KafkaSettings,
  type StreamLogger,
  type TopicMessage,
} from '#event-stream';
import { type Problem, PROBLEM_MEDIA_TYPE } from '#platform';
import { FIELD_NAMES } from '../input/fields.js';

/** What may stand in clear of a refused message: names and numbers in the shape of our own, never a sender's text. */
const ECHOED = ['ce_id', 'ce_source', 'ce_type'];

interface Told {
  message: Message;
  done(): void;
  failed(error: unknown): void;
}

/** Tells senders what was refused: kept first (sealed), then told on the topic of rejections, where no personal datum stands. */
export class Rejections {
  private producer: Producer | null = null;
  /** Ends the producer's client. */
  private cutOff = new AbortController();
  /** What goes with the next send. */
  private readonly waiting: Told[] = [];
  private isSending = false;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly kept: RefusedCommands,
    private readonly logger: StreamLogger,
  ) {}

  /** Keeps the message with the reason. @returns the rejection to tell. @throws while the database cannot keep it */
  async keep(message: TopicMessage, problem: Problem): Promise<Problem> {
    const safe = withoutSendersNames(problem);
    return { ...safe, instance: `/refused-commands/${await this.kept.keep(message, safe)}` };
  }

  async close(): Promise<void> {
    if (this.producer) await disconnected(this.producer);
    this.cutOff.abort();
  }

  /** Tells a rejection that is kept. @throws while no broker takes it */
  async tell({ topic, partition, offset, key, headers }: TopicMessage, problem: Problem): Promise<void> {
    const echo = ECHOED.flatMap((name) => {
      const value = headers[name];
      const text = value === undefined || Array.isArray(value) ? '' : value.toString();
      return hasCodeShape(text) ? [[`rejected_${name}`, text]] : [];
    });
    const message = {
      key: isDossierCode(key?.toString() ?? '') ? key : null,
      value: JSON.stringify({ ...problem, topic, partition, offset }),
      headers: { 'content-type': PROBLEM_MEDIA_TYPE, ...(Object.fromEntries(echo) as Record<string, string>) },
    };
    await new Promise<void>((done, failed) => {
      this.waiting.push({ message, done, failed });
      if (!this.isSending) void this.sendAll();
    });
  }

  /**
   * One send after another, each with what has gathered meanwhile: when no answer comes, kafkajs takes back the number that it gave a send. Another
   * send beside it would go out under that number, and the broker would hold it for the first one come again: acknowledged, and on no topic. When one
   * fails, those that wait fail too.
   */
  private async sendAll(): Promise<void> {
    this.isSending = true;
    while (this.waiting.length > 0) {
      const together = this.waiting.splice(0);
      try {
        await this.send(together.map(({ message }) => message));
        for (const { done } of together) done();
      } catch (error) {
        for (const { failed } of [...together, ...this.waiting.splice(0)]) failed(error);
      }
    }
    this.isSending = false;
  }

  private async send(messages: Message[]): Promise<void> {
    const { topic, giveUpMs } = this.settings;
    try {
      this.producer ??= await this.connect();
      await inTime('a send', this.producer.send({ topic, acks: -1, messages }), giveUpMs);
    } catch (error) {
      // an idempotent producer that failed is not used again, nor left to go on by itself
      this.producer = null;
      this.cutOff.abort();
      throw error;
    }
  }

  private async connect(): Promise<Producer> {
    this.cutOff = new AbortController();
    const kafka = createKafka(this.settings, this.logger, this.cutOff.signal);
    const { giveUpMs } = this.settings;
    const admin = kafka.admin();
    try {
      await inTime('a connection', admin.connect(), giveUpMs);
      await inTime('a look at the topic', ensureOtherTopic(admin, this.settings, COMMANDS_RETENTION_MS), giveUpMs);
    } finally {
      await disconnected(admin);
    }
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await inTime('a connection', producer.connect(), giveUpMs);
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
