import type pg from 'pg';
import { measureCode, measureNames } from '#metrics';
import type { TableDifference } from '../verify/findings.js';
import type { Verification } from '../verify/verification.js';
import { MEASURE_COLUMNS } from './columns.js';

const TABLE = 'read.cell';
const PLACE = ['scope', 'grain', 'bucket', 'unit'];

/** A cell that is not the sum of its marks. */
export interface CellDifference extends TableDifference {
  /** key; null: the number in the cell is nobody's */
  unit: string | null;
  procedure: string | null;
  field: string | null;
  /** null: the number in the cell is none of a grain */
  grain: 'day' | 'month' | 'year' | null;
  /** first day of the bucket */
  bucket: string;
  measure: string;
  /** what the marks add up to */
  expected: number;
  /** what the cell says */
  found: number;
}

const bit = (measure: (typeof measureNames)[number]): string =>
  `(m.measures >> ${measureCode(measure)} & 1)::int * m.sign`;
const columns = MEASURE_COLUMNS;

/** $1 part of the marks, $2 part of the cells, $3 most differences. Marks come on their first day and go on their last; each counts for its procedure, field and all. */
const COMPARE = `
with change as (
  select unit, scope, day, measures, 1 as sign from read.mark where generation = $1
  union all
  select unit, scope, until, measures, -1 from read.mark where generation = $1 and until > day and until < 'infinity'
), daily as (
  select m.unit, m.scope, m.day, ${measureNames.map((measure, i) => `sum(${bit(measure)}) as ${columns[i]}`).join(', ')}
  from change m group by m.unit, m.scope, m.day
), wider as (
  select s.id, w.id as wider from read.scope s
  join read.scope w on w.id = s.id or w.id = 0 or (w.procedure is null and w.field = s.field)
  where s.procedure is not null
), expected as (
  select w.wider as scope, b.grain, b.bucket, d.unit, ${columns.map((column) => `sum(d.${column})::int as ${column}`).join(', ')}
  from daily d join wider w on w.id = d.scope
  cross join lateral (values (1, d.day), (2, date_trunc('month', d.day)::date), (3, date_trunc('year', d.day)::date)) as b (grain, bucket)
  group by w.wider, b.grain, b.bucket, d.unit
), found as (
  select * from read.cell where generation = $2
)
select count(*) over ()::int as total, e.unit is null as stray, c.unit is null as missing,
  u.key as unit, s.procedure, s.field, case grain when 1 then 'day' when 2 then 'month' when 3 then 'year' end as grain,
  bucket, v.measure, v."column", v.expected, v.found
from expected e full join found c using (scope, grain, bucket, unit)
left join read.unit u on u.id = unit left join read.scope s on s.id = scope
cross join lateral (values ${measureNames.map((measure, i) => `('${measure}', '${columns[i]}', coalesce(e.${columns[i]}, 0), coalesce(c.${columns[i]}, 0))`).join(', ')})
  as v (measure, "column", expected, found)
where v.expected <> v.found
order by scope, grain, bucket, u.key, v.measure
limit $3`;

interface Row extends Omit<CellDifference, keyof TableDifference> {
  total: number;
  stray: boolean;
  missing: boolean;
  column: string;
}

async function differencesOf(
  db: pg.Pool | pg.ClientBase,
  parts: [marks: number, cells: number],
  limit: number,
): Promise<{ total: number; listed: CellDifference[] }> {
  const { rows } = await db.query<Row>(COMPARE, [...parts, limit]);
  const listed = rows.map(({ total: _, stray, missing, column, ...cell }) => ({
    table: TABLE,
    columns: stray || missing ? PLACE : [column],
    code: null,
    detail: `is ${missing ? 'missing' : cell.found}, the marks add up to ${stray ? 'no such cell' : cell.expected}`,
    ...cell,
  }));
  return { total: rows[0]?.total ?? 0, listed };
}

/** The cells that are not the sums of their marks. */
export async function compareCells(
  db: pg.Pool | pg.ClientBase,
  parts: [marks: number, cells: number],
  limit = 100,
): Promise<CellDifference[]> {
  return (await differencesOf(db, parts, limit)).listed;
}

/** Every measure of every cell: the sum of the marks, which are held against the log themselves. */
export const verifyCells: Verification = {
  name: 'cells',
  tables: [
    {
      table: TABLE,
      columns: [...PLACE, ...MEASURE_COLUMNS],
      notCompared: { generation: 'says which derivation the row is of: only the current one is looked at' },
    },
  ],
  begin: ({ client, parts, findings }) => ({
    async end() {
      const found = findings(TABLE);
      const part = parts.get('cells')!;
      const { rows } = await client.query<{ n: number }>(
        'select count(*)::int as n from read.cell where generation = $1',
        [part],
      );
      found.rows = rows[0].n;
      const { total, listed } = await differencesOf(client, [parts.get('marks')!, part], found.limit);
      for (const [i, cell] of listed.entries()) found.list(cell, i === 0 ? 1 + total - listed.length : 1);
    },
  }),
};
