import type pg from 'pg';
import { plainArray, textArray } from '#platform';
import { pieces } from '../fold/pieces.js';
import { partitionOf, type Projection } from '../projection.js';
import { type MarkRow, toBigint } from './mark-rows.js';

export interface MarkOf {
  code: string;
  row: MarkRow;
}

/** How a dossier's marks change. */
export interface MarkChange {
  removed: readonly MarkOf[];
  added: readonly MarkOf[];
  /** the same rows with other measures */
  changed: readonly MarkOf[];
}

const ROWS = 'unnest($1::text[], $2::int[], $3::int[], $4::date[], $5::date[], $6::smallint[]';
const SAME =
  'm.code = x.code and m.unit = x.unit and m.scope = x.scope and m.day = x.day and m.until = x.until and m.nth = x.nth';
/** Flows and stocks stand in indexes of their own, so each has statements of its own. */
const KINDS = { flow: 'm.until = m.day', stock: 'm.until > m.day' };
type Kind = keyof typeof KINDS;

const add = (table: string): string => `
insert into ${table} (code, unit, scope, day, until, nth, measures) select * from ${ROWS}, $7::bigint[])`;

const remove = (table: string, kind: Kind): string => `
delete from ${table} m using ${ROWS}) as x (code, unit, scope, day, until, nth) where ${KINDS[kind]} and ${SAME}`;

const change = (table: string, kind: Kind): string => `
update ${table} m set measures = x.measures
from ${ROWS}, $7::bigint[]) as x (code, unit, scope, day, until, nth, measures) where ${KINDS[kind]} and ${SAME}`;

/** Replaces marks by their difference. */
async function writeMarks(client: pg.ClientBase, part: number, { removed, added, changed }: MarkChange): Promise<void> {
  const table = partitionOf('mark', part);
  const run = async (name: string, text: string, values: string[]): Promise<void> => {
    await client.query({ name: `${name} ${part}`, text, values });
  };
  if (added.length > 0) await run('marks-add', add(table), [...keysOf(added), measuresOf(added)]);
  for (const kind of ['flow', 'stock'] as const) {
    const gone = removed.filter(isOf(kind));
    if (gone.length > 0) await run(`marks-remove-${kind}`, remove(table, kind), keysOf(gone));
    const other = changed.filter(isOf(kind));
    if (other.length > 0) await run(`marks-change-${kind}`, change(table, kind), [...keysOf(other), measuresOf(other)]);
  }
}

/** What counts of each dossier, where and from when until when: figures are their sums, drill-downs their list. */
export const MARKS: Projection<{ marks: MarkChange }> = {
  name: 'marks',
  version: 3,
  tables: [{ name: 'mark', key: null, fillfactor: 100 }],
  async write(client, part, { marks: { added, ...others } }) {
    await writeMarks(client, part, { ...others, added: [] });
    for (const some of pieces(added)) await writeMarks(client, part, { removed: [], changed: [], added: some });
  },
};

const isOf =
  (kind: Kind) =>
  ({ row }: MarkOf): boolean =>
    (row.until === row.day) === (kind === 'flow');

const keysOf = (marks: readonly MarkOf[]): string[] => [
  textArray(marks.map(({ code }) => code)),
  plainArray(marks.map(({ row }) => row.unit)),
  plainArray(marks.map(({ row }) => row.scope)),
  textArray(marks.map(({ row }) => row.day)),
  textArray(marks.map(({ row }) => row.until)),
  plainArray(marks.map(({ row }) => row.nth)),
];
const measuresOf = (marks: readonly MarkOf[]): string => plainArray(marks.map(({ row }) => toBigint(row)));
