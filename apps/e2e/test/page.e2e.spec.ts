import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { COLUMNS, METRICS } from '#metrics';
import { startTestBrowser } from '#testing';
import { axeFindings, OFFICE_SCREEN, openPage, PHONE, settled, tooWide } from './browser.js';
import { unpackFeed } from './feed.js';
import { type Program, ROOT, startApp, stopPrograms, temporaryFolder, tracker } from './programs.js';

const WARD = '26077@2019-06-01';
const YEAR = 'period=year:2024';
/** Every view with something to see: its address, its heading. */
const VIEWS: [name: string, address: string, heading: string][] = [
  ['Tổng quan', `/?${YEAR}`, 'Tổng quan'],
  ['Đơn vị', `/don-vi?unit=${WARD}&${YEAR}`, 'Phường Xuân Bình'],
  ['Hồ sơ trễ hạn', '/tre-han', 'Hồ sơ trễ hạn'],
  ['Hồ sơ', '/ho-so?code=H19.45.24-231204-0001', 'Hồ sơ H19.45.24-231204-0001'],
  ['Vận hành', '/van-hanh', 'Vận hành'],
  ['Danh sách hồ sơ', `/danh-sach?figure=column:received&unit=${WARD}&${YEAR}`, 'Danh sách hồ sơ'],
];

const root = temporaryFolder();
const settings = { DATA_DIR: join(root, 'data') };
let program: Program;
let origin: string;
let browser: Browser;
let page: Page;
let faults: string[];

const start = async (port: string): Promise<void> => {
  program = startApp('standalone', { ...settings, PORT: port }, ['--empty']);
  [, origin] = await program.printed(/The page: (http:\/\/\S+)/);
};

