import { join } from 'node:path';
import { SEEDED_AT, startTestDatabase, type TestDatabase } from '#testing';
import { migrations, ReferenceStore, seedFolder, SeedError } from '../src/index.js';
import { allReferenceData, seedFiles } from './seed-files.js';

const SEEDS = join(import.meta.dirname, '../../../seeds');
const POPULATIONS = 'population,label,heading,total,order,rated\n';
const CITY = 'city,Thành phố,Tại thành phố,Cộng thành phố,1,yes\n';
const WARD = 'ward,"Phường, xã","Tại phường, xã","Cộng phường, xã",2,yes\n';
const BRANCH = 'branch,Ngành dọc,,Cộng ngành dọc,3,no\n';
const UNITS = 'unit,name,population,valid_from,valid_to\n';
const TARGETS = 'metric,population,unit,value,op,period_from,period_to,section\n';
const YEAR = '2024-01-01,2024-12-31,§9';
let database: TestDatabase;
let store: ReferenceStore;

beforeEach(async () => {
  database = await startTestDatabase({
    migrations,
    seed: { key: 'seeds', run: async (pool) => void (await seedFolder(pool, SEEDS, { now: SEEDED_AT })) },
  });
  store = new ReferenceStore(database.pool);
});
afterEach(() => database.stop());

const seed = (files: Record<string, string>) => seedFiles(database.pool, files);
/** The faults of files of which nothing is stored. */
async function faultsOf(files: Record<string, string>): Promise<string[]> {
  const before = await allReferenceData(database.pool);
  const failed = await seed(files).catch((error: unknown) => error);
  expect(await allReferenceData(database.pool)).toEqual(before);
  if (failed instanceof SeedError) return failed.faults;
  throw new Error(`taken without a fault: ${JSON.stringify(failed)}`);
}

