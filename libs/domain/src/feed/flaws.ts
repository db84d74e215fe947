import { nfc } from '../text/nfc.js';
import type { Fault } from './faults.js';

/** Deeper than any message of the format; what nests deeper can be neither walked nor written out again safely. */
const DEEPEST = 32;

/**
 * What no event and no database takes: a null character, half of a surrogate pair, what stands where bytes were not
 * UTF-8, more marks in a row than any writing has.
 */
// eslint-disable-next-line no-control-regex -- the null character is what is looked for
const isBroken = (text: string): boolean => /\u0000|\p{Surrogate}|\uFFFD/u.test(text) || nfc(text) === null;

const isOurs = (field: string): boolean => /^[A-Za-z]{1,40}$/.test(field);

/** Whether faults tell of a message that nests too deep to be walked or written out again. */
export const isTooDeep = (faults: readonly Fault[]): boolean => faults.some(({ fault }) => fault === 'too-deep');

/**
 * What is wrong with a message as a text, whatever it says: a broken encoding anywhere in it, or nested too deep. Without
 * recursion and linear in its size.
 */
export function flawsOf(message: object): Fault[] {
  const broken = new Set<string>();
  const queue: { value: unknown; field: string; depth: number }[] = [];
  for (const [field, value] of Object.entries(message)) queue.push({ value, field, depth: 1 });
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { value, field, depth } = next;
    if (depth === 1 && isBroken(field)) broken.add('');
    if (typeof value === 'string' && isBroken(value)) broken.add(isOurs(field) ? field : '');
    if (typeof value !== 'object' || value === null) continue;
    if (depth === DEEPEST) return [{ fault: 'too-deep', ...(isOurs(field) ? { field } : {}) }];
    for (const [key, item] of Object.entries(value)) {
      if (isBroken(key)) broken.add(isOurs(field) ? field : '');
      queue.push({ value: item, field, depth: depth + 1 });
    }
  }
  return [...broken].map((field) => ({ fault: 'broken-text', ...(field ? { field } : {}) }));
}
