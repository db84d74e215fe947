import type { Kind } from '../kind.js';
import type { UnitCommand } from './commands.js';
import { decideUnit } from './decide.js';
import { type NewUnitEvent, unitEventSchemas } from './events.js';
import { emptyRegister, evolveRegister, UNIT_STREAM, unitLives, type UnitRegister } from './register.js';

/** Units: offices that own dossiers, each a code for a span of time. All of them are one stream. */
export const UNIT_KIND: Kind<UnitRegister, UnitCommand, NewUnitEvent> = {
  kind: 'unit',
  schema: 1,
  schemas: unitEventSchemas,
  streamOf: () => UNIT_STREAM,
  initialState: emptyRegister,
  evolve: evolveRegister,
  decide: decideUnit,
  standing: (register, key) => {
    const life = unitLives(register).get(key);
    return { phase: life === undefined ? 'unknown' : life.validTo === null ? 'open' : 'closed', dueAt: null };
  },
};
