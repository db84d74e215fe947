import type { QueryRunner } from 'typeorm';
import { startTestDatabase, type TestDatabase } from '#testing';
import { migrate } from './migrations.js';

class First1700000000000 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table one (n int)');
  }
  async down(): Promise<void> {}
}
class Second1700000000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table two (n int); insert into two values (2)');
  }
  async down(): Promise<void> {}
}
class Broken1700000000002 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table three (n int)');
    await runner.query('select wrong');
  }
  async down(): Promise<void> {}
}

describe('the migration runner', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await startTestDatabase();
  });
  afterEach(() => database.stop());

  const tables = async (): Promise<string[]> => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    return rows.map((row) => row.name);
  };

  it('runs what is missing in the order of the timestamps, once, and keeps its record in ops', async () => {
    expect(await migrate(database.url, [Second1700000000001, First1700000000000])).toEqual([
      'First1700000000000',
      'Second1700000000001',
    ]);
    expect(await migrate(database.url, [Second1700000000001, First1700000000000])).toEqual([]);
    expect(await tables()).toEqual(['one', 'two']);
    const { rows } = await database.pool.query('select name from ops.migration order by id');
    expect(rows).toEqual([{ name: 'First1700000000000' }, { name: 'Second1700000000001' }]);
  });

  it('lets four programs start at once: one migrates, the others wait and find the work done', async () => {
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => migrate(database.url, [First1700000000000, Second1700000000001])),
    );
    expect(runs.map((names) => names.length).sort()).toEqual([0, 0, 0, 2]);
  });

  it('leaves nothing of a run that failed', async () => {
    await expect(migrate(database.url, [First1700000000000, Broken1700000000002])).rejects.toThrow(
      'column "wrong" does not exist',
    );
    expect(await tables()).toEqual([]);
  });

  it('refuses a database of a newer version with one sentence', async () => {
    await migrate(database.url, [First1700000000000, Second1700000000001]);
    await expect(migrate(database.url, [First1700000000000])).rejects.toThrow(
      'The database was made by a newer version of this program (it has Second1700000000001): start that version.',
    );
  });

  it('refuses a half-migrated database with one sentence', async () => {
    await migrate(database.url, [Second1700000000001]);
    await expect(migrate(database.url, [First1700000000000, Second1700000000001])).rejects.toThrow(
      'The database is half migrated (it lacks First1700000000000, but has later steps): restore it from a backup, or start on an empty one.',
    );
  });

  it('refuses a database whose record says done where a table is missing, and changes nothing', async () => {
    class Both1700000000003 {
      async up(runner: QueryRunner): Promise<void> {
        await runner.query(`
          create table public.kept (n int);
          create table public.lost (n int)`);
        await runner.query('create table public.passing (n int)');
        await runner.query('drop table public.passing');
      }
      async down(): Promise<void> {}
    }
    const all = [First1700000000000, Both1700000000003];
    await migrate(database.url, all);
    await expect(migrate(database.url, all)).resolves.toEqual([]);
    await database.pool.query('drop table public.lost');
    const sentence =
      'The database is half migrated (its table public.lost is missing): restore it from a backup, or start on an empty one.';
    await expect(migrate(database.url, all)).rejects.toThrow(sentence);
    expect(await tables()).toEqual(['kept', 'one']);
  });

  it('refuses a server that is too old with one sentence', async () => {
    await expect(migrate(database.url, [First1700000000000], 99)).rejects.toThrow(
      /^PostgreSQL at .+ is version \d+\.\d+, 99 or later is needed: set DATABASE_URL to such a one\.$/,
    );
    expect(await tables()).toEqual([]);
  });

  it('says in one sentence that the password is wrong or that nobody answers', async () => {
    const wrong = new URL(database.url);
    wrong.password = 'wrong';
    await expect(migrate(wrong.href, [])).rejects.toThrow(/refuses the user or the password: correct DATABASE_URL\.$/);
    wrong.port = '1';
    await expect(migrate(wrong.href, [])).rejects.toThrow(
      /cannot be reached \(ECONNREFUSED\): start it, or set DATABASE_URL\.$/,
    );
  });

  it('refuses migrations whose names give no order', async () => {
    class NoTime extends First1700000000000 {}
    await expect(migrate(database.url, [NoTime])).rejects.toThrow(/does not end with a timestamp/);
  });
});
