import { readFile, stat } from 'node:fs/promises';
import { isDossierCode } from '#domain';
import { OperatorError } from '#platform';
import { readLines } from '../lines.js';
import { Columns, type Given, type Item } from './columns.js';
import { readCsvTable } from './csv-table.js';
import { CELL_TEXTS, FILE_TEXTS } from './send.vi.js';
import type { PlaceFault } from './table.js';
import { readXlsx } from './xlsx-table.js';

/** A table is read as a whole; 100,000 lines have some 20 MB. */
const MOST_MB = 256;
const MEGABYTE = 1024 * 1024;

export interface ReadFile {
  items: Item[];
  faults: PlaceFault[];
}

/** Reads a file of commands: NDJSON, CSV or XLSX, told apart by its content. @throws OperatorError for a file that is none as a whole */
export async function readCommandFile(file: string, given: Given & { sheet?: string }): Promise<ReadFile> {
  const bytes = await contentOf(file);
  if (isSpreadsheet(bytes)) return fromTable(readXlsx(file, bytes, given.sheet), given);
  if (isJson(bytes)) return fromLines(file);
  return fromTable(readCsvTable(file, bytes), given);
}

async function contentOf(file: string): Promise<Buffer> {
  const found = await stat(file).catch(() => {
    throw new OperatorError(FILE_TEXTS.missing(file));
  });
  if (found.isDirectory()) throw new OperatorError(FILE_TEXTS.folder(file));
  if (found.size === 0) throw new OperatorError(FILE_TEXTS.empty(file));
  if (found.size > MOST_MB * MEGABYTE) throw new OperatorError(FILE_TEXTS.tooLarge(file, MOST_MB));
  return readFile(file).catch(() => {
    throw new OperatorError(FILE_TEXTS.missing(file));
  });
}

/** A zip, as XLSX is one, or the container of old Excel files and of those with a password. */
const isSpreadsheet = (bytes: Buffer): boolean =>
  bytes.readUInt32BE(0) === 0x504b0304 || bytes.readUInt32BE(0) === 0xd0cf11e0;

/** The first character that is not blank, behind a byte-order mark. */
const isJson = (bytes: Buffer): boolean =>
  /^\s*[{[]/.test(
    bytes
      .subarray(0, 1024)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  );

function fromTable(table: ReturnType<typeof readXlsx> | { faults: PlaceFault[] }, given: Given): ReadFile {
  if (!('rows' in table)) return { items: [], faults: table.faults };
  const columns = new Columns(table, given);
  const heads = columns.headingFaults();
  const faults = [...table.faults, ...heads];
  // without its columns no line says anything
  if (heads.length > 0) return { items: [], faults };
  const items = table.rows.map((row) => {
    const { item, faults: found } = columns.read(row);
    faults.push(...found);
    return item;
  });
  return { items, faults };
}

async function fromLines(file: string): Promise<ReadFile> {
  const items: Item[] = [];
  const faults: PlaceFault[] = [];
  for await (const { number: line, text, fault } of readLines(file)) {
    if (text === '' && !fault) continue;
    const code = fault ?? 'not-json';
    const read = fault ? undefined : parsed(text.replace(/^\uFEFF/, ''));
    if (read === undefined || typeof read !== 'object' || read === null || Array.isArray(read)) {
      const known = code in CELL_TEXTS && read === undefined ? (code as 'not-json') : 'not-an-object';
      faults.push({ line, place: null, code: known, text: CELL_TEXTS[known]() });
      continue;
    }
    const { id = null, ...body } = read as Record<string, unknown>;
    items.push({ line, id: id as string | null, body, places: new Map() });
  }
  return { items, faults };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The code of a line for its report, where it has the shape of one: anything else might be somebody's name. */
export const shownCode = ({ body: { code } }: Item): string | null =>
  typeof code === 'string' && (isDossierCode(code) || /^[\w.-]{1,40}@\d{4}-\d\d-\d\d$/.test(code)) ? code : null;
