import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { type Fault, SeedError } from './faults.js';
import { PopulationBook } from './link-populations.js';
import { keepSuccessions, linkCalendar, linkProcedures, linkSuccessions, tellTwice } from './link-rows.js';
import {
  type KnownTarget,
  linkMetrics,
  linkTargets,
  targetsToBe,
  tellLowerTargets,
  tellTargetsTwice,
} from './link-targets.js';
import { enterUnits, linkUnits } from './link-units.js';
import { type ReadSheet, readSheet, type Row } from './read-sheet.js';
import { TEXTS } from './seed.vi.js';
import { SEED_FILES, type Sheet, SHEETS } from './sheets.js';
import { type KnownUnit, UnitBook } from './unit-book.js';

/** What a seeding did, and what it took for granted: said to whoever ran it. */
export interface SeedReport {
  /** `changed`: rows that are new or say something else than before */
  files: { file: string; rows: number; changed: number; defaults: string[] }[];
  missing: string[];
}

/**
 * Reads the CSV files of a folder in the shape of `seeds/` into the reference tables: checked whole, then stored whole in
 * one transaction, or not at all. The same folder again changes nothing. A missing file leaves what is there; a missing
 * column takes a default, which the report names.
 * @param only the files to look at; default: all
 * @throws SeedError with every fault of every file (file, line, column)
 */
export async function seedFolder(pool: pg.Pool, folder: string, only?: string[]): Promise<SeedReport> {
  const faults: Fault[] = [];
  const missing: string[] = [];
  const read: ReadSheet[] = [];
  for (const sheet of SHEETS.filter(({ file }) => !only || only.includes(file))) {
    const bytes = await bytesOf(join(folder, sheet.file), sheet.file, faults);
    if (bytes === null) missing.push(sheet.file);
    else read.push(readSheet(sheet, bytes, faults));
  }
  if (read.length === 0 && faults.length === 0) {
    faults.push({ file: folder, line: 0, column: '', text: TEXTS.noFile(SEED_FILES) });
  }
  const client = await pool.connect();
  try {
    await client.query('begin');
    // one seeding at a time: what is checked against the stored rows is stored beside the same rows
    await client.query('select n from ref.revision for update');
    await link(client, read, faults);
    if (faults.length > 0) throw new SeedError(inOrder(faults));
    const files = await store(client, read);
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
async function link(client: pg.PoolClient, read: readonly ReadSheet[], faults: Fault[]): Promise<void> {
  const sheetOf = (file: string): ReadSheet | undefined => read.find(({ sheet }) => sheet.file === file);
  const rowsOf = (file: string): readonly Row[] => sheetOf(file)?.rows ?? [];
  const all = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;
  const stored = {
    populations: await all<{ key: string; rated: boolean }>('select key, rated from ref.population order by nth'),
    units: await all<Omit<KnownUnit, 'row'>>(
      `select key, code, name, population, agency_code as "agencyCode", valid_from as "validFrom",
              valid_to as "validTo", successors from ref.unit`,
    ),
    procedures: await all<{ key: string; population: string }>('select national as key, population from ref.procedure'),
    targets: await all<Omit<KnownTarget, 'row'>>('select * from ref.target'),
    metrics: await all<{ metric: string }>('select metric from ref.plan_metric'),
  };
  const populations = new PopulationBook(stored.populations, sheetOf('populations.csv'));
  for (const file of ['units.csv', 'procedures.csv']) populations.link(rowsOf(file));
  const book = new UnitBook(stored.units.map((unit) => ({ ...unit, row: null })));
  enterUnits(rowsOf('units.csv'), book);
  linkUnits(book);
  const procedures = new Map(stored.procedures.map((each) => [each.key, each]));
  for (const { values } of rowsOf('procedures.csv')) procedures.delete(values.national as string);
  const nationals = rowsOf('procedures.csv').map(({ values }) => values.national as string);
  const known = new Set([...stored.procedures.map(({ key }) => key), ...nationals]);
  linkProcedures('scope', rowsOf('policies.csv'), known);
  linkProcedures('procedure', rowsOf('successions.csv'), known);
  linkCalendar(rowsOf('calendar.csv'), book);
  linkSuccessions(rowsOf('successions.csv'), book);
  keepSuccessions(
    await all('select unit, successor, procedure, agency_code from ref.succession'),
    rowsOf('successions.csv'),
    book,
  );
  linkTargets(rowsOf('targets.csv'), book, populations);
  const listed = sheetOf('metrics.csv')?.rows.map(({ values }) => values.metric as string);
  linkMetrics(rowsOf('targets.csv'), new Set(listed ?? stored.metrics.map(({ metric }) => metric)));
  tellTargetsTwice(rowsOf('targets.csv'));
  const targets = targetsToBe(stored.targets, rowsOf('targets.csv'));
  tellLowerTargets(targets);
  populations.keepUsed(
    {
      units: book.all().filter(({ row }) => row === null),
      procedures: [...procedures.values()],
      targets: targets.filter(({ row }) => row === null).map((each) => ({ ...each, key: each.metric })),
    },
    faults,
  );
  read.forEach(tellTwice);
}

async function store(client: pg.PoolClient, read: readonly ReadSheet[]): Promise<SeedReport['files']> {
  const files: SeedReport['files'] = [];
  for (const { sheet, rows, defaults } of read) {
    let changed = 0;
    for (const { values } of rows) {
      const { rowCount } = await client.query(upsert(sheet, Object.keys(values)), Object.values(values));
      changed += rowCount ?? 0;
    }
    if (sheet.whole) changed += await removeOthers(client, sheet, rows);
    files.push({ file: sheet.file, rows: rows.length, changed, defaults });
  }
  if (files.some(({ changed }) => changed > 0)) await client.query('update ref.revision set n = n + 1');
  return files;
}

/** What a file that is the whole list does not name is no more. @returns how many rows that were */
async function removeOthers(client: pg.PoolClient, { table, key }: Sheet, rows: readonly Row[]): Promise<number> {
  const [column] = key as [string];
  const named = rows.map(({ values }) => values[column]);
  const { rowCount } = await client.query(`delete from ${table} where not ${column} = any ($1)`, [named]);
  return rowCount ?? 0;
}

function upsert({ table, key }: Sheet, names: string[]): string {
  const rest = names.filter((name) => !key.includes(name));
  const of = (row: string): string => rest.map((name) => `${row}.${name}`).join(', ');
  return `insert into ${table} as old (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})
          on conflict (${key.join(', ')}) do update set ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}
          where (${of('old')}) is distinct from (${of('excluded')})`;
}
