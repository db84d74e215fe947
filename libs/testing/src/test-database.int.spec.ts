import type { QueryRunner } from 'typeorm';
import { startTestDatabase } from './index.js';

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
});
