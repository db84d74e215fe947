import { join } from 'node:path';
import { startTestDatabase, type TestDatabase } from '#testing';
import { type ReferenceData } from '#domain';
import { migrations, ReferenceStore, seedFolder } from '../src/index.js';
import { allReferenceData, seedFiles } from './seed-files.js';

const SEEDS = join(import.meta.dirname, '../../../seeds');
const UNITS = 'unit,agency_code_placeholder,name,population,aliases,valid_from,valid_to,successors\n';
let database: TestDatabase;
let store: ReferenceStore;

beforeAll(async () => {
  database = await startTestDatabase({ migrations });
  store = new ReferenceStore(database.pool);
});
afterAll(() => database.stop());

const seed = (files: Record<string, string | Buffer>) => seedFiles(database.pool, files);
const data = async (): Promise<ReferenceData> => {
  store.invalidate();
  return store.data();
};

describe('the seeds', () => {
  it('are taken, and the same folder again changes nothing', async () => {
    const first = await seedFolder(database.pool, SEEDS);
    // the populations are those that a new database has
    const news = first.files.filter(({ file }) => file !== 'populations.csv');
    expect(news.every(({ rows, changed }) => rows === changed)).toBe(true);
    const before = await allReferenceData(database.pool);
    const again = await seedFolder(database.pool, SEEDS);
    expect(again.files.map(({ changed }) => changed)).toEqual(first.files.map(() => 0));
    expect(await allReferenceData(database.pool)).toEqual(before);
  });

  it('say who took Xuân Trung and Xuân Thanh over: Xuân An', async () => {
    const reference = await data();
    for (const code of ['26071', '26074']) {
      expect(reference.unit(code, '2024-10-31')?.successors).toEqual(['26080@2019-06-01']);
      const place = { code: 'H19.45.20-241025-0001', procedure: null };
      expect(reference.successor(`${code}@2019-06-01`, place, '2024-11-01')?.name).toBe('Phường Xuân An');
      expect(reference.unitLastOf(code, '2024-11-05')?.key).toBe(`${code}@2019-06-01`);
    }
  });
});

