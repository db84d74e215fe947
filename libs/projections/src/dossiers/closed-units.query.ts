import type pg from 'pg';
import type { Instant, Phase } from '#domain';
import { textArray } from '#platform';
import { currentPart } from '../projection.js';

/** Open dossiers of one unit that are alike in what decides who takes them over. */
export interface OwnedGroup {
  /** key */
  unit: string;
  /** national part of the code */
  procedure: string | null;
  /** prefix of the dossiers' codes */
  agency: string;
  n: number;
}

export interface OwnedDossier {
  code: string;
  unit: string;
  procedure: string | null;
  phase: Phase;
  dueAt: Instant | null;
}

const OPEN = `d.generation = ${currentPart('dossiers')} and d.phase in ('open', 'waiting')`;
const AGENCY = `split_part(d.code, '-', 1)`;

/** What units own that is open, stages of other dossiers too. @param units keys */
export async function ownedGroups(db: pg.Pool | pg.ClientBase, units: readonly string[]): Promise<OwnedGroup[]> {
  if (units.length === 0) return [];
  const { rows } = await db.query<OwnedGroup>({
    name: 'owned-groups',
    text: `
      select u.key as unit, s.procedure, ${AGENCY} as agency, count(*)::int as n
      from read.dossier d join read.unit u on u.id = d.unit left join read.scope s on s.id = d.scope
      where ${OPEN} and d.unit = any (array(select id from read.unit where key = any ($1)))
      group by 1, 2, 3`,
    values: [textArray(units)],
  });
  return rows;
}

/** The first dossiers of groups, by code. */
export async function ownedDossiers(
  db: pg.Pool | pg.ClientBase,
  groups: readonly OwnedGroup[],
  limit: number,
): Promise<OwnedDossier[]> {
  if (groups.length === 0) return [];
  const { rows } = await db.query<OwnedDossier>({
    name: 'owned-dossiers',
    text: `
      select d.code, u.key as unit, s.procedure, d.phase, d.due_at as "dueAt"
      from unnest($1::text[], $2::text[], $3::text[]) as g (unit, procedure, agency)
      join read.unit u on u.key = g.unit
      join read.dossier d on d.unit = u.id and ${OPEN} and ${AGENCY} = g.agency
      left join read.scope s on s.id = d.scope
      where s.procedure is not distinct from g.procedure
      order by d.code limit $4`,
    values: [
      textArray(groups.map(({ unit }) => unit)),
      textArray(groups.map(({ procedure }) => procedure)),
      textArray(groups.map(({ agency }) => agency)),
      limit,
    ],
  });
  return rows;
}