beforeAll(async () => {
  await start('0');
  browser = await startTestBrowser();
  // the command line beside the running system, on the same embedded database
  expect(await tracker(['seed', join(ROOT, 'seeds')], settings)).toMatchObject({ status: 0 });
  const imported = await tracker(['import', await unpackFeed('feed', root)], settings);
  expect(imported.err).toContain('238 lines, 2376 messages');
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

const go = async (address: string, heading: string | RegExp): Promise<void> => {
  await page.goto(origin + address);
  await settled(page, heading);
};

describe('every view of the navigation', () => {
  it('opens by its link, and has something to do', async () => {
    await go(`/?${YEAR}`, 'Tổng quan');
    const links = page.getByRole('navigation', { name: 'Các trang' }).getByRole('link');
    expect(await links.allInnerTexts()).toEqual(['Tổng quan', 'Đơn vị', 'Hồ sơ trễ hạn', 'Hồ sơ', 'Vận hành']);
    for (const name of await links.allInnerTexts()) {
      await links.filter({ hasText: new RegExp(`^${name}$`) }).click();
      await settled(page, name);
      expect(await page.getByRole('navigation', { name: 'Các trang' }).locator('[aria-current=page]').innerText()).toBe(
        name,
      );
      expect(await page.locator('.problem').count()).toBe(0);
    }
    // one dossier, found by the beginning of its code
    await links.filter({ hasText: /^Hồ sơ$/ }).click();
    await settled(page, 'Hồ sơ');
    await page.getByRole('combobox', { name: 'Tìm mã hồ sơ' }).fill('H19.45.24-2312');
    await page.getByRole('option').first().click();
    await settled(page, /^Hồ sơ H19\.45\.24-2312/);

    await links.filter({ hasText: 'Đơn vị' }).click();
    await settled(page, 'Đơn vị');
    await page.getByRole('link', { name: 'Phường Xuân Bình', exact: true }).click();
    await settled(page, 'Phường Xuân Bình');
    expect(await page.locator('main table').count()).toBeGreaterThan(2);

    await links.filter({ hasText: 'Hồ sơ trễ hạn' }).click();
    await settled(page, 'Hồ sơ trễ hạn');
    const total = Number(await page.locator('.total-count').innerText());
    expect(total).toBeGreaterThan(0);
    const href = await page.getByRole('link', { name: 'Tải tệp CSV' }).getAttribute('href');
    const csv = await (await fetch(origin + href)).text();
    expect(csv.trim().split(/\r?\n/)).toHaveLength(total + 1);
  });
});

describe('for everybody', () => {
  it.each(VIEWS)(
    '%s says how fresh it is, fits an office screen and a phone, and axe finds nothing in light and dark',
    async (_name, address, heading) => {
      for (const size of [OFFICE_SCREEN, PHONE]) {
        await page.setViewportSize(size);
        await go(address, heading);
        await page
          .locator(`.status[data-state=${/^\/(danh-sach|van-hanh)/.test(address) ? 'still' : 'live'}]`)
          .waitFor();
        expect([size.width, await tooWide(page)]).toEqual([size.width, 0]);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect([size.width, colorScheme, await axeFindings(page)]).toEqual([size.width, colorScheme, []]);
        }
      }
    },
  );

  it('a figure is reached, opened and left by the keyboard alone', async () => {
    await go(`/?${YEAR}`, 'Tổng quan');
    const focused = (): Promise<string> =>
      page.evaluate<string>('(({ activeElement: e }) => e.getAttribute("aria-label") ?? e.innerText ?? "")(document)');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Đến nội dung chính');
    const isFigure = (name: string): boolean => /, .*: [\d.]+$/.test(name);
    let presses = 0;
    for (; presses < 120 && !/^Phường|^Xã|^Phòng/.test(await focused()); presses += 1) await page.keyboard.press('Tab');
    // on the name of the first unit; arrows go along the row and down the column
    for (let i = 0; i < 2; i += 1) await page.keyboard.press('ArrowRight');
    expect(await focused()).toMatch(/, Tiếp nhận: [\d.]+$/);
    await page.keyboard.press('ArrowDown');
    const figure = await focused();
    expect(isFigure(figure)).toBe(true);

    await page.keyboard.press('Enter');
    await settled(page, 'Danh sách hồ sơ');
    await page.locator('.drill-value').waitFor();
    expect(figure).toContain(`: ${await page.locator('.drill-value').innerText()}`);
    expect(await focused()).toBe('Danh sách hồ sơ');

    await page.goBack(); // Alt+Left of a browser's window, which a headless one does not have
    await settled(page, 'Tổng quan');
    expect(new URL(page.url()).search).toBe(`?${YEAR}`);
  });

  it('a period is chosen by the keyboard alone', async () => {
    await go(`/?${YEAR}`, 'Tổng quan');
    await page.getByRole('button', { name: 'Kỳ: Năm 2024' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    // from "Năm" to "Quý", past the buttons of the year, to the second quarter
    for (const press of [
      'Tab',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'Space',
      'Tab',
      'Tab',
      'Tab',
      'ArrowRight',
      'Enter',
    ])
      await page.keyboard.press(press);
    await page.getByRole('button', { name: 'Kỳ: Quý II/2024' }).waitFor();
    expect(new URL(page.url()).search).toBe('?period=quarter:2024-2');
  });
});

describe('a period of the reports', () => {
  it('is chosen under its own name, and its rule is named on the page and on paper', async () => {
    await go(`/?${YEAR}`, 'Tổng quan');
    expect(await page.locator('.period-rule').innerText()).toContain('dương lịch');
    await page.getByRole('button', { name: 'Kỳ: Năm 2024' }).click();
    await page.getByRole('radio', { name: 'Quý báo cáo' }).click();
    await page.getByRole('option', { name: 'Quý I (15/12 – 14/3)' }).click();
    await page.getByRole('button', { name: 'Kỳ: Quý I năm báo cáo 2024' }).waitFor();
    expect(new URL(page.url()).search).toBe('?period=reporting-quarter:2024-1');
    expect(await page.locator('.period-rule').innerText()).toContain('kỳ báo cáo tính từ ngày 15 đến ngày 14');
    await settled(page, 'Tổng quan');
    await page.emulateMedia({ media: 'print' });
    const head = page.locator('main table .print-head').first();
    await head.waitFor({ state: 'visible' });
    expect(await head.innerText()).toMatch(/15\/12\/2023 – 14\/03\/2024.*kỳ báo cáo/);
  });
});

describe('a total that is less than the rows above it', () => {
  it('says so beside it', async () => {
    await go(`/?${YEAR}`, 'Tổng quan');
    expect(await page.locator('main tfoot th').first().innerText()).toContain('không gồm ngành dọc');
  });
});

describe('on paper', () => {
  it.each(VIEWS.filter(([, address]) => address.includes(YEAR)))(
    '%s has its period and the instant of its figures in its head, on every sheet',
    async (_name, address, heading) => {
      await go(address, heading);
      await page.emulateMedia({ media: 'print' });
      const head = page.locator('main table .print-head').first();
      await head.waitFor({ state: 'visible' });
      const text = await head.innerText();
      expect(text).toContain('Năm 2024');
      expect(text).toMatch(/số liệu đến \d\d:\d\d:\d\d ngày \d\d\/\d\d\/\d{4}/);
      // a head of the kind that is repeated
      expect(await page.evaluate('getComputedStyle(document.querySelector("main table thead")).display')).toBe(
        'table-header-group',
      );
      expect(await page.locator('.filters').first().isVisible()).toBe(false);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      // A4 landscape, in points
      expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 84[12](\.\d+)? 59[45](\.\d+)?\]/);
    },
  );
});

describe('an address', () => {
  const choices =
    'period=quarter:2024-2&reckon=cumulative&scope=ward&field=H%E1%BB%99+t%E1%BB%8Bch&sort=-column:received&columns=all';

  it('holds every choice of the overview, and opens the same again', async () => {
    await go(`/?${choices}`, 'Tổng quan');
    const check = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Kỳ: Quý II/2024' }).waitFor();
      for (const name of ['luỹ kế từ đầu năm', 'Phường, xã', 'tất cả'])
        expect(await page.getByRole('radio', { name, exact: true }).first().isChecked()).toBe(true);
      expect(await page.getByRole('combobox', { name: 'Lĩnh vực' }).inputValue()).toBe('Hộ tịch');
      const sorted = page.locator('main th[aria-sort=descending]');
      expect(await sorted.innerText()).toContain('Tiếp nhận');
    };
    await check();
    const before = await page.locator('.figure-table tbody').allInnerTexts();
    expect(new URL(page.url()).search).toBe(`?${choices}`);
    await page.reload();
    await settled(page, 'Tổng quan');
    await check();
    expect(await page.locator('.figure-table tbody').allInnerTexts()).toEqual(before);

    // the choices that shape figures go along to the next view and back
    await page.getByRole('navigation', { name: 'Các trang' }).getByRole('link', { name: 'Đơn vị' }).click();
    await settled(page, 'Đơn vị');
    await page.getByRole('link', { name: 'Phường Xuân Hòa', exact: true }).click();
    await settled(page, 'Phường Xuân Hòa');
    const search = new URL(page.url()).searchParams;
    expect(Object.fromEntries(search)).toMatchObject({
      period: 'quarter:2024-2',
      reckon: 'cumulative',
      field: 'Hộ tịch',
    });
    await page.goBack();
    await page.goBack();
    await settled(page, 'Tổng quan');
    expect(new URL(page.url()).search).toBe(`?${choices}`);
  });

  it.each([
    ['a unit under choices', `/don-vi?unit=${WARD}&period=half:2024-1&reckon=cumulative`, 'Phường Xuân Bình'],
    ['the late dossiers of a ward', `/tre-han?unit=${WARD}&apology=owed`, 'Hồ sơ trễ hạn'],
    ['what is due in seven days', '/tre-han?kind=soon&days=7', 'Hồ sơ trễ hạn'],
    ['what is due today', '/tre-han?kind=today&scope=city', 'Hồ sơ trễ hạn'],
    ['one part of a rate', `/danh-sach?figure=metric:on-time:denominator&scope=ward&${YEAR}`, 'Danh sách hồ sơ'],
  ])('of %s opens directly and stays as it was sent', async (_what, address, heading) => {
    await go(address, heading);
    expect(await page.locator('.problem').count()).toBe(0);
    expect(page.url()).toBe(origin + address);
  });

  it.each([
    ['a period that is none', '/?period=month:2024-13', /Không có kỳ này/],
    ['a unit that is none', '/don-vi?unit=99999', /Không có đơn vị nào/],
    ['a dossier that is not there', '/ho-so?code=H19.45.22-240101-9999', /Không có hồ sơ nào có mã này/],
    ['a figure that is none', '/danh-sach?figure=column:nothing', /Không có số liệu này/],
    ['a field that is none', '/tre-han?field=Khai+kho%C3%A1ng', /Không có lĩnh vực này/],
    ['a place in no list', `/danh-sach?figure=column:received&${YEAR}&after=xyz`, /Không phải là chỗ nối tiếp/],
  ])('of %s says what is wrong', async (_what, address, message) => {
    await page.goto(origin + address);
    const problem = page.locator('.problem[role=alert]');
    await problem.waitFor();
    expect(await problem.innerText()).toMatch(message);
    expect(await page.locator('main table').count()).toBe(0);
  });

  it('that is none answers 404', async () => {
    for (const path of ['/khong-co', '/don-vi/26077', '/index.html', '/api/khong-co', '/assets/none.js'])
      expect([path, (await fetch(origin + path)).status]).toEqual([path, 404]);
  });

  it('of a unit tells what was said of it, and who has taken over', async () => {
    await go('/don-vi?unit=26071@2019-06-01&period=month:2024-10', 'Phường Xuân Trung');
    const history = page.getByRole('region', { name: 'Lịch sử đơn vị' });
    expect(await history.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^01\/06\/2019 Bắt đầu hoạt động/),
      expect.stringMatching(/^01\/11\/2024 Kết thúc hoạt động\s+Đơn vị kế thừa: Phường Xuân An/),
    ]);
    expect(await page.locator('main .hint').first().innerText()).toBe(
      'Hoạt động đến hết ngày 31/10/2024. Đơn vị kế thừa: Phường Xuân An',
    );
    await page.locator('main .hint a').click();
    await settled(page, 'Phường Xuân An');
  });

  it('of figures shows merged units apart or under their successor, with the same totals', async () => {
    await go(`/?${YEAR}`, 'Tổng quan');
    const rows = () => page.locator('main table').first().getByRole('row').allInnerTexts();
    const apart = await rows();
    expect(apart.filter((row) => row.startsWith('Phường Xuân Trung'))).toHaveLength(1);
    await page.getByText('tính vào đơn vị kế thừa').click();
    await page.waitForURL(/under=successor/);
    await settled(page, 'Tổng quan');
    const together = await rows();
    expect(together.filter((row) => row.startsWith('Phường Xuân Trung'))).toEqual([]);
    const totals = (all: string[]) => all.filter((row) => row.startsWith('Cộng'));
    expect(totals(together)).toEqual(totals(apart));
    await page.getByRole('link', { name: 'Phường Xuân An', exact: true }).click();
    await settled(page, 'Phường Xuân An');
    expect(page.url()).toContain('under=successor');
  });

  it('of a period that has not begun says so', async () => {
    await go('/?period=year:2098', 'Tổng quan');
    expect(await page.locator('.period-rule[role=status]').innerText()).toMatch(/^Kỳ chưa bắt đầu/);
  });

  it('loads little before it shows figures: what draws the chart comes when it is seen', async () => {
    const loaded: string[] = [];
    page.on('response', (response) => void loaded.push(response.url()));
    await go(`/?${YEAR}`, 'Tổng quan');
    const scripts = loaded.filter((url) => /\/assets\/.*\.(js|css)$/.test(url));
    const sizes = await Promise.all(
      scripts.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
    await page.getByRole('heading', { name: 'Tiếp nhận và giải quyết theo tuần' }).scrollIntoViewIfNeeded();
    await page.locator('.chart-box canvas').first().waitFor();
  });

  it('that is none is told so by the page, with a way back', async () => {
    await page.goto(`${origin}/tre-hạn`);
    await settled(page, 'Không có trang này');
    await page.getByRole('link', { name: 'Về trang Tổng quan' }).click();
    await settled(page, 'Tổng quan');
  });

  it('with a choice that is none can be left without it', async () => {
    await page.goto(`${origin}/?period=month:2024-11&field=Khai+kho%C3%A1ng`);
    await page.getByRole('link', { name: 'Bỏ lựa chọn này' }).click();
    await page.locator('main table').first().waitFor();
    expect(new URL(page.url()).search).toBe('?period=month%3A2024-11');
  });
});

