import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { type Instant, instant, unitLives, type UnitRegister, type UnitRow } from '#domain';
import { readRegister, restateUnits } from '../../unit/units-in-log.js';
import { holdRevision, raiseRevision } from '../revision.sql.js';
import { type Fault, SeedError } from './faults.js';
import {
  keepSuccessions,
  linkCalendar,
  linkProcedures,
  linkSuccessions,
  tellTargetsTwice,
  tellTwice,
} from './link-rows.js';
import { enterUnits, linkUnits } from './link-units.js';
import { type ReadSheet, readSheet, type Row } from './read-sheet.js';
import { TEXTS } from './seed.vi.js';
import { type Sheet, SHEETS, type Values } from './sheets.js';
import { UnitBook } from './unit-book.js';

/** What a seeding did, and what it took for granted: said to whoever ran it. */
export interface SeedReport {
  /** `changed`: rows that are new or say something else than before */
  files: { file: string; rows: number; changed: number; defaults: string[] }[];
  missing: string[];
}

export interface SeedOptions {
  /** the files to look at; default: all */
  only?: readonly string[];
  /** when this is said (UTC); default: now by the machine's clock */
  now?: Instant;
}

/**
 * Reads the CSV files of a folder in the shape of `seeds/` into the reference tables, and units as facts into the log: checked
 * whole, then stored whole in one transaction, or not at all. (The log commits for itself, last of all: what comes between is
 * mended by seeding again.) The same folder again changes nothing. A missing file leaves what is there; a missing
 * column takes a default, which the report names.
 * @throws SeedError with every fault of every file (file, line, column)
 */
export async function seedFolder(pool: pg.Pool, folder: string, options: SeedOptions = {}): Promise<SeedReport> {
  const { only, now = instant(Date.now()) } = options;
  const faults: Fault[] = [];
  const missing: string[] = [];
  const read: ReadSheet[] = [];
  for (const sheet of SHEETS.filter(({ file }) => !only || only.includes(file))) {
    const bytes = await bytesOf(join(folder, sheet.file), sheet.file, faults);
    if (bytes === null) missing.push(sheet.file);
    else read.push(readSheet(sheet, bytes, faults));
  }
  if (read.length === 0 && faults.length === 0) {
    faults.push({ file: folder, line: 0, column: '', text: TEXTS.noFile(SHEETS.map(({ file }) => file)) });
  }
  const client = await pool.connect();
  try {
    await client.query('begin');
    // one seeding at a time: what is checked against the stored rows is stored beside the same rows
    await holdRevision(client);
    await link(client, read, await readRegister(pool));
    if (faults.length > 0) throw new SeedError(inOrder(faults));
    const files = await store(client, read, (rows) => restateUnits(pool, rows, now));
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
async function link(client: pg.PoolClient, read: readonly ReadSheet[], register: UnitRegister): Promise<void> {
  const rowsOf = (file: string): readonly Row[] => read.find(({ sheet }) => sheet.file === file)?.rows ?? [];
  const all = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;
  const book = new UnitBook([...unitLives(register).values()].map((unit) => ({ ...unit, row: null })));
  enterUnits(rowsOf('units.csv'), book);
  linkUnits(book);
  const stored = await all<{ national: string }>('select national from ref.procedure');
  const procedures = [...stored, ...rowsOf('procedures.csv').map(({ values }) => values)].map(
    ({ national }) => national,
  );
  linkProcedures('scope', rowsOf('policies.csv'), new Set(procedures as string[]));
  linkProcedures('procedure', rowsOf('successions.csv'), new Set(procedures as string[]));
  linkCalendar(rowsOf('calendar.csv'), book);
  linkSuccessions(rowsOf('successions.csv'), book);
  keepSuccessions(
    await all('select unit, successor, procedure, agency_code from ref.succession'),
    rowsOf('successions.csv'),
    book,
  );
  tellTargetsTwice(rowsOf('targets.csv'));
  read.forEach(tellTwice);
}

type StoreUnits = (rows: UnitRow[]) => Promise<number>;

async function store(
  client: pg.PoolClient,
  read: readonly ReadSheet[],
  storeUnits: StoreUnits,
): Promise<SeedReport['files']> {
  const files: SeedReport['files'] = [];
  for (const { sheet, rows, defaults } of read) {
    let changed = 0;
    for (const { values } of sheet.table === null ? [] : rows) {
      const { rowCount } = await client.query(upsert(sheet, Object.keys(values)), Object.values(values));
      changed += rowCount ?? 0;
    }
    if (sheet.table === null) changed = await storeUnits(rows.map(({ values }) => unitRow(values)));
    files.push({ file: sheet.file, rows: rows.length, changed, defaults });
  }
  if (files.some(({ changed }) => changed > 0)) await raiseRevision(client);
  return files;
}

const unitRow = (values: Values): UnitRow =>
  ({
    key: values.key,
    code: values.code,
    name: values.name,
    population: values.population,
    agencyCode: values.agency_code,
    aliases: values.aliases,
    validFrom: values.valid_from,
    validTo: values.valid_to,
    successors: values.successors,
  }) as UnitRow;

function upsert({ table, key }: Sheet, names: string[]): string {
  const rest = names.filter((name) => !key.includes(name));
  const of = (row: string): string => rest.map((name) => `${row}.${name}`).join(', ');
  return `insert into ${table} as old (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})
          on conflict (${key.join(', ')}) do update set ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}
          where (${of('old')}) is distinct from (${of('excluded')})`;
}
