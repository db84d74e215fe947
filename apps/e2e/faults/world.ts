import { join } from 'node:path';
import type pg from 'pg';
import { EVENTS_TOPIC } from '#application';
import { EventStore, hashEvent } from '#event-store';
import { decode, type Delivery, topicMessage } from '#event-stream';
import { createPool } from '#platform';
import { whenCaughtUp } from '#projections';
import { type OwnDatabase, type OwnKafka, startOwnDatabase, startOwnKafka } from '#testing';
import { eventually, masterKey, ROOT, type Settings, tracker } from '../test/programs.js';
import { KeptApp } from './kept-app.js';
import { COMMANDS_TOPIC, type Handed } from './kafka-writer.js';
import type { Acknowledged } from './steady-writer.js';

/** Whether a counter says that it sends the log to the topic. */
export async function leads({ address }: KeptApp): Promise<boolean> {
  const answer = await fetch(`${address}/metrics`).catch(() => null);
  return /^tracker_relay_leading 1$/m.test((await answer?.text()) ?? '');
}

/** Starts both; when one cannot, the other is stopped again. @throws what the one throws */
async function bothOrNone<A extends Stoppable | null, B extends Stoppable | null>(
  ...starting: [Promise<A>, Promise<B>]
): Promise<[A, B]> {
  try {
    return await Promise.all(starting);
  } catch (error) {
    await Promise.all(starting.map((each) => each.then((started) => started?.stop()).catch(() => undefined)));
    throw error;
  }
}
interface Stoppable {
  stop(): Promise<void>;
}

/** A whole system of real processes on a database and a broker of its own. */
export class World {
  readonly apps: KeptApp[] = [];

  private constructor(
    readonly database: OwnDatabase,
    readonly broker: OwnKafka | null,
    readonly settings: Settings,
    readonly pool: pg.Pool,
  ) {}

  /**
   * @param options.folder where the database lies; `kafka: false`: the stream is read straight from the log; `seeds`: another folder than
   *   the project's
   * @throws Error when one of its parts does not start or the seeds are refused: nothing of it runs then
   */
  static async start(options: { folder?: string; kafka?: boolean; seeds?: string } = {}): Promise<World> {
    const [database, broker] = await bothOrNone(
      startOwnDatabase(options.folder),
      options.kafka === false ? Promise.resolve(null) : startOwnKafka(),
    );
    const settings: Settings = {
      DATABASE_URL: database.url,
      TRACKER_MASTER_KEY: masterKey(),
      LOG_LEVEL: 'warn',
      ...(broker ? { KAFKA_BROKERS: broker.brokers.join(',') } : {}),
    };
    const pool = createPool(database.url, { max: 4, applicationName: 'spec' });
    const world = new World(database, broker, settings, pool);
    try {
      const { status, err } = await tracker(['seed', options.seeds ?? join(ROOT, 'seeds')], settings);
      if (status !== 0) throw new Error(err);
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  async app(name: string, settings: Settings = {}): Promise<KeptApp> {
    const app = await KeptApp.start(name, { ...this.settings, ...settings });
    this.apps.push(app);
    return app;
  }

  /** The counter that sends the log to the topic; waits until there is one. */
  async leader(): Promise<KeptApp> {
    const found = await eventually(
      async () => {
        for (const app of this.apps) if (app.name === 'counter' && (await leads(app))) return app;
        return null;
      },
      Boolean,
      120_000,
    );
    return found!;
  }

  get store(): EventStore {
    return new EventStore(this.pool);
  }

  async stop(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.stop()));
    await this.pool.end();
    await this.database.stop();
    await this.broker?.stop();
  }

  /**
   * What the broker has acknowledged is decided, and nothing else: each command's events stand in the log once and in one piece, a dossier's commands
   * in the order in which they were sent, and none was refused. Waits until the counters have acknowledged everything that is on the topic.
   */
  async expectDecided(handed: Handed[]): Promise<void> {
    const { admin } = this.broker!;
    await eventually(
      async () => {
        const ends = await admin.fetchTopicOffsets(COMMANDS_TOPIC);
        const [done] = await admin.fetchOffsets({ groupId: 'counter', topics: [COMMANDS_TOPIC] });
        const committed = new Map(done!.partitions.map(({ partition, offset }) => [partition, offset]));
        return ends.every(({ partition, high }) => high === '0' || committed.get(partition) === high);
      },
      Boolean,
      180_000,
    );
    const refused = await this.pool.query('select code, problem, times from ops.refused_command');
    expect(refused.rows).toEqual([]);
    const { rows } = await this.pool.query<{ code: string; commands: string }>(
      `select code, string_agg(id || ' ' || what, ', ' order by first) as commands
         from (select stream as code, meta ->> 'commandId' as id, min(version) as first,
                      case when count(*) = count(distinct type) and count(*) = max(version) - min(version) + 1
                           then (array_agg(type order by version))[1] else string_agg(version || type, ' ' order by version) end as what
                 from log.event where meta ->> 'door' = 'kafka' group by 1, 2) as command
        group by 1`,
    );
    const inLog = new Map(rows.map(({ code, commands }) => [code, commands]));
    const told = new Map<string, string[]>();
    for (const { code, id, event } of handed) told.set(code, [...(told.get(code) ?? []), `${id} ${event}`]);
    for (const [code, commands] of told)
      if (inLog.get(code) !== commands.join(', ')) expect([code, inLog.get(code)]).toEqual([code, commands.join(', ')]);
    expect(inLog.size).toBe(told.size);
  }

