import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPool, migrate } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { migrations, readChanges, seedFolder } from '../src/index.js';
import { seedFiles } from './seed-files.js';

const SEEDS = join(import.meta.dirname, '../../../seeds');
const UNITS = 'unit,name,population,valid_from,valid_to\n';
/** The migrations of the commit before changes were recorded. */
const before = migrations.filter(({ name }) => Number(name.slice(-13)) < 1733012600000);
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: before });
});
afterAll(() => database.stop());

describe('a migration', () => {
  it('is named for what it changes; a policy that nothing reads is gone', async () => {
    await database.pool.query(`
      insert into ref.policy (key, effective_from, value) values
        ('ii06a-paused', '2000-01-01', 'open-within'), ('after-hours', '2000-01-01', '15:00');
      insert into ref.procedure (national, code, name, field) values ('1.999999', '1.999999', 'A', 'B')`);
    await migrate(database.url, migrations);
    expect(await readChanges(database.pool)).toEqual([
      {
        id: '1',
        at: expect.stringMatching(/Z$/),
        who: 'migration',
        source: 'DatedReference1733012600000',
        sha256: null,
        what: 'policies',
        key: 'ii06a-paused||2000-01-01',
        before: expect.objectContaining({ value: 'open-within', effective_from: '2000-01-01' }),
        after: null,
      },
    ]);
    const { rows } = await database.pool.query('select valid_from, valid_to from ref.procedure');
    expect(rows).toEqual([{ valid_from: '1900-01-01', valid_to: null }]);
  });
});

describe('a seeding', () => {
  it('is recorded row by row with who, the file and its SHA-256; the same again writes nothing', async () => {
    const first = await seedFolder(database.pool, SEEDS, { by: 'vp-01' });
    const changes = (await readChanges(database.pool)).filter(({ who }) => who === 'vp-01');
    const units = changes.filter(({ what }) => what === 'units');
    expect(units).toHaveLength(first.files.find(({ file }) => file === 'units.csv')!.rows);
    const sha256 = createHash('sha256')
      .update(await readFile(join(SEEDS, 'units.csv')))
      .digest('hex');
    expect(units[0]).toMatchObject({
      source: 'units.csv',
      sha256,
      key: '26071@2019-06-01',
      before: null,
      after: { name: 'Phường Xuân Trung', valid_to: '2024-11-01', successors: ['26080@2019-06-01'] },
    });
    const all = await readChanges(database.pool);
    await seedFolder(database.pool, SEEDS, { by: 'vp-02' });
    expect(await readChanges(database.pool)).toEqual(all);
  });

  it('tells before and after of a row, and only of the rows that changed', async () => {
    await seedFiles(
      database.pool,
      { 'units.csv': `${UNITS}T1,Một,ward,2019-06-01,\nT2,Hai,ward,2019-06-01,\n` },
      { by: 'vp-01' },
    );
    await seedFiles(
      database.pool,
      { 'units.csv': `${UNITS}T1,Một,ward,2019-06-01,\nT2,Hai,ward,2019-06-01,2030-01-01\n` },
      { by: 'vp-02' },
    );
    const changes = await readChanges(database.pool, { what: 'units', key: 'T2' });
    expect(changes.map(({ who, before, after }) => [who, before?.valid_to, after?.valid_to])).toEqual([
      ['vp-01', undefined, null],
      ['vp-02', null, '2030-01-01'],
    ]);
    expect(await readChanges(database.pool, { key: 'T1@2019-06-01' })).toHaveLength(1);
    expect(await readChanges(database.pool, { key: 'T' })).toEqual([]);
  });

  it('with a fault leaves no record', async () => {
    const all = await readChanges(database.pool);
    const files = { 'units.csv': `${UNITS}T3,Ba,ward,2019-06-01,\nT4,Bốn,town,2019-06-01,\n` };
    await expect(seedFiles(database.pool, files, { by: 'vp-01' })).rejects.toThrow(/^units\.csv:3: population/);
    expect(await readChanges(database.pool)).toEqual(all);
  });
});

describe('the record', () => {
  it('is of changes by hand too: the role that logged in, by SQL', async () => {
    await database.pool.query(`update ref.setting set value = 'nơi khác' where key = 'place'`);
    const { rows } = await database.pool.query<{ name: string }>('select session_user::text as name');
    expect((await readChanges(database.pool, { what: 'settings' })).at(-1)).toMatchObject({
      who: rows[0]!.name,
      source: 'SQL',
      sha256: null,
      before: { value: 'thành phố Long Khánh' },
      after: { value: 'nơi khác' },
    });
  });

  it('holds from a day on those of that day and later', async () => {
    const all = await readChanges(database.pool);
    expect(await readChanges(database.pool, { since: '2000-01-01' })).toEqual(all);
    expect(await readChanges(database.pool, { since: '2099-01-01' })).toEqual([]);
  });

  it.each([
    'update ref.change set who = who',
    'delete from ref.change',
    'delete from ref.change where false',
    'truncate ref.change',
    `insert into ref.change (who, source, what, key, after) values ('a', 'b', 'c', 'd', '{}')`,
    'alter table ref.change disable trigger all',
    'create or replace function ref.record_change() returns trigger language plpgsql as $$ begin return null; end $$',
  ])('is none of the application to change: %s', async (sql) => {
    await expect(database.pool.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it.each(['update ref.change set who = who', 'delete from ref.change where false', 'truncate ref.change'])(
    'is refused to its owner too, by a trigger: %s',
    async (sql) => {
      const client = await database.pool.connect();
      try {
        await client.query('set role dossier_log_owner');
        await expect(client.query(sql)).rejects.toMatchObject({
          code: '23000',
          constraint: 'change_is_append_only',
        });
      } finally {
        await client.query('reset role');
        client.release();
      }
    },
  );

  it('cannot be gone round by emptying a table', async () => {
    await expect(database.pool.query('truncate ref.policy')).rejects.toMatchObject({ code: '23000' });
  });

  it('is kept, and guarded by the triggers, where the application may not make roles', async () => {
    const made = new URL(database.url);
    [made.username, made.password, made.pathname] = ['plain_keeper', 'secret', '/plain_keeper'];
    await database.pool.query(`create role plain_keeper login password 'secret'`);
    await database.pool.query('grant plain_keeper to current_user with set true');
    await database.pool.query('create database plain_keeper owner plain_keeper');
    await migrate(made.href, migrations);
    const pool = createPool(made.href, { max: 1 });
    try {
      await seedFiles(pool, { 'settings.csv': 'key,value\nplace,Nơi khác\n' });
      expect(await readChanges(pool)).toMatchObject([
        { who: 'plain_keeper', source: 'settings.csv', what: 'settings' },
      ]);
      await expect(pool.query('delete from ref.change')).rejects.toMatchObject({ code: '23000' });
    } finally {
      await pool.end();
      await database.pool.query('drop database plain_keeper');
      await database.pool.query('drop role plain_keeper');
    }
  });
});