describe('a folder', () => {
  it('says who takes over by the code that the successor has on the day of the merger, or by its key', async () => {
    await seed({
      'units.csv':
        `${UNITS}31003,H77.10.21,Phường Bến Đá,ward,,2019-06-01,2025-07-01,31006\n` +
        '31006,H77.10.22,Phường Cầu Mây,ward,,2019-06-01,2025-07-01,31006\n' +
        '31006,H77.10.30,Phường Cầu Mới,ward,,2025-07-01,,\n' +
        '31009,H77.10.23,Phường Vườn Dừa,ward,,2019-06-01,2025-07-01,31006@2025-07-01\n' +
        '31003,H77.10.29,Phường Bến Mới,ward,,2025-09-01,,\n',
    });
    const reference = await data();
    const successors = ['31003@2019-06-01', '31006@2019-06-01', '31009@2019-06-01'].map(
      (key) => reference.unitByKey(key)?.successors,
    );
    expect(successors).toEqual([['31006@2025-07-01'], ['31006@2025-07-01'], ['31006@2025-07-01']]);
    expect(reference.unit('31003', '2025-08-01')).toBeNull();
    expect(reference.unit('31003', '2025-09-01')?.name).toBe('Phường Bến Mới');
  });

  it('may name a successor that is stored already, and close a unit that is stored', async () => {
    await seed({ 'units.csv': `${UNITS}T1,,Cũ,ward,,2019-06-01,,\nT2,,Mới,ward,,2019-06-01,,\n` });
    await seed({ 'units.csv': `${UNITS}T1,,Cũ,ward,,2019-06-01,2024-07-01,T2\n` });
    expect((await data()).unitByKey('T1@2019-06-01')).toMatchObject({
      validTo: '2024-07-01',
      successors: ['T2@2019-06-01'],
    });
  });

  it('takes the days off of one unit by its code or by its key', async () => {
    await seed({
      'calendar.csv':
        'day,kind,unit,announced_at,note\n2024-06-04,off,26077,2024-05-01T00:00:00.000Z,\n' +
        '2024-06-05,off,26077@2019-06-01,2024-05-01T07:00:00+07:00,ngày truyền thống\n',
    });
    const { calendar } = await data();
    const off = (unit: string | null) =>
      ['2024-06-04', '2024-06-05'].filter((day) => !calendar.latest(unit).isWorkingDay(day));
    expect(off('26077@2019-06-01')).toEqual(['2024-06-04', '2024-06-05']);
    expect(off(null)).toEqual([]);
    expect(calendar.announcedUntil).toBe('2026-12-31');
  });

  it('says what a procedure asks for from a day on, and another limit from another day on', async () => {
    const spans = 'procedure,name,field,limit_working_days,fee_vnd,special_no_e_result,valid_from,valid_to\n';
    await seed({
      'procedures.csv': `${spans}9.100020,Cũ,Hộ tịch,5,0,0,,2024-07-01\n9.100020,Mới,Tư pháp,3,8000,1,2024-07-01,2025-07-01\n`,
    });
    const reference = await data();
    const on = (day: string) => reference.procedure('9.100020', day);
    expect(on('2001-01-01')).toMatchObject({ limit: { n: 5 }, feeVnd: 0, field: 'Hộ tịch', special: false });
    expect(on('2024-06-30')?.name).toBe('Cũ');
    expect(on('2024-07-01')).toMatchObject({ limit: { n: 3 }, feeVnd: 8000, field: 'Tư pháp', special: true });
    expect(on('2025-07-01')).toBeNull();
    expect(reference.procedureKnown('9.100020', '2025-07-01')?.name).toBe('Mới');
  });

  it('closes a row of a procedure that is stored, and says the next one', async () => {
    const spans = 'procedure,name,field,limit_working_days,valid_from,valid_to\n';
    await seed({ 'procedures.csv': `${spans}9.100030,A,B,5,,\n` });
    await seed({ 'procedures.csv': `${spans}9.100030,A,B,5,,2024-07-01\n9.100030,A,B,3,2024-07-01,\n` });
    const reference = await data();
    expect(['2024-06-30', '2024-07-01'].map((day) => reference.procedure('9.100030', day)?.limit?.n)).toEqual([5, 3]);
  });

  it('says the office hours of all and of one unit, with and without lunch, from a day on', async () => {
    await seed({
      'hours.csv':
        'unit,valid_from,weekdays,opens,closes,lunch_from,lunch_to,announced_at\n' +
        ',2031-01-01,mon-thu,08:00,17:00,12:00,13:00,2030-12-01T00:00:00Z\n' +
        '26077,2031-02-01,sat|sun,07:00,11:00,,,\n26077@2019-06-01,2031-03-01,sun,,,,,\n',
    });
    const { calendar } = await data();
    const of = (day: string, unit: string | null = null) =>
      calendar
        .latest(unit)
        .officeHours(day)
        .map(({ from, to }) => `${from / 60}-${to / 60}`);
    expect(of('2030-12-30')).toEqual(['7.5-11.5', '13-17']); // a Monday, as it was
    expect(of('2031-01-06')).toEqual(['8-12', '13-17']);
    expect(of('2031-01-10')).toEqual(['7.5-11.5', '13-17']); // a Friday: nothing was said of it
    expect(of('2031-02-09', '26077@2019-06-01')).toEqual(['7-11']);
    expect(of('2031-03-09', '26077@2019-06-01')).toEqual([]);
    expect(of('2031-03-08', '26077@2019-06-01')).toEqual(['7-11']);
    expect(of('2031-02-08')).toEqual([]);
    // what was promised before the announcement stands
    const known = calendar.knownAt('2030-11-30T00:00:00.000Z');
    expect(known.officeHours('2031-01-06')[0]).toEqual({ from: 450, to: 690 });
  });

  it('says which dossiers of a closed unit go to which of its successors', async () => {
    await seed({
      'units.csv': `${UNITS}T5,,Chia,ward,,2019-06-01,2024-07-01,26077|26083\n`,
      'successions.csv':
        'unit,successor,procedure,agency_code,note\nT5,26077,1.001193.000.00.00.H19,,\nT5,26083,,H19.45.99,\n',
    });
    const reference = await data();
    const goes = (code: string, procedure: string | null) =>
      reference.successor('T5@2019-06-01', { code, procedure }, '2024-07-01')?.code ?? null;
    expect(goes('H19.45.20-240601-0001', '1.001193')).toBe('26077');
    expect(goes('H19.45.99-240601-0001', null)).toBe('26083');
    expect(goes('H19.45.20-240601-0001', '1.000894')).toBeNull();
  });

  it('may not take away a successor to whom stored rows send dossiers', async () => {
    const taken = seed({ 'units.csv': `${UNITS}T5,,Chia,ward,,2019-06-01,2024-07-01,26083|26086\n` });
    await expect(taken).rejects.toThrow(/^units\.csv:2: successors: successions\.csv đã lưu vẫn chuyển hồ sơ/);
  });

  it('gives one procedure a policy of its own, also by a code with a suffix', async () => {
    await seed({
      'procedures.csv':
        'procedure,name,field,limit_n,limit_unit\n9.100010.000.00.00.H19,Thử,Thử,3,month\nTTHC-01,Khác,Thử,,\n',
      'policies.csv': 'key,value,scope\nsuspension-clock,none,9.100010.H19\nafter-hours,none,TTHC-01\n',
    });
    const reference = await data();
    expect(reference.rules('9.100010', '2024-12-02T02:00:00.000Z').suspension).toBe('none');
    expect(reference.rules('TTHC-01', '2024-12-02T02:00:00.000Z').afterHours).toBeNull();
    expect(reference.procedure('9.100010', '2024-12-02')?.limit).toEqual({ n: 3, unit: 'month' });
  });

  it('takes the words that are known of policies that nothing else is known of', async () => {
    const policies =
      'key,value,effective_from\ndigitised-rule,every-paper-due,\ncalendar-change,keep,\nmidnight-due,as-stated,\n';
    await seed({ 'policies.csv': `${policies}ranking-minimum,25,2024-01-01\n` });
    expect((await data()).policy('ranking-minimum', '2024-12-02T02:00:00.000Z')).toBe('25');
  });

  it('is taken with semicolons, a byte-order mark, CRLF, blank lines and trailing separators', async () => {
    const text =
      '\uFEFFunit;name;population;;\r\n99002;Phường Khác;ward;;\r\n;;;;\r\n\r\n99003;"Phường; Nữa";ward;;\r\n';
    expect((await seed({ 'units.csv': text })).files).toMatchObject([{ file: 'units.csv', rows: 2, changed: 2 }]);
    expect((await data()).unit('99003', '2024-01-01')?.name).toBe('Phường; Nữa');
  });

  it('is taken whole or not at all when two seed at the same time', async () => {
    const units = (name: string) => ({ 'units.csv': `${UNITS}T8,,${name},ward,,2019-06-01,,\n` });
    const again = { 'units.csv': `${UNITS}T8,,Sau,ward,,2020-01-01,,\n` };
    const results = await Promise.allSettled([seed(units('Trước')), seed(again)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
