import type pg from 'pg';
import { randomBytes } from 'node:crypto';
import { instant } from '#domain';
import { EventStore, Vault } from '#event-store';
import { Projector, type ProjectorOptions } from '#projections';
import type { BenchDatabase } from './server.js';

/** A log, and what projectors on it need. */
export interface Projected {
  pool: pg.Pool;
  store: EventStore;
  projector(options?: Partial<ProjectorOptions>): Projector;
  /** The read tables begin anew, as at the very first start. */
  forget(): Promise<void>;
}

export function projected(database: BenchDatabase): Projected {
  const pool = database.createPool();
  const store = new EventStore(pool);
  const clock = { now: () => instant(Date.now()) };
  const vault = new Vault(pool, randomBytes(32), clock);
  return {
    pool,
    store,
    projector: (options) => new Projector({ pool, store, vault, clock, ...options }),
    forget: async () =>
      void (await pool.query(
        `update read.generation set state = 'retired', retired_at = now() where state in ('current', 'building')`,
      )),
  };
}
