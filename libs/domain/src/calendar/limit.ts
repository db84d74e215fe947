import type { CalendarView, DayRange } from './calendar-view.js';
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  addDays,
  addMonths,
  dayNumber,
  daysBetween,
  instantOnDay,
  localDay,
  localMs,
  minutesOf,
  type Instant,
  type LocalDay,
} from './time.js';

/** The time that a procedure gives. A working day is 8 working hours; hours are office hours. n is a whole number ≥ 0. */
export interface Limit {
  n: number;
  unit: 'working-day' | 'calendar-day' | 'hour' | 'month';
}

/** The policies of the clock that a due instant depends on (domain.md, "The clock"); in force by date and procedure. */
export interface DueRules {
  /**
   * 'end-of-day': due at the end of office hours of the last day. 'same-clock-time': at the clock time of the receipt,
   * seconds dropped, as a running system does it (due-dates-2018; that one has `afterHours` null).
   */
  dueClock: 'end-of-day' | 'same-clock-time';
  /** 'HH:mm': a receipt after this time (not at it) counts as the next working day. null: no such rule. */
  afterHours: string | null;
}

/** How a due instant was reckoned, as data: `explainDue` makes a sentence of it. Safe to store as JSON. */
export type DueStep =
  | { kind: 'start'; at: Instant; of: 'received' | 'restarted' }
  | { kind: 'counted-as'; day: LocalDay; because: CountedBecause; afterHours: string | null; off: DayRange[] }
  | { kind: 'same-day' }
  | { kind: 'working-days'; n: number; first: LocalDay; last: LocalDay; off: DayRange[]; madeUp: LocalDay[] }
  | { kind: 'calendar-days'; n: number; last: LocalDay }
  | { kind: 'months'; n: number; last: LocalDay; clamped: boolean }
  | { kind: 'hours'; n: number; from: Instant; off: DayRange[] }
  | { kind: 'rolled'; from: LocalDay; to: LocalDay; off: DayRange[] }
  | { kind: 'paused'; from: Instant; to: Instant; measure: PauseMeasure; ms: number }
  /** the day lies beyond the years whose days off are announced: only the fixed holidays are known there */
  | { kind: 'provisional'; announcedUntil: LocalDay }
  | { kind: 'due'; at: Instant };

/** The longest limit of each unit that is reckoned with; no procedure has one that comes near. */
export const LONGEST_LIMIT: Readonly<Record<Limit['unit'], number>> = {
  'working-day': 3_650,
  'calendar-day': 3_650,
  hour: 29_200,
  month: 120,
};

/** Why the receipt counts as another day than its own. */
export type CountedBecause = 'day-off' | 'after-hours' | 'after-closing';

/** What a pause is measured in: office hours or local days; in logs of an earlier version also the 24 hours of working days. */
export type PauseMeasure = 'office-hours' | 'working-days' | 'calendar-days';

export interface ComputedDue {
  at: Instant;
  steps: DueStep[];
  /** the day to which limit and waits lead before a day off is rolled; absent: the day of `at` */
  unrolled?: Instant;
}

/**
 * The due instant of a dossier whose clock starts at an instant, by the calendar as known at some instant.
 * A start on a day off, or after `afterHours`, counts as the next working day; that day is not counted; a last day that
 * is a day off rolls to the next working day; hours run within office hours (from the next opening when started outside
 * of them); months end on the same day number, clamped. 0 of any unit: due by the end of office hours of the day that
 * the start counts as. Never earlier than the start.
 * Beyond the announced years the due instant is provisional, which a step tells. A limit longer than `LONGEST_LIMIT`
 * counts as that. Throws RangeError when n is not a whole number ≥ 0. Source: domain.md "The clock"; NĐ 61/2018 Đ.17, Đ.19.
 */
export function computeDue(
  startedAt: Instant,
  given: Limit,
  rules: DueRules,
  calendar: CalendarView,
  of: 'received' | 'restarted' = 'received',
): ComputedDue {
  if (!Number.isInteger(given.n) || given.n < 0) throw new RangeError(`not a limit: ${JSON.stringify(given)}`);
  const longest = LONGEST_LIMIT[given.unit];
  const limit = given.n <= longest ? given : { ...given, n: longest };
  const today = localDay(startedAt);
  const counted = countedDay(startedAt, today, limit, rules, calendar);
  const steps: DueStep[] = [{ kind: 'start', at: startedAt, of }];
  if (counted.because !== null) {
    const off = calendar.declaredOff(today, counted.day);
    const afterHours = counted.because === 'after-hours' ? rules.afterHours : null;
    steps.push({ kind: 'counted-as', day: counted.day, because: counted.because, afterHours, off });
  }
  const at = measure(startedAt, counted, limit, rules, calendar, steps);
  steps.push(...provisional(at, calendar), { kind: 'due', at });
  const unrolled = beforeRolling({ at, steps });
  return { at, steps, ...(unrolled === at ? {} : { unrolled }) };
}

interface Counted {
  day: LocalDay;
  because: CountedBecause | null;
}

function countedDay(at: Instant, today: LocalDay, limit: Limit, rules: DueRules, calendar: CalendarView): Counted {
  const next = (because: CountedBecause): Counted => ({ day: calendar.nextWorkingDay(today), because });
  if (!calendar.isWorkingDay(today)) return next('day-off');
  if (rules.afterHours !== null && localMs(at) > minutesOf(rules.afterHours) * MINUTE_MS) return next('after-hours');
  // "Within the day" cannot be met by a day whose office hours are over.
  if (limit.n === 0 && at > calendar.closing(today)) return next('after-closing');
  return { day: today, because: null };
}

