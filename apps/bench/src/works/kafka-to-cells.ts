import { EVENTS_TOPIC, migrations } from '#application';
import type { EventStore } from '#event-store';
import { createKafka, KafkaStream, type KafkaSettings, Relay, SILENT, type Subscriber } from '#event-stream';
import type { KafkaMessage } from 'kafkajs';
import { BareFold, type BareEvent } from '../frame/bare-fold.js';
import { fillWithLives } from '../frame/lives.js';
import { shown } from '../frame/numbers.js';
import { type Projected, projected } from '../frame/projected.js';
import { alternate } from '../frame/rounds.js';
import { comparison } from '../frame/table.js';
import type { Work } from '../frame/work.js';

const BATCH = 4_000;
let groups = 0;
const newGroup = (): string => `bench-${++groups}`;

/** From the topic to the cells, exactly once, beside a consumer that only parses and beside the bare fold of the same messages. */
export const kafkaToCells: Work = {
  name: 'kafka-to-cells',
  title: 'Kafka → cells, exactly once',
  aim: '≥ 50,000 events/s, or ≥ 0.7 × the bare fold',
  async run(context) {
    const { brokers } = await context.broker();
    const kafka: KafkaSettings = { brokers, topic: EVENTS_TOPIC };
    const database = await context.newDatabase(migrations);
    const system = projected(database);
    const events = context.by({ quick: 20_000, normal: 200_000, big: 2_000_000 });
    await fillWithLives(system.store, events, context.say);
    context.say('to the topic');
    await relayAll(system, database.url, kafka);
    const found = await alternate(
      {
        'only parsed': () => consume(kafka, events, (messages) => Promise.resolve(void messages.map(parse))),
        'bare fold': async () => {
          await context.checkpoint();
          const bare = await BareFold.start(system.pool);
          return consume(kafka, events, (messages) => bare.fold(messages.map(parse))).finally(() => bare.stop());
        },
        'to the cells': async () => {
          await system.forget();
          await context.checkpoint();
          return project(system, kafka, events);
        },
      },
      { rounds: context.by({ quick: 1, normal: 3 }), warmUp: context.by({ quick: 0, normal: 1 }), onTurn: context.say },
    );
    return {
      tables: [comparison(found, 'events/s', ['bare fold', 'only parsed'])],
      remarks: [
        `${shown(events)} events. The time begins with the first batch that comes, not with joining the group.`,
      ],
    };
  },
};

/** Sends the whole log to the topic. */
export async function relayAll(
  { pool, store }: { pool: Projected['pool']; store: EventStore },
  url: string,
  kafka: KafkaSettings,
) {
  const stop = new AbortController();
  const { position: head } = await store.head();
  const relay = new Relay({
    store,
    pool,
    databaseUrl: url,
    kafka,
    onState: ({ position }) => {
      if (position >= head) stop.abort();
    },
  });
  await relay.run(stop.signal);
}

/** The least that an event can be read from. */
function parse({ key, value, headers = {} }: KafkaMessage): BareEvent {
  return {
    stream: key!.toString(),
    version: Number(headers.ce_version),
    type: String(headers.ce_type),
    occurredAt: String(headers.ce_time),
    recordedAt: String(headers.ce_recordedat),
    data: JSON.parse(value!.toString()),
  };
}

/** A plain consumer that gathers batches. @returns events a second from the first message on */
async function consume(
  kafka: KafkaSettings,
  events: number,
  work: (messages: KafkaMessage[]) => Promise<void>,
): Promise<number> {
  const consumer = createKafka(kafka, SILENT).consumer({ groupId: newGroup(), maxWaitTimeInMs: 500 });
  let waiting: KafkaMessage[] = [];
  let taken = 0;
  let started = 0;
  let turn: Promise<void> = Promise.resolve();
  await consumer.connect();
  await consumer.subscribe({ topics: [kafka.topic], fromBeginning: true });
  const seconds = await new Promise<number>((resolve, reject) => {
    const eachBatch = async (messages: KafkaMessage[]): Promise<void> => {
      started ||= performance.now();
      waiting.push(...messages);
      taken += messages.length;
      if (waiting.length < BATCH && taken < events) return;
      const mine = waiting;
      waiting = [];
      turn = turn.then(async () => {
        for (let i = 0; i < mine.length; i += BATCH) await work(mine.slice(i, i + BATCH));
      });
      await turn;
      if (taken >= events && waiting.length === 0) resolve((performance.now() - started) / 1000);
    };
    consumer
      .run({
        autoCommit: false,
        partitionsConsumedConcurrently: 12,
        eachBatch: ({ batch }) => eachBatch(batch.messages).catch(reject),
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return events / seconds;
}

async function project(system: Projected, kafka: KafkaSettings, events: number): Promise<number> {
  const { pool, store } = system;
  let folded = 0;
  let started = 0;
  let done = (): void => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const projector = system.projector({
    onCommit: (committed) => {
      folded += committed.events;
      if (folded >= events) done();
    },
  });
  const subscriber: Subscriber = {
    atOnce: projector.atOnce,
    positions: (slots) => projector.positions(slots),
    onBatch: (batch, signal) => {
      started ||= performance.now();
      return projector.onBatch(batch, signal);
    },
  };
  const subscription = new KafkaStream({ kafka, groupId: newGroup(), store, pool }).subscribe(subscriber);
  await Promise.race([all, subscription.done]);
  const seconds = (performance.now() - started) / 1000;
  await subscription.stop();
  return events / seconds;
}
