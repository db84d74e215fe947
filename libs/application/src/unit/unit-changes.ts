import type pg from 'pg';
import { emptyRegister, evolveRegister, UNIT_STREAM, type UnitFact, type UnitLife, unitLives } from '#domain';
import { EventStore } from '#event-store';
import type { ReferenceChange } from '../reference/changes.js';

/** What the facts of units have changed, as the record of changes of other reference data says it; the oldest first. */
export async function unitChanges(pool: pg.Pool): Promise<ReferenceChange[]> {
  const changes: ReferenceChange[] = [];
  let register = emptyRegister();
  for (const event of await new EventStore(pool).readStream(UNIT_STREAM)) {
    const key = (event.data as UnitFact['data']).unit;
    const before = rowOf(unitLives(register).get(key));
    register = evolveRegister(register, [event]);
    const [source, sha256 = null] = event.meta.commandId.split('#');
    const after = rowOf(unitLives(register).get(key));
    const last = changes.at(-1);
    // one line of a file may be several facts
    if (last?.key === key && last.at === event.recordedAt && last.source === source) last.after = after;
    else
      changes.push({
        id: `unit ${event.version}`,
        at: event.recordedAt,
        who: event.meta.caller,
        source: source!,
        sha256,
        what: 'units',
        key,
        before,
        after,
      });
  }
  return changes;
}

/** A unit in the columns of units.csv. */
function rowOf(life: UnitLife | undefined): Record<string, unknown> | null {
  if (!life) return null;
  const { code, name, population, agencyCode, aliases, validFrom, validTo, successors, addresses, officersOnDuty } =
    life;
  return {
    code,
    name,
    population,
    agency_code: agencyCode,
    aliases,
    valid_from: validFrom,
    valid_to: validTo,
    successors,
    addresses,
    officers_on_duty: officersOnDuty.at(-1)?.n ?? null,
  };
}
