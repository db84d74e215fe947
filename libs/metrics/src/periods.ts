import {
  addDays,
  addMonths,
  daysBetween,
  endOfMonth,
  isoWeek,
  FIRST_DATE,
  isDayInRange,
  isoWeekDays,
  LAST_DATE,
  type LocalDay,
  parseDay,
} from '#domain/calendar/time';
import { cumulativeName, NAMES, type PartNames, rangeName } from './periods.vi.js';

/**
 * Spans of local days with a name, for the answers and for the page. Two rules stand side by side and both are right:
 * calendar periods (QĐ 766), and reporting periods, of a year whose first day is data and by the forms of II.06a is
 * 15/12 of the year before. "Quý I" differs between the two, so that the rule is always named.
 */
export const PERIOD_RULES = ['calendar', 'reporting', 'week', 'range'] as const;
export type PeriodRule = (typeof PERIOD_RULES)[number];

export const PARTED_KINDS = [
  'year',
  'nine-months',
  'half',
  'quarter',
  'month',
  'week',
  'reporting-year',
  'reporting-nine-months',
  'reporting-half',
  'reporting-quarter',
] as const;
export type PartedKind = (typeof PARTED_KINDS)[number];
export type PeriodKind = PartedKind | 'range';

export interface Period {
  /** as an address names it; equal periods have equal keys */
  key: string;
  label: string;
  from: LocalDay;
  to: LocalDay;
  rule: PeriodRule;
}

/** How a kind cuts a year: into `count` parts of so many months each. Weeks have a rule of their own. */
interface Cut {
  rule: 'calendar' | 'reporting';
  count: number;
  months: number;
}
const CUTS: Record<Exclude<PartedKind, 'week'>, Cut> = {
  year: { rule: 'calendar', count: 1, months: 12 },
  'nine-months': { rule: 'calendar', count: 1, months: 9 },
  half: { rule: 'calendar', count: 2, months: 6 },
  quarter: { rule: 'calendar', count: 4, months: 3 },
  month: { rule: 'calendar', count: 12, months: 1 },
  'reporting-year': { rule: 'reporting', count: 1, months: 12 },
  'reporting-nine-months': { rule: 'reporting', count: 1, months: 9 },
  'reporting-half': { rule: 'reporting', count: 2, months: 6 },
  'reporting-quarter': { rule: 'reporting', count: 4, months: 3 },
};

