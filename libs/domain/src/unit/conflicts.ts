import { isInForce } from '../reference/reference.js';
import type { Refusal } from '../kind.js';
import type { UnitLife } from './register.js';

type Lives = ReadonlyMap<string, UnitLife>;

/**
 * What must not be in a register, of the units that have changed: two units of one code, or of one prefix of dossier codes, on
 * the same day; closed before they began; a successor that is not there on the day of the merger. (So no chain of successors
 * leads in a circle: each begins its span later than it ends the one before.)
 */
export function conflictsOf(before: Lives, after: Lives): Refusal[] {
  const changed = [...after.values()].filter((unit) => !isSame(unit, before.get(unit.key)));
  const conflicts: Refusal[] = [];
  for (const unit of changed) {
    if (unit.validTo !== null && unit.validTo <= unit.validFrom)
      conflicts.push({ reason: 'closed-before-opened', pointer: '/on', values: { day: unit.validFrom } });
    for (const other of after.values()) {
      if (other.key === unit.key || !overlap(unit, other)) continue;
      if (other.code === unit.code)
        conflicts.push({ reason: 'unit-code-in-use', pointer: '/code', values: { unit: other.name } });
      if (unit.agencyCode !== null && other.agencyCode === unit.agencyCode)
        conflicts.push({ reason: 'agency-code-in-use', pointer: '/agencyCode', values: { unit: other.name } });
    }
  }
  for (const unit of after.values()) {
    for (const [nth, key] of unit.successors.entries()) {
      const taking = after.get(key);
      if (taking && isInForce(taking, unit.validTo!)) continue;
      const own = changed.includes(unit);
      if (!own && !changed.some((each) => each.key === key)) continue;
      conflicts.push(
        own
          ? {
              reason: taking ? 'successor-not-in-force' : 'unknown-successor',
              pointer: `/successors/${nth}`,
              values: { day: unit.validTo! },
            }
          : { reason: 'successor-of-another', pointer: '/on', values: { unit: unit.name, day: unit.validTo! } },
      );
    }
  }
  return conflicts;
}

const END = '9999-12-31';
const overlap = (a: UnitLife, b: UnitLife): boolean =>
  a.validFrom < (b.validTo ?? END) && b.validFrom < (a.validTo ?? END);

const isSame = (a: UnitLife, b: UnitLife | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
