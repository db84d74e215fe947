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