describe('the populations', () => {
  it('may be more, named otherwise, and used by the units and targets of the same folder', async () => {
    const districts = 'district,Cấp huyện,,Cộng cấp huyện,4,yes\n';
    await seed({
      'populations.csv': POPULATIONS + CITY + WARD.replace('Cộng phường, xã', 'Cộng cấp xã') + BRANCH + districts,
      'units.csv': `${UNITS}T1,Huyện Một,district,2020-01-01,\n`,
      'targets.csv': `${TARGETS}on-time,district,,90,>=,${YEAR}\n`,
    });
    const { populations } = await store.data();
    expect(populations.keys).toEqual(['city', 'ward', 'branch', 'district']);
    expect(populations.rated).toEqual(['city', 'ward', 'district']);
    expect(populations.of('ward')?.total).toBe('Cộng cấp xã');
    expect(populations.of('district')?.heading).toBe('Cấp huyện');
  });

  it('are taken away when nothing uses them any more, in the same folder', async () => {
    const { units } = (await store.data()).rows;
    const branches = units.filter(({ population }) => population === 'branch');
    const lines = branches.map(({ code, name, validFrom }) => `${code},${name},city,${validFrom},\n`);
    const procedures = await database.pool.query<{ code: string }>(
      `select code from ref.procedure where population = 'branch'`,
    );
    await seed({
      'populations.csv': POPULATIONS + CITY + WARD,
      'units.csv': UNITS + lines.join(''),
      'procedures.csv': `procedure,name,field,limit_n,population\n${procedures.rows
        .map(({ code }) => `${code},Thử,Thử,5,city\n`)
        .join('')}`,
    });
    store.invalidate();
    expect((await store.data()).populations.keys).toEqual(['city', 'ward']);
  });

  it('are not taken away while stored units, procedures or targets use them', async () => {
    expect(await faultsOf({ 'populations.csv': POPULATIONS + CITY + BRANCH })).toEqual([
      expect.stringMatching(
        /^populations\.csv:1: population: nhóm “ward” không còn trong tệp nhưng đang được dùng: 15 đơn vị đã lưu \(như “26071@2019-06-01”\), \d+ thủ tục đã lưu .*, \d+ chỉ tiêu đã lưu/,
      ),
    ]);
  });

  it('are not taken away while units and procedures of the same folder use them: told at their lines', async () => {
    const faults = await faultsOf({
      'populations.csv': POPULATIONS + CITY + WARD + BRANCH,
      'units.csv': `${UNITS}T1,A,district,2020-01-01,\n`,
      'procedures.csv': 'procedure,name,field,limit_n,population\n1.999999,A,B,5,district\n',
      'targets.csv': `${TARGETS}on-time,district,,90,>=,${YEAR}\n`,
    });
    expect(faults).toEqual([
      'units.csv:2: population: “district” không phải là một trong: city, ward, branch',
      'procedures.csv:2: population: “district” không phải là một trong: city, ward, branch',
      'targets.csv:2: population: “district” không phải là một trong: city, ward',
    ]);
  });

  it('with targets stay inside the rates', async () => {
    const outside = WARD.replace('2,yes', '2,no');
    expect(await faultsOf({ 'populations.csv': POPULATIONS + CITY + outside + BRANCH })).toEqual([
      'populations.csv:3: rated: nhóm này có chỉ tiêu đã lưu nên phải tính vào tỷ lệ',
    ]);
  });

  it.each([
    ['All,A,,B,4,yes', 'population: “All” không dùng được làm khóa'],
    ['all,A,,B,4,yes', 'population: “all” không dùng được làm khóa'],
    ['x,,,B,4,yes', 'label: cần có giá trị'],
    ['x,A,,B,4,maybe', 'rated: “maybe” không phải là yes, no'],
    ['x,A,,B,first,yes', 'order: “first” không phải là số nguyên'],
    ['city,A,,B,4,yes', 'population: trùng khóa với dòng 2'],
  ])('%s: %s', async (line, fault) => {
    const faults = await faultsOf({ 'populations.csv': `${POPULATIONS}${CITY}${WARD}${BRANCH}${line}\n` });
    expect(faults).toEqual([expect.stringContaining(`populations.csv:5: ${fault}`)]);
  });
});

describe('the plan', () => {
  it('is what the seeds say it is', async () => {
    expect(await store.plans()).toEqual([
      {
        number: '112/KH-UBND',
        name: 'Cải cách hành chính thành phố Long Khánh năm 2024',
        issued: '2024-01-22',
        issuer: 'UBND thành phố Long Khánh',
        from: '2024-01-01',
        to: '2024-12-31',
      },
    ]);
    const metrics = await store.metrics();
    expect(metrics).toHaveLength(15);
    expect(metrics[0]).toMatchObject({ id: 'on-time', source: '§2.1, PL-II.2.2; công thức của biểu II.06a' });
    expect(await store.reportingFrom()).toBe('12-15');
  });

  it('may count one metric less, in another order', async () => {
    await seed({ 'metrics.csv': 'metric,order,section\nonline,2,Mục 4\non-time,1,Mục 3\n' });
    expect((await store.metrics()).map(({ id, source }) => [id, source])).toEqual([
      ['on-time', 'Mục 3; công thức của biểu II.06a'],
      ['online', 'Mục 4'],
    ]);
  });

  it('sets no target for a metric that it does not count', async () => {
    const faults = await faultsOf({
      'metrics.csv': 'metric,order\non-time,1\n',
      'targets.csv': `${TARGETS}on-time,city,,90,>=,${YEAR}\ncashless,city,,90,>=,${YEAR}\n`,
    });
    expect(faults).toEqual(['targets.csv:3: metric: kế hoạch (metrics.csv) không có chỉ số này']);
  });

  it.each<[string, string, string]>([
    ['plan.csv', 'number,name,period_from,period_to\nA,B,2025-02-01,2025-01-31\n', '2: period_to: phải sau ngày'],
    ['plan.csv', 'number,name,period_from,period_to\nA,B,,2025-01-31\n', '2: period_from: cần có giá trị'],
    ['metrics.csv', 'metric,order\non-tim,1\n', '2: metric: “on-tim” không phải là một trong'],
    ['metrics.csv', 'metric,order,shown\non-time,1,card|top\n', '2: shown: “top” không phải là một trong: card, main'],
    ['settings.csv', 'key,value\nreporting-year-from,12-31\n', '2: value: “12-31” không phải là ngày dạng mm-dd'],
    ['settings.csv', 'key,value\nreporting-year-from,15/12\n', '2: value: “15/12” không phải là ngày dạng mm-dd'],
  ])('%s: %s', async (file, text, fault) => {
    expect(await faultsOf({ [file]: text })).toEqual([expect.stringContaining(`${file}:${fault}`)]);
  });
});

