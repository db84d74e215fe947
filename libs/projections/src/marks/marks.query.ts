import type pg from 'pg';
import { addDays, endOfMonth, type Instant, type LocalDay, type Phase } from '#domain';
import { isStock, type Measure } from '#metrics';
import { plainArray, textArray } from '#platform';
import { DAY, MONTH } from '../cells/cell-sums.js';
import { narrowest, type Selection, type Span } from '../cells/cells.query.js';
import { columnOf } from '../cells/columns.js';
import { partOfCells } from '../cells/part.js';
import { readCursor, writeCursor } from '../fold/cursor.js';
import { maskOf, toBigint } from './mark-rows.js';
import { currentPart } from '../projection.js';

/** A figure: the sum of these measures at one place of the span. */
export interface Figure extends Span, Selection {
  measures: readonly Measure[];
  /** over the span (flows), at the end of the day before it, or at the end of its last day (stocks) */
  at: 'flow' | 'before' | 'end';
}

export interface DrillItem {
  code: string;
  /** key of the unit for which it counts */
  unit: string;
  procedure: string;
  field: string;
  /** the day on which it counts (flow), or since which it does (stock) */
  day: LocalDay;
  /** how often it counts in the figure */
  n: number;
  receivedAt: Instant | null;
  dueAt: Instant | null;
  endedAt: Instant | null;
  phase: Phase;
  late: boolean;
}

export interface Page<T> {
  items: T[];
  /** for the next page; null: there is none */
  next: string | null;
}

interface Row extends DrillItem {
  unitId: number;
  sort: LocalDay | 'infinity';
}

/**
 * The dossiers that make a figure: their `n` add up to it. A page by key, in the order of unit and day.
 * @param page `after`: `next` of the page before
 * @throws RangeError on a cursor that this function did not make, and when flows and stocks are mixed
 */
export async function drill(
  db: pg.Pool | pg.ClientBase,
  figure: Figure,
  { after, limit = 50 }: { after?: string; limit?: number } = {},
): Promise<Page<DrillItem>> {
  const { measures, at } = figure;
  const isFlow = at === 'flow';
  if (measures.some((measure) => isStock(measure) === isFlow))
    throw new RangeError('A figure is of flows or of stocks.');
  const place = placeOf(after);
  const rows = await (isFlow ? flowRows : stockRows)(db, figure, place, limit + 1);
  const more = rows.length > limit;
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ unitId: _, sort: __, ...item }) => ({ ...item, n: Number(item.n) })),
    next: more && last ? writeCursor([last.unitId, last.sort, last.code]) : null,
  };
}

type Place = [unit: number, sort: string, code: string];

async function stockRows(
  db: pg.Pool | pg.ClientBase,
  { measures, at, from, to, units, procedure, field }: Figure,
  place: Place,
  wanted: number,
): Promise<Row[]> {
  const day = at === 'before' ? addDays(from, -1) : to;
  const selected = [units ? textArray(units) : null, procedure ?? null, field ?? null];
  const { rows } = await db.query<Row>({
    name: 'drill-stock',
    text: STOCK,
    values: [toBigint(maskOf(measures)), ...selected, ...place, wanted, day],
  });
  return rows;
}

/**
 * The cells tell in which months of which units there is something, and on which days of them: only there marks are looked at, month after
 * month until the page is full. So a rare figure costs hardly more than a common one.
 */
async function flowRows(
  db: pg.Pool | pg.ClientBase,
  { measures, from, to, units, procedure, field }: Figure,
  place: Place,
  wanted: number,
): Promise<Row[]> {
  const mask = toBigint(maskOf(measures));
  const isEverything = procedure === undefined && field === undefined;
  const name = isEverything ? `${mask}` : `${mask} of scopes`;
  const selected = [units ? textArray(units) : null, procedure ?? null, field ?? null];
  const { rows: months } = await db.query<{ unit: number; month: LocalDay; n: number }>({
    name: `drill-months ${name}`,
    text: monthsOf(measures, isEverything),
    values: [place[0], ...selected, monthOf(from), monthOf(to), place[1] > from ? monthOf(place[1]) : monthOf(from)],
  });
  const found: Row[] = [];
  for (let next = 0; next < months.length && found.length < wanted;) {
    const some: typeof months = [];
    for (let n = found.length; next < months.length && n < wanted; n += months[next++].n) some.push(months[next]);
    const { rows } = await db.query<Row>({
      name: `drill-flow ${name}`,
      text: flow(measures, isEverything),
      values: [
        mask,
        ...selected,
        ...place,
        wanted - found.length,
        plainArray(some.map(({ unit }) => unit)),
        textArray(some.map(({ month }) => (month > from ? month : from))),
        textArray(some.map(({ month }) => lastDay(month, to))),
      ],
    });
    found.push(...rows);
  }
  return found;
}

