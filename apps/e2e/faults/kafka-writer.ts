import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { createKafka, disconnected, inTime, SILENT } from '#event-stream';
import { LIFE } from './steady-writer.js';

/** Where the counters take commands, when nothing else is set. */
export const COMMANDS_TOPIC = 'commands';

/** A command that the broker has acknowledged: from then on it is the system's to decide it. */
export interface Handed {
  code: string;
  id: string;
  /** the fact that it makes */
  event: string;
}

/**
 * Counters that send by Kafka whatever happens: each sends one command after the other and sends it again, under the same id, until the broker has
 * acknowledged it. Their producers are not idempotent, and one command of each dossier goes twice in any case.
 */
export class KafkaWriter {
  readonly acknowledged: Handed[] = [];
  private stopping = false;
  private readonly work: Promise<unknown>;

  constructor(
    private readonly brokers: string[],
    private readonly prefix: string,
    counters = 2,
  ) {
    this.work = Promise.all(Array.from({ length: counters }, (_, index) => this.counter(index)));
  }

  /** Finishes the commands in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.work;
  }

  private async counter(index: number): Promise<void> {
    const line = new Line(this.brokers);
    for (let n = 1; !this.stopping; n += 1) {
      const code = `${this.prefix}-${String(index * 100_000 + n).padStart(7, '0')}`;
      for (const [step, [type, body, event]] of LIFE.entries()) {
        if (this.stopping) break;
        const id = `${code}/${step}`;
        const message = {
          key: code,
          value: JSON.stringify({ at: new Date().toISOString(), ...body }),
          headers: { ce_specversion: '1.0', ce_id: id, ce_source: 'quay', ce_type: type, ce_subject: code },
        };
        await line.send(message);
        if (step === 1) await line.send(message);
        this.acknowledged.push({ code, id, event });
        await delay(20); // a quay's own pace: nobody waits for the decision
      }
    }
    await line.close();
  }
}

/** One sender's connection: another one after each fault. */
class Line {
  private producer: Producer | null = null;
  /** Ends the producer's client. */
  private cutOff = new AbortController();

  constructor(private readonly brokers: string[]) {}

  /** Sends until the broker says that every copy is written. */
  async send(message: Message): Promise<void> {
    for (;;) {
      try {
        this.producer ??= await this.connected();
        await inTime('a send', this.producer.send({ topic: COMMANDS_TOPIC, acks: -1, messages: [message] }));
        return;
      } catch {
        await this.close();
        await delay(20);
      }
    }
  }

  async close(): Promise<void> {
    if (this.producer) await disconnected(this.producer);
    this.producer = null;
    this.cutOff.abort();
  }

  private async connected(): Promise<Producer> {
    const settings = { brokers: this.brokers, topic: COMMANDS_TOPIC, clientId: 'quay', retries: 2 };
    this.cutOff = new AbortController();
    const producer = createKafka(settings, SILENT, this.cutOff.signal).producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await inTime('a connection', producer.connect());
    return producer;
  }
}
