import { join } from 'node:path';
import type pg from 'pg';
import { Application, type AppParts, migrations, projectFolder, seedFolder, startApp, type System } from '#application';
import { createLogger, createPool, type PlatformConfig } from '#platform';
import { startTestDatabase, type TestDatabase, SEEDED_AT } from '#testing';
import { counterParts } from '../src/counter.js';
import { Client } from './client.js';

const MASTER_KEY = Buffer.alloc(32, 7);

/** The counter as it runs, on a real PostgreSQL, with a clock that the spec sets. */
export class RealCounter {
  now = '2024-12-20T03:00:00.000Z';
  client!: Client;
  application!: Application;
  private database!: TestDatabase;
  private isGuest = false;
  /** what it has logged: warnings and errors, one JSON text each */
  readonly logged: string[] = [];
  private running!: { stop(): Promise<void> };

  /**
   * @param beside what else runs in the counter, such as the door for commands by Kafka
   * @param other the counter whose database this one shares; stop that one last
   * @param level from which on lines are kept in `logged`
   */
  static async start(
    beside: AppParts['imports'] = [],
    other?: RealCounter,
    level: 'warn' | 'trace' = 'warn',
  ): Promise<RealCounter> {
    const counter = new RealCounter();
    counter.isGuest = other !== undefined;
    if (other) counter.now = other.now;
    const seeds = join(projectFolder(), 'seeds');
    counter.database =
      other?.database ??
      (await startTestDatabase({
        migrations,
        seed: { key: 'seeds', run: async (pool) => void (await seedFolder(pool, seeds, { now: SEEDED_AT })) },
      }));
    const { pool, url } = counter.database;
    counter.application = new Application({ pool, masterKey: MASTER_KEY, clock: { now: () => counter.now } });
    const { application } = counter;
    const system = {
      url,
      pool,
      application,
      clock: application.clock,
      close: () => application.close(),
    } as unknown as System;
    const lines = { write: (line: string) => void counter.logged.push(line) };
    const logger = createLogger({ app: 'counter', level, format: 'json' }, lines);
    const options = { name: 'counter', port: 0, parts: () => counterParts(beside) };
    const started = await startApp(options, system, { HOST: '127.0.0.1' } as PlatformConfig, logger);
    counter.running = started.running;
    counter.client = new Client(started.address);
    return counter;
  }

  get pool(): TestDatabase['pool'] {
    return this.database.pool;
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  /** The write side as another process has it, on the same database. */
  another(): Application {
    return new Application({ pool: this.pool, masterKey: MASTER_KEY, clock: this.application.clock });
  }

  /** A pool on another database of the same server; whoever asks for it ends it. */
  elsewhere(): pg.Pool {
    const url = new URL(this.database.url);
    url.pathname = '/postgres';
    return createPool(url.href, { max: 1 });
  }

  async count(table: 'event' | 'answer' | 'sealed'): Promise<number> {
    const seeds = table === 'event' ? ` where meta ->> 'caller' <> 'seed'` : '';
    const { rows } = await this.database.pool.query<{ n: bigint }>(`select count(*) as n from log.${table}${seeds}`);
    return Number(rows[0]!.n);
  }

  /** Everything of the log that is not sealed, as text. */
  async openText(): Promise<string> {
    const { rows } = await this.database.pool.query<{ text: string }>(
      `select string_agg(data::text || meta::text || stream, ' ') || (select string_agg(answer::text, ' ') from log.answer) as text from log.event`,
    );
    return rows[0]!.text;
  }

  async stop(): Promise<void> {
    await this.running.stop();
    if (!this.isGuest) await this.database.stop();
  }
}
