import { addDays, type LocalDay } from '#domain';
import { DAY, MONTH, YEAR } from './cell-sums.js';

/** A run of buckets of one grain: those that begin on a day from `from` to before `to`. */
export interface Segment {
  grain: number;
  from: LocalDay;
  to: LocalDay;
}

/** No dossier is older (`parseInstant` of #domain takes nothing before 1900). */
const FIRST_DAY = '1899-12-31';

const monthOf = (day: LocalDay): LocalDay => `${day.slice(0, 8)}01`;
const yearOf = (day: LocalDay): LocalDay => `${day.slice(0, 5)}01-01`;
const nextMonth = (day: LocalDay): LocalDay =>
  day.slice(5, 7) === '12'
    ? nextYear(day)
    : `${day.slice(0, 5)}${String(Number(day.slice(5, 7)) + 1).padStart(2, '0')}-01`;
const nextYear = (day: LocalDay): LocalDay => `${String(Number(day.slice(0, 4)) + 1).padStart(4, '0')}-01-01`;

/** The fewest buckets that make up the days from `first` to `last`, both included: at most five runs. */
export function segments(first: LocalDay, last: LocalDay): Segment[] {
  const end = addDays(last, 1);
  if (first >= end) return [];
  const startOfMonth = first === monthOf(first) ? first : nextMonth(first);
  const endOfMonth = monthOf(end);
  if (startOfMonth > endOfMonth) return [{ grain: DAY, from: first, to: end }];
  const startOfYear = startOfMonth === yearOf(startOfMonth) ? startOfMonth : nextYear(startOfMonth);
  const endOfYear = yearOf(endOfMonth);
  const middle: Segment[] =
    startOfYear > endOfYear
      ? [{ grain: MONTH, from: startOfMonth, to: endOfMonth }]
      : [
          { grain: MONTH, from: startOfMonth, to: startOfYear },
          { grain: YEAR, from: startOfYear, to: endOfYear },
          { grain: MONTH, from: endOfYear, to: endOfMonth },
        ];
  return [{ grain: DAY, from: first, to: startOfMonth }, ...middle, { grain: DAY, from: endOfMonth, to: end }].filter(
    ({ from, to }) => from < to,
  );
}

/** The buckets of everything up to the end of a day. */
export const segmentsUpTo = (day: LocalDay): Segment[] => segments(FIRST_DAY, day);

/** A run of buckets that is counted so often (−1, 0, 1) in what there was before a span, in the span, and up to the span's end. */
export interface SpanSegment extends Segment {
  before: number;
  flow: number;
  until: number;
}

interface Signed extends Segment {
  sign: number;
}

/** The runs between two days, taken away where the second lies before the first. */
const between = (grain: number, a: LocalDay, b: LocalDay): Signed =>
  a <= b ? { grain, from: a, to: b, sign: 1 } : { grain, from: b, to: a, sign: -1 };

/** Everything before a day in four ways: months that are over and days, or one month more less its other days; the same with years. */
function waysUpTo(end: LocalDay): Signed[][] {
  const months = end === monthOf(end) ? [end] : [monthOf(end), nextMonth(end)];
  return months.flatMap((month) => {
    const years = month === yearOf(month) ? [month] : [yearOf(month), nextYear(month)];
    return years.map((year) => [
      between(YEAR, yearOf(FIRST_DAY), year),
      between(MONTH, year, month),
      between(DAY, month, end),
    ]);
  });
}

/** Cuts two sets of runs where one of them begins or ends; what counts in neither falls out. */
function together(before: readonly Signed[], until: readonly Signed[]): SpanSegment[] {
  const times = (runs: readonly Signed[], grain: number, day: LocalDay): number =>
    runs.reduce((n, run) => n + (run.grain === grain && run.from <= day && day < run.to ? run.sign : 0), 0);
  return [DAY, MONTH, YEAR].flatMap((grain) => {
    const own = [...before, ...until].filter((run) => run.grain === grain);
    const cuts = [...new Set(own.flatMap(({ from, to }) => [from, to]))].sort();
    return cuts.slice(1).flatMap((to, i) => {
      const from = cuts[i]!;
      const [b, u] = [times(before, grain, from), times(until, grain, from)];
      return b || u ? [{ grain, from, to, before: b, flow: u - b, until: u }] : [];
    });
  });
}

const DAYS_OF_GRAIN: Record<number, number> = { [DAY]: 1, [MONTH]: 30, [YEAR]: 365 };
const buckets = (runs: readonly Segment[]): number =>
  runs.reduce((n, { grain, from, to }) => n + (Date.parse(to) - Date.parse(from)) / 864e5 / DAYS_OF_GRAIN[grain]!, 0);

/**
 * The fewest buckets that tell both what there was before a span and what there is in it. A bucket is read once for both, and a month or
 * year of which most days are wanted is read whole and the others taken away: at most 16 single days at either end.
 */
export function spanSegments(first: LocalDay, last: LocalDay): SpanSegment[] {
  const end = addDays(last, 1);
  const ends = waysUpTo(end > first ? end : first);
  const all = waysUpTo(first).flatMap((before) => ends.map((until) => together(before, until)));
  return all.reduce((least, runs) => (buckets(runs) < buckets(least) ? runs : least));
}
