import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type pg from 'pg';
import { inDateRange, isDayInRange, nationalPart, parseDay, parseInstant } from '#domain';

/** What a seeding did, and what it took for granted: said to whoever ran it. */
export interface SeedReport {
  files: { file: string; rows: number; defaults: string[] }[];
  missing: string[];
}

/** A fault of a seed file: file, line, column and what is wrong. Nothing of any file is stored then. */
export class SeedError extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join('\n'));
  }
}

/** One column of a file: where its value comes from, what stands for a missing column, how it is read. */
interface Column {
  from: string[];
  /** what a missing column means; absent: the column must be there */
  default?: string;
  read?: (text: string) => unknown;
  required?: boolean;
}
interface Sheet {
  file: string;
  table: string;
  key: string[];
  columns: Record<string, Column>;
  prepare?: (row: Record<string, unknown>, known: Map<string, string>) => void;
}

const fail = (what: string): never => {
  throw new Error(what);
};
const day = (text: string): unknown => {
  if (text === '') return null;
  const parsed = parseDay(text) ?? fail(`"${text}" is not a day (yyyy-mm-dd)`);
  return isDayInRange(parsed) ? parsed : fail(`"${text}" does not lie from 2000-01-01 to 2099-12-31`);
};
const instant = (text: string): unknown => {
  const parsed = parseInstant(text) ?? fail(`"${text}" is not an instant`);
  return inDateRange(parsed) ? parsed : fail(`"${text}" does not lie from 2000-01-01 to 2099-12-31`);
};
const int = (text: string): unknown =>
  text === '' ? null : /^\d+$/.test(text) ? Number(text) : fail(`"${text}" is not a whole number`);
const flag = (text: string): unknown =>
  ['1', 'true', 'yes'].includes(text.toLowerCase()) ||
  (['0', 'false', 'no', ''].includes(text.toLowerCase()) ? false : fail(`"${text}" is not yes or no`));
const list = (text: string): unknown =>
  text
    .split('|')
    .map((item) => item.trim())
    .filter(Boolean);
const oneOf =
  (...words: string[]) =>
  (text: string): unknown =>
    words.includes(text) ? text : fail(`"${text}" is not one of ${words.join(', ')}`);

const BEGINNING = '1900-01-01';

const SHEETS: Sheet[] = [
  {
    file: 'units.csv',
    table: 'ref.unit',
    key: ['key'],
    columns: {
      code: { from: ['unit', 'code'], required: true },
      name: { from: ['name'], required: true },
      population: { from: ['population'], read: oneOf('city', 'ward', 'branch') },
      agency_code: { from: ['agency_code', 'agency_code_placeholder'], default: '', read: (text) => text || null },
      aliases: { from: ['aliases'], default: '', read: list },
      valid_from: { from: ['valid_from'], default: '', read: day },
      valid_to: { from: ['valid_to'], default: '', read: day },
      successors: { from: ['successors'], default: '', read: list },
    },
    // a unit is (code, valid from); without a day it is the one that is known under its code, or one since ever
    prepare: (row, known) => {
      const key =
        row.valid_from === null ? known.get(row.code as string) : `${row.code as string}@${row.valid_from as string}`;
      row.key = key ?? `${row.code as string}@${BEGINNING}`;
      row.valid_from = (row.key as string).split('@')[1];
    },
  },
  {
    file: 'procedures.csv',
    table: 'ref.procedure',
    key: ['national'],
    columns: {
      code: { from: ['procedure', 'code'], required: true },
      name: { from: ['name'], required: true },
      field: { from: ['field'], required: true },
      limit_working_days: { from: ['limit_working_days'], default: '', read: int },
      limit_n: { from: ['limit_n'], default: '', read: int },
      limit_unit: {
        from: ['limit_unit'],
        default: 'working-day',
        read: (text) => (text === '' ? 'working-day' : oneOf('working-day', 'calendar-day', 'hour', 'month')(text)),
      },
      fee_vnd: { from: ['fee_vnd'], default: '0', read: (text) => int(text) ?? 0 },
      special: { from: ['special', 'special_no_e_result'], default: '0', read: flag },
      population: { from: ['population'], default: 'ward', read: oneOf('city', 'ward', 'branch') },
    },
    prepare: (row) => {
      row.national = nationalPart(row.code as string);
      row.limit_n ??= row.limit_working_days;
      delete row.limit_working_days;
    },
  },
  {
    file: 'policies.csv',
    table: 'ref.policy',
    key: ['key', 'scope', 'effective_from'],
    columns: {
      key: { from: ['key'], required: true },
      value: { from: ['value'], required: true },
      scope: { from: ['scope'], default: '' },
      effective_from: { from: ['effective_from'], default: BEGINNING, read: day },
      source: { from: ['source'], default: '' },
    },
  },
  {
    file: 'calendar.csv',
    table: 'ref.calendar_day',
    key: ['day', 'unit', 'announced_at'],
    columns: {
      day: { from: ['day'], read: (text) => day(text) ?? fail('a day is needed') },
      kind: { from: ['kind'], default: 'off', read: oneOf('off', 'working') },
      unit: { from: ['unit'], default: '' },
      announced_at: {
        from: ['announced_at'],
        default: `${BEGINNING}T00:00:00.000Z`,
        read: instant,
      },
      note: { from: ['note'], default: '' },
    },
  },
  {
    file: 'targets.csv',
    table: 'ref.target',
    key: ['metric', 'population', 'period_from', 'section', 'reading'],
    columns: {
      metric: { from: ['metric'], required: true },
      population: { from: ['population'], read: oneOf('city', 'ward') },
      value: {
        from: ['value'],
        read: (text) => (text === '' ? null : Number.isFinite(Number(text)) ? text : fail(`"${text}" is not a number`)),
      },
      op: { from: ['op'], default: '>=' },
      period_from: { from: ['period_from'], default: BEGINNING, read: day },
      period_to: { from: ['period_to'], default: '9999-12-31', read: day },
      section: { from: ['section'], required: true },
      reading: { from: ['reading'], default: '' },
      counts: { from: ['counts'], default: 'yes', read: flag },
    },
  },
  {
    file: 'settings.csv',
    table: 'ref.setting',
    key: ['key'],
    columns: { key: { from: ['key'], required: true }, value: { from: ['value'] } },
  },
];

