import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { type Instant, instant, Refused, unitLives, type UnitRegister, type UnitRow } from '#domain';
import { inTransaction } from '#platform';
import { readRegister, restateUnits } from '../../unit/units-in-log.js';
import { saidBy } from '../change.sql.js';
import { holdRevision, raiseRevision } from '../revision.sql.js';
import { type Fault, SeedError } from './faults.js';
import { PopulationBook } from './link-populations.js';
import {
  keepSuccessions,
  linkProcedures,
  linkSpans,
  linkSuccessions,
  linkUnitRows,
  spreadRows,
  type StoredSpan,
  tellTwice,
} from './link-rows.js';
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
import { SEED_FILES, type Sheet, SHEETS, type Values } from './sheets.js';
import { UnitBook } from './unit-book.js';

export interface SeedOptions {
  /** who seeds, as the record of changes names it; absent: the role that is logged in to the database */
  by?: string;
  /** the files to look at; absent: all */
  only?: readonly string[];
  /** when this is said (UTC); absent: now by the machine's clock */
  now?: Instant;
}

/** What a seeding did, and what it took for granted: said to whoever ran it. */
export interface SeedReport {
  /** `changed`: rows that are new or say something else than before */
  files: { file: string; rows: number; changed: number; defaults: string[] }[];
  missing: string[];
}

/**
 * Reads the CSV files of a folder in the shape of `seeds/` into the reference tables, and units as facts into the log: checked
 * whole, then stored whole in one transaction, or not at all. (The log commits for itself, last of all: what comes between is
 * mended by seeding again.) The same folder again changes nothing. A missing file leaves what is there; a missing column takes
 * a default, which the report names. Every row that is new or changed is recorded, with who seeds and the SHA-256 of the file.
 * @throws SeedError with every fault of every file (file, line, column)
 */
export async function seedFolder(pool: pg.Pool, folder: string, options: SeedOptions = {}): Promise<SeedReport> {
  const { by = '', only, now = instant(Date.now()) } = options;
  const faults: Fault[] = [];
  const missing: string[] = [];
  const read: (ReadSheet & { sha256: string })[] = [];
  for (const sheet of SHEETS.filter(({ file }) => !only || only.includes(file))) {
    const bytes = await bytesOf(join(folder, sheet.file), sheet.file, faults);
    if (bytes === null) missing.push(sheet.file);
    else read.push({ ...readSheet(sheet, bytes, faults), sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  if (read.length === 0 && faults.length === 0) {
    faults.push({ file: folder, line: 0, column: '', text: TEXTS.noFile(SEED_FILES) });
  }
  const changed = await inTransaction(pool, 'begin', async (client) => {
    // one seeding at a time: what is checked against the stored rows is stored beside the same rows
    await holdRevision(client);
    await link(client, read, await readRegister(client), faults);
    if (faults.length > 0) throw new SeedError(inOrder(faults));
    return store(client, read, by);
  });
  for (const { sheet, rows, sha256 } of read) {
    if (sheet.table !== null) continue;
    const units = rows.map(({ values }) => unitRow(values));
    const told = await restateUnits(pool, units, now, { by, sha256 }).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      throw new SeedError([{ file: sheet.file, line: 0, column: '', text: TEXTS.unitsChanged }]);
    });
    changed.set(sheet, told);
  }
  const files = read.map(({ sheet, rows, defaults }) => ({
    file: sheet.file,
    rows: new Set(rows.map(({ line }) => line)).size,
    changed: changed.get(sheet)!,
    defaults,
  }));
  return { files, missing };
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
async function link(
  client: pg.PoolClient,
  read: readonly ReadSheet[],
  register: UnitRegister,
  faults: Fault[],
): Promise<void> {
  const sheetOf = (file: string): ReadSheet | undefined => read.find(({ sheet }) => sheet.file === file);
  const rowsOf = (file: string): readonly Row[] => sheetOf(file)?.rows ?? [];
  const all = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;
  const stored = {
    populations: await all<{ key: string; rated: boolean }>('select key, rated from ref.population order by nth'),
    procedures: await all<StoredSpan & { key: string; population: string }>(
      `select national as key, national, population, valid_from as "from", valid_to as "to"
         from ref.procedure order by valid_from`,
    ),
    targets: await all<Omit<KnownTarget, 'row'>>('select * from ref.target'),
    metrics: await all<{ metric: string }>('select metric from ref.plan_metric'),
  };
  const populations = new PopulationBook(stored.populations, sheetOf('populations.csv'));
  for (const file of ['units.csv', 'procedures.csv']) populations.link(rowsOf(file));
  const book = new UnitBook([...unitLives(register).values()].map((unit) => ({ ...unit, row: null })));
  enterUnits(rowsOf('units.csv'), book);
  linkUnits(book);
  const procedures = new Map(stored.procedures.map((each) => [each.key, each]));
  for (const { values } of rowsOf('procedures.csv')) procedures.delete(values.national as string);
  const nationals = rowsOf('procedures.csv').map(({ values }) => values.national as string);
  const known = new Set([...stored.procedures.map(({ key }) => key), ...nationals]);
  linkProcedures('scope', rowsOf('policies.csv'), known);
  linkProcedures('procedure', rowsOf('successions.csv'), known);
  linkSpans(stored.procedures, rowsOf('procedures.csv'));
  linkUnitRows(rowsOf('calendar.csv'), 'day', book);
  linkUnitRows(rowsOf('hours.csv'), 'valid_from', book);
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
  read.forEach(spreadRows);
  read.forEach(tellTwice);
}

/** @returns of each file of a table, how many of its lines are new or say something else than before */
async function store(
  client: pg.PoolClient,
  read: readonly (ReadSheet & { sha256: string })[],
  by: string,
): Promise<Map<Sheet, number>> {
  const changedIn = new Map<Sheet, number>();
  for (const { sheet, rows, sha256 } of read) {
    if (sheet.table === null) continue;
    await client.query(saidBy, [by, sheet.file, sha256]);
    const changed = new Set<number>();
    for (const row of rows) if (await storeRow(client, sheet, row)) changed.add(row.line);
    const removed = sheet.whole ? await removeOthers(client, sheet, rows) : 0;
    changedIn.set(sheet, changed.size + removed);
  }
  if ([...changedIn.values()].some((n) => n > 0)) await raiseRevision(client);
  return changedIn;
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
