/**
 * Arrays as PostgreSQL reads them, for the few types that are sent in bulk. What the driver makes of arrays is right, and several times slower: it
 * escapes every value.
 */

/** Of values that need no quotes: numbers, booleans, uuids, instants, hex; null stays null. */
export const plainArray = (values: ArrayLike<string | number | bigint | boolean | null>): string => {
  let text = '{';
  for (let i = 0; i < values.length; i++) text += `${i === 0 ? '' : ','}${values[i] ?? 'NULL'}`;
  return `${text}}`;
};

const SPECIAL = /["\\]/;
const quoted = (value: string): string =>
  SPECIAL.test(value) ? `"${value.replace(/["\\]/g, String.raw`\$&`)}"` : `"${value}"`;

/** Of any texts; null stays null. */
export const textArray = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`;

/** A bytea[] of bytes in hex digits; null stays null. */
export const byteaArray = (values: readonly (string | null)[]): string =>
  `{${values.map((hex) => (hex === null ? 'NULL' : String.raw`"\\x${hex}"`)).join(',')}}`;

const HEAD = 20;
const INT4 = 23;
const WIDTH = 8;

/** An int[] in PostgreSQL's binary form: of the cells' measures there are hundreds of thousands in a batch, most of them zeros. */
export const integerArray = (count: number, at: (index: number) => number): Buffer => {
  const array = Buffer.alloc(HEAD + count * WIDTH);
  array.writeInt32BE(count === 0 ? 0 : 1, 0); // dimensions
  array.writeInt32BE(INT4, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16); // the first index
  for (let i = 0, to = HEAD; i < count; i++, to += WIDTH) {
    array[to + 3] = 4; // bytes of the value, as 32 bits
    const value = at(i);
    if (value !== 0) array.writeInt32BE(value, to + 4);
  }
  return count === 0 ? array.subarray(0, 12) : array;
};
