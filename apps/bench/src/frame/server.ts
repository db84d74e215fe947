import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  clientConfig,
  createPool,
  dropDatabase,
  migrate,
  openEmbeddedPostgres,
  type MigrationClass,
  type PoolOptions,
} from '#platform';

/** A database of the run's server. */
export interface BenchDatabase {
  url: string;
  /** The same as the superuser, who may CHECKPOINT, VACUUM everything and look into plans. */
  superuserUrl: string;
  /** A pool as the apps make it; ended by `drop` at the latest. */
  createPool(options?: PoolOptions): pg.Pool;
  /** Ends the pools and drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** The PostgreSQL server of one run. */
export interface BenchServer {
  /** As `show server_version` tells it. */
  version: string;
  /** A fresh database; with these migrations, where any are given. */
  newDatabase(migrations?: MigrationClass[]): Promise<BenchDatabase>;
  /** Writes out what is dirty, so that no round pays for the one before. */
  checkpoint(): Promise<void>;
  /** Stops the server and removes its files. */
  close(): Promise<void>;
}

/**
 * Starts a PostgreSQL server of the run's own, with the very settings that the apps get (durable: fsync on, synchronous commit), in a new folder
 * below BENCH_DIR (default: the machine's folder for temporary files, which must not be memory).
 */
export async function startServer(): Promise<BenchServer> {
  const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'tracker-bench-'));
  const running = await openEmbeddedPostgres({ folder, role: 'owner' });
  const password = new URL(running.url).password;
  const address = (database: string, user?: string): string => {
    const url = new URL(running.url);
    url.pathname = `/${database}`;
    if (user) url.username = user;
    url.password = password;
    return url.href;
  };
  const admin = new pg.Client(clientConfig(address('postgres', 'postgres')));
  await admin.connect();
  const { rows } = await admin.query<{ server_version: string }>('show server_version');
  const pools = new Set<pg.Pool>();

  return {
    version: rows[0].server_version,
    async newDatabase(migrations) {
      const name = `bench_${randomBytes(6).toString('hex')}`;
      await admin.query(`create database ${name} owner tracker`);
      const url = address(name);
      if (migrations) await migrate(url, migrations);
      const own: pg.Pool[] = [];
      return {
        url,
        superuserUrl: address(name, 'postgres'),
        createPool(options) {
          const pool = createPool(url, options);
          own.push(pool);
          pools.add(pool);
          return pool;
        },
        async drop() {
          for (const pool of own) if (pools.delete(pool) && !pool.ending) await pool.end();
          await dropDatabase(admin, name);
        },
      };
    },
    async checkpoint() {
      await admin.query('checkpoint');
    },
    async close() {
      for (const pool of pools) if (!pool.ending) await pool.end();
      await admin.end();
      await running.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
