import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startTestDatabase, type TestDatabase, SEEDED_AT } from '#testing';
import { migrations, seedFolder, SeedError } from '../src/index.js';
import { allReferenceData, seedFiles } from './seed-files.js';

const SEEDS = join(import.meta.dirname, '../../../seeds');
const UNITS = 'unit,agency_code,name,population,valid_from,valid_to,successors\n';
const PROCEDURES = 'procedure,name,field,limit_working_days,limit_n,limit_unit,fee_vnd\n';
const POLICIES = 'key,value,scope,effective_from\n';
const SPANS = 'procedure,name,field,limit_working_days,valid_from,valid_to\n';
const HOURS = 'unit,valid_from,weekdays,opens,closes,lunch_from,lunch_to,announced_at\n';
const CALENDAR = 'day,kind,unit,announced_at\n';
const TARGETS = 'metric,population,value,op,period_from,period_to,section,counts\n';
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({
    migrations,
    seed: { key: 'seeds', run: async (pool) => void (await seedFolder(pool, SEEDS, { now: SEEDED_AT })) },
  });
});
afterAll(() => database.stop());

/** The faults of files of which nothing is stored. */
async function faultsOf(files: Record<string, string | Buffer>): Promise<string[]> {
  const before = await allReferenceData(database.pool);
  const failed = await seedFiles(database.pool, files).catch((error: unknown) => error);
  expect(await allReferenceData(database.pool)).toEqual(before);
  if (failed instanceof SeedError) return failed.faults;
  throw new Error(`taken without a fault: ${JSON.stringify(failed)}`);
}

/** A text that does not let itself be compressed. */
const noise = (length: number): string =>
  randomBytes(length)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, 'x');

