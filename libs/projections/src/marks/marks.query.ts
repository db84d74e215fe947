import type pg from 'pg';
import { addDays, type Instant, type LocalDay, type Phase } from '#domain';
import { isStock, type Measure } from '#metrics';
import type { Selection, Span } from '../cells/cells.query.js';
import { readCursor, writeCursor } from '../fold/cursor.js';
import { texts } from '../fold/sql-arrays.js';
import { maskOf, toBigint } from './mark-rows.js';

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
  const { measures, at, from, to, units, procedure, field } = figure;
  const isFlow = at === 'flow';
  if (measures.some((measure) => isStock(measure) === isFlow))
    throw new RangeError('A figure is of flows or of stocks.');
  const days = isFlow ? [from, to] : [at === 'before' ? addDays(from, -1) : to, null];
  const { rows } = await db.query<Row>({
    name: isFlow ? 'drill-flow' : 'drill-stock',
    text: isFlow ? FLOW : STOCK,
    values: [
      toBigint(maskOf(measures)),
      units ? texts(units) : null,
      procedure ?? null,
      field ?? null,
      ...days,
      ...placeOf(after),
      limit + 1,
    ],
  });
  const more = rows.length > limit;
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ unitId: _, sort: __, ...item }) => ({ ...item, n: Number(item.n) })),
    next: more && last ? writeCursor([last.unitId, last.sort, last.code]) : null,
  };
}

/** Dossiers of which the same unit has several marks of one figure stand together: `sort` is the first of their days. */
const placeOf = (after: string | undefined): (string | number)[] =>
  after === undefined ? [0, '-infinity', ''] : readCursor(after, ['id', 'day', 'text']);

/** Each bit that is set counts once. */
const N = `bit_count((m.measures & $1)::bit(64))`;
const statement = (where: string, sort: string): string => `
with found as materialized (
  select m.unit, ${sort} as sort, m.code, min(m.day) as day, min(m.scope) as scope, sum(${N})::int as n
  from read.mark m
  where m.generation = (select id from read.generation where state = 'current')
    and m.unit = any (array(select id from read.unit where $2::text[] is null or key = any($2) order by id))
    and ($3::text is null and $4::text is null or m.scope = any (array(
      select id from read.scope where procedure is not null and ($3 is null or procedure = $3) and ($4 is null or field = $4))))
    and m.measures & $1 <> 0
    and ${where}
    and (m.unit, ${sort}, m.code) > ($7::int, $8::date, $9::text)
  group by m.unit, ${sort}, m.code
  order by m.unit, ${sort}, m.code
  limit $10
)
select f.unit as "unitId", f.sort, f.code, u.key as unit, s.procedure, s.field, f.day, f.n,
  d.received_at as "receivedAt", d.due_at as "dueAt", d.ended_at as "endedAt", d.phase, d.late
from found f
join read.unit u on u.id = f.unit
join read.scope s on s.id = f.scope
join read.dossier d on d.generation = (select id from read.generation where state = 'current') and d.code = f.code
order by f.unit, f.sort, f.code`;

/** $1 measures, $2 unit keys, $3 procedure, $4 field, $5 first day, $6 last day, $7 … $9 cursor, $10 limit. */
const FLOW = statement('m.until = m.day and m.day between $5::date and $6::date', 'm.day');
/** The same, but $5 the day at whose end it stands, $6 nothing. */
const STOCK = statement('m.until > m.day and m.day <= $5::date and m.until > $5::date and $6::date is null', 'm.until');
