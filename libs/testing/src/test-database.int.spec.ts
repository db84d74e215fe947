import type { QueryRunner } from 'typeorm';
import { createPool } from '#platform';
import { startTestDatabase, until } from './index.js';

class Things1700000000000 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table thing (n int)');
  }
  async down(): Promise<void> {}
}

describe('test databases', () => {
  it('are each a fresh copy with the migrations and the seed, and do not see one another', async () => {
    const options = {
      migrations: [Things1700000000000],
      seed: {
        key: 'one-thing',
        run: async (pool: { query(sql: string): Promise<unknown> }) =>
          void (await pool.query('insert into thing values (1)')),
      },
    };
    const [one, two] = await Promise.all([startTestDatabase(options), startTestDatabase(options)]);
    try {
      await one.pool.query('insert into thing values (2)');
      expect((await one.pool.query('select n from thing')).rowCount).toBe(2);
      expect((await two.createPool(1).query('select n from thing')).rowCount).toBe(1);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
    await expect(startTestDatabase().then((database) => database.stop())).resolves.toBeUndefined();
  });

  it('are dropped while a program is connected and autovacuum is at work', async () => {
    const database = await startTestDatabase();
    const url = new URL(database.url);
    const name = url.pathname.slice(1);
    [url.username, url.pathname] = ['postgres', '/postgres']; // the superuser of the embedded server
    const superuser = createPool(url.href, { max: 1 });
    const program = createPool(database.url, { max: 1 });
    const reload = (setting: string): Promise<unknown> =>
      superuser.query(setting).then(() => superuser.query('select pg_reload_conf()'));
    try {
      await reload(`alter system set autovacuum_naptime = '1s'`);
      await program.query(`create table busy with (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1) as select generate_series(1, 50000) as n`);
      await program.query('delete from busy');
      await program.query('select pg_stat_force_next_flush()');
      await until('autovacuum works in it', async () => {
        const sql = `select from pg_stat_activity where datname = $1 and backend_type = 'autovacuum worker'`;
        return (await superuser.query(sql, [name])).rowCount === 1;
      });
      await expect(database.stop()).resolves.toBeUndefined();
    } finally {
      await reload('alter system reset autovacuum_naptime');
      await Promise.all([superuser.end(), program.end()]);
    }
  });
});
