import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startTestBrowser } from '#testing';
import { axeFindings, OFFICE_SCREEN, openPage, PHONE, settled, tooWide } from './browser.js';
import { eventually, ROOT, startApp, stopPrograms, temporaryFolder, tracker } from './programs.js';

/** A ward that was split between two, and nothing says which dossiers go to which. */
const UNITS = `unit,agency_code_placeholder,name,population,aliases,valid_from,valid_to,successors
99001,H19.45.71,Phường Bến Đá,ward,,2019-06-01,2024-11-15,99011|99012
99011,H19.45.73,Phường Bến Bắc,ward,,2019-06-01,,
99012,H19.45.74,Phường Bến Nam,ward,,2019-06-01,,
`;
const [TWICE, MERGED, SPLIT, STAGE] = [1, 2, 3, 4].map((n) => `H19.45.22-241202-000${n}`);

const root = temporaryFolder();
const settings = { DATA_DIR: join(root, 'data'), PORT: '0' };
let origin: string;
let browser: Browser;
let page: Page;
let faults: string[];

let commands = 0;
async function told(code: string, type: string, at: string, body: object = {}): Promise<void> {
  commands += 1;
  const response = await fetch(`${origin}/v1/dossiers/${code}/${type}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `k${commands}` },
    body: JSON.stringify({ at: `2024-${at}:00+07:00`, ...body }),
  });
  if (!response.ok) throw new Error(`${code} ${type}: ${response.status} ${await response.text()}`);
}
const received = (code: string, unit: string, at: string, more: object = {}): Promise<void> =>
  told(code, 'receive', at, {
    procedure: '1.004884',
    unit,
    channel: 'counter',
    applicant: { identity: '072001' },
    ...more,
  });

beforeAll(async () => {
  const seeds = join(root, 'seeds');
  await mkdir(seeds);
  await writeFile(join(seeds, 'units.csv'), UNITS);
  for (const folder of [join(ROOT, 'seeds'), seeds])
    expect(await tracker(['seed', folder], settings)).toMatchObject({ status: 0 });
  const program = startApp('standalone', settings, ['--empty']);
  [, origin] = await program.printed(/The page: (http:\/\/\S+)/);
  browser = await startTestBrowser();

  await received(TWICE, '26077', '12-02T09:00');
  await told(TWICE, 'open-linked-stage', '12-03T09:00', { child: STAGE, agency: 'H19.45.04' });
  await told(TWICE, 'complete-linked-stage', '12-04T09:00', { child: STAGE });
  await told(TWICE, 'issue-apology', '12-09T09:00', { newDate: '2024-12-11T17:00:00+07:00', reason: 'thiếu người' });
  await told(TWICE, 'resolve', '12-10T09:00', { outcome: 'granted' });
  await told(TWICE, 'reopen', '12-11T09:00', { cause: 'agency-error', dueAt: '2024-12-13T17:00:00+07:00' });
  await told(TWICE, 'change-due-date', '12-16T09:00', {
    dueAt: '2024-12-20T17:00:00+07:00',
    basis: 'QD-1',
    reason: 'chờ xác minh',
  });
  await received(MERGED, '26071', '10-30T09:00');
  await received(SPLIT, '99001', '11-04T09:00');
  await received(STAGE, 'LK-04', '12-03T10:00');
  // the clock hands over and links, the projector follows
  const has = async (code: string, part: string): Promise<boolean> =>
    (await (await fetch(`${origin}/api/dossiers/${code}`)).text()).includes(part);
  await eventually(() => has(MERGED, '"Transferred"'));
  await eventually(() => has(STAGE, `"parent":"${TWICE}"`));
  await eventually(() => has(TWICE, '"DueDateChanged"'));
  await eventually(() => has(SPLIT, '"BecameOverdue"'));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stopPrograms();
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  ({ page, faults } = await openPage(browser));
});
afterEach(async () => {
  await page.context().close();
  expect(faults).toEqual([]);
});

const go = async (address: string, heading: string): Promise<void> => {
  await page.goto(origin + address);
  await settled(page, heading);
};
const open = (code: string): Promise<void> => go(`/ho-so?code=${code}`, `Hồ sơ ${code}`);
/** The text of a part of the page, any white space as one blank. */
const part = async (name: string): Promise<string> =>
  (await page.getByRole('region', { name, exact: true }).innerText()).replace(/\s+/g, ' ');
const event = async (type: string): Promise<string> =>
  (await page.locator(`.timeline li[data-type=${type}]`).innerText()).replace(/\s+/g, ' ');

describe('a dossier with two rounds', () => {
  it('shows of each its promise, its end, its lateness and its apology, and a new appointment beside the old one', async () => {
    await open(TWICE);
    const rounds = page.locator('.rounds > li');
    const [first, second] = (await rounds.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    expect(first).toMatch(
      /^Lần 1 từ 09:00 02\/12\/2024 Hẹn trả 17:00 05\/12\/2024 \(nhận 09:00 thứ Hai 02\/12; 3 ngày/,
    );
    expect(first).toContain('Kết thúc giải quyết xong 09:00 10/12/2024 So với hạn ▼ quá hạn');
    expect(first).toContain('Xin lỗi 09:00 09/12/2024, hẹn lại 17:00 11/12/2024');
    expect(first).not.toContain('Hẹn lại');
    expect(second).toMatch(/^Lần 2 từ 09:00 11\/12\/2024 Hẹn trả 17:00 13\/12\/2024 Hẹn lại 17:00 20\/12\/2024/);
    expect(second).toContain('Kết thúc chưa kết thúc So với hạn ▼ quá hạn từ 17:00 13/12/2024');
    expect(second).toContain('Xin lỗi ▼ chưa có phiếu xin lỗi');

    const due = await part('Hẹn trả');
    expect(due).toContain('17:00 13/12/2024 (theo giấy hẹn của nơi gửi)');
    expect(due).toContain('Hẹn lại: 17:00 20/12/2024 (ấn định sau khi đã quá hạn, không thay hạn cũ)');
  });

  it('has its rounds printed by the command line too', async () => {
    const { status, out } = await tracker(['dossier', TWICE], settings);
    expect(status).toBe(0);
    const [first, second, none] = out.split('\n').filter((line) => /^(round|stage) /.test(line));
    expect(first).toMatch(/^round 1 {2}from .*; overdue since .*; apology .* for .*; resolved .*, late$/);
    expect(second).toMatch(/^round 2 {2}from .*; new appointment .*; overdue since .*; no apology; not ended/);
    expect(none).toBeUndefined();
    expect((await tracker(['dossier', STAGE], settings)).out).toContain(`stage of ${TWICE}: counted there`);
    const { rounds, parent } = JSON.parse((await tracker(['dossier', TWICE, '--json'], settings)).out) as {
      rounds: { late: boolean; appointment: string | null }[];
      parent: string | null;
    };
    expect(parent).toBeNull();
    expect(rounds.map(({ late, appointment }) => [late, appointment])).toEqual([
      [true, null],
      [true, '2024-12-20T10:00:00.000Z'],
    ]);
  });

  it('leads to its linked stage and back, and the stage says why it is in no list of work', async () => {
    await open(TWICE);
    await page.locator('.timeline li[data-type=LinkedStageOpened]').getByRole('link', { name: STAGE }).click();
    await settled(page, `Hồ sơ ${STAGE}`);
    const notice = page.locator('.parent-notice');
    expect(await notice.innerText()).toContain('không có trong danh sách việc');
    await notice.getByRole('link', { name: TWICE }).click();
    await settled(page, `Hồ sơ ${TWICE}`);
    expect(await page.locator('.parent-notice').count()).toBe(0);

    await go('/tre-han', 'Hồ sơ trễ hạn');
    expect(await page.getByRole('link', { name: TWICE }).count()).toBe(1);
    expect(await page.getByRole('link', { name: STAGE }).count()).toBe(0);
  });
});

describe('a unit that has ended', () => {
  it('is told on the time line of a dossier that its successor took over', async () => {
    await open(MERGED);
    expect(await event('Transferred')).toContain(
      'Từ: Phường Xuân Trung · Đến: Phường Xuân An · Vì: đơn vị cũ đã kết thúc hoạt động từ ngày 01/11/2024; đơn vị kế thừa nhận tiếp hồ sơ',
    );
    expect(await part('Tóm tắt')).toContain('Đơn vị giải quyết Phường Xuân An');
  });

  it('leaves dossiers for a person where nothing decides: operations lists them and says what to do', async () => {
    await go('/van-hanh', 'Vận hành');
    const list = await part('Hồ sơ còn ở đơn vị đã kết thúc hoạt động');
    expect(list).toContain('hoạt động: 1');
    expect(list).toMatch(/successions\.csv.*hoặc chuyển từng hồ sơ/);
    expect(list).toContain('Phường Bến Đá (không còn từ 15/11/2024) Phường Bến Bắc, Phường Bến Nam');
    expect(await part('Lịch nghỉ')).toContain('Ngày nghỉ đã công bố đến hết 31/12/2026.');
    expect(await part('Nguồn đang được nhập')).toContain('Không có nguồn nào');
    await page.getByRole('link', { name: SPLIT }).click();
    await settled(page, `Hồ sơ ${SPLIT}`);
    expect(await part('Tóm tắt')).toContain(
      'Phường Bến Đá (không còn từ ngày 15/11/2024, hồ sơ chờ chuyển sang đơn vị kế thừa)',
    );
  });
});

describe('the list of apologies that are owed', () => {
  it('says that it is the latest round that counts, and where days late stop', async () => {
    await go('/tre-han?apology=owed', 'Hồ sơ trễ hạn');
    const hint = await page.locator('.hint').first().innerText();
    expect(hint).toContain('lần giải quyết gần nhất');
    expect(hint).toContain('tính đến lúc kết thúc');
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: TWICE }) });
    expect(await row.innerText()).toMatch(/17:00\s13\/12\/2024/);
  });
});

it.each([
  ['a dossier with two rounds', `/ho-so?code=${TWICE}`, `Hồ sơ ${TWICE}`],
  ['a linked dossier', `/ho-so?code=${STAGE}`, `Hồ sơ ${STAGE}`],
  ['operations', '/van-hanh', 'Vận hành'],
])('%s fits an office screen and a phone, and axe finds nothing in light and dark', async (_, address, heading) => {
  for (const size of [OFFICE_SCREEN, PHONE]) {
    await page.setViewportSize(size);
    await go(address, heading);
    expect([size.width, await tooWide(page)]).toEqual([size.width, 0]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([size.width, colorScheme, await axeFindings(page)]).toEqual([size.width, colorScheme, []]);
    }
  }
});
