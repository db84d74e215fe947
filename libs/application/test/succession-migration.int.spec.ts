import { migrate } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { migrations, ReferenceStore } from '../src/index.js';
import { takeOverUnits } from '../src/unit/units-in-log.js';

/** The migrations of the commit before successors became keys. */
const before = migrations.filter(({ name }) => Number(name.slice(-13)) < 1733012300000);
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: before });
});
afterAll(() => database.stop());

describe('a database whose successors are codes', () => {
  it('has keys after the migration: of the unit of that code on the day of the merger', async () => {
    await database.pool.query(`
      insert into ref.unit (key, code, name, population, valid_from, valid_to, successors) values
        ('A@2019-06-01', 'A', 'A', 'ward', '2019-06-01', '2024-11-01', '{C,B}'),
        ('B@2019-06-01', 'B', 'B', 'ward', '2019-06-01', '2024-11-01', '{}'),
        ('B@2024-11-01', 'B', 'B', 'ward', '2024-11-01', null, '{}'),
        ('C@2019-06-01', 'C', 'C', 'ward', '2019-06-01', null, '{}'),
        ('D@2019-06-01', 'D', 'D', 'ward', '2019-06-01', '2020-01-01', '{X}');
      insert into ref.calendar_day (day, kind, unit, announced_at) values ('2024-06-04', 'off', 'B', '2024-01-01');
    `);
    await migrate(database.url, migrations);
    await takeOverUnits(database.pool, '2026-11-30T02:00:00.000Z');
    const { rows } = await new ReferenceStore(database.pool).data();
    expect(rows.units.map(({ key, successors }) => [key, successors])).toEqual([
      ['A@2019-06-01', ['C@2019-06-01', 'B@2024-11-01']],
      ['B@2019-06-01', []],
      ['B@2024-11-01', []],
      ['C@2019-06-01', []],
      ['D@2019-06-01', ['X']],
    ]);
    expect(rows.days.map(({ unit }) => unit)).toEqual(['B@2019-06-01']);
  });
});
