import fc from 'fast-check';
import { addDays } from '#domain';
import { cumulative, monthOf, parsePeriod, previous, recent, weekOf } from './periods.js';

describe('a period', () => {
  it.each([
    ['year:2024', '2024-01-01', '2024-12-31', 'Năm 2024'],
    ['half:2024-1', '2024-01-01', '2024-06-30', '6 tháng đầu năm 2024'],
    ['half:2024-2', '2024-07-01', '2024-12-31', '6 tháng cuối năm 2024'],
    ['quarter:2024-1', '2024-01-01', '2024-03-31', 'Quý I/2024'],
    ['quarter:2024-4', '2024-10-01', '2024-12-31', 'Quý IV/2024'],
    ['month:2024-02', '2024-02-01', '2024-02-29', 'Tháng 2/2024'],
    ['month:2023-02', '2023-02-01', '2023-02-28', 'Tháng 2/2023'],
    ['month:2024-12', '2024-12-01', '2024-12-31', 'Tháng 12/2024'],
    ['week:2024-W48', '2024-11-25', '2024-12-01', 'Tuần 48 (25/11 – 01/12)'],
    ['week:2025-W01', '2024-12-30', '2025-01-05', 'Tuần 1 (30/12 – 05/01)'],
    ['week:2026-W53', '2026-12-28', '2027-01-03', 'Tuần 53 (28/12 – 03/01)'],
    ['reporting-year:2024', '2023-12-15', '2024-12-14', 'Năm báo cáo 2024 (15/12/2023 – 14/12/2024)'],
    ['range:2024-01-05..2024-02-29', '2024-01-05', '2024-02-29', '05/01/2024 – 29/02/2024'],
    ['range:2024-01-05..2024-01-05', '2024-01-05', '2024-01-05', '05/01/2024 – 05/01/2024'],
  ])('%s runs from %s to %s', (key, from, to, label) => {
    expect(parsePeriod(key)).toEqual({ key, from, to, label });
  });

  it.each(
    [
      '',
      'year',
      'year:24',
      'year:2024-0',
      'year:2024-1',
      'year:0000',
      'year:9999',
      'half:2024',
      'half:2024-0',
      'half:2024-3',
      'quarter:2024-5',
      'quarter:2024-W1',
      'month:2024',
      'month:2024-0',
      'month:2024-13',
      'month:2024-W5',
      'week:2024-48',
      'week:2024',
      'week:2024-W00',
      'week:2024-W53',
      'week:2026-W54',
      'reporting-year:2024-1',
      'range:2024-02-30..2024-03-01',
      'range:2024-03-02..2024-03-01',
      'range:2024-03-01',
      'range:2024-03-01..2024-03-02..2024-03-03',
      'decade:2020',
      'toString:2024-1',
      'constructor:2024-1',
    ].map((key) => [key]),
  )('%j is none', (key) => {
    expect(parsePeriod(key)).toBeNull();
  });

  it.each([
    ['year:2024', 'year:2023'],
    ['half:2024-1', 'half:2023-2'],
    ['half:2024-2', 'half:2024-1'],
    ['quarter:2024-1', 'quarter:2023-4'],
    ['quarter:2024-3', 'quarter:2024-2'],
    ['month:2024-01', 'month:2023-12'],
    ['month:2024-03', 'month:2024-02'],
    ['week:2027-W01', 'week:2026-W53'],
    ['week:2025-W01', 'week:2024-W52'],
    ['reporting-year:2024', 'reporting-year:2023'],
    ['range:2024-03-01..2024-03-10', 'range:2024-02-20..2024-02-29'],
  ])('%s comes after %s', (key, before) => {
    expect(previous(parsePeriod(key)!)).toEqual(parsePeriod(before));
  });

  const key = fc.oneof(
    fc.integer({ min: 1901, max: 9998 }).map((year) => `year:${year}`),
    fc.tuple(fc.integer({ min: 1950, max: 2100 }), fc.integer({ min: 1, max: 12 })).map(([y, m]) => `month:${y}-${m}`),
    fc.tuple(fc.integer({ min: 1950, max: 2100 }), fc.integer({ min: 1, max: 4 })).map(([y, q]) => `quarter:${y}-${q}`),
    fc.tuple(fc.integer({ min: 1950, max: 2100 }), fc.integer({ min: 1, max: 52 })).map(([y, w]) => `week:${y}-W${w}`),
  );
  it('ends on the day before the next one of its kind begins', () => {
    fc.assert(
      fc.property(key, (each) => {
        const period = parsePeriod(each)!;
        expect(addDays(previous(period).to, 1)).toBe(period.from);
        expect(period.from <= period.to).toBe(true);
      }),
    );
  });

  it('has its like before it, the given one last, however early', () => {
    expect(recent(parsePeriod('month:2024-02')!, 3).map((period) => period.key)).toEqual([
      'month:2023-12',
      'month:2024-01',
      'month:2024-02',
    ]);
    expect(recent(parsePeriod('year:1901')!, 3).map((period) => period.key)).toEqual([
      'year:1899',
      'year:1900',
      'year:1901',
    ]);
  });

  it('counts from the start of its year: the calendar’s, or that of the reports', () => {
    expect(cumulative(parsePeriod('month:2024-11')!)).toMatchObject({ from: '2024-01-01', to: '2024-11-30' });
    expect(cumulative(parsePeriod('week:2025-W01')!)).toMatchObject({ from: '2025-01-01', to: '2025-01-05' });
    expect(cumulative(parsePeriod('reporting-year:2024')!)).toMatchObject({ from: '2023-12-15', to: '2024-12-14' });
    expect(cumulative(parsePeriod('month:2024-11')!).label).toBe('Tháng 11/2024, luỹ kế từ 01/01/2024');
  });

  it('of a day is its ISO week and its month', () => {
    expect([weekOf('2024-12-31').key, weekOf('2027-01-01').key]).toEqual(['week:2025-W01', 'week:2026-W53']);
    expect(monthOf('2024-12-31').key).toBe('month:2024-12');
  });
});
