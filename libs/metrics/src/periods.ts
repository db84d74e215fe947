import { addDays, addMonths, endOfMonth, isoWeek, isoWeekDays, type LocalDay, parseDay } from '#domain';

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
  const [kind = '', text = ''] = key.split(/:(.*)/s);
  const numbers = /^(\d{4})(?:-W?(\d{1,2}))?$/.exec(text);
  const year = Number(numbers?.[1]);
  const part = Number(numbers?.[2] ?? 0);
  switch (kind) {
    case 'year':
      return numbers && !part ? { key, label: `Năm ${year}`, from: `${year}-01-01`, to: `${year}-12-31` } : null;
    case 'half':
      return numbers && part >= 1 && part <= 2
        ? months(key, `6 tháng ${part === 1 ? 'đầu' : 'cuối'} năm ${year}`, year, part * 6 - 5, 6)
        : null;
    case 'quarter':
      return numbers && part >= 1 && part <= 4
        ? months(key, `Quý ${['I', 'II', 'III', 'IV'][part - 1]}/${year}`, year, part * 3 - 2, 3)
        : null;
    case 'month':
      return numbers && part >= 1 && part <= 12 ? months(key, `Tháng ${part}/${year}`, year, part, 1) : null;
    case 'week':
      return text.includes('W') && numbers ? week(key, year, part) : null;
    case 'reporting-year':
      return numbers && !part
        ? {
            key,
            label: `Năm báo cáo ${year} (15/12/${year - 1} – 14/12/${year})`,
            from: `${year - 1}-12-15`,
            to: `${year}-12-14`,
          }
        : null;
    case 'range': {
      const [from, to] = text.split('..').map((day) => parseDay(day));
      return from && to && from <= to ? { key, label: `${dmy(from)} – ${dmy(to)}`, from, to } : null;
    }
    default:
      return null;
  }
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
  return parsePeriod(`week:${year}-W${two(number)}`)!;
}

/** The month of a day as a period. */
export const monthOf = (day: LocalDay): Period => parsePeriod(`month:${day.slice(0, 7)}`)!;

/** The period of the same kind that lies just before; for a range, one of the same length. */
export function previous(period: Period): Period {
  const before = addDays(period.from, -1);
  const year = Number(period.from.slice(0, 4));
  switch (period.key.split(':', 1)[0]) {
    case 'year':
      return parsePeriod(`year:${year - 1}`)!;
    case 'reporting-year':
      return parsePeriod(`reporting-year:${year}`)!;
    case 'half':
      return parsePeriod(`half:${before.slice(0, 4)}-${before.slice(5, 7) === '06' ? 1 : 2}`)!;
    case 'quarter':
      return parsePeriod(`quarter:${before.slice(0, 4)}-${Math.ceil(Number(before.slice(5, 7)) / 3)}`)!;
    case 'month':
      return monthOf(before);
    case 'week':
      return weekOf(before);
    default: {
      const days = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000);
      return parsePeriod(`range:${addDays(before, -days)}..${before}`)!;
    }
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
