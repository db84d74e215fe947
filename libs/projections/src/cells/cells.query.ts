import type pg from 'pg';
import { addDays, type LocalDay } from '#domain';
import type { Measure, MeasureSum } from '#metrics';
import { numbers, texts } from '../fold/sql-arrays.js';
import { columnOf, FLOWS, STOCKS } from './columns.js';
import { type Segment, segments, segmentsUpTo } from './segments.js';

/** Which dossiers are counted. */
export interface Selection {
  /** unit keys; left out: all of them */
  units?: readonly string[];
  procedure?: string;
  field?: string;
}

export interface Span {
  /** first and last local day (Asia/Ho_Chi_Minh), both included */
  from: LocalDay;
  to: LocalDay;
}

export type By = 'unit' | 'field' | 'procedure';

/**
 * Sums of one measure for one key. A flow has `flow` (over the span); a stock has `before` (at the end of the day before it) and `end` (at the
 * end of its last day). What a measure does not have is 0.
 */
export interface SumRow extends MeasureSum {
  /** key of the unit, name of the field or code of the procedure, by what was asked for */
  key: string;
}

export interface SeriesRow extends MeasureSum {
  /** index in `spans` */
  span: number;
  unit: string;
}

const FLOW = 0;
const BEFORE = 1;
const END = 2;

/** Sums over a span, by unit (default), field or procedure, in one statement. Keys without any figure have no row. */
export async function sums(
  db: pg.Pool | pg.ClientBase,
  span: Span,
  selection: Selection = {},
  by: By = 'unit',
): Promise<SumRow[]> {
  const runs = runsOf(span, 0);
  const { rows } = await db.query<WideRow & { key: string }>({
    name: `sums-by-${by}`,
    text: SUMS[by],
    values: [...runValues(runs), ...selectionValues(selection)],
  });
  return rows.flatMap((row) => tall(row).map((sum) => ({ key: row.key, ...sum })));
}

/** Sums over several spans at once, by span and unit: spark lines, charts. */
export async function series(
  db: pg.Pool | pg.ClientBase,
  spans: readonly Span[],
  selection: Selection = {},
): Promise<SeriesRow[]> {
  const runs = spans.flatMap(runsOf);
  const { rows } = await db.query<WideRow & { span: number; key: string }>({
    // not named: a plan that is kept does not know how many spans there are, and takes five times as long
    text: SERIES,
    values: [...runValues(runs), ...selectionValues(selection)],
  });
  return rows.flatMap((row) => tall(row).map((sum) => ({ span: row.span, unit: row.key, ...sum })));
}

interface Run extends Segment {
  span: number;
  kind: number;
}

function runsOf({ from, to }: Span, span: number): Run[] {
  const as = (kind: number, found: Segment[]): Run[] => found.map((segment) => ({ ...segment, span, kind }));
  return [
    ...as(FLOW, segments(from, to)),
    ...as(BEFORE, segmentsUpTo(addDays(from, -1))),
    ...as(END, segmentsUpTo(to)),
  ];
}

const runValues = (runs: readonly Run[]): string[] => [
  numbers(runs.map(({ span }) => span)),
  numbers(runs.map(({ kind }) => kind)),
  numbers(runs.map(({ grain }) => grain)),
  texts(runs.map(({ from }) => from)),
  texts(runs.map(({ to }) => to)),
];

const selectionValues = ({ units, procedure, field }: Selection): (string | null)[] => [
  units ? texts(units) : null,
  procedure ?? null,
  field ?? null,
];

const flowSums = FLOWS.map((measure) => `sum(c.${columnOf(measure)}) filter (where r.kind = ${FLOW}) as "${measure}"`);
const stockSums = STOCKS.flatMap((measure) => [
  `sum(c.${columnOf(measure)}) filter (where r.kind = ${BEFORE}) as "${measure} before"`,
  `sum(c.${columnOf(measure)}) filter (where r.kind = ${END}) as "${measure} end"`,
]);
const ALL_SUMS = [...flowSums, ...stockSums].join(',\n  ');

/**
 * $1 … $5 runs of buckets, $6 unit keys, $7 procedure, $8 field. `scope` picks the narrowest scopes that say what is asked.
 */
const statement = (key: string, scope: string, group: string): string => `
select ${group}${key} as key,
  ${ALL_SUMS}
from unnest($1::int[], $2::int[], $3::smallint[], $4::date[], $5::date[]) as r (span, kind, grain, first, after)
cross join (select id, procedure, field from read.scope s where ${scope}) s
join read.cell c on c.generation = (select id from read.generation where state = 'current')
  and c.scope = s.id and c.grain = r.grain and c.bucket >= r.first and c.bucket < r.after
join read.unit u on u.id = c.unit
where $6::text[] is null or u.key = any($6)
group by ${group}${key}`;

const BY_UNIT = `case
  when $7::text is not null then s.procedure = $7 and ($8::text is null or s.field = $8)
  when $8::text is not null then s.procedure is null and s.field = $8
  else s.id = 0 end`;
const SUMS: Record<By, string> = {
  unit: statement('u.key', BY_UNIT, ''),
  field: statement(
    's.field',
    `case when $7::text is not null then s.procedure = $7 else s.procedure is null and s.id <> 0 end and ($8::text is null or s.field = $8)`,
    '',
  ),
  procedure: statement(
    's.procedure',
    `s.procedure is not null and ($7::text is null or s.procedure = $7) and ($8::text is null or s.field = $8)`,
    '',
  ),
};
const SERIES = statement('u.key', BY_UNIT, 'r.span, ');

/** Sums come as bigint: they fit a number by far. */
type WideRow = Record<string, bigint | string | number | null>;

function tall(row: WideRow): MeasureSum[] {
  const at = (name: string): number => Number(row[name] ?? 0);
  const found: MeasureSum[] = [];
  const add = (measure: Measure, before: number, flow: number, end: number): void => {
    if (before !== 0 || flow !== 0 || end !== 0) found.push({ measure, before, flow, end });
  };
  for (const measure of FLOWS) add(measure, 0, at(measure), 0);
  for (const measure of STOCKS) add(measure, at(`${measure} before`), 0, at(`${measure} end`));
  return found;
}
