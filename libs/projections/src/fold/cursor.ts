import { parseDay, parseInstant } from '#domain';

/** A place to go on from: the key of a page's last row, as text that a client may keep and send back. */
export const writeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Whether a value that a client sent back may be compared with a column of that kind; PostgreSQL refuses all others. */
const IS = {
  id: (value: unknown) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  day: (value: unknown) => value === 'infinity' || (typeof value === 'string' && parseDay(value) !== null),
  instant: (value: unknown) => typeof value === 'string' && parseInstant(value) === value,
  // eslint-disable-next-line no-control-regex -- a text of PostgreSQL holds no null byte
  text: (value: unknown) => typeof value === 'string' && value.length <= 200 && !/[\x00-\x1f]/.test(value),
};

/** Reads a cursor of the given columns. @throws RangeError when it is none */
export function readCursor(text: string, kinds: readonly (keyof typeof IS)[]): (string | number)[] {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    // told below
  }
  if (!Array.isArray(key) || key.length !== kinds.length || !kinds.every((kind, i) => IS[kind](key[i]))) {
    throw new RangeError('not a cursor');
  }
  return key as (string | number)[];
}
