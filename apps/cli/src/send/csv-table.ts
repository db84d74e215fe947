import { type Fault, readCsv } from '#application';
import type { Cell, PlaceFault, Row, Table } from './table.js';

/** Reads a CSV file as Excel saves it: UTF-8, or UTF-16 ("Unicode text"), with `,`, `;` or a tab between values. null: faults alone. */
export function readCsvTable(file: string, bytes: Uint8Array): Table | { faults: PlaceFault[] } {
  const found: Fault[] = [];
  const read = readCsv(file, inUtf8(bytes), found);
  const faults = found.map(({ line, column, text }) => ({ line, place: column, code: 'csv', text }));
  if (!read) return { faults };
  const { headings, lines } = read;
  const rows = lines.map(({ line, cells }): Row => ({ line, cells: cells.map(cellOf) }));
  const place = (_: number, column: number): string => headings[column] || String(column + 1);
  return { headings, line: 1, rows, faults, place };
}

const cellOf = (text: string): Cell | null => (text === '' ? null : { is: 'text', text });

function inUtf8(bytes: Uint8Array): Uint8Array {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  return encoding === null ? bytes : new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
}
