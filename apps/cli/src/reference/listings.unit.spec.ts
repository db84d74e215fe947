import type { ReferenceChange, Target } from '#application';
import {
  type DayRow,
  type OfficeHoursRow,
  type PopulationRow,
  type Procedure,
  ReferenceData,
  type Unit,
} from '#domain';
import { cell, changeCells } from './cells.js';
import { LISTINGS, type Shown } from './listings.js';
import { HEADINGS } from './texts.vi.js';

const unit = (code: string, more: Partial<Unit> = {}): Unit => ({
  key: `${code}@2019-06-01`,
  code,
  name: `Phường ${code}`,
  population: 'ward',
  agencyCode: null,
  aliases: [],
  validFrom: '2019-06-01',
  validTo: null,
  successors: [],
  ...more,
});
const procedure = (n: number, more: Partial<Procedure>): Procedure => ({
  code: '1.000001',
  national: '1.000001',
  name: 'Thử',
  field: 'Hộ tịch',
  limit: { n, unit: 'working-day' },
  feeVnd: 15_000,
  special: false,
  population: 'ward',
  ...more,
});
const EVER = '1900-01-01T00:00:00.000Z';
const off = (day: string, more: Partial<DayRow> = {}): DayRow => ({
  day,
  kind: 'off',
  unit: null,
  announcedAt: EVER,
  note: '',
  ...more,
});
const hours = (from: string, weekdays: number[], more: Partial<OfficeHoursRow> = {}): OfficeHoursRow => ({
  from,
  weekdays,
  morning: { from: '08:00', to: '11:00' },
  afternoon: null,
  unit: null,
  announcedAt: EVER,
  ...more,
});
const target = (periodFrom: string, periodTo: string): Target => ({
  metric: 'on-time',
  population: 'city',
  unit: null,
  periodFrom,
  periodTo,
  op: '>=',
  value: 97,
  section: '§2.1',
  reading: '',
  counts: true,
});
const policy = (key: string, value: string, effectiveFrom: string, scope = '') => {
  return { key, value, scope, effectiveFrom, source: 'QĐ' };
};

const group = (key: string, label: string, order: number, rated = true): PopulationRow => ({
  key,
  label,
  heading: label,
  total: label,
  order,
  rated,
});

const data = new ReferenceData({
  populations: [group('city', 'Thành phố', 1), group('ward', 'Phường, xã', 2), group('branch', 'Ngành dọc', 3, false)],
  units: [unit('A', { validTo: '2024-11-01' }), unit('B'), unit('C', { population: 'city' })],
  procedures: [procedure(5, { validTo: '2024-07-01' }), procedure(3, { validFrom: '2024-07-01' })],
  policies: [
    policy('after-hours', '16:00', '2024-01-01'),
    policy('after-hours', '17:00', '2024-07-01'),
    policy('after-hours', 'none', '2024-01-01', '1.000001'),
    policy('due-clock', 'whatever', '2000-01-01'),
  ],
  days: [
    off('2023-01-02'),
    off('2024-04-29', { announcedAt: '2024-04-12T01:00:00.000Z' }),
    off('2024-04-29', { kind: 'working', announcedAt: '2024-04-20T01:00:00.000Z' }),
    off('2025-01-01'),
  ],
  hours: [
    hours('2024-07-01', [6]),
    hours('2024-08-01', [1], { unit: 'B@2019-06-01', afternoon: { from: '12:00', to: '16:00' } }),
    hours('2024-01-01', [7], { announcedAt: '2025-01-01T00:00:00.000Z' }),
  ],
});
const targets = [target('2024-01-01', '2024-12-31'), target('2025-01-01', '2025-12-31')];
const on = (what: Shown, day: string) => LISTINGS[what](day, data, targets);

