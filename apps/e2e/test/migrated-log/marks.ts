import type pg from 'pg';
import { currentPart } from '#projections';
import { figuresOf, isStock, type Measure, measureOf, type MeasureSum } from '#metrics';
import { type Before, rowsOf, type ToldLine } from './before.js';

/** What a dossier counts for. `until` null: a flow, or a stock that it is still in. */
export interface Counted {
  code: string;
  measure: Measure;
  unit: string;
  day: string;
  until: string | null;
  n: number;
}
interface MarkRow {
  code: string;
  unit: string;
  day: string;
  until: string;
  measures: string;
}

function tall({ code, unit, day, until, measures }: MarkRow): Counted[] {
  const found: Counted[] = [];
  for (let number = 0, bits = BigInt(measures); bits > 0n; number += 1, bits >>= 1n) {
    if (!(bits & 1n)) continue;
    const measure = measureOf(number);
    found.push({ code, measure, unit, day, until: isStock(measure) && until !== 'infinity' ? until : null, n: 1 });
  }
  return found;
}

/** The marks that the program of before had derived. */
export function marksBefore(before: Before): Counted[] {
  const units = new Map(rowsOf(before, 'read.unit').map(({ id, key }) => [id, key!]));
  return rowsOf(before, 'read.mark').flatMap(({ code, unit, day, until, measures }) =>
    tall({ code: code!, unit: units.get(unit!)!, day: day!, until: until!, measures: measures! }),
  );
}

/** The marks that it counted as of a past instant. */
export const marksAsOf = ({ asOf: { marks } }: Before): Counted[] =>
  Object.entries(marks).flatMap(([code, own]) =>
    own.map(([measure, unit, day, until, n]): Counted => ({ code, measure, unit, day, until, n })),
  );

/** The marks of the generation that is read now. */
export async function marksNow(pool: pg.Pool): Promise<Counted[]> {
  const { rows } = await pool.query<MarkRow>(`
    select m.code, u.key as unit, m.day::text, m.until::text, m.measures::text
      from read.mark m join read.unit u on u.id = m.unit
     where m.generation = ${currentPart('marks')}`);
  return rows.flatMap(tall);
}

/** What has gone (n below 0) and what has come, by dossier. */
export function changesOf(before: readonly Counted[], now: readonly Counted[]): Map<string, Counted[]> {
  const net = new Map<string, Counted>();
  for (const [marks, sign] of [
    [before, -1],
    [now, 1],
  ] as const) {
    for (const mark of marks) {
      const key = [mark.code, mark.measure, mark.unit, mark.day, mark.until].join('|');
      net.set(key, { ...mark, n: (net.get(key)?.n ?? 0) + sign * mark.n });
    }
  }
  const changes = new Map<string, Counted[]>();
  for (const mark of net.values()) {
    if (mark.n !== 0) changes.set(mark.code, [...(changes.get(mark.code) ?? []), mark]);
  }
  return changes;
}

/** Columns and metrics of a period, by whom they are counted for: looked at mark by mark, without cells. */
export function linesOf(
  marks: readonly Counted[],
  { from, to }: { from: string; to: string },
  groupsOf: (unit: string) => readonly string[],
): Map<string, ToldLine> {
  const sums = new Map<string, Map<Measure, MeasureSum>>();
  for (const { measure, unit, day, until, n } of marks) {
    const holds = (at: boolean): number => (at ? n : 0);
    const part = isStock(measure)
      ? {
          before: holds(day < from && (until === null || until >= from)),
          flow: 0,
          end: holds(day <= to && (until === null || until > to)),
        }
      : { before: 0, flow: holds(from <= day && day <= to), end: 0 };
    for (const group of groupsOf(unit)) {
      const own = sums.get(group) ?? new Map<Measure, MeasureSum>();
      sums.set(group, own);
      const { before, flow, end } = own.get(measure) ?? { before: 0, flow: 0, end: 0 };
      own.set(measure, { measure, before: before + part.before, flow: flow + part.flow, end: end + part.end });
    }
  }
  return new Map(
    [...sums].map(([group, own]) => {
      const { columns, metrics } = figuresOf(own.values());
      const pairs = Object.entries(metrics).map(([id, { numerator, denominator }]) => [id, [numerator, denominator]]);
      return [group, { columns, metrics: Object.fromEntries(pairs) as ToldLine['metrics'] }];
    }),
  );
}

/** The numbers of a line under their names. */
export const numbersOf = ({ columns, metrics }: ToldLine): Record<string, number> =>
  Object.fromEntries([
    ...Object.entries(columns),
    ...Object.entries(metrics).flatMap(([id, [numerator, denominator]]) => [
      [`${id}: numerator`, numerator],
      [`${id}: denominator`, denominator],
    ]),
  ]) as Record<string, number>;
