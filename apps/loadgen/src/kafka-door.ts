import { createHistogram } from 'node:perf_hooks';
import kafkajs, { type Admin, type Kafka, type Message, type Producer } from 'kafkajs';
import { EVENTS_TOPIC } from '#application';
import {
  createKafka,
  disconnected,
  endsOf,
  type FollowOptions,
  followTopic,
  inTime,
  type KafkaSettings,
  SILENT,
  untilItWorks,
} from '#event-stream';
import { errorText } from '#platform';
import { Decisions } from './decisions.js';
import { CALLER, type Door } from './door.js';
import { findKafkaSystem, type KafkaPlaces } from './kafka-system.js';
import type { Sending } from './lives.js';
import { type Ending, type Latency, latencyOf, micros } from './tally.js';

export interface KafkaDoorOptions extends KafkaPlaces {
  /** after how long without a decision a command is given up */
  patienceMs: number;
}

interface Letter {
  id: string;
  due: number;
  message: Message;
}

/**
 * The counters' door by Kafka: each command a message of the intake topic, decided once its event or its rejection is read. What is due at the same
 * moment goes out in one send; no send waits for another.
 */
export class KafkaDoor implements Door {
  private readonly decisions: Decisions;
  private readonly acknowledged = createHistogram();
  private readonly producer: Producer;
  private readonly kafka: Kafka;
  private readonly closing = new AbortController();
  private readonly followed: Promise<void>[] = [];
  private letters: Letter[] = [];

  private constructor(private readonly options: KafkaDoorOptions) {
    this.kafka = this.client();
    this.decisions = new Decisions(options.patienceMs);
    // not idempotent: what the client sends twice, the system recognises by its id
    this.producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
  }

  /**
   * A door that reads what is decided from now on.
   * @throws OperatorError when there is no broker, or no system at it
   */
  static async open(options: KafkaDoorOptions): Promise<KafkaDoor> {
    const door = new KafkaDoor(options);
    try {
      await door.start();
      return door;
    } catch (error) {
      await door.close();
      throw error;
    }
  }

  single({ id, code, type, body }: Sending, due: number): Promise<Ending> {
    const ending = this.decisions.of(id);
    const headers = { ce_specversion: '1.0', ce_id: id, ce_source: CALLER, ce_type: type, ce_subject: code };
    this.letters.push({ id, due, message: { key: code, value: JSON.stringify(body), headers } });
    if (this.letters.length === 1) queueMicrotask(() => void this.post());
    return ending;
  }

  batch(sendings: readonly Sending[], due: number): Promise<Ending[]> {
    return Promise.all(sendings.map((each) => this.single(each, due)));
  }

  acknowledgedMs(): Latency {
    return latencyOf(this.acknowledged);
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.decisions.end('the door was closed');
    await Promise.all([disconnected(this.producer), ...this.followed]);
  }

  /** Sends what has gathered. Never rejects. */
  private async post(): Promise<void> {
    const letters = this.letters.splice(0);
    try {
      const messages = letters.map(({ message }) => message);
      await inTime('a send', this.producer.send({ topic: this.options.topic, acks: -1, messages }));
      const at = performance.now();
      for (const { due } of letters) this.acknowledged.record(micros(due, at));
    } catch (error) {
      const what = `not acknowledged: ${error instanceof Error ? error.message : String(error)}`;
      for (const { id } of letters) this.decisions.settle(id, { kind: 'error', what });
    }
  }

  private client(more: Partial<KafkaSettings> = {}): Kafka {
    const { brokers, topic } = this.options;
    return createKafka({ brokers, topic, clientId: CALLER, ...more }, SILENT);
  }

  private async start(): Promise<void> {
    const admin = this.client({ retries: 2 }).admin();
    try {
      await findKafkaSystem(admin, this.options);
      await Promise.all([
        this.follow(admin, EVENTS_TOPIC, (message) => this.decisions.event(message)),
        this.follow(admin, this.options.rejectedTopic, (message) => this.decisions.rejection(message)),
      ]);
    } finally {
      await disconnected(admin);
    }
    await this.producer.connect();
  }

  /** Of a topic that was made just now a broker may not know yet that it leads it. */
  private endsOf(admin: Admin, topic: string): Promise<Map<number, bigint>> {
    return untilItWorks(() => endsOf(admin, topic), {
      signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(this.options.patienceMs)]),
      isTransient: (error) => (error as { retriable?: boolean }).retriable === true,
    });
  }

  private async follow(admin: Admin, topic: string, onMessage: FollowOptions['onMessage']): Promise<void> {
    const { joined, left } = followTopic({
      kafka: this.kafka,
      settings: { brokers: this.options.brokers, topic },
      name: CALLER,
      from: await this.endsOf(admin, topic),
      onMessage,
      signal: this.closing.signal,
    });
    const fault = (error: unknown): void =>
      this.decisions.end(`${topic} cannot be read: ${errorText(error).split('\n')[0]}`);
    this.followed.push(left.catch(fault));
    await joined;
  }
}