  /**
   * What was acknowledged stands in the log exactly once, on the topic at least once and in order per dossier, in the cells exactly once; positions
   * have no gap, the hash chain is whole, and no app ended by itself.
   */
  async expectNothingLost(acknowledged: Acknowledged[]): Promise<void> {
    const head = (await this.store.head()).position;
    await whenCaughtUp(this.pool, head, { timeoutMs: 180_000 });
    const { rows } = await this.pool.query<{ n: bigint; last: bigint }>(
      'select count(*) as n, max(position) as last from log.event',
    );
    expect(rows[0]).toEqual({ n: head, last: head });
    const stored = await this.pool.query<{ key: string; events: string }>(
      `select meta ->> 'commandId' as key, string_agg(position || ' ' || type, ', ' order by version) as events
         from log.event where meta ->> 'door' = 'http' group by 1`,
    );
    const inLog = new Map(stored.rows.map(({ key, events }) => [key, events]));
    const told = new Map(acknowledged);
    for (const [key, events] of told)
      if (inLog.get(key) !== events) expect([key, inLog.get(key)]).toEqual([key, events]);
    // what was stored and never acknowledged: at most what was given up, and that is nothing
    expect(inLog.size).toBe(told.size);
    if (this.broker) await this.expectOnTopic(head);
    const verified = await tracker(['verify'], this.settings);
    if (verified.status !== 0) throw new Error(`verify: ${verified.out}\n${verified.err}`);
    expect(this.apps.flatMap(({ name, ownEnds }) => ownEnds.map(({ err }) => `${name}: ${err}`))).toEqual([]);
  }

  /** Everything up to `head` stands on the topic as the log has it, with its hash over what the message itself says; in order per dossier. */
  private async expectOnTopic(head: bigint): Promise<void> {
    const broker = this.broker!;
    const ends = await broker.admin.fetchTopicOffsets(EVENTS_TOPIC);
    const left = new Map(ends.map(({ partition, high }) => [partition, BigInt(high)]));
    for (const [partition, high] of left) if (high === 0n) left.delete(partition);
    const { rows } = await this.pool.query<{ position: bigint; hash: string }>(
      `select position, encode(hash, 'hex') as hash from log.event`,
    );
    const inLog = new Map(rows.map(({ position, hash }) => [position, hash]));
    const positions = new Set<bigint>();
    const hashes = new Map<string, string[]>();
    const wrong: string[] = [];
    const look = (delivery: Delivery): void => {
      if (delivery.kind !== 'event') return void wrong.push(`${delivery.from.offset}: ${delivery.reason}`);
      const { position, stream, version, hash } = delivery.event;
      const known = hashes.get(stream) ?? [];
      hashes.set(stream, known);
      const computed = hashEvent(delivery.event, known[version - 2] ?? null);
      if (hash !== inLog.get(position) || hash !== computed) wrong.push(`${position}: another hash than the log`);
      if (positions.has(position)) return; // sent again after a fault: the same, and no step forward
      positions.add(position);
      if (version !== known.length + 1) wrong.push(`${stream}: ${version} where ${known.length + 1} was due`);
      known[version - 1] = hash;
    };
    const consumer = broker.kafka.consumer({ groupId: broker.uniqueName('check') });
    await consumer.connect();
    await consumer.subscribe({ topics: [EVENTS_TOPIC], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          autoCommit: false,
          eachBatch: ({ batch }) => {
            for (const message of batch.messages) look(decode(topicMessage(message, EVENTS_TOPIC, batch.partition)));
            if (BigInt(batch.lastOffset()) + 1n >= left.get(batch.partition)!) left.delete(batch.partition);
            if (left.size === 0) resolve();
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    expect(wrong).toEqual([]);
    expect(positions.size).toBe(Number(head));
  }
}