interface Fraction {
  numerator: number;
  denominator: number;
}
interface Figures {
  columns: Record<string, number>;
  metrics: Record<string, Fraction>;
}
interface Overview {
  rows: (Figures & { unit: { key: string; population: string } })[];
  totals: (Figures & { population: string })[];
}
interface Drill {
  figure: { value: number };
  items: { code: string; n: number }[];
  next: string | null;
}

describe('a figure and the list behind it', () => {
  const read = async <T>(path: string): Promise<T> => {
    const response = await fetch(origin + path);
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as T;
  };

  /** The head of the list, and how many there are on all its pages. */
  async function listed(figure: string, query: string): Promise<[value: number, items: number]> {
    let after = '';
    let items = 0;
    for (;;) {
      const path = `/api/drill?figure=${figure}&${query}&limit=100${after && `&after=${after}`}`;
      const { figure: head, items: some, next } = await read<Drill>(path);
      items += some.reduce((sum, { n }) => sum + n, 0);
      if (next === null) return [head.value, items];
      after = encodeURIComponent(next);
    }
  }

  const figures: [id: string, of: (row: Figures) => number][] = [
    ...COLUMNS.map(({ id }): [string, (row: Figures) => number] => [`column:${id}`, (row) => row.columns[id]]),
    ...METRICS.flatMap(({ id }) =>
      (['numerator', 'denominator'] as const).map((part): [string, (row: Figures) => number] => [
        `metric:${id}:${part}`,
        (row) => row.metrics[id][part],
      ]),
    ),
  ];

  it.each(['year:2024', 'quarter:2024-2&reckon=cumulative'])(
    'agree, in %s, for every column and metric, in total and for units',
    async (period) => {
      const { rows, totals } = await read<Overview>(`/api/overview?period=${period}`);
      const samples: [string, Figures][] = totals.map((total) => [`scope=${total.population}`, total]);
      // the unit with the most and one other; every unit would be the same code again
      const byReceived = [...rows].sort((a, b) => b.columns['received'] - a.columns['received']);
      for (const row of byReceived.slice(0, 2)) samples.push([`unit=${row.unit.key}`, row]);
      const wrong: unknown[] = [];
      let sum = 0;
      for (const [where, row] of samples) {
        const compare = async ([figure, of]: (typeof figures)[number]): Promise<void> => {
          const shown = of(row);
          const [value, items] = await listed(figure, `${where}&period=${period}`);
          if (value !== shown || items !== shown) wrong.push({ where, figure, shown, value, items });
          sum += shown;
        };
        await Promise.all(figures.map(compare));
      }
      expect(wrong).toEqual([]);
      expect(sum).toBeGreaterThan(100);
    },
  );

  it('agree on the page: a figure of each kind is opened', async () => {
    for (const name of [
      /^Cộng toàn bộ, Tiếp nhận: /,
      /^Cộng phường, xã, Đã giải quyết: Đúng hạn: /,
      /mẫu số\): [1-9]/,
    ]) {
      await go(`/?${YEAR}`, 'Tổng quan');
      const figure = page.getByRole('link', { name }).last();
      const shown = await figure.innerText();
      await figure.click();
      await settled(page, 'Danh sách hồ sơ');
      await page.locator('.drill-value').waitFor();
      expect(await page.locator('.drill-value').innerText()).toBe(shown);
    }
  });
});

describe('when the stream is cut', () => {
  it('the page says so and since when, and is live again by itself', async () => {
    await go(`/?${YEAR}`, 'Tổng quan');
    await page.locator('.status[data-state=live]').waitFor();
    expect(await program.stop('SIGINT')).toMatchObject({ status: 0 });
    const notice = page.getByRole('alert').filter({ hasText: 'Mất kết nối' });
    await notice.waitFor();
    expect(await notice.innerText()).toMatch(/^Mất kết nối từ \d\d:\d\d:\d\d ngày \d\d\/\d\d\/\d{4}/);
    expect(await page.locator('.status').getAttribute('data-state')).toBe('cut');

    const resumed = page.waitForRequest(
      (request) =>
        request.url().includes('/api/live') && /^\d+@[0-9a-f-]{36}$/.test(request.headers()['last-event-id'] ?? ''),
      { timeout: 30_000 },
    );
    await start(new URL(origin).port);
    await page.locator('.status[data-state=live]').waitFor({ timeout: 30_000 });
    await resumed;
    expect(await page.getByRole('alert').filter({ hasText: 'Mất kết nối' }).count()).toBe(0);
    faults.length = 0; // the browser's own lines on the refused connection
  });
});
