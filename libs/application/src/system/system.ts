import type pg from 'pg';
import type { Clock } from '#domain';
import { createPool, migrate, offsetClock, openDatabase, type OpenDatabaseOptions, systemClock } from '#platform';
import { Application } from '../application.js';
import { migrations } from '../migrations.js';
import { revisionOf } from '../reference/revision.sql.js';
import { seedFolder } from '../reference/seed/seed.js';
import { takeOverUnits } from '../unit/units-in-log.js';
import { keyFingerprints } from './key-fingerprints.js';
import { layAsideAnew } from './lay-aside-anew.js';

export interface SystemOptions extends OpenDatabaseOptions {
  poolSize?: number;
  applicationName?: string;
  /** the project's folder of reference data; its calendar, hours, policies and targets are the base of an empty database */
  seeds: string;
}

export interface System {
  url: string;
  embedded: boolean;
  pool: pg.Pool;
  clock: Clock;
  application: Application;
  demonstration: Demonstration;
  /** Drains the appends in hand, ends the pool and gives the embedded server back. */
  close(): Promise<void>;
}

/**
 * The database, migrated, with its base data, and the write side on it: what every program of the project starts with.
 * @throws OperatorError with one clear sentence for what the operator can mend
 */
export async function openSystem(options: SystemOptions): Promise<System> {
  const database = await openDatabase(options);
  const pool = createPool(database.url, { max: options.poolSize ?? 10, applicationName: options.applicationName });
  try {
    await migrate(database.url, migrations);
    await seedBase(pool, options.seeds);
    const demonstration = new Demonstration(pool);
    await demonstration.read();
    const clock = demonstration.clock;
    await takeOverUnits(pool, clock.now());
    const application = new Application({ pool, masterKey: database.masterKey, clock });
    await application.vault.check();
    await keyFingerprints(pool, database.masterKey, application.vault);
    await layAsideAnew(pool, application.vault);
    return {
      url: database.url,
      embedded: database.embedded,
      pool,
      clock,
      application,
      demonstration,
      async close() {
        await application.close();
        await pool.end();
        await database.close();
      },
    };
  } catch (error) {
    await pool.end();
    await database.close();
    throw error;
  }
}

/** A database that no seeding has touched gets the calendar, office hours and the policies; a place and its plan come by `seed`. */
async function seedBase(pool: pg.Pool, folder: string): Promise<void> {
  if ((await revisionOf(pool)) === 0n) {
    await seedFolder(pool, folder, { by: 'system', only: ['calendar.csv', 'hours.csv', 'policies.csv'] });
  }
}

/** The demonstration's clock: a stored offset. Where nothing is demonstrated, the machine's clock. */
export class Demonstration {
  private offsetMs: number | null = null;
  /** set while the year is filled in: the commands come at their own time */
  private fixed: string | null = null;
  filledAt: string | null = null;
  readonly clock: Clock;

  constructor(private readonly pool: pg.Pool) {
    const moved = offsetClock(() => this.offsetMs ?? 0);
    this.clock = { now: () => this.fixed ?? (this.offsetMs === null ? systemClock.now() : moved.now()) };
  }

  get offset(): number | null {
    return this.offsetMs;
  }

  async read(): Promise<void> {
    const { rows } = await this.pool.query<{ offset_ms: bigint; filled_at: string | null }>(
      'select offset_ms, filled_at from ops.demonstration',
    );
    this.offsetMs = rows[0] ? Number(rows[0].offset_ms) : null;
    this.filledAt = rows[0]?.filled_at ?? null;
  }

  /** Makes this database a demonstration whose present is `today` now. */
  async begin(today: string): Promise<void> {
    await this.pool.query(`insert into ops.demonstration (offset_ms) values ($1) on conflict (id) do nothing`, [
      Date.parse(today) - Date.now(),
    ]);
    await this.read();
  }

  /** Stops the clock at an instant while the past is filled in. */
  stopAt(instant: string): void {
    this.fixed = instant;
  }

  /** The year is filled in whole: the clock runs on from `today`. */
  async end(today: string): Promise<void> {
    await this.pool.query('update ops.demonstration set filled_at = now(), offset_ms = $1', [
      Date.parse(today) - Date.now(),
    ]);
    this.fixed = null;
    await this.read();
  }
}
