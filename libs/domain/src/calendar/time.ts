/**
 * Instants and local days, by arithmetic on numbers: never a `Date` in the zone of the machine, so the same comes out
 * under any TZ. All of Vietnam has been UTC+7 without daylight saving since 1975: local = UTC + 7 hours, always.
 */

/** Canonical instant: UTC with milliseconds, `2024-12-05T10:00:00.000Z`. Comparing the strings compares the instants. */
export type Instant = string;

/** Day in Asia/Ho_Chi_Minh, `2024-12-05`. Comparing the strings compares the days. */
export type LocalDay = string;

/** Where the present comes from: injected, so that tests and the demonstration have a present of their own. */
export interface Clock {
  /** The present, UTC. */
  now(): Instant;
}

/** Year and number of an ISO 8601 week (Monday to Sunday; the week belongs to the year of its Thursday). */
export interface IsoWeek {
  year: number;
  week: number;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const OFFSET_MS = 7 * HOUR_MS;

/** First and last instant that may be stated: within them the local day has a year of four digits. */
const EARLIEST = '1899-12-31T17:00:00.000Z';
const LATEST = '9999-12-31T16:59:59.999Z';

/** First and last local day on which a date of a dossier may lie; what lies beyond is a slip of the pen, at every door. */
export const FIRST_DATE: LocalDay = '2000-01-01';
export const LAST_DATE: LocalDay = '2099-12-31';
const FIRST_INSTANT = '1999-12-31T17:00:00.000Z';
const LAST_INSTANT = '2099-12-31T16:59:59.999Z';

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** Digits `from` … `from + length - 1` of a text as a number; the caller knows that they are digits. */
function digits(text: string, from: number, length: number): number {
  let value = 0;
  for (let i = from; i < from + length; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
}

/** Days since 1970-01-01 of a civil date in the Gregorian calendar. */
function civilToNumber(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const isCivil = (year: number, month: number, day: number): boolean =>
  year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

/** Epoch milliseconds → canonical instant. Fractions of a millisecond are cut off. Throws RangeError when not finite. */
export const instant = (ms: number): Instant => new Date(ms).toISOString();

/** Canonical instant → epoch milliseconds. The text must be canonical (see `parseInstant`); it is not checked again. */
export function toMs(at: Instant): number {
  const days = civilToNumber(digits(at, 0, 4), digits(at, 5, 2), digits(at, 8, 2));
  const seconds = (digits(at, 11, 2) * 60 + digits(at, 14, 2)) * 60 + digits(at, 17, 2);
  return days * DAY_MS + seconds * 1000 + digits(at, 20, 3);
}

/** Days since 1970-01-01 of a local day (a plain count: no zone in it). */
export const dayNumber = (day: LocalDay): number =>
  civilToNumber(digits(day, 0, 4), digits(day, 5, 2), digits(day, 8, 2));

/** The reverse of `dayNumber`. */
export function dayFromNumber(number: number): LocalDay {
  const z = number + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** The local day in which an instant falls (17:00 UTC is the next local midnight). */
export const localDay = (at: Instant): LocalDay =>
  digits(at, 11, 2) < 17 ? at.slice(0, 10) : dayFromNumber(dayNumber(at) + 1);

/** Minutes since local midnight, 0 … 1439; seconds are dropped. A count of minutes, never an HHMM number. */
export function localTime(at: Instant): number {
  const minutes = digits(at, 11, 2) * 60 + digits(at, 14, 2) + 420;
  return minutes < 1440 ? minutes : minutes - 1440;
}

/** Milliseconds since local midnight, 0 … 86 399 999. */
export function localMs(at: Instant): number {
  const ms = toMs(at) + OFFSET_MS;
  return ms - Math.floor(ms / DAY_MS) * DAY_MS;
}

/** The instant of a number of milliseconds after the local midnight that begins a day given by its number. */
export const instantOnDay = (number: number, msOfDay: number): Instant =>
  instant(number * DAY_MS - OFFSET_MS + msOfDay);

/** 'HH:mm' (00:00 … 23:59, or 24:00 as the end of a span) → minutes since midnight. Throws RangeError on anything else. */
export function minutesOf(time: string): number {
  const parts = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time);
  const minutes = parts === null ? NaN : Number(parts[1]) * 60 + Number(parts[2]);
  if (!(minutes <= 1440)) throw new RangeError(`not a time of day: ${JSON.stringify(time)}`);
  return minutes;
}

/** A local day as people here read it: 'dd/MM/yyyy'. */
export const dayText = (day: LocalDay): string => day.split('-').reverse().join('/');

/** Minutes since midnight → 'HH:mm'. */
export const timeText = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

/** An instant as people here read it in a sentence, local time: 'HH:mm ngày dd/MM/yyyy'. */
export const instantText = (at: Instant): string => `${timeText(localTime(at))} ngày ${dayText(localDay(at))}`;

/** The same in a list: 'HH:mm dd/MM/yyyy'. */
export const shortInstantText = (at: Instant): string => `${timeText(localTime(at))} ${dayText(localDay(at))}`;

/** The same to the second, where it is told what came before what: 'HH:mm:ss dd/MM/yyyy'. */
export const exactInstantText = (at: Instant): string =>
  `${timeText(localTime(at))}:${two(digits(at, 17, 2))} ${dayText(localDay(at))}`;

/** The instant of a local day and a 24-hour local time 'HH:mm' or 'HH:mm:ss'. Throws RangeError on a malformed time. */
export function at(day: LocalDay, time: string): Instant {
  if (!/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)) {
    throw new RangeError(`not a time of day: ${JSON.stringify(time)}`);
  }
  const seconds = (digits(time, 0, 2) * 60 + digits(time, 3, 2)) * 60 + (time.length > 5 ? digits(time, 6, 2) : 0);
  return instantOnDay(dayNumber(day), seconds * 1000);
}

/** The day n days later (earlier when n is negative). */
export const addDays = (day: LocalDay, n: number): LocalDay => dayFromNumber(dayNumber(day) + n);

/** Days from one day to another: 0 on the same day, negative when `to` lies before `from`. */
export const daysBetween = (from: LocalDay, to: LocalDay): number => dayNumber(to) - dayNumber(from);

/** The same day number n months later, clamped to the last of that month (31 January + 1 month = 28 or 29 February). */
export function addMonths(day: LocalDay, n: number): LocalDay {
  const months = digits(day, 0, 4) * 12 + digits(day, 5, 2) - 1 + n;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  const last = daysInMonth(year, month);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(Math.min(digits(day, 8, 2), last))}`;
}

/** The last day of a day's month. */
export const endOfMonth = (day: LocalDay): LocalDay =>
  `${day.slice(0, 8)}${daysInMonth(digits(day, 0, 4), digits(day, 5, 2))}`;

/** Day of the week, ISO 8601: 1 = Monday … 7 = Sunday. */
export function weekday(day: LocalDay): number {
  return weekdayOfNumber(dayNumber(day));
}

/** As `weekday`, of a day given by its number. */
export function weekdayOfNumber(number: number): number {
  const fromMonday = (number + 3) % 7; // 1970-01-01 was a Thursday
  return (fromMonday < 0 ? fromMonday + 7 : fromMonday) + 1;
}

/** ISO 8601 week of a day. 2026 has a week 53; 1–3 January 2027 belong to it. */
export function isoWeek(day: LocalDay): IsoWeek {
  const number = dayNumber(day);
  const thursday = number - weekdayOfNumber(number) + 4;
  const year = digits(dayFromNumber(thursday), 0, 4);
  return { year, week: Math.floor((thursday - civilToNumber(year, 1, 1)) / 7) + 1 };
}

/** Monday and Sunday of an ISO week. Throws RangeError when the year has no such week. */
export function isoWeekDays(week: IsoWeek): { first: LocalDay; last: LocalDay } {
  const fourth = civilToNumber(week.year, 1, 4); // always in week 1
  const monday = fourth - weekdayOfNumber(fourth) + 1 + (week.week - 1) * 7;
  const first = dayFromNumber(monday);
  const back = isoWeek(first);
  if (back.year !== week.year || back.week !== week.week) throw new RangeError(`no week ${week.week} in ${week.year}`);
  return { first, last: dayFromNumber(monday + 6) };
}

/** The instants of a range of local days, half open: from the first midnight to the midnight after the last day. */
export function dayRange(first: LocalDay, last: LocalDay = first): { from: Instant; to: Instant } {
  return { from: instantOnDay(dayNumber(first), 0), to: instantOnDay(dayNumber(last) + 1, 0) };
}

/** Every day from the first to the last, both included; empty when last < first. */
export function listDays(first: LocalDay, last: LocalDay): LocalDay[] {
  const days: LocalDay[] = [];
  for (let n = dayNumber(first), end = dayNumber(last); n <= end; n++) days.push(dayFromNumber(n));
  return days;
}

/** `YYYY-MM-DD` of a day that exists (years 1900 … 9999) → the day, anything else → null. */
export function parseDay(text: string): LocalDay | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const year = digits(text, 0, 4);
  return year >= 1900 && isCivil(year, digits(text, 5, 2), digits(text, 8, 2)) ? text : null;
}

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/**
 * Strict ISO 8601 / RFC 3339 with `Z` or an offset → canonical instant; anything else → null: a time without a zone,
 * 30 February, hour 24, second 60, years before 1900. Digits beyond the millisecond are cut off, never rounded up:
 * rounding could carry a fact over its due instant.
 */
export function parseInstant(text: string): Instant | null {
  const m = RFC3339.exec(text);
  if (m === null) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (!isCivil(year, month, day)) return null;
  const zone = m[8]!;
  // canonical already: nothing to reckon
  if (text.length === 24 && zone === 'Z') return text >= EARLIEST && text <= LATEST ? text : null;
  const seconds = (Number(m[4]) * 60 + Number(m[5])) * 60 + Number(m[6] ?? 0);
  const offset = zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (digits(zone, 1, 2) * 60 + digits(zone, 4, 2));
  const ms = Number((m[7] ?? '').padEnd(3, '0').slice(0, 3));
  return bounded(civilToNumber(year, month, day) * DAY_MS + seconds * 1000 + ms - offset * MINUTE_MS);
}

/**
 * Time of the national exchange format, `yyyyMMddHHmmss`, local, 24-hour (12:30 is half past noon) → canonical instant;
 * anything else, also a day or a time that does not exist → null.
 */
export function parseFeedTime(text: string): Instant | null {
  if (!/^\d{14}$/.test(text)) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 4, 2);
  const day = digits(text, 6, 2);
  const hour = digits(text, 8, 2);
  const minute = digits(text, 10, 2);
  const second = digits(text, 12, 2);
  if (!isCivil(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  return bounded(civilToNumber(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 - OFFSET_MS);
}

/** Whether the local day of an instant lies from `FIRST_DATE` to `LAST_DATE`. */
export const inDateRange = (at: Instant): boolean => at >= FIRST_INSTANT && at <= LAST_INSTANT;

/** The same of a local day. */
export const isDayInRange = (day: LocalDay): boolean => day >= FIRST_DATE && day <= LAST_DATE;

/** A date as a door takes it, or why it does not. A year outside of the range says enough, whatever else is wrong. */
export type DateReading = { ok: true; at: Instant } | { ok: false; fault: 'impossible' | 'out-of-range' };

/** As `parseInstant`, for a date that enters by a door. */
export const readInstant = (text: string): DateReading => dateReading(text, /^\d{4}-\d\d-\d\dT/, parseInstant);

/** As `parseFeedTime`, for a date that enters by a door. */
export const readFeedTime = (text: string): DateReading => dateReading(text, /^\d{14}$/, parseFeedTime);

function dateReading(text: string, shape: RegExp, parse: (text: string) => Instant | null): DateReading {
  const year = shape.test(text) ? digits(text, 0, 4) : null;
  // the zone may carry an instant over the turn of a year
  if (year !== null && (year < 1999 || year > 2100)) return { ok: false, fault: 'out-of-range' };
  const at = parse(text);
  if (at === null) return { ok: false, fault: 'impossible' };
  return inDateRange(at) ? { ok: true, at } : { ok: false, fault: 'out-of-range' };
}

function bounded(ms: number): Instant | null {
  if (ms < toMs(EARLIEST) || ms > toMs(LATEST)) return null;
  return instant(ms);
}
