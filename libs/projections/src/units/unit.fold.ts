import { UNIT_KIND, type UnitRegister } from '#domain';
import type { Advanced, KnownStream } from '../fold/known-stream.js';
import { type KindFold, partitionOf } from '../projection.js';
import { UNITS, type UnitRows, unitRows } from './units.projection.js';
import { verifyUnits } from './units.verify.js';

export interface KnownRegister extends KnownStream {
  register: UnitRegister;
}

/** All units are one stream, so that a batch has one register or none. */
export const UNIT_FOLD: KindFold<KnownRegister, Advanced<KnownRegister>, UnitRows> = {
  kind: UNIT_KIND,
  projections: [UNITS],
  verifications: [verifyUnits],
  unknown: (nothing) => ({ ...nothing, register: UNIT_KIND.initialState(nothing.stream) as UnitRegister }),
  evolve: (known, events) => ({ known: { ...known, register: UNIT_KIND.evolve(known.register, events) } }),
  stands: (parts) =>
    `select stream, max(version) as version from ${partitionOf('unit_fact', parts.get(UNITS.name)!)} group by stream`,
  rows(folded) {
    const known = folded.map(({ after }) => after.known);
    const { stream, register } = known.at(-1)!;
    return Promise.resolve({ known, rows: unitRows(stream, register) });
  },
};
