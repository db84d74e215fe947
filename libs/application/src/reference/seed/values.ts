import { type Instant, type LocalDay, parseDay, parseInstant } from '#domain';
import { TEXTS } from './seed.vi.js';

/** What is wrong with one value; its place is known to whoever reads the file. */
export class ValueFault extends Error {}

export const fail = (what: string): never => {
  throw new ValueFault(what);
};

const FIRST_DAY: LocalDay = '2000-01-01';
const LAST_DAY: LocalDay = '2099-12-31';
const FIRST_INSTANT: Instant = '1999-12-31T17:00:00.000Z';
const LAST_INSTANT: Instant = '2099-12-31T16:59:59.999Z';

/** A day within the bounds of all dates; empty: null. */
export function day(text: string): LocalDay | null {
  if (text === '') return null;
  const parsed = parseDay(text) ?? fail(TEXTS.notDay(text));
  return parsed < FIRST_DAY || parsed > LAST_DAY ? fail(TEXTS.outOfRange(text)) : parsed;
}

/** An instant within the bounds of all dates. */
export function instant(text: string): Instant {
  const parsed = parseInstant(text) ?? fail(TEXTS.notInstant(text));
  return parsed < FIRST_INSTANT || parsed > LAST_INSTANT ? fail(TEXTS.outOfRange(text)) : parsed;
}

/** A whole number from 0 to a bound; empty: null. */
export const whole =
  (most: number) =>
  (text: string): number | null => {
    if (text === '') return null;
    return /^\d{1,15}$/.test(text) && Number(text) <= most ? Number(text) : fail(TEXTS.notWhole(text, most));
  };

/** A number from 0 to 100, as the file writes it; empty: null. */
export function percent(text: string): string | null {
  if (text === '') return null;
  return /^\d{1,3}(?:\.\d{1,6})?$/.test(text) && Number(text) <= 100 ? text : fail(TEXTS.notPercent(text));
}

/** A time of day `HH:mm`; empty: null. */
export function timeOfDay(text: string): string | null {
  if (text === '') return null;
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? text : fail(TEXTS.notTime(text));
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Weekdays as numbers, 1 = Monday: `mon-fri`, `sat`, `mon|wed|fri`. */
export function weekdays(text: string): number[] {
  const numbers = list(text.toLowerCase()).flatMap((part) => {
    const [first, last = first, ...rest] = part.split('-').map((word) => WEEKDAYS.indexOf(word) + 1);
    if (!first || !last || last < first || rest.length > 0) return fail(TEXTS.notWeekdays(text, WEEKDAYS));
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  return new Set(numbers).size === numbers.length && numbers.length > 0
    ? numbers
    : fail(TEXTS.notWeekdays(text, WEEKDAYS));
}

export function flag(text: string): boolean {
  const word = text.toLowerCase();
  if (['1', 'true', 'yes'].includes(word)) return true;
  return ['0', 'false', 'no', ''].includes(word) ? false : fail(TEXTS.notYesNo(text));
}

export const list = (text: string): string[] =>
  text
    .split('|')
    .map((item) => item.trim())
    .filter(Boolean);

export const oneOf =
  (...words: string[]) =>
  (text: string): string =>
    words.includes(text) ? text : fail(TEXTS.notOneOf(text, words));

/** Words of a list, each of which must be known. */
export const someOf =
  (...words: string[]) =>
  (text: string): string[] =>
    list(text).map(oneOf(...words));

/** The key of a population: it stands in addresses, beside the word for all of them. */
export const populationKey = (text: string): string =>
  /^[a-z][a-z0-9-]{0,39}$/.test(text) && text !== 'all' ? text : fail(TEXTS.notPopulation(text));

/** The shape of a code: letters, digits, `. - / _`, at most 40, no more than 8 digits in a row. */
export const isCode = (text: string): boolean =>
  /^[A-Za-z0-9][A-Za-z0-9.\-/_]{0,39}$/.test(text) && !/\d{9}/.test(text);

export const code = (text: string): string => (text === '' || isCode(text) ? text : fail(TEXTS.notCode(text)));

/** A unit's code, or its key `code@valid-from`. */
export function unitName(text: string): string {
  const [unit, from, ...rest] = text.split('@');
  const good = isCode(unit!) && (from === undefined || (parseDay(from) !== null && rest.length === 0));
  return text === '' || good ? text : fail(TEXTS.notCode(text));
}

/**
 * A procedure's code: what begins like a national one (`d.dddddd`, a suffix may follow) has its six digits, what is a
 * number only is none. Spreadsheets cut the zeros at the end: 1.001570 becomes 1.00157.
 */
export function procedureCode(text: string): string {
  if (text === '') return text;
  const looksNational = /^\d+[.,]\d/.test(text) || /^[\d.,]+$/.test(text);
  if (looksNational && !/^\d\.\d{6}(?:$|[.\-/_])/.test(text)) fail(TEXTS.cutCode(text));
  return code(text);
}
