import type pg from 'pg';
import {
  decideUnit,
  emptyRegister,
  evolveRegister,
  type Instant,
  type NewUnitEvent,
  Refused,
  restated,
  UNIT_KIND,
  UNIT_STREAM,
  type UnitRegister,
  type UnitRow,
} from '#domain';
import { EventStore } from '#event-store';
import { FactLog } from '../execution/fact-log.js';

/** Every unit that there is, was or is announced, as the log has it. */
export async function readRegister(pool: Pick<pg.Pool, 'query'>): Promise<UnitRegister> {
  return evolveRegister(emptyRegister(), await new EventStore(pool as pg.Pool).readStream(UNIT_STREAM));
}

type Said = { by: string; sha256?: string };

/**
 * Makes the register say what rows of a table say, which have been checked beside each other.
 * @returns how many of them said something new
 * @throws Refused where another one has changed the units since, so that the rows fit no more
 */
export function restateUnits(pool: pg.Pool, rows: readonly UnitRow[], now: Instant, said: Said): Promise<number> {
  return settle(pool, now, said, (register) => {
    const decision = decideUnit(register, { type: 'restate', at: now, rows }, { now, reference: { isPopulation } });
    if (!decision.ok) throw new Refused(decision.refusals);
    return decision.events;
  });
}
const isPopulation = (): boolean => true; // has been checked with the rest of the row

/** A database from before units were facts: what stands in its table, as it is, becomes the beginning of the register. */
export async function takeOverUnits(pool: pg.Pool, now: Instant): Promise<void> {
  const { rows } = await pool.query<UnitRow>(
    `select key, code, name, population, agency_code as "agencyCode", aliases,
            valid_from as "validFrom", valid_to as "validTo", successors from ref.unit order by valid_from, code`,
  );
  await settle(pool, now, { by: 'migration' }, (register) =>
    register.version > 0 ? [] : restated(register, rows, now),
  );
}

/** Decides on the register as it stands, again when another one was faster. */
async function settle(
  pool: pg.Pool,
  now: Instant,
  { by, sha256 }: Said,
  decide: (register: UnitRegister) => NewUnitEvent[],
): Promise<number> {
  const log = new FactLog<UnitRegister>(new EventStore(pool), UNIT_KIND);
  for (;;) {
    const register = await log.load(UNIT_STREAM);
    const drafts = decide(register);
    if (drafts.length === 0) return 0;
    const commandId = sha256 === undefined ? 'units.csv' : `units.csv#${sha256}`;
    const meta = { commandId, caller: by === '' ? 'seed' : by, door: 'file' } as const;
    const verdict = await log.append(UNIT_STREAM, register, drafts, meta, { now });
    if (verdict.kind === 'appended') return new Set(drafts.map(({ data }) => data.unit)).size;
  }
}
