import type pg from 'pg';
import { addDays, type LocalDay } from '#domain';
import { isStock, type Measure, measureNames, type MeasureSum } from '#metrics';
import { numbers, texts } from '../fold/sql-arrays.js';
import { columnOf, FLOWS, STOCKS } from './columns.js';
import { type Segment, segments, segmentsUpTo, spanSegments } from './segments.js';

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
}

/** The scopes that hold exactly what is asked for, as a condition on `s`; parameters: procedure and field, or null. */
export function narrowest(procedure: string, field: string): string {
  return `case
  when ${procedure}::text is not null then s.procedure = ${procedure} and (${field}::text is null or s.field = ${field})
  when ${field}::text is not null then s.procedure is null and s.field = ${field}
  else s.id = 0 end`;
}

/** Sums over a span, by unit (default), field or procedure, in one statement. Keys without any figure have no row. */
export async function sums(
  db: pg.Pool | pg.ClientBase,
  span: Span,
  selection: Selection = {},
  by: By = 'unit',
): Promise<SumRow[]> {
  const runs = spanSegments(span.from, span.to);
  const ofUnits = by !== 'unit' && selection.units !== undefined;
  const { rows } = await db.query<WideRow & { key: string }>({
    name: `sums-by-${by}${ofUnits ? '-of-units' : ''}`,
    text: (ofUnits ? SUMS_OF_UNITS : SUMS)[by],
    values: [
      ...segmentValues(runs),
      ...selectionValues(selection),
      numbers(runs.map(({ before }) => before)),
      numbers(runs.map(({ flow }) => flow)),
      numbers(runs.map(({ until }) => until)),
    ],
  });
  return rows.flatMap((row) => tall(row).map((sum) => ({ key: row.key, ...sum })));
}

/** Sums over several spans at once, all units of the selection together: spark lines, charts. See `seriesOfGroups`. */
export async function series(
  db: pg.Pool | pg.ClientBase,
  spans: readonly Span[],
  selection: Selection = {},
): Promise<SeriesRow[]> {
  const { cuts, stretches } = stretchesOf(spans);
  const { rows } = await db.query<StretchRow>({
    // not named: a plan that is kept does not know how many spans there are
    text: SERIES,
    values: [
      ...segmentValues(stretches),
      ...selectionValues(selection),
      numbers(stretches.map(({ stretch }) => stretch)),
    ],
  });
  return overSpans(spans, cuts, rows);
}

/**
 * The same for several groups of units, each for itself, in one statement that reads every cell once. The spans' first and last days cut the
 * time into stretches; each is summed once, and what a span has is a difference of running totals. So twelve months cost what a year does.
 * @param groups unit keys; a unit may be in several
 * @returns in the order of `groups`
 */
export async function seriesOfGroups(
  db: pg.Pool | pg.ClientBase,
  spans: readonly Span[],
  groups: readonly (readonly string[])[],
  selection: Omit<Selection, 'units'> = {},
): Promise<SeriesRow[][]> {
  const { cuts, stretches } = stretchesOf(spans);
  const { rows } = await db.query<StretchRow & { group: number }>({
    text: SERIES_OF_GROUPS,
    values: [
      ...segmentValues(stretches),
      ...selectionValues({ procedure: selection.procedure, field: selection.field }),
      numbers(stretches.map(({ stretch }) => stretch)),
      texts(groups.flat()),
      numbers(groups.flatMap((units, i) => units.map(() => i))),
    ],
  });
  return groups.map((_, i) =>
    overSpans(
      spans,
      cuts,
      rows.filter(({ group }) => group === i),
    ),
  );
}

/** The days at which spans begin or end, and what lies before each, since the one before it. */
function stretchesOf(spans: readonly Span[]): { cuts: LocalDay[]; stretches: (Segment & { stretch: number })[] } {
  const cuts = [...new Set(spans.flatMap(({ from, to }) => [from, addDays(to, 1)]))].sort();
  const stretches = cuts.flatMap((cut, i) =>
    (i === 0 ? segmentsUpTo(addDays(cut, -1)) : segments(cuts[i - 1], addDays(cut, -1))).map((segment) => ({
      ...segment,
      stretch: i,
    })),
  );
  return { cuts, stretches };
}

function overSpans(spans: readonly Span[], cuts: readonly LocalDay[], rows: readonly StretchRow[]): SeriesRow[] {
  const byStretch = new Map(rows.map((row) => [row.stretch, row]));
  return measureNames.flatMap((measure) => {
    const upTo = new Map<LocalDay, number>();
    let total = 0;
    for (const [i, cut] of cuts.entries()) upTo.set(cut, (total += Number(byStretch.get(i)?.[measure] ?? 0)));
    return spans.flatMap(({ from, to }, span) => {
      const [before, end] = [upTo.get(from)!, upTo.get(addDays(to, 1))!];
      const sum = isStock(measure) ? { before, flow: 0, end } : { before: 0, flow: end - before, end: 0 };
      return sum.before || sum.flow || sum.end ? [{ span, measure, ...sum }] : [];
    });
  });
}

