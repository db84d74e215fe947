import { compareWithLog } from '../src/index.js';
import { codeOf } from './histories.js';
import { startTestSystem, type TestSystem } from './system.js';

/** What says where a row is, and not what it says. */
const PLACES = ['generation', 'code', 'unit', 'scope', 'grain', 'bucket', 'day', 'until', 'nth'];

/** Another value than the one that stands there, by the type of the column. */
const OTHER: Record<string, (column: string) => string> = {
  text: (column) => `coalesce(${column}, '') || 'x'`,
  bytea: () => `decode(repeat('00', 32), 'hex')`,
  boolean: (column) => `not ${column}`,
  'timestamp with time zone': (column) => `coalesce(${column}, '2024-01-01Z') + interval '1 second'`,
  integer: (column) => `coalesce(${column}, 0) + 1`,
  smallint: (column) => `${column} + 1`,
  bigint: (column) => `${column} + 1`,
};

let system: TestSystem;
const compare = () => compareWithLog({ pool: system.pool, store: system.store });

async function columnsOf(table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await system.pool.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'read' and table_name = $1 order by ordinal_position`,
    [table],
  );
  return rows;
}

/** The differences while one value of a table is another one; it is put back afterwards. */
async function differencesWith(table: string, column: string, value: string, where: string): Promise<unknown[]> {
  await system.pool.query(`create table public.kept as select * from read.${table} where ${where}`);
  await system.pool.query(`update read.${table} set ${column} = ${value} where ${where}`);
  const { differences } = await compare();
  await system.pool.query(`delete from read.${table} where ${where}`);
  await system.pool.query(`insert into read.${table} select * from public.kept`);
  await system.pool.query('drop table public.kept');
  return differences;
}

beforeAll(async () => {
  system = await startTestSystem();
  await system.appendLives(Array.from({ length: 12 }, (_, n) => n));
  await system.projector().catchUp();
});
afterAll(() => system.stop());

describe('a verification', () => {
  it('tells of each table what it looked at', async () => {
    const { differences, tables } = await compare();
    expect(differences).toEqual([]);
    expect(tables.map(({ table }) => table)).toEqual(['read.dossier', 'read.mark', 'read.cell']);
    for (const { rows, columns } of tables) expect([rows > 0, columns > 0]).toEqual([true, true]);
    expect(tables[0]!.columns).toBe((await columnsOf('dossier')).length - 1);
    expect(tables[2]!.columns).toBe((await columnsOf('cell')).length - 5);
  });

  it('finds every column of a dossier that is not as the log says', async () => {
    const code = codeOf(3);
    const missed: string[] = [];
    for (const { name, type } of await columnsOf('dossier')) {
      if (name === 'generation' || name === 'code') continue;
      const value = name === 'version' ? 'version - 1' : OTHER[type]!(name);
      const found = await differencesWith('dossier', name, value, `code = '${code}'`);
      if (!found.some((one) => (one as { code?: string }).code === code)) missed.push(name);
    }
    expect(missed).toEqual([]);
  });

  it('finds every measure of a cell that is not the sum of its marks', async () => {
    const missed: string[] = [];
    const { rows } = await system.pool.query<{ unit: number }>(
      'select min(unit) as unit from read.cell where grain = 3',
    );
    for (const { name } of await columnsOf('cell')) {
      if (PLACES.includes(name)) continue;
      const where = `grain = 3 and scope = 0 and unit = ${rows[0]!.unit}`;
      if ((await differencesWith('cell', name, `${name} + 1`, where)).length === 0) missed.push(name);
    }
    expect(missed).toEqual([]);
  });

  it('finds a mark at another place than the log puts it', async () => {
    const code = codeOf(3);
    for (const [column, value] of [
      ['day', 'day - 1'],
      ['measures', 'measures | (1::bigint << 40)'],
      ['until', 'until + 1'],
    ] as const) {
      const one = `code = '${code}' and (unit, scope, day, until, nth) = (
        select unit, scope, day, until, nth from read.mark where code = '${code}' and until < 'infinity'
         order by day, until, nth, unit, scope limit 1)`;
      const { rows } = await system.pool.query<{ ctid: string }>(`select ctid::text from read.mark where ${one}`);
      expect(rows).toHaveLength(1);
      expect(await differencesWith('mark', column, value, `code = '${code}'`)).not.toEqual([]);
    }
  });
});
