import type { KafkaMessage, Message, Producer, RecordMetadata } from 'kafkajs';
import { followTopic } from '#event-stream';
import { type OwnKafka, startOwnKafka, until } from '#testing';
import { KafkaDoorModule } from '../src/kafka/kafka-door.module.js';

export interface Rejection {
  key: string | null;
  headers: Record<string, string>;
  text: string;
  problem: { type: string; status: number; instance: string; errors?: Record<string, string>[]; offset: string };
}

/** A broker that was killed, and a group that is shared out anew, take their time. */
export const PATIENCE_MS = 60_000;

let serial = 0;
export const newCode = (): string => `H19.45.22-241202-${String((serial += 1)).padStart(4, '0')}`;
export const newId = (): string => `c-${(serial += 1)}`;

export function message(code: string, type: string, body: object, id = newId(), more: Partial<Message> = {}): Message {
  const headers = { ce_specversion: '1.0', ce_id: id, ce_source: 'quay-1', ce_type: type, ce_subject: code };
  return { key: code, value: JSON.stringify(body), headers, ...more };
}

function rejectionOf({ key, headers: told, value }: KafkaMessage): Rejection {
  const text = value!.toString();
  const headers = Object.fromEntries(Object.entries(told ?? {}).map(([name, header]) => [name, String(header)]));
  return { key: key?.toString() ?? null, headers, text, problem: JSON.parse(text) as Rejection['problem'] };
}

/** The topic of commands on a broker of its own, and what is told on the topic of rejections. */
export class CommandsTopic {
  readonly rejections: Rejection[] = [];
  private endReading: () => Promise<void> = () => Promise.resolve();

  private constructor(
    readonly broker: OwnKafka,
    private readonly producer: Producer,
    readonly topic: string,
    readonly rejectedTopic: string,
  ) {}

  static async start(): Promise<CommandsTopic> {
    const broker = await startOwnKafka();
    const producer = broker.kafka.producer();
    await producer.connect();
    return new CommandsTopic(broker, producer, broker.uniqueName('commands'), broker.uniqueName('rejected'));
  }

  door(options: { callAfterMs?: number } = {}) {
    return KafkaDoorModule.forRoot({
      brokers: this.broker.brokers,
      topic: this.topic,
      rejectedTopic: this.rejectedTopic,
      onFailure: (error) => {
        throw error;
      },
      ...options,
    });
  }

  /** Waits until a door has made both topics, and reads from now on what is told. */
  async read(): Promise<void> {
    const { broker, topic, rejectedTopic } = this;
    await until('the topics are there', async () => {
      const topics = await broker.admin.listTopics();
      return topics.includes(topic) && topics.includes(rejectedTopic);
    });
    const ending = new AbortController();
    // no plain consumer: one that a broker's death has crashed starts again by itself, also after it was disconnected, and keeps the process alive
    const { left } = followTopic({
      kafka: broker.kafka,
      settings: { brokers: broker.brokers, topic: rejectedTopic },
      name: 'reader',
      onMessage: (told) => this.rejections.push(rejectionOf(told)),
      signal: ending.signal,
    });
    left.catch(() => undefined); // told when the reading ends
    this.endReading = () => (ending.abort(), left);
  }

  send(...messages: Message[]): Promise<RecordMetadata[]> {
    return this.producer.send({ topic: this.topic, messages });
  }

  /** partition → the offset before which everything is acknowledged */
  async committed(): Promise<Map<number, number>> {
    const [done] = await this.broker.admin.fetchOffsets({ groupId: 'counter', topics: [this.topic] });
    return new Map(done!.partitions.map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]));
  }

  /** Waits until everything that was sent is decided: its offsets are committed. */
  settled(): Promise<void> {
    return until(
      'everything is committed',
      async () => {
        const ends = await this.broker.admin.fetchTopicOffsets(this.topic);
        const committed = await this.committed();
        return ends.every(({ partition, high }) => (committed.get(partition) ?? 0) === Number(high));
      },
      PATIENCE_MS,
    );
  }

  async stop(): Promise<void> {
    await this.producer.disconnect();
    await this.endReading();
  }
}
