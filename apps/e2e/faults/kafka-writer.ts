import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { createKafka, disconnected, inTime, SILENT } from '#event-stream';
import { LIFE } from './steady-writer.js';

/** Where the counters take commands, when nothing else is set. */
export const COMMANDS_TOPIC = 'commands';

/** Counters of this number send in bursts; the steady ones begin with 0. */
const BURSTS = 50;

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
  private inBursts = 0;
  private stopping = false;
  private readonly work: Promise<unknown>;

  constructor(
    private readonly brokers: string[],
    private readonly prefix: string,
    counters = 2,
  ) {
    this.work = Promise.all(Array.from({ length: counters }, (_, index) => this.counter(index)));
  }

  /**
   * Many first commands at once, each of a dossier of its own, until the broker has acknowledged them.
   * @returns the dossiers
   */
  async burst(many = 200): Promise<string[]> {
    const [type, body, event] = LIFE[0]!;
    const codes = Array.from({ length: many }, () => this.code(BURSTS, (this.inBursts += 1)));
    const line = new Line(this.brokers);
    await line.send(...codes.map((code) => message(code, `${code}/0`, type, body)));
    await line.close();
    this.acknowledged.push(...codes.map((code) => ({ code, id: `${code}/0`, event })));
    return codes;
  }

  /** Finishes the commands in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.work;
  }

  private code(counter: number, n: number): string {
    return `${this.prefix}-${String(counter * 100_000 + n).padStart(7, '0')}`;
  }

  private async counter(index: number): Promise<void> {
    const line = new Line(this.brokers);
    for (let n = 1; !this.stopping; n += 1) {
      const code = this.code(index, n);
      for (const [step, [type, body, event]] of LIFE.entries()) {
        if (this.stopping) break;
        const id = `${code}/${step}`;
        const sent = message(code, id, type, body);
        await line.send(sent);
        if (step === 1) await line.send(sent);
        this.acknowledged.push({ code, id, event });
        await delay(20); // a quay's own pace: nobody waits for the decision
      }
    }
    await line.close();
  }
}

const message = (code: string, id: string, type: string, body: object): Message => ({
  key: code,
  value: JSON.stringify({ at: new Date().toISOString(), ...body }),
  headers: { ce_specversion: '1.0', ce_id: id, ce_source: 'quay', ce_type: type, ce_subject: code },
});

/** One sender's connection: another one after each fault. */
class Line {
  private producer: Producer | null = null;
  /** Ends the producer's client. */
  private cutOff = new AbortController();

  constructor(private readonly brokers: string[]) {}

  /** Sends until the broker says that every copy is written. */
  async send(...messages: Message[]): Promise<void> {
    for (;;) {
      try {
        this.producer ??= await this.connected();
        await inTime('a send', this.producer.send({ topic: COMMANDS_TOPIC, acks: -1, messages }));
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
