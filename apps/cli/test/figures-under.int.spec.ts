import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations, projectFolder, seedFolder } from '#application';
import { SEEDED_AT, startTestDatabase, type TestDatabase } from '#testing';
import { tracker } from './run.js';

const key = Buffer.alloc(32, 7);
const [OLD, ALSO, NEW] = ['26080@2019-06-01', '26083@2019-06-01', '26080@2025-07-01'];

interface Told {
  units: Record<string, { columns: Record<string, number> }>;
  total: unknown;
}

/** Figures of a span with a merger in it, as of the end of the year. */
describe('tracker figures --under', () => {
  let database: TestDatabase;
  let folder: string;
  const run = (...args: string[]) => tracker({ url: database.url, key }, ...args);
  const figures = async (under: string, ...args: string[]): Promise<Told> => {
    const span = ['--from', '2025-01-01', '--to', '2025-12-31', '--under', under, ...args];
    return JSON.parse((await run('figures', ...span)).out) as Told;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tracker-under-'));
    const seeds = (name: string): string => join(projectFolder(), name);
    database = await startTestDatabase({
      migrations,
      seed: {
        key: 'seeds',
        run: async (pool) => void (await seedFolder(pool, seeds('seeds'), { now: SEEDED_AT })),
      },
    });
    expect((await run('seed', seeds('seeds/2025-07'))).status).toBe(0);
    const lines = [OLD, ALSO, NEW].map((unit, i) => ({
      type: 'receive',
      code: `H19.45.22-250310-000${i}`,
      at: unit === NEW ? '2025-08-04T08:30:00+07:00' : '2025-03-10T08:30:00+07:00',
      procedure: '1.001193',
      unit,
      applicant: { name: 'Mẫu' },
    }));
    const file = join(folder, 'year.ndjson');
    await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    expect((await run('send', file)).status).toBe(0);
  });
  afterAll(async () => {
    await database.stop();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['live', []],
    ['recounted as of a moment gone by', ['--as-of', '2025-12-31T23:59:59+07:00']],
  ])('adds up to the same both ways, %s', async (_, args) => {
    const [day, successor] = [await figures('day', ...args), await figures('successor', ...args)];
    const received = ({ units }: Told) =>
      Object.fromEntries(
        Object.entries(units)
          .map(([unit, { columns }]) => [unit, columns.received])
          .filter(([, n]) => n !== 0),
      );
    expect(Object.values(received(day))).toEqual([1, 1, 1]);
    expect(Object.values(received(successor))).toEqual([3]);
    expect(successor.total).toEqual(day.total);
  });
});
