import { ratios, shown, spread, type Measured } from './numbers.js';

/** A table of results: heads, then rows of as many cells. */
export interface Table {
  heads: string[];
  rows: (string | number)[][];
}

/** The table in Markdown, its columns aligned as prettier does; columns of numbers to the right. */
export function markdown({ heads, rows }: Table): string {
  const text = rows.map((row) =>
    heads.map((_, i) => (typeof row[i] === 'number' ? shown(row[i]) : (row[i] ?? '')).replaceAll('|', '\\|')),
  );
  const right = heads.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const width = heads.map((head, i) => Math.max(3, head.length, ...text.map((row) => row[i].length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, i) => (right[i] ? cell.padStart(width[i]) : cell.padEnd(width[i]))).join(' | ')} |`;
  const rule = width.map((n, i) => (right[i] ? `${'-'.repeat(n - 1)}:` : '-'.repeat(n)));
  return [line(heads), line(rule), ...text.map(line)].join('\n');
}

/**
 * One row a contestant: what it reached, and how many times that is what each of `beside` reached in the same rounds.
 * @param unit of the values, e.g. `events/s`
 * @param beside names of contestants; each gets a column of ratios
 */
export function comparison(found: Record<string, Measured>, unit: string, beside: string[]): Table {
  return {
    heads: ['', `${unit}: median (lowest–highest)`, ...beside.map((name) => `× ${name}`)],
    rows: Object.entries(found).map(([name, value]) => [
      name,
      spread(value),
      ...beside.map((other) => (other === name ? '1' : spread(ratios(value, found[other])))),
    ]),
  };
}
