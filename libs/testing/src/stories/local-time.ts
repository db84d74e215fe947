/** A local day of Vietnam, counted from 1/1/1970. The offset is +07:00 all year. */
export type LocalDayNumber = number;

const OFFSET = 7 * 3_600_000;
const DAY = 86_400_000;
export const HOUR = 3_600_000;

export const dayOf = (instant: number): LocalDayNumber => Math.floor((instant + OFFSET) / DAY);
/** The instant at which the clock shows `sinceMidnight` milliseconds of that day. */
export const onDay = (day: LocalDayNumber, sinceMidnight: number): number => day * DAY - OFFSET + sinceMidnight;
export const sinceMidnight = (instant: number): number => instant - onDay(dayOf(instant), 0);
export const lastSecondOf = (day: LocalDayNumber): number => onDay(day + 1, -1000);

/** 0 is Sunday. */
export const weekday = (day: LocalDayNumber): number => (((day + 4) % 7) + 7) % 7;
export const dayFrom = (text: string): LocalDayNumber => Date.parse(`${text}T00:00:00Z`) / DAY;
export const dayText = (day: LocalDayNumber): string => new Date(day * DAY).toISOString().slice(0, 10);
export const isoText = (instant: number): string => new Date(instant).toISOString();
export const localText = (instant: number): string =>
  `${new Date(instant + OFFSET).toISOString().slice(0, 19)}${instant % 1000 ? `.${instant % 1000}` : ''}`;

/** The same day number n months later, or the month's last. */
export function plusMonths(day: LocalDayNumber, months: number): LocalDayNumber {
  const date = new Date(day * DAY);
  const wanted = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY;
  const following = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 1) / DAY;
  return Math.min(wanted + date.getUTCDate() - 1, following - 1);
}

const WITH_OFFSET = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;
const DAYS_KNOWN = { first: dayFrom('2000-01-01'), last: dayFrom('2099-12-31') };

/** An instant as it was sent, or why it is none. */
export function readInstant(text: string): number | 'no-instant' | 'date-out-of-range' {
  const parts = WITH_OFFSET.exec(text);
  if (!parts) return 'no-instant';
  const [year, month, date, hour, minute, second] = parts.slice(1, 7).map(Number) as number[];
  if (month! < 1 || month! > 12 || date! < 1 || hour! > 23 || minute! > 59 || second! > 59) return 'no-instant';
  if (date! > new Date(Date.UTC(year!, month!, 0)).getUTCDate()) return 'no-instant';
  const instant = Date.parse(text);
  const day = dayOf(instant);
  return day < DAYS_KNOWN.first || day > DAYS_KNOWN.last ? 'date-out-of-range' : instant;
}
