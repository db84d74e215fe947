import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { migrations } from '#application';
import { startTestDatabase, type TestDatabase } from '#testing';
import { createProgram } from '../src/program.js';

const SEEDS = join(import.meta.dirname, '../../../seeds');
const PROCEDURES = 'procedure,name,field,limit_working_days,fee_vnd,valid_from,valid_to\n';
const before = process.env.TRACKER_MASTER_KEY;
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  process.env.TRACKER_MASTER_KEY = randomBytes(32).toString('base64');
  database = await startTestDatabase({ migrations });
  folder = await mkdtemp(join(tmpdir(), 'seeds-'));
});
afterAll(async () => {
  if (before === undefined) delete process.env.TRACKER_MASTER_KEY;
  else process.env.TRACKER_MASTER_KEY = before;
  await rm(folder, { recursive: true });
  await database.stop();
});

/** `tracker …` in this process: its exit status and what it printed. */
async function tracker(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const into = (to: 'out' | 'err') => (text: string | Uint8Array) => {
    printed[to] += String(text);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(into('out') as never),
    jest.spyOn(process.stderr, 'write').mockImplementation(into('err') as never),
  ];
  let status = 0;
  try {
    await createProgram((result) => {
      status = result;
    }).parseAsync(['--database', database.url, ...args], { from: 'user' });
  } catch {
    status = 2;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { status, ...printed };
}
const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await tracker(...args, '--json')).out) as T;
interface Change {
  who: string;
  source: string;
  sha256: string | null;
  what: string;
  key: string;
}

describe('tracker seed', () => {
  it('records the user of the machine, or who is named; the same folder again is nothing new', async () => {
    expect(await tracker('seed', SEEDS)).toMatchObject({ status: 0 });
    const changes = await json<Change[]>('reference', 'log');
    // an empty database gets its calendar, hours and policies when it is opened, a place and its plan here
    expect(new Set(changes.map(({ who, what }) => `${who} ${what}`))).toEqual(
      new Set([
        ...['calendar', 'hours', 'policies'].map((what) => `system ${what}`),
        ...['units', 'procedures', 'targets', 'settings', 'plan', 'metrics'].map(
          (what) => `${userInfo().username} ${what}`,
        ),
      ]),
    );
    expect(changes.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256!))).toBe(true);
    const again = await json<{ files: { changed: number }[] }>('seed', SEEDS, '--by', 'Nguyễn Thị Thử');
    expect(again.files.every(({ changed }) => changed === 0)).toBe(true);
    expect(await json('reference', 'log')).toEqual(changes);
  });

  it('with a fault says file, line and column, stores nothing and records nothing', async () => {
    const changes = await json('reference', 'log');
    await writeFile(join(folder, 'procedures.csv'), `${PROCEDURES}1.001193,A,B,x,0,,\n9.100001,A,B,1,0,,\n`);
    const { status, err } = await tracker('seed', folder);
    expect(status).toBe(1);
    expect(err).toMatch(
      /^procedures\.csv:2: limit_working_days: “x” không phải là số nguyên.*\nNothing was stored\.$/m,
    );
    expect(await json('reference', 'log')).toEqual(changes);
  });

  it.each(['', ' ', 'x'.repeat(101), 'a\nb'])('takes no name like %j', async (by) => {
    expect(await tracker('seed', SEEDS, '--by', by)).toMatchObject({ status: 2 });
  });
});

describe('tracker reference', () => {
  it('shows a procedure as in force on a day, and logs who changed it, the newest last', async () => {
    const next = `9.100001,Thử,Hộ tịch,3,8000,2024-07-01,\n`;
    await writeFile(join(folder, 'procedures.csv'), `${PROCEDURES}9.100001,Thử,Hộ tịch,5,0,,\n`);
    expect(await tracker('seed', folder, '--by', 'vp-01')).toMatchObject({ status: 0 });
    await writeFile(join(folder, 'procedures.csv'), `${PROCEDURES}9.100001,Thử,Hộ tịch,5,0,,2024-07-01\n${next}`);
    expect(await tracker('seed', folder, '--by', 'vp-02')).toMatchObject({ status: 0 });

    const shown = async (day: string) =>
      (await tracker('reference', 'show', 'procedures', '--on', day)).out
        .split('\n')
        .find((line) => line.startsWith('9.100001'))
        ?.replace(/ {2,}/g, ' | ');
    expect(await shown('2024-06-30')).toBe(
      '9.100001 | Thử | Hộ tịch | 5 ngày làm việc | 0 | không | – | – | 01/07/2024',
    );
    expect(await shown('2024-07-01')).toBe(
      '9.100001 | Thử | Hộ tịch | 3 ngày làm việc | 8.000 | không | – | 01/07/2024 | –',
    );

    const { out } = await tracker('reference', 'log', '--what', 'procedures', '--key', '9.100001');
    const [headings, ...lines] = out.trimEnd().split('\n');
    expect(headings).toMatch(/^lúc +người thực hiện +từ tệp hoặc lệnh +loại +khóa +thay đổi$/);
    expect(lines.map((line) => line.replace(/^.*?(?=vp-)/, '').replace(/ {2,}/g, ' | '))).toEqual([
      expect.stringMatching(/^vp-01 \| procedures\.csv \([0-9a-f]{12}\) \| thủ tục \| 9\.100001\|1900-01-01 \| thêm: /),
      expect.stringMatching(/ \| 9\.100001\|1900-01-01 \| sửa: valid_to – → 2024-07-01$/),
      expect.stringMatching(/^vp-02 \| .* \| 9\.100001\|2024-07-01 \| thêm: .*limit_n 3/),
    ]);
    expect(await json('reference', 'log', '--what', 'units', '--key', '9.100001')).toEqual([]);
    expect((await tracker('reference', 'log', '--since', '2099-01-01')).err).toBe('Không có thay đổi nào.\n');
  });

  it.each(['units', 'procedures', 'policies', 'calendar', 'hours', 'targets', 'populations'])(
    'shows %s as a table and as JSON',
    async (what) => {
      const rows = await json<unknown[]>('reference', 'show', what, '--on', '2024-12-02');
      const { status, out } = await tracker('reference', 'show', what, '--on', '2024-12-02');
      expect(rows.length).toBeGreaterThan(0);
      expect([status, out.trimEnd().split('\n').length]).toEqual([0, rows.length + 1]);
    },
  );

  it('shows what is in force today where no day is said', async () => {
    const units = await json<{ code: string }[]>('reference', 'show', 'units');
    // gone since 1/11/2024
    expect(units.map(({ code }) => code)).not.toContain('26071');
    expect(await json('reference', 'show', 'units', '--on', '2024-10-31')).toHaveLength(units.length + 2);
  });

  it.each([
    ['reference', 'show', 'dossiers'],
    ['reference', 'show', 'units', '--on', '31/12/2024'],
    ['reference', 'log', '--what', 'dossiers'],
    ['reference', 'log', '--since', 'yesterday'],
  ])('%s %s %s %s is wrong usage', async (...args) => {
    expect(await tracker(...args.filter(Boolean))).toMatchObject({ status: 2 });
  });
});
