import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/** A source that is being imported: since when, and until when at the longest if nothing more is heard of it. */
export interface RunningImport {
  source: string;
  since: string;
  until: string;
}

/** A running import's hold on its source's clock. */
export interface ImportLease {
  renew(): Promise<void>;
  /** Gives the source back to the clock. */
  end(): Promise<void>;
}

const LEASE_MS = 15_000;
const RENEW_MS = 4_000;

/**
 * While a source is being imported its open dossiers are not asked by the clock: the import asks them as far as it has
 * got. Each import holds a lease and renews it; one that dies gives its source back when the lease runs out. Several
 * imports of one source may run beside each other.
 */
export class ImportLeases {
  /** @param at what the clock of the leases says; default: the database's own, which all processes share */
  constructor(
    private readonly pool: pg.Pool,
    private readonly at: () => string | null = () => null,
  ) {}

  /** Takes a lease and goes on renewing it until `end`. */
  async take(source: string): Promise<ImportLease> {
    const holder = randomUUID();
    const renew = async (): Promise<void> => void (await this.pool.query(RENEW, [source, holder, LEASE_MS, this.at()]));
    await this.pool.query('delete from ops.source where until <= coalesce($1::timestamptz, clock_timestamp())', [
      this.at(),
    ]);
    await renew();
    // a renewal that fails is tried again: the lease outlives two of them, and a longer outage ends the import itself
    const timer = setInterval(() => void renew().catch(() => undefined), RENEW_MS);
    timer.unref();
    return {
      renew,
      end: async () => {
        clearInterval(timer);
        await this.pool.query('delete from ops.source where holder = $1', [holder]);
      },
    };
  }

  /** The sources that are being imported now, by name. */
  async running(): Promise<RunningImport[]> {
    const { rows } = await this.pool.query<RunningImport>(RUNNING, [this.at()]);
    return rows;
  }

  /**
   * Waits until nobody imports a source any more, a dead import's lease run out.
   * @returns the import that is alive and goes on; null: the clock may ask
   */
  async settled(source: string, pause: () => Promise<void>): Promise<RunningImport | null> {
    let first: RunningImport | undefined;
    for (;;) {
      const found = (await this.running()).find((each) => each.source === source);
      if (!found) return null;
      first ??= found;
      if (found.until > first.until) return found;
      await pause();
    }
  }
}

const RENEW = `
  insert into ops.source (name, holder, since, until)
  select $1, $2, at, at + $3 * interval '1 millisecond' from (select coalesce($4::timestamptz, clock_timestamp()) as at) t
  on conflict (holder) do update set until = excluded.until`;

const RUNNING = `
  select name as source, min(since) as since, max(until) as until
    from ops.source where until > coalesce($1::timestamptz, clock_timestamp())
   group by name order by name`;
