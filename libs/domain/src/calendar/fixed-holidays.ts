import { dayNumber, type LocalDay } from './time.js';

/**
 * Holidays on a fixed day of the solar year (Bộ luật Lao động 2019 Đ.112). What else a year has off (Tết, Giỗ Tổ, the
 * second day of Quốc khánh, swaps) is announced year by year and cannot be reckoned.
 */
const FIXED = ['01-01', '04-30', '05-01', '09-02'];

/** Further than any promise reaches: the last day that may be stated, the longest limit and the longest wait after it. */
const LAST_YEAR = 2250;

/**
 * The days off of the years that nobody has announced yet, by their numbers. A holiday that falls on a day of the weekly
 * rest is made up on the next working day (Đ.111 k.3): two of them in a row on the next two.
 * @param after the last announced year
 * @param isRest whether a day is off in the ordinary week, or by a row of its own
 */
export function fixedHolidays(after: number, isRest: (number: number) => boolean): number[] {
  const off = new Set<number>();
  for (let year = after + 1; year <= LAST_YEAR; year++) {
    const holidays = FIXED.map((day) => dayNumber(`${year}-${day}` satisfies LocalDay));
    for (const holiday of holidays) off.add(holiday);
    for (const holiday of holidays) {
      if (!isRest(holiday)) continue;
      let next = holiday + 1;
      while ((off.has(next) || isRest(next)) && next < holiday + 14) next += 1;
      if (!isRest(next)) off.add(next);
    }
  }
  return [...off];
}