/** The due instant from the day that the start counts as; tells its steps. */
function measure(
  startedAt: Instant,
  { day, because }: Counted,
  limit: Limit,
  rules: DueRules,
  calendar: CalendarView,
  steps: DueStep[],
): Instant {
  if (limit.n === 0) {
    steps.push({ kind: 'same-day' });
    return calendar.closing(day);
  }
  if (limit.unit === 'hour') {
    const at = because === null ? startedAt : instantOnDay(dayNumber(day), 0);
    const from = calendar.openFrom(at);
    const due = calendar.addWorkingMs(from, limit.n * HOUR_MS);
    steps.push({ kind: 'hours', n: limit.n, from, off: calendar.declaredOff(localDay(from), localDay(due)) });
    return due;
  }
  const last = lastDay(day, limit, calendar, steps);
  if (rules.dueClock === 'end-of-day') return calendar.closing(last);
  return instantOnDay(dayNumber(last), wholeMinutes(localMs(startedAt)));
}

function lastDay(day: LocalDay, { n, unit }: Limit, calendar: CalendarView, steps: DueStep[]): LocalDay {
  if (unit === 'working-day') {
    const last = calendar.addWorkingDays(day, n);
    const next = addDays(day, 1);
    const first = n === 1 ? last : calendar.nextWorkingDay(day);
    steps.push({
      kind: 'working-days',
      n,
      first,
      last,
      off: calendar.declaredOff(next, last),
      madeUp: calendar.madeUp(next, last),
    });
    return last;
  }
  const last = unit === 'month' ? addMonths(day, n) : addDays(day, n);
  if (unit === 'month') steps.push({ kind: 'months', n, last, clamped: last.slice(8) !== day.slice(8) });
  else steps.push({ kind: 'calendar-days', n, last });
  const rolled = calendar.workingDayFrom(last);
  if (rolled !== last) steps.push({ kind: 'rolled', from: last, to: rolled, off: calendar.declaredOff(last, rolled) });
  return rolled;
}

/**
 * The due instant moved by the time that the clock stood still (policy 'suspend').
 * Hours and working days are waited in office hours, calendar days and months in local days begun.
 * Days waited are added to where limit and earlier waits led, and the sum is rolled once; a limit in days that ends with
 * office hours ends with those of the day it has come to. Of several pauses each moves what the one before it gave, the
 * first first, none overlapping. One of no length, or begun when the due instant had passed, moves nothing: what was late
 * stays late.
 * For policy 'restart' use `computeDue` from the new instant.
 */
export function shiftDue(
  due: { at: Instant; unrolled?: Instant; steps?: readonly DueStep[] },
  { from, to }: { from: Instant; to: Instant },
  unit: Limit['unit'],
  rules: DueRules,
  calendar: CalendarView,
): ComputedDue {
  if (to <= from || from >= due.at) return { ...due, steps: [] };
  const inDays = unit === 'calendar-day' || unit === 'month';
  const unrolled = inDays ? (due.unrolled ?? beforeRolling(due)) : due.at;
  const { at: raw, measure, ms } = addPause(unrolled, from, to, unit, calendar);
  const steps: DueStep[] = [{ kind: 'paused', from, to, measure, ms }];
  if (raw === unrolled) return { ...due, steps };
  const at = rolled(raw, unit, rules, calendar, steps);
  steps.push(...provisional(at, calendar), { kind: 'due', at });
  return { at, steps, ...(inDays && raw !== at ? { unrolled: raw } : {}) };
}

/** The instant before its last day was rolled; of one reckoned by an earlier version of this program, from its steps. */
function beforeRolling({ at, steps = [] }: { at: Instant; steps?: readonly DueStep[] }): Instant {
  const last = steps.findLast(({ kind }) => kind === 'rolled' || kind === 'paused');
  return last?.kind === 'rolled' ? instantOnDay(dayNumber(last.from), localMs(at)) : at;
}

function addPause(
  raw: Instant,
  from: Instant,
  to: Instant,
  unit: Limit['unit'],
  calendar: CalendarView,
): { at: Instant; measure: PauseMeasure; ms: number } {
  if (unit === 'hour' || unit === 'working-day') {
    const ms = calendar.workingMs(from, to);
    return { at: calendar.addWorkingMs(raw, ms), measure: 'office-hours', ms };
  }
  const days = daysBetween(localDay(from), localDay(to));
  const at = days === 0 ? raw : instantOnDay(dayNumber(localDay(raw)) + days, localMs(raw));
  return { at, measure: 'calendar-days', ms: days * DAY_MS };
}

/** A day off rolls to the next working day; what ends with office hours ends with those of the day it has come to. */
function rolled(raw: Instant, unit: Limit['unit'], rules: DueRules, calendar: CalendarView, steps: DueStep[]): Instant {
  if (unit === 'hour' || (unit === 'working-day' && rules.dueClock === 'same-clock-time')) return raw;
  const day = localDay(raw);
  const to = calendar.workingDayFrom(day);
  if (to !== day) steps.push({ kind: 'rolled', from: day, to, off: calendar.declaredOff(day, to) });
  return rules.dueClock === 'end-of-day' ? calendar.closing(to) : instantOnDay(dayNumber(to), localMs(raw));
}

function provisional(due: Instant, { announcedUntil }: CalendarView): DueStep[] {
  if (announcedUntil === null || localDay(due) <= announcedUntil) return [];
  return [{ kind: 'provisional', announcedUntil }];
}

const wholeMinutes = (ms: number): number => ms - (ms % MINUTE_MS);