describe('a value that is none is told with file, line and column', () => {
  const cases: [string, string, string, string][] = [
    // policies
    ['policies.csv', POLICIES, 'after-hour,17:00,,', 'key: quy tắc không có'],
    ['policies.csv', POLICIES, 'constructor,17:00,,', 'key: quy tắc không có'],
    ['policies.csv', POLICIES, 'after-hours,3pm,,', 'value: “3pm” không dùng được'],
    ['policies.csv', POLICIES, 'after-hours,25:00,,', 'value: “25:00” không dùng được'],
    ['policies.csv', POLICIES, 'due-clock,end_of_day,,', 'value: “end_of_day” không dùng được; được dùng: end-of-day'],
    ['policies.csv', POLICIES, 'supplement-clock,restarts,,', 'value: “restarts” không dùng được'],
    ['policies.csv', POLICIES, 'apology-limit-days,một,,', 'value: “một” không dùng được'],
    ['policies.csv', POLICIES, 'ranking-minimum,-1,,', 'value: “-1” không dùng được'],
    ['policies.csv', POLICIES, 'midnight-due,yes,,', 'value: “yes” không dùng được'],
    ['policies.csv', POLICIES, 'ranking-minimum,5,1.001193,', 'scope: quy tắc này áp dụng cho tất cả'],
    ['policies.csv', POLICIES, 'after-hours,16:00,1.999999,', 'scope: không có thủ tục'],
    ['policies.csv', POLICIES, 'after-hours,,,', 'value: cần có giá trị'],
    ['policies.csv', POLICIES, 'after-hours,16:00,,2024-02-30', 'effective_from: “2024-02-30” không phải là ngày'],
    ['policies.csv', POLICIES, 'after-hours,16:00,,30/04/2024', 'effective_from: “30/04/2024” không phải là ngày'],
    ['policies.csv', POLICIES, 'after-hours,16:00,,1999-12-31', 'effective_from: “1999-12-31” nằm ngoài khoảng'],
    ['policies.csv', POLICIES, 'after-hours,16:00,,2100-01-01', 'effective_from: “2100-01-01” nằm ngoài khoảng'],
    // procedures
    ['procedures.csv', PROCEDURES, '1.00157,A,B,5,,,', 'procedure: “1.00157” không phải là mã thủ tục'],
    ['procedures.csv', PROCEDURES, '"1,001570",A,B,5,,,', 'procedure: “1,001570” không phải là mã thủ tục'],
    ['procedures.csv', PROCEDURES, '2,A,B,5,,,', 'procedure: “2” không phải là mã thủ tục'],
    ['procedures.csv', PROCEDURES, '1.0015701,A,B,5,,,', 'procedure: “1.0015701” không phải là mã thủ tục'],
    ['procedures.csv', PROCEDURES, '1.00157.000.00.00.H19,A,B,5,,,', 'procedure: “1.00157.000.00.00.H19” không phải'],
    ['procedures.csv', PROCEDURES, '1E+05,A,B,5,,,', 'procedure: “1E+05” không có dạng của một mã'],
    ['procedures.csv', PROCEDURES, '1.999999,,B,5,,,', 'name: cần có giá trị'],
    ['procedures.csv', PROCEDURES, '1.999999,A, ,5,,,', 'field: cần có giá trị'],
    ['procedures.csv', PROCEDURES, '1.999999,A,B,-5,,,', 'limit_working_days: “-5” không phải là số nguyên'],
    ['procedures.csv', PROCEDURES, '1.999999,A,B,"2,5",,,', 'limit_working_days: “2,5” không phải là số nguyên'],
    ['procedures.csv', PROCEDURES, '1.999999,A,B,,9999,month,', 'limit_n: thời hạn tối đa là 120 (month)'],
    ['procedures.csv', PROCEDURES, '1.999999,A,B,,5,week,', 'limit_unit: “week” không phải là một trong'],
    ['procedures.csv', PROCEDURES, '1.999999,A,B,5,,,1e9', 'fee_vnd: “1e9” không phải là số nguyên'],
    ['procedures.csv', PROCEDURES, '1.999999,A,B,5,,,99999999999999999999', 'fee_vnd: “99999999999999999999” không'],
    // calendar
    ['calendar.csv', CALENDAR, '2024-06-31,off,,', 'day: “2024-06-31” không phải là ngày'],
    ['calendar.csv', CALENDAR, ',off,,', 'day: cần có giá trị'],
    ['calendar.csv', CALENDAR, '2024-06-03,holiday,,', 'kind: “holiday” không phải là một trong: off, working'],
    ['calendar.csv', CALENDAR, '2024-06-03,off,T099X,', 'unit: không có đơn vị “T099X”'],
    ['calendar.csv', CALENDAR, '2024-12-03,off,26071,', 'unit: đơn vị “26071” không hoạt động vào ngày 2024-12-03'],
    ['calendar.csv', CALENDAR, '2024-06-03,off,,2024-05-01', 'announced_at: “2024-05-01” không phải là thời điểm'],
    ['calendar.csv', CALENDAR, '2024-06-03,off,,9999-12-31T00:00:00Z', 'announced_at: “9999-12-31T00:00:00Z” nằm'],
    // spans of procedures
    ['procedures.csv', SPANS, '1.999999,A,B,5,2024-13-01,', 'valid_from: “2024-13-01” không phải là ngày'],
    ['procedures.csv', SPANS, '1.999999,A,B,5,2024-05-01,2024-05-01', 'valid_to: phải sau ngày 2024-05-01'],
    ['procedures.csv', SPANS, '1.999999,A,B,5,,1900-01-01', 'valid_to: “1900-01-01” nằm ngoài khoảng'],
    [
      'procedures.csv',
      SPANS,
      '1.001193,A,B,5,2024-05-01,',
      'valid_from: thời gian hiệu lực của “1.001193” trùng với dòng đã lưu',
    ],
    // office hours
    ['hours.csv', HOURS, ',,mon-fri,07:30,17:00,,,', 'valid_from: cần có giá trị'],
    ['hours.csv', HOURS, ',2024-02-30,mon-fri,07:30,17:00,,,', 'valid_from: “2024-02-30” không phải là ngày'],
    ['hours.csv', HOURS, ',2025-01-01,2-6,07:30,17:00,,,', 'weekdays: “2-6” không phải là các thứ trong tuần'],
    ['hours.csv', HOURS, ',2025-01-01,fri-mon,07:30,17:00,,,', 'weekdays: “fri-mon” không phải là các thứ'],
    ['hours.csv', HOURS, ',2025-01-01,mon-wed|tue,07:30,17:00,,,', 'weekdays: “mon-wed|tue” không phải là'],
    ['hours.csv', HOURS, ',2025-01-01,mon-fri,7h30,17:00,,,', 'opens: “7h30” không phải là giờ HH:mm'],
    ['hours.csv', HOURS, ',2025-01-01,mon-fri,07:30,24:00,,,', 'closes: “24:00” không phải là giờ HH:mm'],
    ['hours.csv', HOURS, ',2025-01-01,mon-fri,17:00,07:30,,,', 'closes: phải sau giờ mở cửa 17:00'],
    ['hours.csv', HOURS, ',2025-01-01,mon-fri,07:30,07:30,,,', 'closes: phải sau giờ mở cửa 07:30'],
    ['hours.csv', HOURS, ',2025-01-01,mon-fri,07:30,,,,', 'closes: giờ mở cửa và giờ đóng cửa: ghi cả hai'],
    ['hours.csv', HOURS, ',2025-01-01,mon-fri,07:30,17:00,11:30,,', 'lunch_to: giờ nghỉ trưa: ghi cả từ và đến'],
    ['hours.csv', HOURS, ',2025-01-01,mon-fri,07:30,17:00,07:00,13:00,', 'lunch_from: giờ nghỉ trưa phải nằm trong'],
    ['hours.csv', HOURS, ',2025-01-01,mon-fri,07:30,17:00,11:30,17:00,', 'lunch_to: giờ nghỉ trưa phải nằm trong'],
    ['hours.csv', HOURS, ',2025-01-01,mon-fri,07:30,17:00,13:00,11:30,', 'lunch_to: phải sau 13:00'],
    ['hours.csv', HOURS, ',2025-01-01,sat,,,11:30,13:00,', 'lunch_from: giờ mở cửa và giờ đóng cửa'],
    ['hours.csv', HOURS, 'T099X,2025-01-01,sat,07:30,11:30,,,', 'unit: không có đơn vị “T099X”'],
    ['hours.csv', HOURS, '26071,2025-01-01,sat,07:30,11:30,,,', 'unit: đơn vị “26071” không hoạt động vào ngày'],
    ['hours.csv', HOURS, ',2025-01-01,sat,07:30,11:30,,,2024-12-01', 'announced_at: “2024-12-01” không phải là thời'],
    // a text that the table does not take
    ['targets.csv', TARGETS, `on-time,city,97,>=,,,${noise(9_000)},no`, 'metric: không lưu được dòng này (54000)'],
    // targets and settings
    ['targets.csv', TARGETS, 'on-tim,city,97,,,,§1,no', 'metric: “on-tim” không phải là một trong'],
    ['targets.csv', TARGETS, 'on-time,town,97,,,,§1,no', 'population: “town” không phải là một trong'],
    ['targets.csv', TARGETS, 'on-time,city,"97,4",,,,§1,no', 'value: “97,4” không phải là số'],
    ['targets.csv', TARGETS, 'on-time,city,104,,,,§1,no', 'value: “104” không phải là số'],
    ['targets.csv', TARGETS, 'on-time,city,97,=>,,,§1,no', 'op: “=>” không phải là một trong'],
    ['targets.csv', TARGETS, 'on-time,city,97,>=,2024-12-31,2024-01-01,§1,no', 'period_to: phải sau ngày 2024-12-31'],
    ['targets.csv', TARGETS, 'on-time,city,97,>=,,,,no', 'section: cần có giá trị'],
    ['settings.csv', 'key,value\n', 'plaec,Long Khánh', 'key: “plaec” không phải là một trong: place'],
    // units
    ['units.csv', UNITS, 'T1,,,ward,,,', 'name: cần có giá trị'],
    ['units.csv', UNITS, 'T1,,A,town,,,', 'population: “town” không phải là một trong'],
    ['units.csv', UNITS, 'T 1,,A,ward,,,', 'unit: “T 1” không có dạng của một mã'],
    ['units.csv', UNITS, 'T1,,A,ward,2024-13-01,,', 'valid_from: “2024-13-01” không phải là ngày'],
    ['units.csv', UNITS, 'T1,,A,ward,2024-05-01,2024-04-30,', 'valid_to: phải sau ngày 2024-05-01'],
    ['units.csv', UNITS, 'T1,,A,ward,2024-05-01,2024-05-01,', 'valid_to: phải sau ngày 2024-05-01'],
    ['units.csv', UNITS, 'T1,,"A\u0000B",ward,,,', 'name: có ký tự điều khiển'],
    ['units.csv', UNITS, 'T1,,A\uFFFDB,ward,,,', 'name: có ký tự không đọc được'],
    [
      'units.csv',
      UNITS,
      '26077,,A,ward,2024-05-01,,',
      'unit: mã “26077” trong cùng thời gian đã thuộc “Phường Xuân Bình”',
    ],
    ['units.csv', UNITS, 'T1,H19.45.22,A,ward,2024-05-01,,', 'agency_code: mã cơ quan “H19.45.22” trong cùng'],
    // successors
    ['units.csv', UNITS, 'T1,,A,ward,2020-01-01,2024-11-01,T9', 'successors: không có đơn vị “T9”'],
    ['units.csv', UNITS, 'T1,,A,ward,2020-01-01,2024-11-01,T1', 'successors: đơn vị không thể kế thừa chính nó'],
    ['units.csv', UNITS, 'T1,,A,ward,2020-01-01,2024-11-01,26071', 'successors: đơn vị “26071” không hoạt động'],
    [
      'units.csv',
      UNITS,
      'T1,,A,ward,2020-01-01,2024-11-01,26071@2019-06-01',
      'successors: đơn vị “26071@2019-06-01” không',
    ],
    ['units.csv', UNITS, 'T1,,A,ward,2020-01-01,,26080', 'successors: đơn vị chưa đóng'],
    [
      'units.csv',
      UNITS,
      'T1,,A,ward,2020-01-01,2024-11-01,26080|26080',
      'successors: đơn vị kế thừa “26080” được nêu hai',
    ],
    // successions
    ['successions.csv', 'unit,successor,procedure,agency_code\n', '26071,26080,,', 'procedure: cần procedure hoặc'],
    [
      'successions.csv',
      'unit,successor,procedure\n',
      '26071,26077,1.001193',
      'successor: “26077” không phải là đơn vị kế',
    ],
    ['successions.csv', 'unit,successor,procedure\n', '26077,26080,1.001193', 'unit: đơn vị “26077” chưa đóng'],
    ['successions.csv', 'unit,successor,procedure\n', 'T9,26080,1.001193', 'unit: không có đơn vị “T9”'],
    ['successions.csv', 'unit,successor,procedure\n', '26071,26080,1.999999', 'procedure: không có thủ tục'],
  ];
  it.each(cases.map(([file, header, line, fault]) => [file, fault, header + line]))(
    '%s: %s',
    async (file, fault, text) => {
      const faults = await faultsOf({ [file]: `${text}\n` });
      expect(faults).toEqual([expect.stringContaining(`${file}:2: ${fault}`)]);
    },
  );
});

