import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type pg from 'pg';
import { createPool, dropDatabase, migrate, openEmbeddedPostgres, type MigrationClass } from '#platform';

export interface TestDatabaseOptions {
  /** The migrations to run; the result is kept as a template, so each spec file pays only for a copy. */
  migrations?: MigrationClass[];
  /** Rows that every database of this kind starts with; `key` names them in the template's name. */
  seed?: { key: string; run: (pool: pg.Pool) => Promise<void> };
}

export interface TestDatabase {
  /** Connection URL of a database that only this spec file uses. */
  url: string;
  /** A pool on it (at most 10 connections). */
  pool: pg.Pool;
  /** Another pool on it; ended by `stop`. */
  createPool(max?: number): pg.Pool;
  /** Ends the pools and drops the database, whoever is still connected. */
  stop(): Promise<void>;
}

const TEMPLATE_LOCK = 7_301_090;
let server: Promise<string> | undefined;

/** The folder of this run of Jest, made by its global set-up. */
export function runFolder(): string {
  const folder = process.env.TRACKER_TEST_RUN;
  if (!folder)
    throw new Error('Only integration and end-to-end specs (*.int.spec.ts, *.e2e.spec.ts) may start servers.');
  return folder;
}

/** The one PostgreSQL server of this run: started by whoever asks first, ended with the run. */
function testServer(): Promise<string> {
  const start = async (): Promise<string> => {
    const folder = join(runFolder(), 'database');
    const running = await openEmbeddedPostgres({
      folder,
      role: 'guest',
      database: 'tests',
      unsafeButFast: true,
      keepRunning: true,
    });
    await running.close();
    return running.url;
  };
  return (server ??= start());
}

const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

/** Two sets of migrations with the same text share a template. */
function templateName(options: TestDatabaseOptions): string {
  const hash = createHash('sha256');
  for (const migration of options.migrations ?? []) hash.update(`${migration.name}\n${migration.toString()}\n`);
  hash.update(options.seed ? `seed ${options.seed.key}` : '');
  return `template_${hash.digest('hex').slice(0, 16)}`;
}

async function ensureTemplate(admin: pg.Pool, url: string, options: TestDatabaseOptions): Promise<string> {
  const name = templateName(options);
  const client = await admin.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) return name;
    const draft = `draft_${randomBytes(6).toString('hex')}`;
    await client.query(`create database ${draft}`);
    if (options.migrations) await migrate(withDatabase(url, draft), options.migrations);
    if (options.seed) {
      const pool = createPool(withDatabase(url, draft));
      await options.seed.run(pool).finally(() => pool.end());
    }
    await client.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]).finally(() => client.release());
  }
}

/**
 * A fresh database on a real PostgreSQL for one spec file. Call it in `beforeAll`, and `stop()` in `afterAll`.
 * The server is started on the first call of a run (about two seconds) and shared by all spec files.
 */
export async function startTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const serverUrl = await testServer();
  const admin = createPool(serverUrl, { max: 2, applicationName: 'tests' });
  const template = await ensureTemplate(admin, serverUrl, options);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin.query(`create database ${name} template ${template}`);

  const url = withDatabase(serverUrl, name);
  const pools: pg.Pool[] = [];
  const open = (max = 10): pg.Pool => {
    const pool = createPool(url, { max, applicationName: 'test' });
    pools.push(pool);
    return pool;
  };
  return {
    url,
    pool: open(),
    createPool: open,
    async stop() {
      await Promise.all(pools.map((pool) => pool.end()));
      await dropDatabase(admin, name);
      await admin.end();
    },
  };
}
