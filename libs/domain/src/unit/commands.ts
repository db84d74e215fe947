import type { Instant, LocalDay } from '../calendar/time.js';
import type { Unit } from '../reference/reference.js';
import type { Particulars } from './events.js';

/** A unit as a table of reference data says it. */
export type UnitRow = Omit<Unit, 'agencyCodes'>;

/** What may be asked of the register. `at`: when it was said (UTC); days are local. */
export type UnitCommand =
  | ({ type: 'open'; at: Instant; unit: string; name: string } & Particulars)
  | { type: 'rename'; at: Instant; unit: string; name: string; from: LocalDay }
  | ({ type: 'change'; at: Instant; unit: string; from: LocalDay } & Particulars)
  | { type: 'close'; at: Instant; unit: string; on: LocalDay; successors?: string[] }
  | { type: 'retract'; at: Instant; unit: string; event: number }
  /** the register shall say of these units what the rows say: the seeding of a table */
  | { type: 'restate'; at: Instant; rows: readonly UnitRow[] };
