import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startTestBrowser } from '#testing';
import { axeFindings, openPage, settled, tooWide } from './browser.js';
import { eventually, ROOT, startApp, stopPrograms, temporaryFolder, tracker } from './programs.js';

/** Another place with another plan, by its seeds alone, in a system that knows nothing yet. */
const SEEDS = join(ROOT, 'libs/testing/fixtures/plan-2023');
const PERIOD = 'period=reporting-quarter:2024-2';
/** What belongs to the plan and the place of seeds/ and to no other. */
const STRANGE =
  /Long Khánh|Đồng Nai|112\/KH|§|PL-|II\.06a|H19|15\/12 năm trước|Phường, xã|phường, xã|Tại thành phố|Ngành dọc|tiền mặt/;

const root = temporaryFolder();
const settings = { DATA_DIR: join(root, 'data'), PORT: '0' };
let origin: string;
let browser: Browser;
let page: Page;
let faults: string[];

interface Metric {
  id: string;
  numerator: number;
  denominator: number;
  verdict: string;
  target: { value: number; section: string } | null;
}
type Metrics = Record<string, Omit<Metric, 'id' | 'target'>>;
interface Line {
  columns: Record<string, number>;
  metrics: Metrics;
}
interface Overview {
  period: { from: string; to: string };
  keyFigures: { population: string; metrics: Metric[] }[];
  rows: (Line & { unit: { code: string; population: string }; targets?: Record<string, { value: number }> })[];
  totals: (Line & { population: string })[];
}
const read = async <T>(path: string): Promise<T> => (await (await fetch(origin + path)).json()) as T;
const overview = (more = ''): Promise<Overview> => read(`/api/overview?${PERIOD}${more}`);

