import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, type WorkSheet, write } from '@e965/xlsx';
import { migrations, projectFolder, seedFolder } from '#application';
import { SEEDED_AT, startTestDatabase, type TestDatabase } from '#testing';
import { tracker } from './run.js';

const key = Buffer.alloc(32, 7);
const HEAD = ['Lệnh', 'Mã hồ sơ', 'Thời điểm', 'Thủ tục', 'Đơn vị', 'Họ và tên'];
/** Each test has dossiers of its own. */
let base = 0;
const codeOf = (n: number): string => `H19.45.22-241205-${String(base + n).padStart(6, '0')}`;
const received = (n: number, at = '05/12/2024 09:30'): string[] => [
  'receive',
  codeOf(n),
  at,
  '1.001193',
  '26077',
  'Nguyễn Thị Ví Dụ',
];

interface Report {
  files: { lines: number; done: number; repeated: number; refused: number; sent: boolean; faults: number }[];
  lines: { line: number; place: string | null; code: string; about: string | null; text: string }[];
}

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracker-send-'));
  database = await startTestDatabase({
    migrations,
    seed: {
      key: 'seeds',
      run: async (pool) => void (await seedFolder(pool, join(projectFolder(), 'seeds'), { now: SEEDED_AT })),
    },
  });
});
beforeEach(() => {
  base += 10_000;
});
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true });
});

async function send(name: string, content: string | Uint8Array, ...args: string[]) {
  const file = join(folder, name);
  await writeFile(file, content);
  const { status, out, err } = await tracker({ url: database.url, key }, 'send', file, '--json', ...args);
  return { status, err, ...(out === '' ? { files: [], lines: [] } : (JSON.parse(out) as Report)) };
}

const csv = (rows: readonly string[][], delimiter = ','): string =>
  rows.map((row) => row.map((cell) => `"${cell}"`).join(delimiter)).join('\r\n');

function xlsx(sheets: Record<string, WorkSheet | unknown[][]>): Uint8Array {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets))
    utils.book_append_sheet(book, Array.isArray(sheet) ? utils.aoa_to_sheet(sheet as unknown[][]) : sheet, name);
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
}

const events = async (): Promise<string[]> => {
  const { rows } = await database.pool.query<{ said: string }>(
    `select type || ' ' || to_char(occurred_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') || ' ' || (meta ->> 'door') as said
       from log.event where stream between $1 and $2 and type <> 'BecameOverdue' order by stream, version`,
    [codeOf(0), codeOf(9_999)],
  );
  return rows.map(({ said }) => said);
};

