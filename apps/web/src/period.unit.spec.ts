import {
  isoWeek,
  parsePeriod,
  PERIOD_KINDS,
  periodKey,
  periodLabel,
  periodOf,
  stepPeriod,
  weekDays,
  weeksIn,
} from './period.js';

const label = (key: string): string => periodLabel(parsePeriod(key)!);
const step = (key: string, by: 1 | -1): string => periodKey(stepPeriod(parsePeriod(key)!, by));

describe('the key of a period', () => {
  it.each([
    'year:2024',
    'half:2024-1',
    'quarter:2024-4',
    'month:2024-11',
    'week:2026-W53',
    'range:2024-01-01..2024-02-29',
    'reporting-year:2024',
  ])('%s is read and written back', (key) => {
    expect(periodKey(parsePeriod(key)!)).toBe(key);
  });

  it.each([
    '',
    'month:2024-13',
    'month:2024-1',
    'quarter:2024-5',
    'half:2024-0',
    'week:2024-W53',
    'range:2023-02-29..2023-03-01',
    'range:2024-02-02..2024-02-01',
    'day:2024-01-01',
  ])('%j is none', (key) => {
    expect(parsePeriod(key)).toBeNull();
  });
});

describe('the name of a period', () => {
  it('is written as an office writes it', () => {
    expect(label('year:2024')).toBe('Năm 2024');
    expect(label('half:2024-2')).toBe('6 tháng cuối năm 2024');
    expect(label('quarter:2024-4')).toBe('Quý IV/2024');
    expect(label('month:2024-11')).toBe('Tháng 11/2024');
    expect(label('week:2024-W48')).toBe('Tuần 48/2024 (25/11 – 01/12)');
    expect(label('range:2024-01-01..2024-02-29')).toBe('01/01/2024 – 29/02/2024');
    expect(label('reporting-year:2024')).toBe('Năm báo cáo 2024 (15/12/2023 – 14/12/2024)');
  });
});

describe('ISO weeks', () => {
  it('has 53 of them in 2026 and 52 in 2024', () => {
    expect([2020, 2024, 2025, 2026].map(weeksIn)).toEqual([53, 52, 52, 53]);
  });

  it('belong to the year of their Thursday', () => {
    expect(isoWeek('2024-12-30')).toEqual({ year: 2025, week: 1 });
    expect(isoWeek('2027-01-01')).toEqual({ year: 2026, week: 53 });
    expect(weekDays(2026, 53)).toEqual({ from: '2026-12-28', to: '2027-01-03' });
  });
});

describe('the steps to the neighbours', () => {
  it('cross the years', () => {
    expect(step('month:2024-12', 1)).toBe('month:2025-01');
    expect(step('quarter:2024-1', -1)).toBe('quarter:2023-4');
    expect(step('week:2026-W53', 1)).toBe('week:2027-W01');
    expect(step('week:2027-W01', -1)).toBe('week:2026-W53');
    expect(step('reporting-year:2024', -1)).toBe('reporting-year:2023');
  });

  it('move a range by its own length', () => {
    expect(step('range:2024-02-01..2024-02-29', 1)).toBe('range:2024-03-01..2024-03-29');
    expect(step('range:2024-03-01..2024-03-01', -1)).toBe('range:2024-02-29..2024-02-29');
  });

  it('lead back to where they began', () => {
    for (const kind of PERIOD_KINDS) {
      const start = periodKey(periodOf(kind, '2024-11-30'));
      expect(periodKey(stepPeriod(stepPeriod(parsePeriod(start)!, 1), -1))).toBe(start);
    }
  });
});

describe('the period of a day', () => {
  it('puts 15 December into the next reporting year', () => {
    expect(periodKey(periodOf('reporting-year', '2024-12-14'))).toBe('reporting-year:2024');
    expect(periodKey(periodOf('reporting-year', '2024-12-15'))).toBe('reporting-year:2025');
  });

  it('knows halves and quarters by their months', () => {
    expect(periodKey(periodOf('half', '2024-07-01'))).toBe('half:2024-2');
    expect(periodKey(periodOf('quarter', '2024-09-30'))).toBe('quarter:2024-3');
  });
});
