import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { saidBy } from '../change.sql.js';
import { type Fault, SeedError } from './faults.js';
import {
  keepSuccessions,
  linkProcedures,
  linkSpans,
  linkSuccessions,
  linkUnitRows,
  spreadRows,
  type StoredSpan,
  tellTargetsTwice,
  tellTwice,
} from './link-rows.js';
import { enterUnits, linkUnits } from './link-units.js';
import { type ReadSheet, readSheet, type Row } from './read-sheet.js';
import { TEXTS } from './seed.vi.js';
import { type Sheet, SHEETS } from './sheets.js';
import { type KnownUnit, UnitBook } from './unit-book.js';

export interface SeedOptions {
  /** who seeds, as the record of changes names it; absent: the role that is logged in to the database */
  by?: string;
  /** the files to look at; absent: all */
  only?: readonly string[];
}

/** What a seeding did, and what it took for granted: said to whoever ran it. */
export interface SeedReport {
  /** `changed`: rows that are new or say something else than before */
  files: { file: string; rows: number; changed: number; defaults: string[] }[];
  missing: string[];
}

/**
 * Reads the CSV files of a folder in the shape of `seeds/` into the reference tables: checked whole, then stored whole in
 * one transaction, or not at all. The same folder again changes nothing. A missing file leaves what is there; a missing
 * column takes a default, which the report names. Every row that is new or changed is recorded, with who seeds and the
 * SHA-256 of the file.
 * @throws SeedError with every fault of every file (file, line, column)
 */
export async function seedFolder(
  pool: pg.Pool,
  folder: string,
  { by = '', only }: SeedOptions = {},
): Promise<SeedReport> {
  const faults: Fault[] = [];
  const missing: string[] = [];
  const read: (ReadSheet & { sha256: string })[] = [];
  for (const sheet of SHEETS.filter(({ file }) => !only || only.includes(file))) {
    const bytes = await bytesOf(join(folder, sheet.file), sheet.file, faults);
    if (bytes === null) missing.push(sheet.file);
    else read.push({ ...readSheet(sheet, bytes, faults), sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  if (read.length === 0 && faults.length === 0) {
    faults.push({ file: folder, line: 0, column: '', text: TEXTS.noFile(SHEETS.map(({ file }) => file)) });
  }
  const client = await pool.connect();
  try {
    await client.query('begin');
    // one seeding at a time: what is checked against the stored rows is stored beside the same rows
    await client.query('select n from ref.revision for update');
    await link(client, read);
    if (faults.length > 0) throw new SeedError(inOrder(faults));
    const files = await store(client, read, by);
    await client.query('commit');
    return { files, missing };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function bytesOf(path: string, file: string, faults: Fault[]): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      faults.push({ file, line: 0, column: '', text: TEXTS.notReadable(code) });
    return null;
  }
}

/** By file as they are stored, then by line. */
function inOrder(faults: Fault[]): Fault[] {
  const nth = new Map(SHEETS.map(({ file }, i) => [file, i]));
  return faults.sort((a, b) => (nth.get(a.file) ?? -1) - (nth.get(b.file) ?? -1) || a.line - b.line);
}

/** What the lines of a folder mean together with each other and with what is stored. */
async function link(client: pg.PoolClient, read: readonly ReadSheet[]): Promise<void> {
  const rowsOf = (file: string): readonly Row[] => read.find(({ sheet }) => sheet.file === file)?.rows ?? [];
  const all = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;
  const units = await all<Omit<KnownUnit, 'row'>>(
    `select key, code, name, agency_code as "agencyCode", valid_from as "validFrom", valid_to as "validTo", successors
       from ref.unit`,
  );
  const book = new UnitBook(units.map((unit) => ({ ...unit, row: null })));
  enterUnits(rowsOf('units.csv'), book);
  linkUnits(book);
  const stored = await all<StoredSpan>(
    'select national, valid_from as "from", valid_to as "to" from ref.procedure order by valid_from',
  );
  const procedures = [...stored, ...rowsOf('procedures.csv').map(({ values }) => values)].map(
    ({ national }) => national,
  );
  linkProcedures('scope', rowsOf('policies.csv'), new Set(procedures as string[]));
  linkProcedures('procedure', rowsOf('successions.csv'), new Set(procedures as string[]));
  linkSpans(stored, rowsOf('procedures.csv'));
  linkUnitRows(rowsOf('calendar.csv'), 'day', book);
  linkUnitRows(rowsOf('hours.csv'), 'valid_from', book);
  linkSuccessions(rowsOf('successions.csv'), book);
  keepSuccessions(
    await all('select unit, successor, procedure, agency_code from ref.succession'),
    rowsOf('successions.csv'),
    book,
  );
  tellTargetsTwice(rowsOf('targets.csv'));
  read.forEach(spreadRows);
  read.forEach(tellTwice);
}

async function store(
  client: pg.PoolClient,
  read: readonly (ReadSheet & { sha256: string })[],
  by: string,
): Promise<SeedReport['files']> {
  const files: SeedReport['files'] = [];
  for (const { sheet, rows, defaults, sha256 } of read) {
    await client.query(saidBy, [by, sheet.file, sha256]);
    const changed = new Set<number>();
    for (const row of rows) if (await storeRow(client, sheet, row)) changed.add(row.line);
    files.push({ file: sheet.file, rows: new Set(rows.map(({ line }) => line)).size, changed: changed.size, defaults });
  }
  if (files.some(({ changed }) => changed > 0)) await client.query('update ref.revision set n = n + 1');
  return files;
}

/** Whether a row is new or says something else than before. */
async function storeRow(client: pg.PoolClient, sheet: Sheet, { line, values }: Row): Promise<boolean> {
  try {
    const { rowCount } = await client.query(upsert(sheet, Object.keys(values)), Object.values(values));
    return (rowCount ?? 0) > 0;
  } catch (error) {
    // a value that no check has found wrong and that the table does not take, as one too long for its index
    const { code = '' } = error as { code?: string };
    if (!/^(22|23|54)/.test(code)) throw error;
    const column = Object.values(sheet.columns)[0]!.from[0]!;
    throw new SeedError([{ file: sheet.file, line, column, text: TEXTS.notStored(code) }]);
  }
}

function upsert({ table, key }: Sheet, names: string[]): string {
  const rest = names.filter((name) => !key.includes(name));
  const of = (row: string): string => rest.map((name) => `${row}.${name}`).join(', ');
  return `insert into ${table} as old (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})
          on conflict (${key.join(', ')}) do update set ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}
          where (${of('old')}) is distinct from (${of('excluded')})`;
}
