/**
 * How numbers, days and instants are written in Vietnamese. Written by hand rather than by Intl, so that every browser
 * prints the same characters. Local time is UTC+7 all year (Viet Nam keeps no summer time).
 */
const LOCAL_MS = 7 * 3_600_000;
/** A space that does not break. */
const NBSP = '\u00a0';

const two = (n: number): string => String(n).padStart(2, '0');

/** `1236` → `1.236` */
export function count(n: number): string {
  const digits = String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, '.');
  return n < 0 ? `−${digits}` : digits;
}

/** A target's number: `97` → `97 %` */
export const percentValue = (value: number): string => `${String(value).replace('.', ',')}${NBSP}%`;

/** A local day: `2024-11-05` → `05/11/2024` */
export const day = (value: string): string => `${value.slice(8, 10)}/${value.slice(5, 7)}/${value.slice(0, 4)}`;

/** The local day of an instant: `2024-12-05T17:30:00.000Z` → `2024-12-06` */
export const localDay = (instant: string): string =>
  new Date(Date.parse(instant) + LOCAL_MS).toISOString().slice(0, 10);

/** The local clock time of an instant, `HH:mm`, or `HH:mm:ss` when asked. */
export function time(instant: string, seconds = false): string {
  const local = new Date(Date.parse(instant) + LOCAL_MS);
  const minutes = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
  return seconds ? `${minutes}:${two(local.getUTCSeconds())}` : minutes;
}

/** `09:41 05/12/2024` */
export const dateTime = (instant: string): string => `${time(instant)}${NBSP}${day(localDay(instant))}`;

/** A lag in seconds: `0.24` → `0,2 giây`; from two minutes on in minutes. */
export function lag(seconds: number): string {
  if (seconds >= 120) return `${count(Math.floor(seconds / 60))} phút`;
  const tenths = Math.round(Math.max(0, seconds) * 10);
  return `${count(Math.floor(tenths / 10))}${seconds < 10 && tenths % 10 ? `,${tenths % 10}` : ''} giây`;
}

/** Folds a text for searching: no marks, lower case, đ = d. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim();

const collator = new Intl.Collator('vi');
/** Vietnamese order: Dương before Đông. */
export const compareText = (a: string, b: string): number => collator.compare(a, b);
