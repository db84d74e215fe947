import { join } from 'node:path';
import { Application, type AppParts, migrations, projectFolder, seedFolder, startApp, type System } from '#application';
import { createLogger, type PlatformConfig } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { counterParts } from '../src/counter.js';
import { Client } from './client.js';

/** The counter as it runs, on a real PostgreSQL, with a clock that the spec sets. */
export class RealCounter {
  now = '2024-12-20T03:00:00.000Z';
  client!: Client;
  application!: Application;
  private database!: TestDatabase;
  private running!: { stop(): Promise<void> };

  /** @param beside what else runs in the counter, such as the door for commands by Kafka */
  static async start(beside: AppParts['imports'] = []): Promise<RealCounter> {
    const counter = new RealCounter();
    const seeds = join(projectFolder(), 'seeds');
    counter.database = await startTestDatabase({
      migrations,
      seed: { key: 'seeds', run: async (pool) => void (await seedFolder(pool, seeds)) },
    });
    const { pool, url } = counter.database;
    counter.application = new Application({ pool, masterKey: Buffer.alloc(32, 7), clock: { now: () => counter.now } });
    const { application } = counter;
    const system = {
      url,
      pool,
      application,
      clock: application.clock,
      close: () => application.close(),
    } as unknown as System;
    const logger = createLogger({ app: 'counter', level: 'silent', format: 'json' });
    const options = { name: 'counter', port: 0, parts: () => counterParts(beside) };
    const started = await startApp(options, system, { HOST: '127.0.0.1' } as PlatformConfig, logger);
    counter.running = started.running;
    counter.client = new Client(started.address);
    return counter;
  }

  get pool(): TestDatabase['pool'] {
    return this.database.pool;
  }

  async count(table: 'event' | 'answer' | 'sealed'): Promise<number> {
    const { rows } = await this.database.pool.query<{ n: bigint }>(`select count(*) as n from log.${table}`);
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
    await this.database.stop();
  }
}
