import { CsvError, parse } from 'csv-parse/sync';
import type { Fault } from './faults.js';
import { TEXTS } from './seed.vi.js';

export interface CsvLine {
  line: number;
  cells: string[];
}

export interface CsvFile {
  headings: string[];
  lines: CsvLine[];
}

/** A character that stands where bytes could not be read, or that an earlier program put there for them. */
const UNREADABLE = '\uFFFD';

/**
 * Reads a CSV file: UTF-8, with or without a byte-order mark, a comma, a semicolon or a tab between values. Bytes that are no
 * UTF-8 are faults of their cells. Lines without any value are left out. null: nothing of it can be read.
 */
export function readCsv(file: string, bytes: Uint8Array, faults: Fault[]): CsvFile | null {
  const text = new TextDecoder().decode(bytes);
  const records = parsed(file, text, faults);
  if (records === null) return null;
  const [head, ...rest] = records;
  if (head === undefined) {
    faults.push({ file, line: 1, column: '1', text: TEXTS.empty });
    return null;
  }
  const broken = head.cells.findIndex((cell) => cell.includes(UNREADABLE) || cell.includes('\0'));
  if (broken >= 0) {
    faults.push({ file, line: head.line, column: String(broken + 1), text: TEXTS.notUtf8 });
    return null;
  }
  const lines: CsvLine[] = [];
  for (const { line, cells } of rest) {
    const used = cells.findLastIndex((cell) => cell !== '') + 1;
    if (used === 0) continue;
    const fault = (at: number, what: string): void =>
      void faults.push({ file, line, column: head.cells[at] || String(at + 1), text: what });
    cells.forEach((cell, i) => {
      if (cell.includes(UNREADABLE)) fault(i, TEXTS.notUtf8);
    });
    if (used > head.cells.length || cells.length < head.cells.length) {
      fault(Math.min(used, head.cells.length), TEXTS.cells(Math.max(used, cells.length), head.cells.length));
    }
    lines.push({ line, cells });
  }
  return { headings: head.cells, lines };
}

/** What stands between the headings most often; a comma where it is as often as another. */
const delimiterOf = (header: string): string =>
  [',', ';', '\t'].reduce((most, each) => (header.split(each).length > header.split(most).length ? each : most));

function parsed(file: string, text: string, faults: Fault[]): CsvLine[] | null {
  const header = /[^\r\n]*/.exec(text)![0];
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(header),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => {
      const cells = record.map((cell) => cell.normalize('NFC').trim());
      // the parser counts to the line on which a record ends
      const within = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
      return { line: info.lines - within, cells };
    });
  } catch (error) {
    const { code = '', lines, column, message } = error as CsvError & { lines?: number; column?: number | string };
    const line = Number(/at line (\d+)/.exec(message)?.[1] ?? lines ?? 1);
    const what = code.includes('QUOTE') ? TEXTS.quotes : TEXTS.notCsv(code);
    faults.push({ file, line, column: typeof column === 'number' ? String(column + 1) : '1', text: what });
    return null;
  }
}
