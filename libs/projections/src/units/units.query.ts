import type pg from 'pg';
import type { Instant, LocalDay, UnitEventType } from '#domain';
import { currentPart } from '../projection.js';

/** What was said of a unit. */
export interface UnitFactRow {
  version: number;
  type: UnitEventType;
  /** from when it holds (local day); null where it takes another one back */
  day: LocalDay | null;
  /** the payload of the fact (libs/domain, unit/events.ts) */
  data: Record<string, unknown>;
  recordedAt: Instant;
  /** who said it */
  source: string;
  /** false: it was taken back */
  stands: boolean;
}

/**
 * All that was said of a unit, by the day from which it holds; what takes something back stands where it was recorded.
 * @param key code@valid-from
 */
export async function unitFacts(db: pg.Pool | pg.ClientBase, key: string): Promise<UnitFactRow[]> {
  const { rows } = await db.query<UnitFactRow>(
    `select version, type, day::text, data, recorded_at as "recordedAt", source, stands
       from read.unit_fact where generation = ${currentPart('units')} and unit = $1
      order by coalesce(day, (recorded_at at time zone 'Asia/Ho_Chi_Minh')::date), version`,
    [key],
  );
  return rows;
}
