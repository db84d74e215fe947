import pg from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { OperatorError } from '../faults/operator-error.js';
import { databaseLabel, describeDatabaseError } from './database-errors.js';
import { clientConfig } from './pool.js';

/** A migration of TypeORM with plain SQL in it. The class's name ends with a timestamp of 13 digits, which orders it among all libraries. */
export type MigrationClass = new () => MigrationInterface;

/** The oldest major version of PostgreSQL that will do. */
export const LEAST_POSTGRES = 16;

/** All four apps migrate when they start; whoever gets this session lock first does it. */
const MIGRATION_LOCK = 7_301_010;

interface Planned {
  name: string;
  timestamp: number;
  migration: MigrationClass;
}

function inOrder(migrations: MigrationClass[]): Planned[] {
  const planned = migrations.map((migration) => ({
    name: migration.name,
    timestamp: Number(migration.name.slice(-13)),
    migration,
  }));
  for (const { name, timestamp } of planned) {
    if (!(timestamp > 1e12))
      throw new Error(`The name of the migration ${name} does not end with a timestamp of 13 digits.`);
  }
  planned.sort((a, b) => a.timestamp - b.timestamp);
  planned.forEach((each, i) => {
    if (i > 0 && each.timestamp === planned[i - 1].timestamp) {
      throw new Error(`The migrations ${planned[i - 1].name} and ${each.name} have the same timestamp.`);
    }
  });
  return planned;
}

async function applied(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('ops.migration') is not null as there`);
  if (!rows[0].there) return [];
  const names = await client.query<{ name: string }>('select name from ops.migration order by timestamp');
  return names.rows.map((row) => row.name);
}

function refuseStranger(done: string[], planned: Planned[]): void {
  const known = new Set(planned.map((each) => each.name));
  const unknown = done.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new OperatorError(
      `The database was made by a newer version of this program (it has ${unknown.at(-1)}): start that version.`,
    );
  }
  const gap = planned.slice(0, done.length).find((each, i) => each.name !== done[i]);
  if (gap) {
    throw new OperatorError(
      `The database is half migrated (it lacks ${gap.name}, but has later steps): restore it from a backup, or start on an empty one.`,
    );
  }
}

/** The tables that these migrations make, as their SQL says; what another step takes back again is not among them. */
export async function tablesOf(migrations: MigrationClass[]): Promise<string[]> {
  const sql: string[] = [];
  const listener = { query: (text: string) => (sql.push(text), Promise.resolve([{}])) } as unknown as QueryRunner;
  for (const { migration } of inOrder(migrations)) await new migration().up(listener);
  const tables = new Set<string>();
  for (const [, verb, name] of sql
    .join('\n')
    .matchAll(/^\s*(create|drop) table (?:if (?:not )?exists )?(\w+\.\w+)/gim)) {
    if (verb.toLowerCase() === 'create') tables.add(name);
    else tables.delete(name);
  }
  return [...tables];
}

/** A record that says done and a table that is not there: somebody has dropped it, or half of a backup was restored. */
async function refuseHalf(client: pg.Client, done: Planned[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select name from unnest($1::text[]) with ordinality as t (name, nth) where to_regclass(name) is null order by nth',
    [await tablesOf(done.map(({ migration }) => migration))],
  );
  if (rows.length === 0) return;
  throw new OperatorError(
    `The database is half migrated (its table ${rows[0].name} is missing): restore it from a backup, or start on an empty one.`,
  );
}

/** @throws OperatorError where the server is older than what the SQL here is written for */
async function refuseOldServer(client: pg.Client, url: string, least: number): Promise<void> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  const [{ version }] = rows;
  if (Number.parseInt(version, 10) >= least) return;
  throw new OperatorError(
    `PostgreSQL at ${databaseLabel(url)} is version ${version}, ${least} or later is needed: set DATABASE_URL to such a one.`,
  );
}

async function withLock<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(clientConfig(url, { applicationName: 'dossier-tracker migrate' }));
  client.on('error', () => undefined); // the statement in hand fails too
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(client);
  } catch (error) {
    const sentence = describeDatabaseError(error, url);
    throw sentence ? new OperatorError(sentence, { cause: error }) : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Brings the database at `url` to the state of `migrations`: all that are missing, in one transaction. Safe to call from several processes at once.
 * What was done is recorded in `ops.migration`.
 * @returns the names of the migrations that this call ran
 * @param leastPostgres the oldest major version of the server that will do
 * @throws OperatorError when the database is newer than the program, is half migrated, or cannot be reached, or the server is too old
 */
export async function migrate(
  url: string,
  migrations: MigrationClass[],
  leastPostgres = LEAST_POSTGRES,
): Promise<string[]> {
  const planned = inOrder(migrations);
  return withLock(url, async (client) => {
    await refuseOldServer(client, url, leastPostgres);
    const done = await applied(client);
    refuseStranger(done, planned);
    await refuseHalf(client, planned.slice(0, done.length));
    if (done.length === planned.length) return [];
    await client.query('create schema if not exists ops');
    const source = await new DataSource({
      type: 'postgres',
      url,
      schema: 'ops',
      migrations: planned.map((each) => each.migration),
      migrationsTableName: 'migration',
      logger: 'debug', // silent; a fault is thrown
      extra: { max: 1 },
    }).initialize();
    try {
      return (await source.runMigrations({ transaction: 'all' })).map((migration) => migration.name);
    } finally {
      await source.destroy();
    }
  });
}
