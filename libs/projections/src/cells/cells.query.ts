import type pg from 'pg';
import { addDays, type LocalDay } from '#domain';
import { isStock, measureNames, type MeasureSum } from '#metrics';
import { plainArray, textArray } from '#platform';
import { FLOWS, STOCKS } from './columns.js';
import { type Segment, segments, segmentsUpTo, spanSegments } from './segments.js';
import { type Asked, type By, stretchSums, stretchSumsOfGroups, sumsBy } from './sums.sql.js';

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

export type { By } from './sums.sql.js';

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
  const { rows } = await db.query<{ key: string; sums: string }>({
    ...sumsBy(by, asked(selection)),
    values: [
      ...segmentValues(runs),
      plainArray(runs.map(({ before }) => before)),
      plainArray(runs.map(({ flow }) => flow)),
      plainArray(runs.map(({ until }) => until)),
      ...selectionValues(selection),
    ],
  });
  return rows.flatMap((row) => tall(row.key, readNumbers(row.sums)));
}

/** Sums over several spans at once, all units of the selection together: spark lines, charts. See `seriesOfGroups`. */
export async function series(
  db: pg.Pool | pg.ClientBase,
  spans: readonly Span[],
  selection: Selection = {},
): Promise<SeriesRow[]> {
  const { cuts, stretches } = stretchesOf(spans);
  const { rows } = await db.query<StretchRow>({
    ...stretchSums(asked(selection)),
    values: [
      ...segmentValues(stretches),
      plainArray(stretches.map(({ stretch }) => stretch)),
      ...selectionValues(selection),
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
  const { procedure, field } = selection;
  const { rows } = await db.query<StretchRow & { group: number }>({
    ...stretchSumsOfGroups(asked({ procedure, field })),
    values: [
      ...segmentValues(stretches),
      plainArray(stretches.map(({ stretch }) => stretch)),
      textArray(groups.flat()),
      plainArray(groups.flatMap((units, i) => units.map(() => i))),
      ...selectionValues({ procedure, field }),
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
  const byStretch = new Map(rows.map((row) => [row.stretch, readNumbers(row.sums)]));
  return measureNames.flatMap((measure, index) => {
    const upTo = new Map<LocalDay, number>();
    let total = 0;
    for (const [i, cut] of cuts.entries()) upTo.set(cut, (total += byStretch.get(i)?.[index] ?? 0));
    return spans.flatMap(({ from, to }, span) => {
      const [before, end] = [upTo.get(from)!, upTo.get(addDays(to, 1))!];
      const sum = isStock(measure) ? { before, flow: 0, end } : { before: 0, flow: end - before, end: 0 };
      return sum.before || sum.flow || sum.end ? [{ span, measure, ...sum }] : [];
    });
  });
}

const segmentValues = (runs: readonly Segment[]): string[] => [
  plainArray(runs.map(({ grain }) => grain)),
  textArray(runs.map(({ from }) => from)),
  textArray(runs.map(({ to }) => to)),
];

/** Parameters of what is asked for, and of nothing else. */
const selectionValues = ({ units, procedure, field }: Selection): string[] => [
  ...(units === undefined ? [] : [textArray(units)]),
  ...[procedure, field].filter((value) => value !== undefined),
];
const asked = ({ units, procedure, field }: Selection): Asked => ({
  units: units !== undefined,
  procedure: procedure !== undefined,
  field: field !== undefined,
});

interface StretchRow {
  stretch: number;
  sums: string;
}

/** `{1,2,…}` as PostgreSQL writes an array of numbers without nulls: they fit a number by far. */
const readNumbers = (text: string): number[] => JSON.parse(`[${text.slice(1, -1)}]`) as number[];

/** Numbers in the order of `sumsBy`: one of each flow, then two of each stock. */
function tall(key: string, numbers: readonly number[]): SumRow[] {
  const found: SumRow[] = [];
  for (const [i, measure] of FLOWS.entries()) {
    const flow = numbers[i]!;
    if (flow !== 0) found.push({ key, measure, before: 0, flow, end: 0 });
  }
  for (const [i, measure] of STOCKS.entries()) {
    const [before, end] = [numbers[FLOWS.length + 2 * i]!, numbers[FLOWS.length + 2 * i + 1]!];
    if (before !== 0 || end !== 0) found.push({ key, measure, before, flow: 0, end });
  }
  return found;
}
