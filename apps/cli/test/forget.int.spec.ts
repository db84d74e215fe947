import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { migrations } from '#application';
import { instant } from '#domain';
import { Vault } from '#event-store';
import { startTestDatabase, type TestDatabase } from '#testing';
import { tracker } from './run.js';

const FEED = join(import.meta.dirname, '../../../libs/testing/fixtures/feed-2024');
const key = Buffer.alloc(32, 7);
/** Who asks for it. */
const BY = 'Văn thư phường';

interface Snapshot {
  MaHoSo: string;
  MaDoiTuong: string;
}
/** A batch of three dossiers, of different people. */
const [, LINE] = gunzipSync(readFileSync(join(FEED, 'feed.ndjson.gz')))
  .toString()
  .split('\n');
const [FIRST, SECOND] = (JSON.parse(LINE) as { data: Snapshot[] }).data;

let database: TestDatabase;
let vault: Vault;
const runWith = (input: string, ...args: string[]) => tracker({ url: database.url, key, input }, ...args);
const run = (...args: string[]) => runWith('', ...args);

async function figures(): Promise<object> {
  const asOf = '2024-12-31T23:59:59+07:00';
  const { out } = await run('figures', '--from', '2023-12-01', '--to', '2024-12-31', '--as-of', asOf);
  const { known_at: _, ...all } = JSON.parse(out) as { known_at: string; total: object };
  return all;
}

/** How many of a subject's texts can be read. */
async function readable(subject: string): Promise<number> {
  const { rows } = await database.pool.query<{ ref: string }>('select ref from log.sealed where subject = $1', [
    subject,
  ]);
  expect(rows.length).toBeGreaterThan(0);
  return (await vault.openMany(rows.map(({ ref }) => ref))).size;
}

async function records(subject: string): Promise<unknown[]> {
  const { rows } = await database.pool.query('select forgotten_by as by from log.forgotten where subject = $1', [
    subject,
  ]);
  return rows;
}

beforeAll(async () => {
  database = await startTestDatabase({ migrations });
  vault = new Vault(database.pool, key, { now: () => instant(Date.now()) });
  expect(await run('seed', FEED)).toMatchObject({ status: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'tracker-forget-'));
  await writeFile(join(folder, 'some.ndjson'), `${LINE}\n`);
  await run('import', join(folder, 'some.ndjson'));
  await rm(folder, { recursive: true });
});
afterAll(() => database.stop());

it('a person is forgotten by the identity number on standard input: nobody reads the data again, every figure stays', async () => {
  const subject = vault.subjectId(FIRST.MaDoiTuong);
  const before = await figures();
  expect(before).toHaveProperty('total.columns.received', 3);
  expect(await readable(subject)).toBeGreaterThan(0);

  const { status, out, err } = await runWith(`\n ${FIRST.MaDoiTuong}\n`, 'forget', '--identity', '--by', BY);
  expect([status, out]).toEqual([0, '']);
  expect(err).toMatch(
    new RegExp(
      `^Đã quên chủ thể ${subject} lúc \\d\\d:\\d\\d ngày [\\d/]{10} theo yêu cầu của ${BY}: không ai đọc lại được \\d+ bản thông tin người nộp`,
    ),
  );
  expect(err).not.toContain(FIRST.MaDoiTuong);
  expect(await readable(subject)).toBe(0);
  expect(await records(subject)).toEqual([{ by: BY }]);

  expect(await figures()).toEqual(before);
  expect(await run('verify')).toMatchObject({ status: 0 });
  expect(await run('dossier', FIRST.MaHoSo)).toMatchObject({ status: 0 });
});

it('once more changes nothing, and says when and for whom it was done', async () => {
  const again = await runWith(FIRST.MaDoiTuong, 'forget', '--identity', '--by', 'Người khác', '--json');
  expect(again.status).toBe(0);
  expect(again.err).toContain(`theo yêu cầu của ${BY}; từ đó không có gì mới để quên.`);
  expect(JSON.parse(again.out)).toMatchObject({ subject: vault.subjectId(FIRST.MaDoiTuong), now: false, by: BY });
  expect(await records(vault.subjectId(FIRST.MaDoiTuong))).toEqual([{ by: BY }]);
});

it('a person is forgotten of whom there is nothing but a line that was refused', async () => {
  const number = '075190000042';
  const folder = await mkdtemp(join(tmpdir(), 'tracker-forget-'));
  await writeFile(join(folder, 'broken.ndjson'), `{"data":[{"MaDoiTuong":"${number}"\n`);
  await run('import', join(folder, 'broken.ndjson'));
  await rm(folder, { recursive: true });
  const { rows } = await database.pool.query<{ ref: string }>('select sealed_ref as ref from ops.refused_message');
  expect(await vault.open(rows.at(-1)!.ref)).toContain(number);
  const { status, err } = await runWith(`${number}\n`, 'forget', '--identity', '--by', BY);
  expect(status).toBe(0);
  expect(err).toContain('không ai đọc lại được 1 bản tin không được nhận');
  expect(await vault.open(rows.at(-1)!.ref)).toBeNull();
});

it('a person is forgotten by the id that stands in the events of a dossier', async () => {
  const shown = JSON.parse((await run('dossier', SECOND.MaHoSo, '--json')).out) as { events: { data: object }[] };
  const [subject] = shown.events.flatMap(({ data }) => ('applicant' in data ? [String(data.applicant)] : []));
  expect(subject).toBe(vault.subjectId(SECOND.MaDoiTuong));
  expect(await readable(subject)).toBeGreaterThan(0);
  expect(await run('forget', subject, '--by', BY)).toMatchObject({ status: 0, out: '' });
  expect(await readable(subject)).toBe(0);
});

it.each([
  ['a subject that nobody knows', '', ['f'.repeat(32)], 'Không có chủ thể nào là ffff'],
  ['a number that nobody has', '000000000000\n', ['--identity'], 'Không có người nộp nào mang số định danh này.'],
  ['no number', '\n\n', ['--identity'], 'Đầu vào chuẩn không có số định danh nào'],
])('%s is refused in one sentence', async (_what, input, args, sentence) => {
  const { status, out, err } = await runWith(input, 'forget', ...args, '--by', BY);
  expect([status, out]).toEqual([1, '']);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toContain(sentence);
});

it.each([
  ['a number among the arguments', ['075 185 001234', '--by', BY], 'số định danh không được đặt trên dòng lệnh'],
  ['neither', ['--by', BY], 'cần mã chủ thể, hoặc --identity'],
  ['both', ['f'.repeat(32), '--identity', '--by', BY], 'cần mã chủ thể, hoặc --identity'],
  ['nobody who asks', ['f'.repeat(32)], "required option '--by <who>' not specified"],
  ['an empty one who asks', ['f'.repeat(32), '--by', ' '], 'Say who asks for it'],
  ['one who asks in two lines', ['f'.repeat(32), '--by', 'a\nb'], 'Say who asks for it'],
])('is wrong usage with %s', async (_what, args, sentence) => {
  const { status, err } = await run('forget', ...args);
  expect(status).toBe(2);
  expect(err).toContain(sentence);
});
