import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { type Clock, instant } from '#domain';
import { EventStore, eventStoreMigrations, type StoredEvent, Vault } from '#event-store';
import { eventStreamMigrations, type StreamLogger } from '#event-stream';
import { currentPart, Projector, projectionMigrations, type ProjectorOptions } from '../src/index.js';
import { startTestDatabase, type TestDatabase } from '#testing';
import { codeOf, life, toStore } from './histories.js';

export const clock: Clock = { now: () => instant(Date.now()) };

export interface TestSystem {
  database: TestDatabase;
  pool: pg.Pool;
  store: EventStore;
  vault: Vault;
  /** Another projector on the same database. It folds larger batches in halves, smaller ones in one. */
  projector(options?: Partial<ProjectorOptions>): Projector;
  /** Appends lives of dossiers, their events mixed as real ones are: all first events, all second events … */
  appendLives(numbers: Iterable<number>): Promise<void>;
  /** Appends events of any shape to a stream. */
  append(
    stream: string,
    events: { type: string; occurredAt: string; data: object; schema?: number }[],
  ): Promise<StoredEvent[]>;
  /** As if the database had been restored from a dump: the log's life is another one. */
  newEpoch(): Promise<void>;
  /** The rows of the current generation, for comparison. */
  rows(): Promise<ReadRows>;
  stop(): Promise<void>;
}

export interface ReadRows {
  cells: unknown[];
  marks: unknown[];
  dossiers: unknown[];
}

/** A fresh database with the log and the read tables. */
export async function startTestSystem(logger?: StreamLogger): Promise<TestSystem> {
  const database = await startTestDatabase({
    migrations: [...eventStoreMigrations, ...eventStreamMigrations, ...projectionMigrations],
  });
  const { pool } = database;
  const store = new EventStore(pool);
  const vault = new Vault(pool, randomBytes(32), clock);
  let commands = 0;
  const append: TestSystem['append'] = async (stream, events) => {
    const version = (await store.readStream(stream)).length;
    const verdict = await store.append({
      stream,
      expectedVersion: version,
      events: events.map((event) => ({
        schema: 1,
        ...event,
        meta: { commandId: `c${++commands}`, caller: 'counter-1', door: 'http' },
      })),
      now: clock.now(),
    });
    if (verdict.kind !== 'appended') throw new Error(verdict.kind);
    return verdict.events;
  };
  return {
    database,
    pool,
    store,
    vault,
    projector: (options = {}) => new Projector({ pool, store, vault, clock, logger, halvedFrom: 30, ...options }),
    append,
    async appendLives(numbers) {
      const lives = [...numbers].map((n) => ({ code: codeOf(n), events: life(n) }));
      for (let i = 0; lives.some(({ events }) => i < events.length); i++) {
        const turn = lives.filter(({ events }) => i < events.length);
        const verdicts = await Promise.all(
          turn.map(({ code, events }) =>
            store.append({
              stream: code,
              expectedVersion: i,
              events: [toStore(events[i], `${code} ${i}`)],
              now: clock.now(),
            }),
          ),
        );
        const refused = verdicts.find(({ kind }) => kind !== 'appended');
        if (refused) throw new Error(refused.kind);
      }
    },
    async newEpoch() {
      await pool.query(`
        set role dossier_log_owner;
        insert into log.epoch (fingerprint) select fingerprint from log.epoch order by number desc limit 1;
        reset role`);
    },
    rows: () => readRows(pool),
    async stop() {
      await store.close();
      await database.stop();
    },
  };
}

async function readRows(pool: pg.Pool): Promise<ReadRows> {
  const all = async (sql: string): Promise<unknown[]> =>
    (await pool.query<{ row: unknown }>(sql)).rows.map(({ row }) => row);
  return {
    // a cell to which was added what was taken away again says as little as none
    cells: (
      await all(`
      select to_jsonb(c) - 'generation' - 'unit' - 'scope' || jsonb_build_object('unit', u.key, 'procedure', s.procedure, 'field', s.field) as row
      from read.cell c join read.unit u on u.id = c.unit join read.scope s on s.id = c.scope
      where generation = ${currentPart('cells')} and c.received is not null
      order by s.procedure, s.field, grain, bucket, u.key`)
    ).filter((row) =>
      Object.entries(row as object).some(
        ([column, value]) => column !== 'grain' && typeof value === 'number' && value !== 0,
      ),
    ),
    marks: await all(`
      select to_jsonb(m) - 'generation' - 'unit' - 'scope' || jsonb_build_object('unit', u.key, 'procedure', s.procedure) as row
      from read.mark m join read.unit u on u.id = m.unit join read.scope s on s.id = m.scope
      where generation = ${currentPart('marks')} order by code, u.key, day, until, nth`),
    dossiers: await all(`
      select to_jsonb(d) - 'generation' - 'unit' - 'receiving_unit' - 'scope' as row
      from read.dossier d where generation = ${currentPart('dossiers')} order by code`),
  };
}

/** What a crash of the server leaves that took every commit of the fold with it (none of them waits for the disk). */
export async function takeBack(pool: pg.Pool): Promise<void> {
  await pool.query(
    `begin; truncate read.cell, read.mark, read.dossier; update read.checkpoint set position = 0; commit`,
  );
}
