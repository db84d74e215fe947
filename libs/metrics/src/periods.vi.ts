import { dayText, type LocalDay } from '#domain/calendar/time';

/** What periods are called. */
const dm = (day: LocalDay): string => `${day.slice(8)}/${day.slice(5, 7)}`;
const ROMAN = ['I', 'II', 'III', 'IV'];
const HALVES = ['đầu', 'cuối'];

export interface Days {
  from: LocalDay;
  to: LocalDay;
}

/** The name of a part of a year alone, and with its year. */
export interface PartNames {
  short: (part: number, days: Days) => string;
  full: (part: number, year: number, days: Days) => string;
}

/** ` (15/12 – 14/3)`: what tells a reporting quarter from the calendar's, which bears the same name. */
const span = ({ from, to }: Days): string => ` (${shortDay(from)} – ${shortDay(to)})`;
const fullSpan = ({ from, to }: Days): string => ` (${dayText(from)} – ${dayText(to)})`;
const shortDay = (day: LocalDay): string => `${Number(day.slice(8))}/${Number(day.slice(5, 7))}`;

export const NAMES = {
  year: { short: () => 'Cả năm', full: (_part, year) => `Năm ${year}` },
  'nine-months': { short: () => '9 tháng', full: (_part, year) => `9 tháng năm ${year}` },
  half: {
    short: (part) => `6 tháng ${HALVES[part - 1]} năm`,
    full: (part, year) => `6 tháng ${HALVES[part - 1]} năm ${year}`,
  },
  quarter: { short: (part) => `Quý ${ROMAN[part - 1]}`, full: (part, year) => `Quý ${ROMAN[part - 1]}/${year}` },
  month: { short: (part) => `Tháng ${part}`, full: (part, year) => `Tháng ${part}/${year}` },
  week: {
    short: (part, { from, to }) => `Tuần ${part} (${dm(from)} – ${dm(to)})`,
    full: (part, _year, { from, to }) => `Tuần ${part} (${dm(from)} – ${dm(to)})`,
  },
  'reporting-year': {
    short: (_part, days) => `Cả năm${span(days)}`,
    full: (_part, year, days) => `Năm báo cáo ${year}${fullSpan(days)}`,
  },
  'reporting-nine-months': {
    short: (_part, days) => `9 tháng${span(days)}`,
    full: (_part, year, days) => `9 tháng năm báo cáo ${year}${fullSpan(days)}`,
  },
  'reporting-half': {
    short: (part, days) => `6 tháng ${HALVES[part - 1]} năm${span(days)}`,
    full: (part, year, days) => `6 tháng ${HALVES[part - 1]} năm báo cáo ${year}${fullSpan(days)}`,
  },
  'reporting-quarter': {
    short: (part, days) => `Quý ${ROMAN[part - 1]}${span(days)}`,
    full: (part, year, days) => `Quý ${ROMAN[part - 1]} năm báo cáo ${year}${fullSpan(days)}`,
  },
} satisfies Record<string, PartNames>;

export const rangeName = ({ from, to }: Days): string => `${dayText(from)} – ${dayText(to)}`;
export const cumulativeName = (name: string, from: LocalDay): string => `${name}, luỹ kế từ ${dayText(from)}`;
