import type pg from 'pg';
import { ownedDossiers, ownedGroups } from '#projections';
import { procedureName, unitName } from '../query/names.js';
import type { Present } from '../query/present.js';
import type { UndecidedView } from './operations.query.js';

/** So many are named; all are counted. */
const MOST_NAMED = 50;

/**
 * What stays with units that are no more: the clock gives a dossier to the successor that the data name, and leaves it
 * where they name none, or several and no rule that chooses.
 */
export async function undecided(
  db: pg.ClientBase,
  { reference, today }: Pick<Present, 'reference' | 'today'>,
): Promise<UndecidedView> {
  const closed = new Map(
    reference.rows.units.flatMap(({ key, validTo, successors }) =>
      validTo !== null && validTo <= today ? [[key, { validTo, successors }] as const] : [],
    ),
  );
  const groups = (await ownedGroups(db, [...closed.keys()])).filter(
    ({ unit, agency, procedure }) =>
      // of the code nothing but its prefix is asked
      reference.successor(unit, { code: `${agency}-`, procedure }, closed.get(unit)!.validTo) === null,
  );
  const items = await ownedDossiers(db, groups, MOST_NAMED);
  return {
    total: groups.reduce((sum, { n }) => sum + n, 0),
    items: items.map(({ code, unit, procedure, phase, dueAt }) => ({
      code,
      unit: { ...unitName(unit, reference), validTo: closed.get(unit)!.validTo },
      successors: closed.get(unit)!.successors.map((key) => unitName(key, reference)),
      procedure: procedure === null ? null : procedureName(procedure, reference, today),
      phase,
      dueAt,
    })),
  };
}
