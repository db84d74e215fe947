import { UNIT_KIND, type UnitCommand, type UnitRegister } from '#domain';
import type { KindDoor } from '../execution/kind-door.js';
import type { FactLog } from '../execution/fact-log.js';

/** What a sender says of a unit, whose key stands beside it. */
type Input = UnitCommand extends infer C ? (C extends UnitCommand ? Omit<C, 'unit'> : never) : never;

/** How the commands of units come in: nothing of them is sealed, offices are public. */
export const unitDoor = (log: FactLog<UnitRegister>): KindDoor<UnitRegister, UnitCommand, Input> => ({
  kind: UNIT_KIND,
  log,
  referred: (unit, input) => ({ ...input, unit }) as UnitCommand,
  subjectOf: (unit) => `unit ${unit}`,
});
