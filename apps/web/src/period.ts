import { texts } from './texts.vi.js';
import { day as formatDay } from './format.js';

/**
 * Period keys as the API reads them: `year:2024`, `half:2024-1`, `quarter:2024-4`, `month:2024-11`, `week:2024-W48`,
 * `range:2024-01-01..2024-02-29`, `reporting-year:2024` (15/12 to 14/12). The page only writes and names them: which
 * days a period holds is the API's to say.
 */
export const PERIOD_KINDS = ['year', 'half', 'quarter', 'month', 'week', 'range', 'reporting-year'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export type PeriodKey =
  { kind: 'range'; from: string; to: string } | { kind: Exclude<PeriodKind, 'range'>; year: number; part: number };

const PARTS: Record<Exclude<PeriodKind, 'range'>, number> = {
  year: 1,
  'reporting-year': 1,
  half: 2,
  quarter: 4,
  month: 12,
  week: 53,
};
const DAY_MS = 86_400_000;
const two = (n: number): string => String(n).padStart(2, '0');
const utc = (value: string): number => Date.parse(`${value}T00:00:00Z`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Whether a text is a day that exists: `2024-02-29` is, `2023-02-29` is not. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(utc(text)) && dayOf(utc(text)) === text;

/** The number of ISO weeks of a year: 52, or 53 when 28 December lies in week 53. */
export function weeksIn(year: number): number {
  return isoWeek(`${year}-12-28`).week;
}

/** The ISO week of a local day. */
export function isoWeek(value: string): { year: number; week: number } {
  const ms = utc(value);
  const weekday = (new Date(ms).getUTCDay() + 6) % 7;
  const thursday = ms + (3 - weekday) * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  return { year, week: Math.floor((thursday - utc(`${year}-01-01`)) / (7 * DAY_MS)) + 1 };
}

/** The first and the last day of an ISO week. */
export function weekDays(year: number, week: number): { from: string; to: string } {
  const fourth = utc(`${year}-01-04`);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS + (week - 1) * 7 * DAY_MS;
  return { from: dayOf(monday), to: dayOf(monday + 6 * DAY_MS) };
}

/** How many periods of a kind a year has. */
export const partsIn = (kind: Exclude<PeriodKind, 'range'>, year: number): number =>
  kind === 'week' ? weeksIn(year) : PARTS[kind];

/** Reads a key; null when it is none. */
export function parsePeriod(key: string): PeriodKey | null {
  const range = /^range:(.{10})\.\.(.{10})$/.exec(key);
  if (range) {
    const [, from = '', to = ''] = range;
    return isDay(from) && isDay(to) && from <= to ? { kind: 'range', from, to } : null;
  }
  const match =
    /^(year|reporting-year):(\d{4})()$/.exec(key) ??
    /^(half|quarter):(\d{4})-(\d)$/.exec(key) ??
    /^(month):(\d{4})-(\d\d)$/.exec(key) ??
    /^(week):(\d{4})-W(\d\d)$/.exec(key);
  if (!match) return null;
  const kind = match[1] as Exclude<PeriodKind, 'range'>;
  const year = Number(match[2]);
  const part = match[3] === '' ? 1 : Number(match[3]);
  return part >= 1 && part <= partsIn(kind, year) ? { kind, year, part } : null;
}

/** Writes a key; `parsePeriod` reads it back. */
export function periodKey(period: PeriodKey): string {
  switch (period.kind) {
    case 'range':
      return `range:${period.from}..${period.to}`;
    case 'year':
    case 'reporting-year':
      return `${period.kind}:${period.year}`;
    case 'half':
    case 'quarter':
      return `${period.kind}:${period.year}-${period.part}`;
    case 'month':
      return `month:${period.year}-${two(period.part)}`;
    case 'week':
      return `week:${period.year}-W${two(period.part)}`;
  }
}

/** The name of a period: `Tháng 11/2024`, `Tuần 48 (25/11 – 01/12)`. */
export function periodLabel(period: PeriodKey): string {
  const t = texts.period;
  switch (period.kind) {
    case 'range':
      return `${formatDay(period.from)} – ${formatDay(period.to)}`;
    case 'week': {
      const { from, to } = weekDays(period.year, period.part);
      return t.week(period.part, formatDay(from).slice(0, 5), formatDay(to).slice(0, 5), period.year);
    }
    default:
      return t[period.kind](period.year, period.part);
  }
}

/** The same kind of period one step later (1) or earlier (−1); a range moves by its own length. */
export function stepPeriod(period: PeriodKey, step: 1 | -1): PeriodKey {
  if (period.kind === 'range') {
    const length = utc(period.to) - utc(period.from) + DAY_MS;
    return {
      kind: 'range',
      from: dayOf(utc(period.from) + step * length),
      to: dayOf(utc(period.to) + step * length),
    };
  }
  const { kind } = period;
  const part = period.part + step;
  if (part < 1) return { kind, year: period.year - 1, part: partsIn(kind, period.year - 1) };
  if (part > partsIn(kind, period.year)) return { kind, year: period.year + 1, part: 1 };
  return { kind, year: period.year, part };
}

/** The period of a kind that holds a local day; for a range, the days from the first of its month. */
export function periodOf(kind: PeriodKind, value: string): PeriodKey {
  const year = Number(value.slice(0, 4));
  const month = Number(value.slice(5, 7));
  switch (kind) {
    case 'range':
      return { kind, from: `${value.slice(0, 8)}01`, to: value };
    case 'week': {
      const week = isoWeek(value);
      return { kind, year: week.year, part: week.week };
    }
    case 'reporting-year':
      return { kind, year: value.slice(5) >= '12-15' ? year + 1 : year, part: 1 };
    case 'year':
      return { kind, year, part: 1 };
    case 'half':
      return { kind, year, part: month <= 6 ? 1 : 2 };
    case 'quarter':
      return { kind, year, part: Math.ceil(month / 3) };
    case 'month':
      return { kind, year, part: month };
  }
}