describe('a file', () => {
  it('whose bytes are not UTF-8 is told at every cell that cannot be read', async () => {
    const lineOf = (code: string): Buffer =>
      Buffer.concat([Buffer.from(`${code},,Ph`), Buffer.from([0xfd, 0xf5, 0xcc]), Buffer.from('ng,ward,,,\n')]);
    expect(
      await faultsOf({ 'units.csv': Buffer.concat([Buffer.from(UNITS), lineOf('T211'), lineOf('T212')]) }),
    ).toEqual([
      expect.stringMatching(/^units\.csv:2: name: có ký tự không đọc được theo UTF-8/),
      expect.stringMatching(/^units\.csv:3: name: có ký tự không đọc được theo UTF-8/),
    ]);
  });

  it('in UTF-16 is told once', async () => {
    const faults = await faultsOf({ 'units.csv': Buffer.from(`\uFEFF${UNITS}T1,,A,ward,,,\n`, 'utf16le') });
    expect(faults).toEqual([expect.stringMatching(/^units\.csv:1: 1: có ký tự không đọc được theo UTF-8/)]);
  });

  it('names two rows of one key, with the line that said it first', async () => {
    const units = `${UNITS}T213,H98.213,Phường Một,ward,2015-01-01,,\nT214,,Khác,ward,,,\nT213,H98.213,Phường Hai,ward,2015-01-01,,\n`;
    const procedures = `${PROCEDURES}1.999999,A,B,5,,,\n1.999999.000.00.00.H19,C,D,7,,,\n`;
    const policies = `${POLICIES}after-hours,16:00,,\nafter-hours,16:00,,\n`;
    const days = `${CALENDAR}2024-06-03,off,26077,\n2024-06-03,working,26077@2019-06-01,\n`;
    const hours = `${HOURS}26077,2025-01-01,mon-fri,07:30,17:00,,,\n26077@2019-06-01,2025-01-01,fri|sat,08:00,11:00,,,\n`;
    const texts = await faultsOf({
      'units.csv': units,
      'procedures.csv': procedures,
      'policies.csv': policies,
      'calendar.csv': days,
      'hours.csv': hours,
    });
    expect(texts).toEqual([
      'units.csv:4: unit: trùng khóa với dòng 2',
      'procedures.csv:3: procedure: trùng khóa với dòng 2',
      'policies.csv:3: key: trùng khóa với dòng 2',
      'calendar.csv:3: day: trùng khóa với dòng 2',
      'hours.csv:3: unit: trùng khóa với dòng 2',
    ]);
  });

  it('names headings that are missing, not known or there twice', async () => {
    expect(await faultsOf({ 'units.csv': 'unit,nmae,population,unit\nT1,A,ward,T2\n' })).toEqual([
      expect.stringMatching(/^units\.csv:1: nmae: cột không có trong quy định/),
      'units.csv:1: unit: cột này có hai lần',
      'units.csv:1: name: thiếu cột này',
    ]);
  });

  it('names lines with too many or too few cells, and quotes that do not close', async () => {
    expect(await faultsOf({ 'settings.csv': 'key,value\nplace\n' })).toEqual([
      'settings.csv:2: value: dòng có 1 ô, tiêu đề có 2 cột',
      'settings.csv:2: value: cần có giá trị',
    ]);
    expect(await faultsOf({ 'settings.csv': 'key,value\nplace,Long Khánh,Đồng Nai\n' })).toEqual([
      'settings.csv:2: 3: dòng có 3 ô, tiêu đề có 2 cột',
    ]);
    expect(await faultsOf({ 'settings.csv': 'key,value\nplace,"Long Khánh\n' })).toEqual([
      expect.stringMatching(/^settings\.csv:2: \d+: dấu ngoặc kép/),
    ]);
  });

  it('that is empty, and a folder without a file, say so', async () => {
    expect(await faultsOf({ 'settings.csv': '' })).toEqual([expect.stringMatching(/^settings\.csv:1: 1: tệp trống/)]);
    expect(await faultsOf({ 'other.csv': 'a\n' })).toEqual([
      expect.stringMatching(/: không có tệp nào trong số units\.csv/),
    ]);
  });

  it('counts lines by the file, also behind blank ones and values of several lines', async () => {
    const text = 'key,value,note\n\nplace,Long Khánh,"hai\ndòng"\n,,\nplaec,A,\n';
    expect(await faultsOf({ 'settings.csv': text })).toEqual([expect.stringMatching(/^settings\.csv:6: key: /)]);
  });

  it('with very many faults tells a hundred and how many more there are', async () => {
    const lines = Array.from({ length: 1_334 }, () => 'after-hour,1,,\n').join('');
    const faults = await faultsOf({ 'policies.csv': POLICIES + lines });
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toBe('và 1.234 lỗi nữa');
  });
});

