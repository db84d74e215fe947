/** Arrays as PostgreSQL reads them. What the driver makes of arrays is right, and several times slower. */

export const numbers = (values: ArrayLike<number | bigint | null>): string => {
  let text = '{';
  for (let i = 0; i < values.length; i++) text += `${i === 0 ? '' : ','}${values[i] ?? 'NULL'}`;
  return `${text}}`;
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