describe('a target of one unit', () => {
  it('is taken by code or key, with the population of the unit', async () => {
    await seed({
      'targets.csv': `${TARGETS}on-time,ward,26077,98,>=,${YEAR}\ndigitised,,26080@2019-06-01,40,>=,${YEAR}\n`,
    });
    const own = (await store.targets()).filter(({ unit }) => unit !== null);
    expect(own.map(({ metric, population, unit, value }) => [metric, population, unit, value])).toEqual([
      ['digitised', 'ward', '26080@2019-06-01', 40],
      ['on-time', 'ward', '26077@2019-06-01', 98],
    ]);
  });

  it.each([
    ['on-time,ward,26077,96.9', 'value: chỉ tiêu riêng của đơn vị không được thấp hơn của nhóm “ward” (>= 97 %)'],
    ['on-time,city,26077,98', 'population: đơn vị này thuộc nhóm “ward”'],
    ['on-time,,LK-91,98', 'unit: đơn vị này thuộc nhóm “branch”, ngoài các tỷ lệ: không có chỉ tiêu'],
    ['on-time,branch,LK-91,98', 'population: “branch” không phải là một trong: city, ward'],
    ['on-time,ward,T9,98', 'unit: không có đơn vị “T9”'],
    ['on-time,,,98', 'population: “” không phải là một trong: city, ward'],
  ])('%s: %s', async (line, fault) => {
    expect(await faultsOf({ 'targets.csv': `${TARGETS}${line},>=,${YEAR}\n` })).toEqual([
      expect.stringContaining(`targets.csv:2: ${fault}`),
    ]);
  });

  it('is as high as its population’s, lower only before or after it', async () => {
    await seed({
      'targets.csv': `${TARGETS}on-time,ward,26077,97,>=,${YEAR}\non-time,ward,26080,90,>=,2025-01-01,2025-12-31,§9\n`,
    });
    expect((await store.targets()).filter(({ unit }) => unit !== null)).toHaveLength(2);
  });

  it('stands in the way of a population’s target that would be higher', async () => {
    await seed({ 'targets.csv': `${TARGETS}on-time,ward,26077,98,>=,${YEAR}\n` });
    const raised = 'on-time,ward,,99,>=,2024-01-01,2024-12-31,§2.1; PL-II.2.2\n';
    expect(await faultsOf({ 'targets.csv': TARGETS + raised })).toEqual([
      'targets.csv:2: value: chỉ tiêu riêng đã lưu của đơn vị “26077@2019-06-01” (>= 98 %) thấp hơn chỉ tiêu này',
    ]);
  });

  it('is one at a time', async () => {
    const twice = `${TARGETS}on-time,ward,26077,98,>=,${YEAR}\non-time,ward,26077@2019-06-01,99,>=,${YEAR}0\n`;
    expect(await faultsOf({ 'targets.csv': twice })).toEqual([
      'targets.csv:3: counts: hai chỉ tiêu cùng tính (counts) trong một thời gian: dòng 2',
    ]);
  });
});