let commands = 0;
async function told(code: string, type: string, at: string, body: object): Promise<void> {
  commands += 1;
  const response = await fetch(`${origin}/v1/dossiers/${code}/${type}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `k${commands}` },
    body: JSON.stringify({ at: `2023-${at}:00+07:00`, ...body }),
  });
  if (!response.ok) throw new Error(`${code} ${type}: ${response.status} ${await response.text()}`);
}
/** A dossier of a unit from receipt to its result. */
async function life(agency: string, n: number, unit: string, procedure: string, from: string, to: string) {
  const code = `${agency}-231002-${String(n).padStart(4, '0')}`;
  await told(code, 'receive', from, { unit, procedure, channel: 'counter', applicant: { identity: '097001' } });
  await told(code, 'resolve', to, { outcome: 'granted' });
}

beforeAll(async () => {
  expect(await tracker(['seed', SEEDS], settings)).toMatchObject({ status: 0 });
  const program = startApp('standalone', settings, ['--empty']);
  [, origin] = await program.printed(/The page: (http:\/\/\S+)/);
  browser = await startTestBrowser();
  await life('H97.11.1', 1, '97101', '9.700003', '10-02T09:00', '10-03T09:00');
  await life('H97.11.1', 2, '97101', '9.700003', '10-02T09:00', '10-09T09:00');
  await life('H97.11.2', 3, '97102', '9.700003', '10-02T09:00', '10-03T09:00');
  await life('H97.11', 4, '971', '9.700002', '10-02T09:00', '10-05T09:00');
  await life('H97.01', 5, 'SN-01', '9.700001', '10-02T09:00', '10-06T09:00');
  await eventually(overview, ({ totals }) => totals.at(-1)!.metrics['on-time']?.denominator === 5);
}, 180_000);

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

describe('the API of another place', () => {
  it('tells its place, plan, populations, metrics and periods, and nothing of the first', async () => {
    const meta = await read<Record<string, unknown> & { metrics: { id: string; source: string }[] }>('/api/meta');
    expect(meta).toMatchObject({
      place: { name: 'tỉnh Sông Ngân', title: 'Một cửa Sông Ngân' },
      plan: { number: '7/CT-UBND', issued: '2023-06-15', from: '2023-07-01', to: '2024-06-30' },
      periods: { reportingFrom: '06-20', reportingSource: 'Quy định 9/QĐ-UBND' },
    });
    expect(meta['populations']).toEqual([
      {
        key: 'department',
        label: 'Sở, ban, ngành',
        heading: 'Tại sở, ban, ngành',
        total: 'Cộng sở, ban, ngành',
        rated: true,
      },
      { key: 'district', label: 'UBND huyện', heading: 'Tại cấp huyện', total: 'Cộng cấp huyện', rated: true },
      { key: 'commune', label: 'UBND xã', heading: 'Tại cấp xã', total: 'Cộng cấp xã', rated: true },
    ]);
    expect(meta.metrics).toHaveLength(14);
    expect(meta.metrics.map(({ id }) => id)).not.toContain('cashless');
    // the national form that defines a metric is the law's, not the plan's
    expect(JSON.stringify({ ...meta, metrics: [] })).not.toMatch(STRANGE);
    expect(meta.metrics.find(({ id }) => id === 'apology')!.source).toBe('Mục 1; NĐ 61/2018/NĐ-CP Đ.19 k.9');
  });

  it('counts three levels, each against its own target and a unit against its own', async () => {
    const { period, keyFigures, rows, totals } = await overview();
    expect(period).toMatchObject({ from: '2023-09-20', to: '2023-12-19' });
    const onTime = ({ metrics }: { metrics: Metrics }) => {
      const { numerator, denominator, verdict } = metrics['on-time']!;
      return [numerator, denominator, verdict];
    };
    expect(totals.map((total) => [total.population, ...onTime(total)])).toEqual([
      ['department', 1, 1, 'met'],
      ['district', 1, 1, 'met'],
      ['commune', 2, 3, 'met'],
      ['all', 4, 5, 'none'],
    ]);
    const key = keyFigures.map(({ population, metrics }) => [population, metrics[0]!.id, metrics[0]!.target?.value]);
    expect(key).toEqual([
      ['department', 'on-time', 99],
      ['district', 'on-time', 95],
      ['commune', 'on-time', 50],
    ]);
    const own = rows.find(({ unit }) => unit.code === '97101')!;
    expect([own.targets?.['on-time']?.value, ...onTime(own)]).toEqual([90, 1, 2, 'missed']);
    for (const line of [...rows, ...totals]) expect(line.metrics).not.toHaveProperty('cashless');
    expect((await overview('&scope=district')).rows.map(({ unit }) => unit.code)).toEqual(['971', '972']);
    for (const strange of ['overview?scope=ward', 'drill?figure=metric:cashless:numerator']) {
      expect((await fetch(`${origin}/api/${strange}`)).status).toBe(400);
    }
  });

  it('is what the command line counts too', async () => {
    const { status, out } = await tracker(['figures', '--from', '2023-09-20', '--to', '2023-12-19'], settings);
    const told = JSON.parse(out) as {
      populations: Record<string, Line & { name: string }>;
      total: { of: string[] } & Line;
    };
    expect(status).toBe(0);
    expect(told.total.of).toEqual(['department', 'district', 'commune']);
    expect(Object.values(told.populations).map(({ name, columns }) => [name, columns['received']])).toEqual([
      ['Sở, ban, ngành', 1],
      ['UBND huyện', 1],
      ['UBND xã', 3],
    ]);
    expect(told.total.metrics).not.toHaveProperty('cashless');
  });
});

describe('the page of another place', () => {
  const VIEWS: [address: string, heading: string][] = [
    [`/?${PERIOD}&columns=all`, 'Tổng quan'],
    [`/don-vi?unit=97101&${PERIOD}`, 'Xã Bến Tranh'],
    ['/don-vi', 'Đơn vị'],
    ['/tre-han', 'Hồ sơ trễ hạn'],
    ['/ho-so?code=H97.11.1-231002-0002', 'Hồ sơ H97.11.1-231002-0002'],
    ['/van-hanh', 'Vận hành'],
    [`/danh-sach?figure=metric:on-time:numerator&${PERIOD}`, 'Danh sách hồ sơ'],
  ];
  it.each(VIEWS)('%s bears its title and says nothing of the first', async (address, heading) => {
    await page.goto(origin + address);
    await settled(page, heading);
    expect(await page.title()).toBe(`${heading} – Một cửa Sông Ngân`);
    expect(await page.locator('.brand').innerText()).toBe('Một cửa Sông Ngân');
    expect(await page.locator('.problem').count()).toBe(0);
    // what is only printed or read aloud too
    expect(await page.content()).not.toMatch(STRANGE);
    expect(await axeFindings(page)).toEqual([]);
    expect(await tooWide(page)).toBe(0);
  });

  it('shows its plan, its three levels in their order, its headings and its reporting period', async () => {
    await page.goto(`${origin}/?${PERIOD}`);
    await settled(page, 'Tổng quan');
    const text = await page.locator('main').innerText();
    expect(text).toContain(
      'Theo Kế hoạch số 7/CT-UBND ngày 15/06/2023 của UBND tỉnh Sông Ngân: Một cửa ba cấp tỉnh Sông Ngân 2023–2024.',
    );
    expect(text).toContain('kỳ báo cáo tính từ ngày 20 đến ngày 19 (Quy định 9/QĐ-UBND)');
    expect(await page.locator('.group-row').allTextContents()).toEqual([
      'Tại sở, ban, ngành',
      'Tại cấp huyện',
      'Tại cấp xã',
    ]);
    expect(await page.locator('tr.total th').allTextContents()).toEqual([
      'Cộng sở, ban, ngành',
      'Cộng cấp huyện',
      'Cộng cấp xã',
      'Cộng toàn bộ',
    ]);
    const heads = await page.locator('th.group-head').allTextContents();
    expect(heads.slice(-2)).toEqual(['Đúng hẹn, %', 'Trên mạng, %']);
    expect(await page.locator('.segmented', { hasText: 'Phạm vi' }).locator('button').allTextContents()).toEqual([
      'Toàn bộ',
      'Sở, ban, ngành',
      'UBND huyện',
      'UBND xã',
    ]);
    expect(await page.locator('.print-head').first().textContent()).toContain(
      'Một cửa Sông Ngân – Tổng quan – Quý II năm báo cáo 2024 (20/09/2023 – 19/12/2023) (kỳ báo cáo tính từ ngày 20',
    );
  });

  it('holds a unit against its own target, and names the whole by its levels', async () => {
    await page.goto(`${origin}/don-vi?unit=97101&${PERIOD}`);
    await settled(page, 'Xã Bến Tranh');
    const card = page.locator('.card').first();
    expect(await card.innerText()).toMatch(/50,0\s%[^]*≥\s90\s% Mục 1 khoản 3[^]*chưa đạt/);
    await page.goto(`${origin}/danh-sach?figure=column:received&${PERIOD}`);
    await settled(page, 'Danh sách hồ sơ');
    expect(await page.locator('.drill-head').innerText()).toContain('Toàn bộ (sở, ban, ngành; UBND huyện và UBND xã)');
  });
});
