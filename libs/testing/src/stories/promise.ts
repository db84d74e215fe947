import type { City, CityProcedure } from './city.js';
import { dayOf, HOUR, type LocalDayNumber, onDay, plusMonths, sinceMidnight } from './local-time.js';

/** A due instant; `unrolled` is where a limit in calendar days or months ends before it is rolled off a day off. */
export interface Due {
  readonly at: number;
  readonly unrolled?: LocalDayNumber;
}

/** What is promised when the clock begins at that instant. */
export function promised(city: City, procedure: CityProcedure, begins: number): Due {
  const { hours } = city;
  const from = hours.counted(begins, city.lastHour(procedure.code));
  if (procedure.limitUnit === 'hour') return { at: hours.after(from, procedure.limit * HOUR) };
  const clock = clockOf(city, procedure, begins);
  const first = dayOf(from);
  switch (procedure.limitUnit) {
    case 'working-day':
      return { at: onDay(hours.plusWorkingDays(first, procedure.limit), clock) };
    case 'calendar-day':
      return rolledFrom(city, clock, first + procedure.limit);
    case 'month':
      return rolledFrom(city, clock, plusMonths(first, procedure.limit));
  }
}

/** The hour of its day at which a limit in days is due: the end of office hours, or the hour and minute of the receipt. */
function clockOf(city: City, procedure: CityProcedure, begins: number): number {
  if (city.endOfDay(procedure.code)) return sinceMidnight(city.hours.closing(dayOf(begins)));
  const clock = sinceMidnight(begins);
  return clock - (clock % 60_000);
}

const rolledFrom = (city: City, clock: number, unrolled: LocalDayNumber): Due => ({
  at: onDay(city.hours.rolled(unrolled), clock),
  unrolled,
});

/** An instant that somebody states: at midnight it is a day without a time. */
export function stated(city: City, procedure: CityProcedure, instant: number): Due {
  const day = dayOf(instant);
  const isDay = sinceMidnight(instant) === 0 && city.midnightIsEndOfDay(procedure.code);
  return { at: isDay ? city.hours.closing(day) : instant };
}

/** The due instant after a wait whose time is not the office's. */
export function movedBy(city: City, procedure: CityProcedure, due: Due, from: number, to: number): Due {
  const { hours } = city;
  const byDays = procedure.limitUnit === 'calendar-day' || procedure.limitUnit === 'month';
  const endOfDay = city.endOfDay(procedure.code) && procedure.limitUnit !== 'hour';
  if (byDays) {
    const days = dayOf(to) - dayOf(from);
    if (days === 0) return due;
    const clock = sinceMidnight(endOfDay ? hours.closing(dayOf(due.at)) : due.at);
    return rolledFrom(city, clock, (due.unrolled ?? dayOf(due.at)) + days);
  }
  const waited = hours.between(from, to);
  if (waited === 0) return due;
  const at = hours.after(due.at, waited);
  return { at: endOfDay ? hours.closing(dayOf(at)) : at };
}
