import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import { projectFolder } from '#application';

/** What the benchmarks use of `@event-driven-io/emmett-postgresql`. */
export interface Peer {
  appendToStream(
    stream: string,
    events: { type: string; data: unknown; metadata: unknown }[],
    options: { expectedStreamVersion: bigint },
  ): Promise<{ nextExpectedStreamVersion: bigint }>;
  schema: { migrate(): Promise<unknown> };
  close(): Promise<void>;
}

interface PeerModule {
  getPostgreSQLEventStore(url: string, options: { connectionOptions: { pool: pg.Pool } }): Peer;
}

/**
 * The peer on the database at `url`, its tables made, with a pool of `max` connections. Where it is not installed yet, `npm ci` does so in
 * apps/bench/peer, and says so: the project itself does not depend on it.
 */
export async function openPeer(url: string, max: number): Promise<Peer> {
  const folder = join(projectFolder(), 'apps/bench/peer');
  if (!existsSync(join(folder, 'node_modules/.package-lock.json'))) {
    process.stderr.write('The peer is installed into apps/bench/peer …\n');
    const { status } = spawnSync('npm', ['ci'], { cwd: folder, stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error('The peer cannot be installed: see above; `npm ci` in apps/bench/peer.');
  }
  const main = join(folder, 'node_modules/@event-driven-io/emmett-postgresql/dist/index.js');
  const { getPostgreSQLEventStore } = (await import(pathToFileURL(main).href)) as PeerModule;
  // its own copy of pg: it changes how values are read for the whole module
  const { Pool } = createRequire(join(folder, 'package.json'))('pg') as typeof pg;
  const pool = new Pool({ connectionString: url, max });
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  return {
    appendToStream: (...args) => store.appendToStream(...args),
    schema: store.schema,
    async close() {
      await store.close();
      if (!pool.ended) await pool.end();
    },
  };
}