const monthOf = (day: LocalDay): LocalDay => `${day.slice(0, 8)}01`;
const lastDay = (month: LocalDay, to: LocalDay): LocalDay => {
  const last = endOfMonth(month);
  return last < to ? last : to;
};

/** Dossiers of which the same unit has several marks of one figure stand together: `sort` is the first of their days. */
const placeOf = (after: string | undefined): Place =>
  after === undefined ? [0, '-infinity', ''] : (readCursor(after, ['id', 'day', 'text']) as Place);

/** Each bit that is set counts once. */
const N = `bit_count((m.measures & $1)::bit(64))`;
/** Scopes of marks: of procedures. */
const SCOPES = `($3::text is null and $4::text is null or m.scope = any (array(
      select id from read.scope where procedure is not null and ($3 is null or procedure = $3) and ($4 is null or field = $4))))`;

/** $1 measures, $2 unit keys, $3 procedure, $4 field, $5 … $7 cursor, $8 limit, $9 … the statement's own. */
const page = (found: string): string => `
with found as materialized (
  ${found}
  limit $8
)
select f.unit as "unitId", f.sort, f.code, u.key as unit, s.procedure, s.field, f.day, f.n,
  d.received_at as "receivedAt", d.due_at as "dueAt", d.ended_at as "endedAt", d.phase, d.late
from found f
join read.unit u on u.id = f.unit
join read.scope s on s.id = f.scope
join read.dossier d on d.generation = ${currentPart('dossiers')} and d.code = f.code
order by f.unit, f.sort, f.code`;

/** $9 the day at whose end it stands. */
const STOCK = page(`
  select m.unit, m.until as sort, m.code, min(m.day) as day, min(m.scope) as scope, sum(${N})::int as n
  from read.mark m
  where m.generation = ${currentPart('marks')}
    and m.unit = any (array(select id from read.unit where $2::text[] is null or key = any($2) order by id))
    and ${SCOPES}
    and m.measures & $1 <> 0
    and m.until > m.day and m.day <= $9::date and m.until > $9::date
    and (m.unit, m.until, m.code) > ($5::int, $6::date, $7::text)
  group by m.unit, m.until, m.code
  order by m.unit, m.until, m.code`);

const counted = (measures: readonly Measure[]): string =>
  measures.map((measure) => `c.${columnOf(measure)}`).join(' + ');
const SCOPES_OF_CELLS = `(select id from read.scope s where ${narrowest('$3', '$4')})`;

/** $1 unit of the cursor, $2 unit keys, $3 procedure, $4 field, $5 first month, $6 last month, $7 month of the cursor or the first one. */
const monthsOf = (measures: readonly Measure[], isEverything: boolean): string => `
select c.unit, c.bucket as month, sum(${counted(measures)})::int as n
from ${SCOPES_OF_CELLS} s
cross join lateral (
  select * from read.cell c
  where c.generation = ${currentPart('cells')} and ${partOfCells(isEverything)} and c.scope = s.id and c.grain = ${MONTH} and c.bucket between $5::date and $6::date
    and ($2::text[] is null or c.unit = any (array(select id from read.unit where key = any($2))))
    and (c.unit > $1::int or c.unit = $1::int and c.bucket >= $7::date)
  offset 0
) c
group by c.unit, c.bucket
having sum(${counted(measures)}) > 0
order by c.unit, c.bucket`;

/** $9 units, $10 first days, $11 last days. `between`: with `=` the planner reasons the index's own condition away, and the index with it. */
const flow = (measures: readonly Measure[], isEverything: boolean): string =>
  page(`
  select x.unit, x.day as sort, x.code, x.day, x.scope, x.n
  from unnest($9::int[], $10::date[], $11::date[]) as r (unit, first, last)
  cross join lateral generate_series(r.first, r.last, interval '1 day') as each (day)
  cross join lateral (
    select each.day::date as day
    where exists (
      select from read.cell c
      where c.generation = ${currentPart('cells')} and ${partOfCells(isEverything)} and c.scope = any (array${SCOPES_OF_CELLS}) and c.grain = ${DAY}
        and c.bucket = each.day::date and c.unit = r.unit and ${counted(measures)} > 0
    )
    offset 0
  ) d
  cross join lateral (
    select m.unit, m.day, m.code, min(m.scope) as scope, sum(${N})::int as n
    from read.mark m
    where m.generation = ${currentPart('marks')} and m.unit = r.unit and m.until = m.day and m.day between d.day and d.day
      and ${SCOPES}
      and m.measures & $1 <> 0
      and (m.unit, m.day, m.code) > ($5::int, $6::date, $7::text)
    group by m.unit, m.day, m.code
  ) x
  where $2::text[] is null or r.unit = any (array(select id from read.unit where key = any($2)))
  order by x.unit, x.day, x.code`);
