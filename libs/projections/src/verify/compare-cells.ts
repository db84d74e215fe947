import type pg from 'pg';
import { measureCode, measureNames } from '#metrics';
import { MEASURE_COLUMNS } from '../cells/columns.js';

/** A cell that is not the sum of its marks. */
export interface CellDifference {
  kind: 'cell';
  unit: string;
  procedure: string | null;
  field: string | null;
  grain: 'day' | 'month' | 'year';
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

/** $1 generation, $2 most differences. Marks come on their first day and go on their last; each counts for its procedure, field and all. */
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
  select * from read.cell where generation = $1
)
select 'cell' as kind, u.key as unit, s.procedure, s.field, case grain when 1 then 'day' when 2 then 'month' else 'year' end as grain,
  bucket, v.measure, v.expected, v.found
from expected e full join found c using (scope, grain, bucket, unit)
join read.unit u on u.id = unit join read.scope s on s.id = scope
cross join lateral (values ${measureNames.map((measure, i) => `('${measure}', coalesce(e.${columns[i]}, 0), coalesce(c.${columns[i]}, 0))`).join(', ')})
  as v (measure, expected, found)
where v.expected <> v.found
order by scope, grain, bucket, u.key, v.measure
limit $2`;

/** The cells that are not the sums of their marks. */
export async function compareCells(
  db: pg.Pool | pg.ClientBase,
  generation: number,
  limit = 100,
): Promise<CellDifference[]> {
  const { rows } = await db.query<CellDifference>(COMPARE, [generation, limit]);
  return rows;
}