/** A day of every year, `mm-dd`; its day of the month is one that every month has, so that months can be added to it. */
export type MonthDay = string;
/** The first day of the reporting year where the reference data say no other (forms of II.06a, TT 01/2020/TT-VPCP). */
export const REPORTING_FROM: MonthDay = '12-15';
/** Whether a text can be the first day of a reporting year: `mm-dd` up to the 28th. */
export const isMonthDay = (text: string): boolean => /^(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/.test(text);

const isParted = (kind: string): kind is PartedKind => (PARTED_KINDS as readonly string[]).includes(kind);
const two = (n: number): string => String(n).padStart(2, '0');
const yearOf = (day: LocalDay): number => Number(day.slice(0, 4));
const ofYear = (year: number, monthAndDay: string): LocalDay => `${String(year).padStart(4, '0')}-${monthAndDay}`;

/** The first day of the year that a rule counts in. A year bears the number of the calendar year in which it ends. */
function yearBegins(rule: 'calendar' | 'reporting', year: number, reportingFrom: MonthDay): LocalDay {
  if (rule === 'calendar') return ofYear(year, '01-01');
  return ofYear(reportingFrom === '01-01' ? year : year - 1, reportingFrom);
}

/** How many periods of a kind a year has: 52 or 53 weeks, as ISO 8601 counts them. */
export const partsIn = (kind: PartedKind, year: number): number =>
  kind === 'week' ? isoWeek(ofYear(year, '12-28')).week : CUTS[kind].count;

/** A part of a year; parts are counted from 1. The caller knows that there is one. */
export function partOf(kind: PartedKind, year: number, part: number, reportingFrom = REPORTING_FROM): Period {
  const days = kind === 'week' ? weekDays(year, part) : cutDays(CUTS[kind], year, part, reportingFrom);
  return {
    key: keyOf(kind, year, part),
    label: (NAMES[kind] as PartNames).full(part, year, days),
    ...days,
    rule: kind === 'week' ? 'week' : CUTS[kind].rule,
  };
}

/** The name of a part where its year stands beside it. */
export const shortName = (kind: PartedKind, part: number, period: Period): string =>
  (NAMES[kind] as PartNames).short(part, period);

function weekDays(year: number, week: number): { from: LocalDay; to: LocalDay } {
  const { first, last } = isoWeekDays({ year, week });
  return { from: first, to: last };
}

function cutDays(
  { rule, months }: Cut,
  year: number,
  part: number,
  reportingFrom: MonthDay,
): { from: LocalDay; to: LocalDay } {
  const from = addMonths(yearBegins(rule, year, reportingFrom), (part - 1) * months);
  return {
    from,
    to: rule === 'calendar' ? endOfMonth(addMonths(from, months - 1)) : addDays(addMonths(from, months), -1),
  };
}

function keyOf(kind: PartedKind, year: number, part: number): string {
  const digits = String(year).padStart(4, '0');
  if (kind === 'week') return `week:${digits}-W${two(part)}`;
  if (CUTS[kind].count === 1) return `${kind}:${digits}`;
  return `${kind}:${digits}-${kind === 'month' ? two(part) : part}`;
}

/** A period of any first and last day. */
export const rangeOf = (from: LocalDay, to: LocalDay): Period => ({
  key: `range:${from}..${to}`,
  label: rangeName({ from, to }),
  from,
  to,
  rule: 'range',
});

/** Keys as `parsePeriod` reads them, to show what is meant. */
export const EXAMPLES = [
  'year:2024',
  'nine-months:2024',
  'half:2024-1',
  'quarter:2024-4',
  'month:2024-11',
  'week:2024-W48',
  'reporting-year:2024',
  'reporting-nine-months:2024',
  'reporting-half:2024-1',
  'reporting-quarter:2024-1',
  'range:2024-01-01..2024-02-29',
];

/**
 * Reads a key (`EXAMPLES`), for the answers and for the page.
 * @returns null when it is none, a range that ends before it begins, or a period that reaches beyond the days of dossiers (2000 to 2099)
 */
export function parsePeriod(key: string, reportingFrom = REPORTING_FROM): Period | null {
  const period = readPeriod(key, reportingFrom);
  return period && isWithin(period) ? period : null;
}

/** Whether a key is that of a period beyond the days of dossiers. */
export function isBeyondDays(key: string, reportingFrom = REPORTING_FROM): boolean {
  const [, year] = /^[a-z-]+:(\d{4})(?!\d)/.exec(key) ?? [];
  // of a year far away nothing else is asked
  if (year !== undefined && (year < addYear(FIRST_DATE, -1) || year > addYear(LAST_DATE, 1))) return true;
  const period = readPeriod(key, reportingFrom);
  return period !== null && !isWithin(period);
}

const isWithin = ({ from, to }: Period): boolean => isDayInRange(from) && isDayInRange(to);
const addYear = (day: LocalDay, by: number): string => String(Number(day.slice(0, 4)) + by);

function readPeriod(key: string, reportingFrom: MonthDay): Period | null {
  const named = readParted(key);
  if (named) {
    const { kind, year, part } = named;
    return year >= 1901 && year <= 9998 ? partOf(kind, year, part, reportingFrom) : null;
  }
  const [kind, text = ''] = key.split(/:(.*)/s);
  if (kind !== 'range') return null;
  const [from, to, ...more] = text.split('..').map((day) => parseDay(day));
  return from && to && from <= to && more.length === 0 ? rangeOf(from, to) : null;
}

interface Parted {
  kind: PartedKind;
  year: number;
  part: number;
}

function readParted(key: string): Parted | null {
  const [, kind = '', digits = '', week, number] = /^([a-z-]+):(\d{4})(?:-(W?)(\d{1,2}))?$/.exec(key) ?? [];
  const year = Number(digits);
  if (!isParted(kind)) return null;
  if ((week === 'W') !== (kind === 'week')) return null;
  const count = partsIn(kind, year);
  if ((number === undefined) !== (kind !== 'week' && count === 1)) return null;
  const part = number === undefined ? 1 : Number(number);
  return part >= 1 && part <= count ? { kind, year, part } : null;
}

/** The kind of a period, and for a part of a year which one it is. */
export function kindOf({ key }: Period): Parted | { kind: 'range' } {
  return readParted(key) ?? { kind: 'range' };
}

/** The period of a kind that holds a local day; where none does (October in nine months), that of its year. */
export function periodOf(kind: PartedKind, day: LocalDay, reportingFrom = REPORTING_FROM): Period {
  if (kind === 'week') {
    const { year, week } = isoWeek(day);
    return partOf(kind, year, week);
  }
  const { rule, count, months } = CUTS[kind];
  const isNext = yearBegins(rule, yearOf(day) + 1, reportingFrom) <= day;
  const year = yearOf(day) + (isNext ? 1 : 0);
  let part = count;
  while (part > 1 && addMonths(yearBegins(rule, year, reportingFrom), (part - 1) * months) > day) part -= 1;
  return partOf(kind, year, part, reportingFrom);
}

/** The ISO week of a day as a period. */
export const weekOf = (day: LocalDay): Period => periodOf('week', day);
/** The month of a day as a period. */
export const monthOf = (day: LocalDay): Period => periodOf('month', day);

/** The period of the same kind one step later (1) or earlier (-1); a range moves by its own length. */
export function stepPeriod(period: Period, by: 1 | -1, reportingFrom = REPORTING_FROM): Period {
  const named = kindOf(period);
  if (named.kind === 'range') {
    const length = by * (daysBetween(period.from, period.to) + 1);
    return rangeOf(addDays(period.from, length), addDays(period.to, length));
  }
  const { kind, year } = named;
  const part = named.part + by;
  if (part < 1) return partOf(kind, year - 1, partsIn(kind, year - 1), reportingFrom);
  if (part > partsIn(kind, year)) return partOf(kind, year + 1, 1, reportingFrom);
  return partOf(kind, year, part, reportingFrom);
}

/** The period of the same kind that lies just before; for a range, one of the same length. */
export const previous = (period: Period, reportingFrom = REPORTING_FROM): Period =>
  stepPeriod(period, -1, reportingFrom);

/** The last `count` periods of the same kind, the given one last. */
export function recent(period: Period, count: number, reportingFrom = REPORTING_FROM): Period[] {
  const periods = [period];
  while (periods.length < count) periods.unshift(previous(periods[0]!, reportingFrom));
  return periods;
}

/**
 * The period from the start of its year to its end: of a week from the first day of its week-year (2025-W01 begins on
 * 30/12/2024), of a reporting period from the first day of its reporting year, else from 1/1. A range goes from 1/1 of the year in which it ends, or
 * from its own first day where that is earlier: what is reckoned up to a day is never less than the period itself.
 */
export function cumulative(period: Period, reportingFrom = REPORTING_FROM): Period {
  const from = yearStart(period, reportingFrom);
  return { ...period, label: cumulativeName(period.label, from), from };
}

function yearStart(period: Period, reportingFrom: MonthDay): LocalDay {
  const named = kindOf(period);
  if (named.kind === 'range') {
    const first = yearBegins('calendar', yearOf(period.to), reportingFrom);
    return period.from < first ? period.from : first;
  }
  if (named.kind === 'week') return weekDays(named.year, 1).from;
  return yearBegins(CUTS[named.kind].rule, named.year, reportingFrom);
}
