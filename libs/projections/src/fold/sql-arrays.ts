/** Arrays as PostgreSQL reads them. What the driver makes of arrays is right, and several times slower. */

export const numbers = (values: ArrayLike<number | bigint | null>): string => {
  let text = '{';
  for (let i = 0; i < values.length; i++) text += `${i === 0 ? '' : ','}${values[i] ?? 'NULL'}`;
  return `${text}}`;
};

const HEAD = 20;
const INT4 = 23;
const WIDTH = 8;

/** An int[] in PostgreSQL's binary form: of the cells' measures there are hundreds of thousands in a batch, most of them zeros. */
export const integers = (count: number, at: (index: number) => number): Buffer => {
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

const PLAIN = /^[^"\\]*$/;
const quoted = (value: string): string =>
  PLAIN.test(value) ? `"${value}"` : `"${value.replace(/["\\]/g, String.raw`\$&`)}"`;

export const texts = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`;

export const booleans = (values: readonly boolean[]): string =>
  `{${values.map((value) => (value ? 't' : 'f')).join(',')}}`;

/** Hex digits as bytea. */
export const bytes = (values: readonly string[]): string =>
  `{${values.map((value) => String.raw`"\\x${value}"`).join(',')}}`;