const segmentValues = (runs: readonly Segment[]): string[] => [
  numbers(runs.map(({ grain }) => grain)),
  texts(runs.map(({ from }) => from)),
  texts(runs.map(({ to }) => to)),
];

const selectionValues = ({ units, procedure, field }: Selection): (string | null)[] => [
  units ? texts(units) : null,
  procedure ?? null,
  field ?? null,
];

const flowSums = FLOWS.map((measure) => `sum(c.${columnOf(measure)} * r.flow) as "${measure}"`);
const stockSums = STOCKS.flatMap((measure) => [
  `sum(c.${columnOf(measure)} * r.before) as "${measure} before"`,
  `sum(c.${columnOf(measure)} * r.until) as "${measure} end"`,
]);
const ALL_SUMS = [...flowSums, ...stockSums].join(',\n  ');

/** $1 grains, $2 first buckets, $3 the buckets before which they end, $4 unit keys, $5 procedure, $6 field; then what each run is for. */
const RUNS =
  'unnest($1::smallint[], $2::date[], $3::date[], $7::int[], $8::int[], $9::int[]) as r (grain, first, after, before, flow, until)';
const STRETCHES = 'unnest($1::smallint[], $2::date[], $3::date[], $7::int[]) as r (grain, first, after, stretch)';
/**
 * The cells of each run are looked up for themselves (`offset 0` keeps the look-up as it is written): how long a run is the planner cannot
 * know, and where it guesses, it reads the whole table instead.
 */
const lookUp = (place: string): string => `
cross join lateral (
  select * from read.cell c
  where c.generation = (select id from read.generation where state = 'current')
    and ${place} and c.grain = r.grain and c.bucket >= r.first and c.bucket < r.after
  offset 0
) c`;

/** By the key of the cells; `scope` picks the narrowest scopes that say what is asked. */
const statement = (runs: string, select: string, scope: string, group: string, more = ''): string => `
select ${select}
from ${runs}
cross join (select id, procedure, field from read.scope s where ${scope}) s
${lookUp('c.scope = s.id')}
join read.unit u on u.id = c.unit ${more}
where $4::text[] is null or u.key = any($4)
group by ${group}`;

/** Of single units, whatever their scopes are: by the index that begins with the unit. */
const ofUnits = (select: string, scope: string, group: string): string => `
select ${select}
from ${RUNS}
cross join (select id from read.unit where key = any($4::text[])) u
${lookUp('c.unit = u.id')}
join (select id, procedure, field from read.scope s where ${scope}) s on s.id = c.scope
group by ${group}`;

const BY_UNIT = narrowest('$5', '$6');
const BY_FIELD = `case when $5::text is not null then s.procedure = $5 else s.procedure is null and s.id <> 0 end and ($6::text is null or s.field = $6)`;
const BY_PROCEDURE = `s.procedure is not null and ($5::text is null or s.procedure = $5) and ($6::text is null or s.field = $6)`;

const keyed = (key: string): string => `${key} as key,\n  ${ALL_SUMS}`;
const SUMS: Record<By, string> = {
  unit: statement(RUNS, keyed('u.key'), BY_UNIT, 'u.key'),
  field: statement(RUNS, keyed('s.field'), BY_FIELD, 's.field'),
  procedure: statement(RUNS, keyed('s.procedure'), BY_PROCEDURE, 's.procedure'),
};
const SUMS_OF_UNITS: Record<By, string> = {
  ...SUMS,
  field: ofUnits(keyed('s.field'), BY_FIELD, 's.field'),
  procedure: ofUnits(keyed('s.procedure'), BY_PROCEDURE, 's.procedure'),
};
const STRETCH = `r.stretch,\n  ${measureNames.map((measure) => `sum(c.${columnOf(measure)}) as "${measure}"`).join(',\n  ')}`;
const SERIES = statement(STRETCHES, STRETCH, BY_UNIT, 'r.stretch');
const SERIES_OF_GROUPS = statement(
  STRETCHES,
  `g."group", ${STRETCH}`,
  BY_UNIT,
  'g."group", r.stretch',
  'join unnest($8::text[], $9::int[]) as g (key, "group") on g.key = u.key',
);

/** Sums come as bigint: they fit a number by far. */
type WideRow = Record<string, bigint | string | number | null>;
type StretchRow = WideRow & { stretch: number };

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
