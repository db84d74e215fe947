import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { seedFolder, type SeedOptions, type SeedReport } from '../src/index.js';

/** Seeds from files of these names and contents. */
export async function seedFiles(
  pool: pg.Pool,
  files: Record<string, string | Buffer>,
  options?: SeedOptions,
): Promise<SeedReport> {
  const folder = await mkdtemp(join(tmpdir(), 'seeds-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return seedFolder(pool, folder, options).finally(() => rm(folder, { recursive: true }));
}

/** Everything that a seeding can change. */
export async function allReferenceData(pool: pg.Pool): Promise<unknown> {
  const places = ['unit', 'population', 'plan', 'plan_metric', 'target', 'setting', 'succession'];
  const tables = [...places, 'procedure', 'policy', 'calendar_day', 'hours', 'change', 'revision'];
  const all: Record<string, unknown[]> = {};
  for (const table of tables) all[table] = (await pool.query(`select * from ref.${table} t order by t::text`)).rows;
  return all;
}
