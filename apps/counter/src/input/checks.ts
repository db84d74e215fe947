import {
  dayText,
  FIRST_DATE,
  hasCodeShape,
  isDayInRange,
  isDossierCode,
  LAST_DATE,
  parseDay,
  readInstant,
  unitKeyParts,
} from '#domain';
import { type Check, found, isRecord, step } from './finding.js';

/** Length as people count it: by code points, not by UTF-16 units. */
const lengthOf = (text: string): number => [...text].length;

/** Text for people, at most `max` characters; line breaks only where they make sense. */
export const text =
  (max: number, lines: 'one-line' | 'lines' = 'one-line'): Check =>
  (value) => {
    if (typeof value !== 'string') return found('not-text');
    if (value.trim() === '') return found('blank');
    if (value.length > max && lengthOf(value) > max) return found('too-long', { max, length: lengthOf(value) });
    if (lines === 'one-line' && /[\t\r\n]/.test(value)) return found('one-line');
    return [];
  };

/** A code or an id: opaque, without white space. */
export const token =
  (max = 64): Check =>
  (value) => {
    if (typeof value !== 'string') return found('not-text');
    if (value === '') return found('blank');
    if (lengthOf(value) > max) return found('too-long', { max, length: lengthOf(value) });
    return /[\s\p{C}]/u.test(value) ? found('token') : [];
  };

export const dossierCode: Check = (value) => {
  if (typeof value !== 'string') return found('not-text');
  return value.length <= 64 && isDossierCode(value) ? [] : found('dossier-code');
};

const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d+)?)?/;
const ZONE = /(Z|[+-]\d\d:\d\d)$/;
const DATE_RANGE = { from: dayText(FIRST_DATE), to: dayText(LAST_DATE) };

/** An instant with its offset from UTC, on a day and at a time that exist, within the years that a date may have. */
export const instant: Check = (value) => {
  if (typeof value !== 'string') return found('not-text');
  if (value.length > 40 || !SHAPE.test(value)) return found('instant');
  if (!ZONE.test(value)) return found('no-offset');
  const reading = readInstant(value);
  if (reading.ok) return [];
  return reading.fault === 'impossible' ? found('impossible-instant') : found('date-out-of-range', DATE_RANGE);
};

/** A local day that exists, within the years that a date may have. */
export const day: Check = (value) => {
  if (typeof value !== 'string') return found('not-text');
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return found('day');
  const read = parseDay(value);
  if (read === null) return found('impossible-instant');
  return isDayInRange(read) ? [] : found('date-out-of-range', DATE_RANGE);
};

/** `code@valid-from` */
export const unitKey: Check = (value) => {
  if (typeof value !== 'string') return found('not-text');
  const { code, from } = unitKeyParts(value);
  return value.length <= 64 && code.length <= 40 && hasCodeShape(code) && day(from).length === 0
    ? []
    : found('unit-key');
};

export const integer =
  (min: number, max: number): Check =>
  (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return found('not-integer');
    return value < min || value > max ? found('out-of-range', { min, max }) : [];
  };

export const boolean: Check = (value) => (typeof value === 'boolean' ? [] : found('not-boolean'));

export const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value) ? [] : found('not-one-of', { values: values.join(', ') });

export const listOf =
  (check: Check, max: number): Check =>
  (value) => {
    if (!Array.isArray(value)) return found('not-a-list');
    if (value.length > max) return found('too-many', { max, count: value.length });
    return value.flatMap((item, index) =>
      check(item).map((finding) => ({ ...finding, pointer: step(index) + finding.pointer })),
    );
  };

/** An object that says something; its fields have checks of their own. */
export const someObject: Check = (value) => {
  if (!isRecord(value)) return found('not-an-object');
  return Object.keys(value).length === 0 ? found('empty-object') : [];
};

export const email: Check = (value) => {
  const faults = token(254)(value);
  if (faults.length > 0) return faults;
  return /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(value as string) ? [] : found('email');
};

export const phone: Check = (value) => {
  const faults = text(20)(value);
  if (faults.length > 0) return faults;
  const digits = (value as string).replace(/[ .()-]/g, '');
  return /^\+?\d{8,15}$/.test(digits) ? [] : found('phone');
};

/** Identity card (9 or 12 digits), business number, passport: letters, digits and separators. */
export const identity: Check = (value) => {
  const faults = text(32)(value);
  if (faults.length > 0) return faults;
  return /^[\p{L}\p{N}][\p{L}\p{N} ./-]*$/u.test(value as string) ? [] : found('identity');
};