describe('files together', () => {
  it('are all told, in their order, and none is stored because of one', async () => {
    const faults = await faultsOf({
      'policies.csv': `${POLICIES}after-hours,3pm,,\n`,
      'units.csv': `${UNITS}T1,,A,ward,,,\nT2,,B,town,,,\n`,
      'procedures.csv': `${PROCEDURES}1.00157,A,B,5,,,\n`,
    });
    expect(faults.map((fault) => fault.split(': ').slice(0, 2).join(': '))).toEqual([
      'units.csv:3: population',
      'procedures.csv:2: procedure',
      'policies.csv:2: value',
    ]);
  });

  it('tell successors that lead in a circle', async () => {
    const units = `${UNITS}T1,,A,ward,2020-01-01,2024-11-01,T2\nT2,,B,ward,2020-01-01,2024-12-01,T1\n`;
    expect(await faultsOf({ 'units.csv': units })).toEqual([
      'units.csv:3: successors: đơn vị kế thừa “T1” lại dẫn về chính đơn vị này',
    ]);
  });

  it('tell a unit that is taken away from the day on which others were merged into it', async () => {
    const units = `${UNITS}26080,H19.45.23,Phường Xuân An,ward,2019-06-01,2024-06-01,\n`;
    expect(await faultsOf({ 'units.csv': units })).toEqual([
      expect.stringMatching(/^units\.csv:2: valid_to: đơn vị này kế thừa “26071@2019-06-01” vào ngày 2024-11-01/),
      expect.stringMatching(/^units\.csv:2: valid_to: đơn vị này kế thừa “26074@2019-06-01” vào ngày 2024-11-01/),
    ]);
  });

  it('tell two units of one code at the same time within a file, once, at the later line', async () => {
    const units = `${UNITS}T1,H1.1,A,ward,2020-01-01,2024-11-02,\nT1,H1.2,B,ward,2024-11-01,,\n`;
    expect(await faultsOf({ 'units.csv': units })).toEqual([
      'units.csv:3: unit: mã “T1” trong cùng thời gian đã thuộc “A” (dòng 2)',
    ]);
  });

  it('tell two rows of one procedure that hold on the same day, once, at the later line', async () => {
    const spans = `${SPANS}1.999999,A,B,5,,2024-07-01\n1.999999,A,B,3,2024-09-01,\n1.999999,A,B,4,2024-06-30,2024-09-01\n`;
    expect(await faultsOf({ 'procedures.csv': spans })).toEqual([
      'procedures.csv:4: valid_from: thời gian hiệu lực của “1.999999” trùng với dòng 2',
    ]);
  });

  it('do not tell a span that overlaps only because the one before could not be read', async () => {
    const spans = `${SPANS}1.001193,A,B,1,,2024-13-01\n1.001193,A,B,3,2024-09-01,\n`;
    expect(await faultsOf({ 'procedures.csv': spans })).toEqual([
      expect.stringMatching(/^procedures\.csv:2: valid_to: “2024-13-01” không phải là ngày/),
    ]);
  });

  it('tell two targets that count for one figure at the same time', async () => {
    const targets = `${TARGETS}on-time,city,97,>=,2030-01-01,2030-12-31,§1,yes\non-time,city,95,>=,2030-06-01,2030-06-30,§2,yes\n`;
    expect(await faultsOf({ 'targets.csv': targets })).toEqual([
      'targets.csv:3: counts: hai chỉ tiêu cùng tính (counts) trong một thời gian: dòng 2',
    ]);
  });

  it('do not tell a second time what only rests on a line with a fault', async () => {
    const units = `${UNITS}T1,,A,ward,2020-01-01,2024-11-01,T2\nT2,,B,town,2020-01-01,,\n`;
    const policies = `${POLICIES}after-hours,16:00,1.999999,\n`;
    const procedures = `${PROCEDURES}1.999999,A,B,x,,,\n`;
    expect(await faultsOf({ 'units.csv': units, 'policies.csv': policies, 'procedures.csv': procedures })).toEqual([
      expect.stringMatching(/^units\.csv:3: population: /),
      expect.stringMatching(/^procedures\.csv:2: limit_working_days: /),
    ]);
  });
});
