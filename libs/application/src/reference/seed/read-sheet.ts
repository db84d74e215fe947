import { type CsvLine, readCsv } from './csv-file.js';
import type { Fault } from './faults.js';
import { TEXTS } from './seed.vi.js';
import { type Column, FOR_READERS, type Sheet, type Values } from './sheets.js';
import { ValueFault } from './values.js';

/** A line of a file as it is to be stored. */
export interface Row {
  line: number;
  values: Values;
  /** tells a fault of the line; the column of the table is told by the file's own heading */
  fault(column: string, text: string): void;
  /** whether a fault of the line has been told, or a value of it could not be read */
  faulty: boolean;
}

export interface ReadSheet {
  sheet: Sheet;
  rows: Row[];
  /** what was taken for granted for columns that are not there */
  defaults: string[];
}

/** Reads a file as a sheet says: headings, then every value of every line. All faults are told. */
export function readSheet(sheet: Sheet, bytes: Uint8Array, faults: Fault[]): ReadSheet {
  const read: ReadSheet = { sheet, rows: [], defaults: [] };
  const csv = readCsv(sheet.file, bytes, faults);
  if (csv === null) return read;
  const { headings, lines } = csv;
  const places = placesOf(sheet, headings, lines, faults);
  for (const [name, { from, default: standard }] of Object.entries(sheet.columns)) {
    if (places.has(name)) continue;
    if (standard === undefined) faults.push({ file: sheet.file, line: 1, column: from[0]!, text: TEXTS.columnMissing });
    else if (lines.length > 0) read.defaults.push(`${name} = ${standard === '' ? '(empty)' : standard}`);
  }
  for (const { line, cells } of lines) {
    const row: Row = {
      line,
      values: {},
      faulty: false,
      fault(column, text) {
        const place = places.get(column);
        const heading = place === undefined ? sheet.columns[column]?.from[0] : headings[place];
        faults.push({ file: sheet.file, line, column: heading ?? column, text });
        row.faulty = true;
      },
    };
    for (const [name, column] of Object.entries(sheet.columns)) {
      const place = places.get(name);
      const text = place === undefined ? column.default : (cells[place] ?? '');
      row.values[name] = text === undefined ? undefined : valueOf(column, text, (what) => row.fault(name, what));
      if (row.values[name] === undefined) row.faulty = true;
    }
    sheet.finish?.(row.values, row.fault);
    read.rows.push(row);
  }
  return read;
}

/** Under which heading each column of the table stands; headings that are not known, or there twice, are faults. */
function placesOf(sheet: Sheet, headings: string[], lines: CsvLine[], faults: Fault[]): Map<string, number> {
  const places = new Map<string, number>();
  const known = Object.values(sheet.columns).flatMap(({ from }) => from);
  headings.forEach((heading, i) => {
    const fault = (text: string): void =>
      void faults.push({ file: sheet.file, line: 1, column: heading || String(i + 1), text });
    const name = Object.entries(sheet.columns).find(([, { from }]) => from.includes(heading))?.[0];
    if (name !== undefined) {
      if (places.has(name)) fault(TEXTS.columnTwice);
      else places.set(name, i);
    } else if (!FOR_READERS.includes(heading) && (heading !== '' || lines.some(({ cells }) => cells[i]))) {
      fault(TEXTS.columnUnknown(known));
    }
  });
  return places;
}

function valueOf({ required, read }: Column, text: string, fault: (text: string) => void): unknown {
  // told already, with its place
  if (text.includes('\uFFFD')) return undefined;
  try {
    if (/\p{Cc}/u.test(text)) throw new ValueFault(TEXTS.control);
    if (required && text === '') throw new ValueFault(TEXTS.required);
    return read ? read(text) : text;
  } catch (error) {
    if (!(error instanceof ValueFault)) throw error;
    fault(error.message);
    return undefined;
  }
}