describe('a file of commands', () => {
  it.each<[string, () => string | Uint8Array]>([
    ['with a byte-order mark and semicolons', () => '\uFEFF' + csv([HEAD, received(1), received(2)], ';')],
    ['with tabs, in UTF-16', () => Buffer.from('\uFEFF' + csv([HEAD, received(1), received(2)], '\t'), 'utf16le')],
    ['from Excel', () => xlsx({ 'Trang 1': [HEAD, received(1), received(2)] })],
  ])('%s is carried out once, however often it is sent', async (_, contentOf) => {
    const content = contentOf();
    const first = await send('commands', content);
    expect(first).toMatchObject({ status: 0, files: [{ lines: 2, done: 2, repeated: 0, refused: 0 }], lines: [] });
    expect(await events()).toEqual(Array.from({ length: 2 }, () => 'Received 2024-12-05 09:30 file'));
    expect(await send('commands', content)).toMatchObject({ status: 0, files: [{ done: 2, repeated: 2 }] });
    expect(await events()).toHaveLength(2);
  });

  it('may hold commands of all kinds, in their order, with ids of its own', async () => {
    const unit = { id: 'u1', kind: 'unit', type: 'open', code: '27990@2024-12-02', at: '2024-12-02T08:00:00+07:00' };
    const lines = [
      { ...unit, name: 'Phường Mới', population: 'ward' },
      {
        id: 'd1',
        type: 'receive',
        code: codeOf(1),
        at: '2024-12-05T09:30:00+07:00',
        procedure: '1.001193',
        unit: '26077',
        applicant: { name: 'Mẫu' },
      },
      { id: 'd2', type: 'digitise', code: codeOf(1), at: '2024-12-05T09:40:00+07:00', complete: true },
    ];
    const told = await send('all.ndjson', lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(told).toMatchObject({ status: 0, files: [{ lines: 3, done: 3 }] });
    const { rows } = await database.pool.query(`select from read.unit_life where key = '27990@2024-12-02'`);
    expect(rows).toHaveLength(1);
    // the first part of a file that was cut off is done, and not done again
    const more = {
      id: 'd3',
      type: 'resolve',
      code: codeOf(1),
      at: '2024-12-06T09:40:00+07:00',
      outcome: 'granted',
    };
    const again = await send('all.ndjson', [...lines, more].map((line) => JSON.stringify(line)).join('\n'));
    expect(again).toMatchObject({ status: 0, files: [{ lines: 4, done: 4, repeated: 3 }] });
  });

  it('tells at its line what a dossier refuses, and the others go on', async () => {
    const rows = [HEAD, received(1), received(1, '06/12/2024 09:30'), received(2)];
    const { status, files, lines } = await send('refused.csv', csv(rows));
    expect([status, files]).toMatchObject([1, [{ done: 2, refused: 1, sent: true }]]);
    expect(lines).toMatchObject([{ line: 3, code: 'already-received', about: codeOf(1) }]);
  });

  it('stores nothing where a cell is at fault, and tells each by line and column', async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => received(n + 1));
    rows[9] = received(10, '31/31/2024 09:30');
    rows[2_999] = ['receive', 'không phải mã', ...received(1).slice(2)];
    rows[4_998] = ['receive', codeOf(9_999), '', '1.001193', '26077', 'Mẫu'];
    const { status, files, lines } = await send('three.csv', csv([HEAD, ...rows]));
    expect([status, files]).toMatchObject([1, [{ lines: 5_000, done: 0, sent: false, faults: 3 }]]);
    expect(lines.map(({ line, place, code }) => [line, place, code])).toEqual([
      [11, 'Thời điểm', 'instant'],
      [3_001, 'Mã hồ sơ', 'dossier-code'],
      [5_000, 'Thời điểm', 'required'],
    ]);
    expect(await events()).toEqual([]);
  });

  it('tells no value of it', async () => {
    const name = 'Nguyễn Văn Mật';
    const rows = [
      HEAD,
      ['receive', name, '05/12/2024 09:30', name, '26077', name],
      ['receive', '', name, '', '', name],
    ];
    const told = await send('secret.csv', csv(rows));
    expect(told.lines.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(told)).not.toContain('Mật');
  });

  it('tells so many faults, and how many there are', async () => {
    const rows = Array.from({ length: 2_500 }, () => ['receive', 'x', 'y', '1.001193', '26077', 'z']);
    const { err, lines, files } = await send('many.csv', csv([HEAD, ...rows]));
    expect([lines.length, files[0]!.faults]).toEqual([1_000, 5_000]);
    expect(err).toContain('và 4.000 lỗi nữa.');
  });

  it('is refused at its cell for what a spreadsheet makes of a text', async () => {
    const sheet = utils.aoa_to_sheet([HEAD, received(1), received(2), received(3), received(4)]);
    sheet['D2'] = { t: 'n', v: 1.00157 };
    sheet['E3'] = { t: 'n', v: 26077, f: '26000+77' };
    sheet['F4'] = { t: 'e', v: 0x2a };
    sheet['C5'] = { t: 'n', v: 45631, z: 'dd/mm/yyyy' };
    sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 1 } }];
    const { status, lines } = await send('cells.xlsx', xlsx({ A: sheet }));
    expect(status).toBe(1);
    expect(new Set(lines.map(({ place, code }) => `${place} ${code}`))).toEqual(
      new Set(['D2 number-not-text', 'E3 formula', 'E3 number-not-text', 'F4 cell-error', 'A1 merged', 'C5 no-time']),
    );
    expect(await events()).toEqual([]);
  });

  it('has its dates and times as a spreadsheet keeps them', async () => {
    const sheet = utils.aoa_to_sheet([HEAD, received(1)]);
    sheet['C2'] = { t: 'n', v: 45_631 + 9.5 / 24, z: 'dd/mm/yyyy hh:mm' };
    expect(await send('dates.xlsx', xlsx({ A: sheet }))).toMatchObject({ status: 0, files: [{ done: 1 }] });
    expect(await events()).toEqual(['Received 2024-12-05 09:30 file']);
  });

  it('of several sheets must be told which is meant', async () => {
    const book = xlsx({ 'Tháng 11': [HEAD, received(1)], 'Tháng 12': [HEAD, received(2)] });
    expect(await send('two.xlsx', book)).toMatchObject({
      status: 1,
      err: expect.stringContaining('Tháng 11, Tháng 12'),
    });
    expect(await send('two.xlsx', book, '--sheet', 'Tháng 12')).toMatchObject({ status: 0, files: [{ done: 1 }] });
    expect(await send('two.xlsx', book, '--sheet', 'Tháng 1')).toMatchObject({ status: 1 });
  });

  it.each([
    ['an empty one', '', /rỗng/],
    ['a broken workbook', Buffer.from('PK\x03\x04 is no zip'), /không mở được/],
    ['one that is no UTF-8', Buffer.from('L\xea\xa3nh;Mã\n', 'latin1'), /UTF-8/],
    [
      'one without the code',
      csv([
        ['Lệnh', 'Thời điểm'],
        ['receive', '05/12/2024 09:30'],
      ]),
      /Thiếu cột code/,
    ],
    [
      'one with a strange column',
      csv([
        [...HEAD, 'Ghi chú riêng'],
        [...received(1), 'x'],
      ]),
      /Không có cột này/,
    ],
    [
      'one with a column twice',
      csv([
        [...HEAD, 'at'],
        [...received(1), 'x'],
      ]),
      /hai lần/,
    ],
    ['lines that are no objects', '[1]\n{"type":', /đối tượng JSON/],
  ])('%s is refused in words', async (_, content, words) => {
    const { status, err } = await send('bad', content);
    expect(status).toBe(1);
    expect(err).toMatch(words);
    expect(await events()).toEqual([]);
  });

  it('takes from the command line what all its lines have in common', async () => {
    const rows = [
      ['code', 'at', 'from', 'officersOnDuty'],
      ['26080@2019-06-01', '16/12/2024 08:00', '12/16/2024', '4'],
    ];
    const told = await send('units.csv', csv(rows), '--kind', 'unit', '--command', 'change', '--dates', 'mm/dd/yyyy');
    expect(told.lines).toMatchObject([{ line: 2, place: 'at', code: 'instant' }]);
    rows[1]![1] = '2024-12-16 08:00';
    const right = await send('units.csv', csv(rows), '--kind', 'unit', '--command', 'change', '--dates', 'mm/dd/yyyy');
    expect(right).toMatchObject({ status: 0, files: [{ done: 1 }] });
  });
});