describe('what is in force on a day', () => {
  it('are the units that are there, and how many each population has', () => {
    expect(on('units', '2024-10-31').map(({ code }) => code)).toEqual(['A', 'B', 'C']);
    expect(on('units', '2024-11-01').map(({ code }) => code)).toEqual(['B', 'C']);
    expect(on('populations', '2024-11-01')).toEqual([
      { population: 'city', label: 'Thành phố', rated: true, units: 1 },
      { population: 'ward', label: 'Phường, xã', rated: true, units: 1 },
      { population: 'branch', label: 'Ngành dọc', rated: false, units: 0 },
    ]);
  });

  it('are the procedures as of that day', () => {
    expect(on('procedures', '2024-06-30')).toMatchObject([{ limit: { n: 5 } }]);
    expect(on('procedures', '2024-07-01')).toMatchObject([{ limit: { n: 3 } }]);
  });

  it('are all policies: the latest row for all, those of single procedures, else the default', () => {
    const afterHours = (day: string) =>
      on('policies', day).flatMap(({ key, scope, value }) => (key === 'after-hours' ? [[scope, value]] : []));
    expect(afterHours('2023-12-31')).toEqual([['', '15:00']]);
    expect(afterHours('2024-06-30')).toEqual([
      ['', '16:00'],
      ['1.000001', 'none'],
    ]);
    expect(afterHours('2024-07-01')[0]).toEqual(['', '17:00']);
    expect(on('policies', '2024-07-01')[0]).toMatchObject({
      key: 'due-clock',
      value: 'end-of-day',
      effectiveFrom: null,
    });
  });

  it('are the days of that year and later, as known on that day', () => {
    const days = (day: string) => on('calendar', day).map((row) => [row.day, row.kind]);
    expect(days('2024-04-11')).toEqual([['2025-01-01', 'off']]);
    expect(days('2024-04-12')[0]).toEqual(['2024-04-29', 'off']);
    expect(days('2024-04-20')[0]).toEqual(['2024-04-29', 'working']);
  });

  it('are the hours of all, then those of a unit, as known on that day', () => {
    expect(on('hours', '2024-01-02').map(({ unit, weekday }) => [unit, weekday])).toEqual(
      [1, 2, 3, 4, 5].map((weekday) => [null, weekday]),
    );
    expect(on('hours', '2024-08-01').slice(-2)).toEqual([
      { unit: null, weekday: 6, opens: '08:00', closes: '11:00', lunchFrom: null, lunchTo: null, from: '2024-07-01' },
      {
        unit: 'B@2019-06-01',
        weekday: 1,
        opens: '08:00',
        closes: '16:00',
        lunchFrom: '11:00',
        lunchTo: '12:00',
        from: '2024-08-01',
      },
    ]);
  });

  it('are the targets of its period', () => {
    expect(on('targets', '2024-12-31')).toEqual([targets[0]]);
    expect(on('targets', '2026-01-01')).toEqual([]);
  });
});

describe('a listing', () => {
  const lines = (what: Shown, day: string) =>
    on(what, day).map((row) => Object.keys(HEADINGS[what]).map((column) => cell(column, row, data)));

  it('is read in Vietnamese', () => {
    expect(lines('units', '2024-11-01')[0]).toEqual([
      'B',
      'Phường B',
      'Phường, xã',
      '–',
      '01/06/2019',
      '–',
      'B@2019-06-01',
    ]);
    expect(lines('procedures', '2024-06-30')[0]).toEqual([
      '1.000001',
      'Thử',
      'Hộ tịch',
      '5 ngày làm việc',
      '15.000',
      'không',
      'Phường, xã',
      '–',
      '01/07/2024',
    ]);
    expect(lines('hours', '2024-08-01').at(-1)).toEqual([
      'Phường B',
      'Thứ Hai',
      '08:00',
      '16:00',
      '11:00',
      '12:00',
      '01/08/2024',
    ]);
    expect(lines('policies', '2024-08-01')[0]).toEqual(['due-clock', '–', 'end-of-day', 'mặc định', '–']);
    expect(lines('calendar', '2024-04-12')).toEqual([
      ['29/04/2024', 'nghỉ', 'tất cả', expect.stringContaining('12/04/2024'), '–'],
      ['01/01/2025', 'nghỉ', 'tất cả', '–', '–'],
    ]);
    expect(lines('targets', '2024-04-12')[0]!.slice(1, 6)).toEqual([
      'Thành phố',
      '>=',
      '97',
      '01/01/2024',
      '31/12/2024',
    ]);
  });
});

describe('a change', () => {
  const change = (more: Partial<ReferenceChange>): ReferenceChange => ({
    id: '1',
    at: '2026-12-01T03:47:05.000Z',
    who: 'vp-01',
    source: 'units.csv',
    sha256: 'abcdef0123456789'.repeat(4),
    what: 'units',
    key: 'B@2019-06-01',
    before: null,
    after: null,
    ...more,
  });

  it('is a line: when in Vietnam, who, from which file, which row, what it says now and said before', () => {
    const [before, after] = [
      { name: 'Phường B', valid_to: null, aliases: ['x'] },
      { name: 'Phường B', valid_to: '2030-01-01', aliases: ['x', 'y'] },
    ];
    const line = changeCells(change({ before, after }));
    expect(line.slice(1)).toEqual([
      'vp-01',
      'units.csv (abcdef012345)',
      'đơn vị',
      'B@2019-06-01',
      'sửa: valid_to – → 2030-01-01; aliases x → x, y',
    ]);
    expect(line[0]).toContain('10:47:05');
    expect(changeCells(change({ after: before })).at(-1)).toBe('thêm: name Phường B; aliases x');
    expect(changeCells(change({ before, sha256: null, source: 'SQL', what: 'other' })).slice(2)).toEqual([
      'SQL',
      'other',
      'B@2019-06-01',
      'xóa: name Phường B; aliases x',
    ]);
  });
});
