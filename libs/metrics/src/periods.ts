import { addDays, addMonths, daysBetween, endOfMonth, isoWeek, isoWeekDays, type LocalDay, parseDay } from '#domain';

/**
 * A span of local days with a name. Two rules stand side by side and both are right: calendar periods (QĐ 766) and the
 * reporting year, 15/12 of the year before to 14/12 (forms of II.06a).
 */
export interface Period {
  key: string;
  label: string;
  from: LocalDay;
  to: LocalDay;
}

const two = (n: number): string => String(n).padStart(2, '0');
const dmy = (day: LocalDay): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
const dm = (day: LocalDay): string => `${day.slice(8)}/${day.slice(5, 7)}`;

/**
 * Reads `year:2024`, `half:2024-1`, `quarter:2024-3`, `month:2024-11`, `week:2024-W48`, `reporting-year:2024` or
 * `range:2024-01-01..2024-02-29`. Null when it is none of them, or a range that ends before it begins.
 */
export function parsePeriod(key: string): Period | null {
  const [kind, text = ''] = key.split(/:(.*)/s);
  if (kind !== 'range') {
    const year = Number(text.slice(0, 4));
    return year >= 1901 && year <= 9998 ? named(key) : null;
  }
  const [from, to, ...more] = text.split('..').map((day) => parseDay(day));
  return from && to && from <= to && more.length === 0 ? range(from, to) : null;
}

const range = (from: LocalDay, to: LocalDay): Period => ({
  key: `range:${from}..${to}`,
  label: `${dmy(from)} – ${dmy(to)}`,
  from,
  to,
});

function named(key: string): Period | null {
  const [, kind = '', digits = '', part] = /^([a-z-]+):(\d{4})(?:-(W?\d{1,2}))?$/.exec(key) ?? [];
  const year = Number(digits);
  if (kind === 'week') return part?.startsWith('W') ? week(key, year, Number(part.slice(1))) : null;
  if (part === undefined) return wholeYear(key, kind, year);
  const number = Number(part);
  const count = MONTHS[kind];
  if (!count || !(number >= 1 && number <= 12 / count)) return null;
  return months(key, LABELS[kind]!(number, year), year, (number - 1) * count + 1, count);
}

const MONTHS: Record<string, number | undefined> = { half: 6, quarter: 3, month: 1 };
const LABELS: Record<string, (number: number, year: number) => string> = {
  half: (number, year) => `6 tháng ${number === 1 ? 'đầu' : 'cuối'} năm ${year}`,
  quarter: (number, year) => `Quý ${['I', 'II', 'III', 'IV'][number - 1]}/${year}`,
  month: (number, year) => `Tháng ${number}/${year}`,
};

function wholeYear(key: string, kind: string, year: number): Period | null {
  if (kind === 'year') return { key, label: `Năm ${year}`, from: `${year}-01-01`, to: `${year}-12-31` };
  if (kind !== 'reporting-year') return null;
  const label = `Năm báo cáo ${year} (15/12/${year - 1} – 14/12/${year})`;
  return { key, label, from: `${year - 1}-12-15`, to: `${year}-12-14` };
}

function months(key: string, label: string, year: number, first: number, count: number): Period {
  const from = `${year}-${two(first)}-01`;
  return { key, label, from, to: endOfMonth(addMonths(from, count - 1)) };
}

function week(key: string, year: number, number: number): Period | null {
  const first = addDays(isoWeekDays({ year, week: 1 }).first, (number - 1) * 7);
  const actual = isoWeek(first);
  // most years have no week 53
  if (actual.year !== year || actual.week !== number) return null;
  const last = addDays(first, 6);
  return { key, label: `Tuần ${number} (${dm(first)} – ${dm(last)})`, from: first, to: last };
}

/** The ISO week of a day as a period. */
export function weekOf(day: LocalDay): Period {
  const { year, week: number } = isoWeek(day);
  return named(`week:${year}-W${two(number)}`)!;
}

/** The month of a day as a period. */
export const monthOf = (day: LocalDay): Period => named(`month:${day.slice(0, 7)}`)!;

/** The period of the same kind that lies just before; for a range, one of the same length. */
export function previous(period: Period): Period {
  const before = addDays(period.from, -1);
  const year = before.slice(0, 4);
  const month = Number(before.slice(5, 7));
  switch (period.key.split(':', 1)[0]) {
    case 'year':
    case 'reporting-year':
      return named(`${period.key.split(':', 1)[0]}:${year}`)!;
    case 'half':
      return named(`half:${year}-${month / 6}`)!;
    case 'quarter':
      return named(`quarter:${year}-${month / 3}`)!;
    case 'month':
      return monthOf(before);
    case 'week':
      return weekOf(before);
    default:
      return range(addDays(before, -daysBetween(period.from, period.to)), before);
  }
}

/** The last `count` periods of the same kind, the given one last. */
export function recent(period: Period, count: number): Period[] {
  const periods = [period];
  while (periods.length < count) periods.unshift(previous(periods[0]!));
  return periods;
}

/** The period from the start of its year to its end: of the calendar year, or of the reporting year for that kind. */
export function cumulative(period: Period): Period {
  const from = period.key.startsWith('reporting-year:') ? period.from : `${period.to.slice(0, 4)}-01-01`;
  return { ...period, label: `${period.label}, luỹ kế từ ${dmy(from)}`, from };
}
