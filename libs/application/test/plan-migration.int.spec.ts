import { migrate } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { migrations, ReferenceStore } from '../src/index.js';

/** The migrations of the commit before populations and the plan became data. */
const before = migrations.filter(({ name }) => Number(name.slice(-13)) < 1733012700000);
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: before });
});
afterAll(() => database.stop());

describe('a database whose populations are words of the code', () => {
  it('has them as rows after the migration, its targets are those of whole populations, every metric counts', async () => {
    await database.pool.query(`
      insert into ref.unit (key, code, name, population, valid_from) values ('A@2019-06-01', 'A', 'A', 'ward', '2019-06-01');
      insert into ref.target (metric, population, period_from, period_to, value, section) values
        ('on-time', 'ward', '2024-01-01', '2024-12-31', 97, '§2.1');
    `);
    await migrate(database.url, migrations);
    const store = new ReferenceStore(database.pool);
    const { populations } = await store.data();
    expect(populations.rows.map(({ key, total, rated }) => [key, total, rated])).toEqual([
      ['city', 'Cộng thành phố', true],
      ['ward', 'Cộng phường, xã', true],
      ['branch', 'Cộng ngành dọc', false],
    ]);
    expect(await store.targets()).toMatchObject([{ metric: 'on-time', population: 'ward', unit: null, value: 97 }]);
    expect(await store.plans()).toEqual([]);
    expect(await store.metrics()).toHaveLength(15);
  });
});
