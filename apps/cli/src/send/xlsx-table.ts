import { type CellObject, read, type Range, SSF, utils, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { OperatorError } from '#platform';
import { CELL_TEXTS, type CellFault, FILE_TEXTS } from './send.vi.js';
import type { Cell, PlaceFault, Row, Table } from './table.js';

/** Reads a sheet of an Excel file. @throws OperatorError when it cannot be opened, or it is not clear which sheet is meant */
export function readXlsx(file: string, bytes: Uint8Array, sheet: string | undefined): Table {
  const book = opened(file, bytes);
  const chosen = sheetOf(file, book, sheet);
  const range = utils.decode_range(chosen['!ref'] ?? 'A1');
  const is1904 = book.Workbook?.WBProps?.date1904 === true;
  const faults: PlaceFault[] = [];
  const fault = (row: number, column: number, code: 'formula' | 'cell-error' | 'merged'): void => {
    const at = utils.encode_cell({ r: row, c: column });
    faults.push({ line: row + 1, place: at, code, text: CELL_TEXTS[code as Extract<CellFault, 'formula'>]() });
  };
  const rows: Row[] = [];
  for (let r = range.s.r; r <= range.e.r; r++) {
    const cells: (Cell | null)[] = [];
    for (let c = 0; c <= range.e.c; c++) {
      const found = chosen[utils.encode_cell({ r, c })] as CellObject | undefined;
      if (found?.f !== undefined) fault(r, c, 'formula');
      else if (found?.t === 'e') fault(r, c, 'cell-error');
      cells.push(found ? cellOf(found, is1904) : null);
    }
    if (cells.some((cell) => cell !== null)) rows.push({ line: r + 1, cells });
  }
  for (const { s } of (chosen['!merges'] ?? []) as Range[]) fault(s.r, s.c, 'merged');
  const [head, ...rest] = rows;
  if (!head) throw new OperatorError(FILE_TEXTS.noHead(file));
  const headings = head.cells.map((cell) => (cell?.is === 'text' ? cell.text : cell === null ? '' : '?'));
  const place = (line: number, column: number): string => utils.encode_cell({ r: line - 1, c: column });
  return { headings, line: head.line, rows: rest, faults, place };
}

function opened(file: string, bytes: Uint8Array): WorkBook {
  try {
    return read(bytes, { type: 'buffer', cellFormula: true, cellNF: true, cellHTML: false, cellText: false });
  } catch (error) {
    // a workbook with a password is no zip
    const isLocked = bytes[0] === 0xd0 && /password|encrypt/i.test(String(error));
    throw new OperatorError(isLocked ? FILE_TEXTS.locked(file) : FILE_TEXTS.broken(file));
  }
}

/** The one that is named, or the only one that holds something. */
function sheetOf(file: string, { SheetNames: names, Sheets: sheets }: WorkBook, name: string | undefined): WorkSheet {
  const filled = names.filter((each) => sheets[each]?.['!ref'] !== undefined);
  const listed = filled.join(', ');
  if (name !== undefined) {
    const found = filled.find((each) => each.normalize('NFC') === name.normalize('NFC'));
    if (found === undefined) throw new OperatorError(FILE_TEXTS.noSheet(file, listed));
    return sheets[found]!;
  }
  if (filled.length > 1) throw new OperatorError(FILE_TEXTS.sheets(file, listed));
  if (filled.length === 0) throw new OperatorError(FILE_TEXTS.empty(file));
  return sheets[filled[0]!]!;
}

function cellOf({ t, v, z }: CellObject, is1904: boolean): Cell | null {
  if (t === 'b') return { is: 'boolean', value: v as boolean };
  if (t === 'n') {
    if (z === undefined || !SSF.is_date(String(z))) return { is: 'number', value: v as number };
    return { is: 'date', text: wallTime(v as number, is1904) };
  }
  const text = String(v ?? '')
    .normalize('NFC')
    .trim();
  return text === '' ? null : { is: 'text', text };
}

/** A day of Excel, with its time where it has one. */
function wallTime(serial: number, is1904: boolean): string {
  const { y, m, d, H, M, S } = SSF.parse_date_code(serial, { date1904: is1904 }) as Record<
    'y' | 'm' | 'd' | 'H' | 'M' | 'S',
    number
  >;
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`;
  return serial % 1 === 0 ? day : `${day}T${two(H)}:${two(M)}:${two(Math.floor(S))}`;
}