/**
 * Reads the CSV files of a folder in the shape of `seeds/` into the reference tables, all or nothing.
 * A missing file leaves what is there; a missing column takes a default, which the report names. UTF-8, with or without
 * a byte-order mark; a comma or a semicolon between values.
 * @param only the files to look at; default: all
 * @throws SeedError with every fault of every file (file, line, column)
 */
export async function seedFolder(pool: pg.Pool, folder: string, only?: string[]): Promise<SeedReport> {
  const report: SeedReport = { files: [], missing: [] };
  const faults: string[] = [];
  const known = await knownUnits(pool);
  const work: { sheet: Sheet; rows: Record<string, unknown>[] }[] = [];
  for (const sheet of SHEETS.filter(({ file }) => !only || only.includes(file))) {
    const text = await readFile(join(folder, sheet.file), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) report.missing.push(sheet.file);
    else {
      const read = readSheet(sheet, text, known, faults);
      report.files.push({ file: sheet.file, rows: read.rows.length, defaults: read.defaults });
      work.push({ sheet, rows: read.rows });
    }
  }
  if (work.length === 0) faults.push(`${folder}: none of ${SHEETS.map((sheet) => sheet.file).join(', ')} is there`);
  if (faults.length > 0) throw new SeedError(faults);
  await store(pool, work);
  return report;
}

/** The key of the latest unit known under each code. */
async function knownUnits(pool: pg.Pool): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ code: string; key: string }>(
    'select code, key from ref.unit order by valid_from',
  );
  return new Map(rows.map((row) => [row.code, row.key]));
}

function readSheet(sheet: Sheet, text: string, known: Map<string, string>, faults: string[]) {
  const header = text.split('\n', 1)[0]!;
  let lines: { record: Record<string, string>; info: { lines: number } }[];
  try {
    lines = parse(text, {
      bom: true,
      columns: true,
      delimiter: header.includes(';') && !header.includes(',') ? ';' : ',',
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof lines;
  } catch (error) {
    faults.push(`${sheet.file}: ${(error as Error).message}`);
    return { rows: [], defaults: [] };
  }
  const given = new Set(Object.keys(lines[0]?.record ?? {}));
  const defaults: string[] = [];
  for (const [name, column] of Object.entries(sheet.columns)) {
    if (lines.length === 0 || column.from.some((each) => given.has(each))) continue;
    if (column.default === undefined) faults.push(`${sheet.file}: the column ${column.from[0]} is missing`);
    else defaults.push(`${name} = ${column.default === '' ? '(empty)' : column.default}`);
  }
  const rows = new Map<string, Record<string, unknown>>();
  for (const { record, info } of lines) {
    const row: Record<string, unknown> = {};
    for (const [name, column] of Object.entries(sheet.columns)) {
      const from = column.from.find((each) => given.has(each));
      const value = (from === undefined ? (column.default ?? '') : record[from]!).normalize('NFC');
      try {
        if (column.required && value === '') fail('a value is needed');
        row[name] = column.read ? column.read(value) : value;
      } catch (error) {
        faults.push(`${sheet.file}:${info.lines}: ${from ?? name}: ${(error as Error).message}`);
      }
    }
    sheet.prepare?.(row, known);
    rows.set(sheet.key.map((key) => row[key]).join('|'), row);
  }
  return { rows: [...rows.values()], defaults };
}

async function store(pool: pg.Pool, work: { sheet: Sheet; rows: Record<string, unknown>[] }[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const { sheet, rows } of work) {
      for (const row of rows) await client.query(upsert(sheet, Object.keys(row)), Object.values(row));
    }
    await client.query('update ref.revision set n = n + 1');
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

function upsert({ table, key }: Sheet, names: string[]): string {
  const rest = names.filter((name) => !key.includes(name));
  const set = rest.map((name) => `${name} = excluded.${name}`).join(', ');
  return `insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})
          on conflict (${key.join(', ')}) do update set ${set}`;
}
