import type { Consumer, IHeaders, KafkaMessage, Producer } from 'kafkajs';
import { EVENTS_TOPIC } from '#application';
import { type Execute, type OwnKafka, type PlayedVerdict, type StoryItem, until } from '#testing';

const SOURCE = 'stories';
const COMMANDS = 'commands';
const REJECTED = 'commands-rejected';
/** A busy machine decides late; a command that is lost is never decided. */
const PATIENCE_MS = 240_000;

const text = (headers: IHeaders | undefined, name: string): string => String(headers?.[name] ?? '');

/** The door of the topic of commands, as a one-stop software uses it: what became of a command is heard from the topics alone. */
export class StoryByKafka {
  /** id of the command → what was heard of it */
  private readonly heard = new Map<string, PlayedVerdict>();

  private constructor(
    private readonly producer: Producer,
    private readonly consumer: Consumer,
  ) {}

  static async start({ kafka, admin, uniqueName }: OwnKafka): Promise<StoryByKafka> {
    // the program makes them when it starts
    await until('the topics are there', async () => {
      const topics = await admin.listTopics();
      return [EVENTS_TOPIC, COMMANDS, REJECTED].every((topic) => topics.includes(topic));
    });
    const [producer, consumer] = [kafka.producer(), kafka.consumer({ groupId: uniqueName('stories') })];
    const it = new StoryByKafka(producer, consumer);
    await Promise.all([producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topics: [EVENTS_TOPIC, REJECTED], fromBeginning: true });
    await consumer.run({
      eachMessage: ({ topic, message }) => {
        it.hear(topic, message);
        return Promise.resolve();
      },
    });
    return it;
  }

  private hear(topic: string, { headers, value }: KafkaMessage): void {
    if (topic === REJECTED) {
      if (text(headers, 'rejected_ce_source') !== SOURCE) return;
      const { status, type } = JSON.parse(String(value)) as { status: number; type: string };
      this.heard.set(text(headers, 'rejected_ce_id'), { accepted: false, rule: `${status} ${type}` });
      return;
    }
    if (text(headers, 'ce_caller') !== SOURCE) return;
    const [id, version] = [text(headers, 'ce_commandid'), Number(text(headers, 'ce_version'))];
    // a command may become several facts: an item names the first of them
    const known = this.heard.get(id)?.version ?? version;
    this.heard.set(id, { accepted: true, version: Math.min(known, version) });
  }

  readonly execute: Execute = async (batch) => {
    await this.producer.send({ topic: COMMANDS, messages: batch.map(messageOf) });
    await until('every command is decided', () => batch.every(({ id }) => this.heard.has(id)), PATIENCE_MS);
    return batch.map(({ id }) => this.heard.get(id)!);
  };

  async stop(): Promise<void> {
    await Promise.all([this.producer.disconnect(), this.consumer.disconnect()]);
  }
}

function messageOf({ id, type, code, ...body }: StoryItem) {
  return {
    key: code,
    value: JSON.stringify(body),
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: SOURCE,
      ce_kind: 'dossier',
      ce_type: type,
      ce_subject: code,
    },
  };
}
