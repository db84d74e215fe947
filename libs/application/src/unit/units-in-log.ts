import type pg from 'pg';
import {
  emptyRegister,
  evolveRegister,
  type Instant,
  restated,
  UNIT_KIND,
  UNIT_STREAM,
  type UnitRegister,
  type UnitRow,
} from '#domain';
import { EventStore } from '#event-store';
import { FactLog } from '../execution/fact-log.js';

/** Every unit that there is, was or is announced, as the log has it. */
export async function readRegister(pool: pg.Pool): Promise<UnitRegister> {
  return evolveRegister(emptyRegister(), await new EventStore(pool).readStream(UNIT_STREAM));
}

/**
 * Makes the register say what rows of a table say: the command `restate`, whose rows have been checked beside each other.
 * @returns how many of them said something new
 */
export async function restateUnits(pool: pg.Pool, rows: readonly UnitRow[], now: Instant): Promise<number> {
  const log = new FactLog<UnitRegister>(new EventStore(pool), UNIT_KIND);
  for (;;) {
    const register = await log.load(UNIT_STREAM);
    const drafts = restated(register, rows, now);
    if (drafts.length === 0) return 0;
    const meta = { commandId: 'units.csv', caller: 'seed', door: 'file' } as const;
    const verdict = await log.append(UNIT_STREAM, register, drafts, meta, { now });
    if (verdict.kind === 'appended') return new Set(drafts.map(({ data }) => data.unit)).size;
  }
}

/** A database from before units were facts: what stands in its table becomes the beginning of the register. */
export async function takeOverUnits(pool: pg.Pool, now: Instant): Promise<void> {
  const register = await readRegister(pool);
  if (register.version > 0) return;
  const { rows } = await pool.query<UnitRow>(
    `select key, code, name, population, agency_code as "agencyCode", aliases,
            valid_from as "validFrom", valid_to as "validTo", successors from ref.unit order by valid_from, code`,
  );
  await restateUnits(pool, rows, now);
}
