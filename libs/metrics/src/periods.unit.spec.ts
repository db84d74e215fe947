import fc from 'fast-check';
import { addDays } from '#domain';
import {
  cumulative,
  EXAMPLES,
  isBeyondDays,
  isMonthDay,
  kindOf,
  monthOf,
  parsePeriod,
  PARTED_KINDS,
  partOf,
  partsIn,
  periodOf,
  previous,
  recent,
  shortName,
  stepPeriod,
  weekOf,
} from './periods.js';

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
    ['nine-months:2024', '2024-01-01', '2024-09-30', '9 tháng năm 2024'],
    ['reporting-quarter:2024-1', '2023-12-15', '2024-03-14', 'Quý I năm báo cáo 2024 (15/12/2023 – 14/03/2024)'],
    ['reporting-quarter:2024-2', '2024-03-15', '2024-06-14', 'Quý II năm báo cáo 2024 (15/03/2024 – 14/06/2024)'],
    ['reporting-quarter:2024-4', '2024-09-15', '2024-12-14', 'Quý IV năm báo cáo 2024 (15/09/2024 – 14/12/2024)'],
    ['reporting-half:2024-1', '2023-12-15', '2024-06-14', '6 tháng đầu năm báo cáo 2024 (15/12/2023 – 14/06/2024)'],
    ['reporting-half:2024-2', '2024-06-15', '2024-12-14', '6 tháng cuối năm báo cáo 2024 (15/06/2024 – 14/12/2024)'],
    ['reporting-nine-months:2024', '2023-12-15', '2024-09-14', '9 tháng năm báo cáo 2024 (15/12/2023 – 14/09/2024)'],
    ['range:2024-01-05..2024-02-29', '2024-01-05', '2024-02-29', '05/01/2024 – 29/02/2024'],
    ['range:2024-01-05..2024-01-05', '2024-01-05', '2024-01-05', '05/01/2024 – 05/01/2024'],
  ])('%s runs from %s to %s', (key, from, to, label) => {
    expect(parsePeriod(key)).toMatchObject({ key, from, to, label });
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
      'nine-months:2024-1',
      'reporting-quarter:2024',
      'reporting-quarter:2024-5',
      'reporting-half:2024-3',
      'reporting-nine-months:2024-1',
      'reporting-month:2024-1',
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
    ['nine-months:2024', 'nine-months:2023'],
    ['reporting-nine-months:2024', 'reporting-nine-months:2023'],
    ['reporting-half:2024-1', 'reporting-half:2023-2'],
    ['reporting-quarter:2024-1', 'reporting-quarter:2023-4'],
    ['reporting-quarter:2024-3', 'reporting-quarter:2024-2'],
    ['range:2024-03-01..2024-03-10', 'range:2024-02-20..2024-02-29'],
  ])('%s comes after %s', (key, before) => {
    expect(previous(parsePeriod(key)!)).toEqual(parsePeriod(before));
    expect(stepPeriod(parsePeriod(before)!, 1).to >= parsePeriod(key)!.from).toBe(true);
  });

  const key = fc.oneof(
    fc.integer({ min: 2000, max: 2099 }).map((year) => `year:${year}`),
    fc.tuple(fc.integer({ min: 2001, max: 2098 }), fc.integer({ min: 1, max: 12 })).map(([y, m]) => `month:${y}-${m}`),
    fc.tuple(fc.integer({ min: 2001, max: 2098 }), fc.integer({ min: 1, max: 4 })).map(([y, q]) => `quarter:${y}-${q}`),
    fc.tuple(fc.integer({ min: 2001, max: 2098 }), fc.integer({ min: 1, max: 52 })).map(([y, w]) => `week:${y}-W${w}`),
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
    expect(recent(parsePeriod('year:2000')!, 3).map((period) => period.key)).toEqual([
      'year:1998',
      'year:1999',
      'year:2000',
    ]);
  });

  it.each([
    'year:1999',
    'year:2100',
    'week:2020-W53',
    'month:1999-12',
    'reporting-year:2000',
    'range:1999-12-31..2000-01-31',
    'year:0001',
  ])('is within the days of dossiers, or none: %s', (key) => {
    const isOfThem = key === 'week:2020-W53';
    expect([parsePeriod(key) !== null, isBeyondDays(key)]).toEqual([isOfThem, !isOfThem]);
  });
  it.each(['year', 'month:2024-13', 'decade:2020', ''])('is none, and beyond nothing: %j', (key) => {
    expect([parsePeriod(key), isBeyondDays(key)]).toEqual([null, false]);
  });

  it('counts from the start of its year: the calendar’s, or that of the reports', () => {
    expect(cumulative(parsePeriod('month:2024-11')!)).toMatchObject({ from: '2024-01-01', to: '2024-11-30' });
    expect(cumulative(parsePeriod('month:2024-11')!).label).toBe('Tháng 11/2024, luỹ kế từ 01/01/2024');
  });

  it.each([
    ['week:2025-W01', '2024-12-30'],
    ['week:2024-W48', '2024-01-01'],
    ['week:2026-W53', '2025-12-29'],
    ['reporting-year:2024', '2023-12-15'],
    ['reporting-quarter:2024-3', '2023-12-15'],
    ['reporting-half:2024-2', '2023-12-15'],
    ['reporting-nine-months:2024', '2023-12-15'],
    ['nine-months:2024', '2024-01-01'],
    ['quarter:2024-3', '2024-01-01'],
    ['range:2024-05-06..2024-05-07', '2024-01-01'],
    ['range:2023-06-01..2024-02-29', '2023-06-01'],
  ])('%s is reckoned from %s on', (key, from) => {
    const period = parsePeriod(key)!;
    expect(cumulative(period)).toMatchObject({ from, to: period.to, key });
    // up to a day, never less than the period itself
    expect(cumulative(period).from <= period.from).toBe(true);
  });

  it('names the rule that it follows', () => {
    const rules = EXAMPLES.map((key) => [key.split(':')[0], parsePeriod(key)!.rule]);
    expect(rules).toEqual([
      ['year', 'calendar'],
      ['nine-months', 'calendar'],
      ['half', 'calendar'],
      ['quarter', 'calendar'],
      ['month', 'calendar'],
      ['week', 'week'],
      ['reporting-year', 'reporting'],
      ['reporting-nine-months', 'reporting'],
      ['reporting-half', 'reporting'],
      ['reporting-quarter', 'reporting'],
      ['range', 'range'],
    ]);
  });

  it('of a day is the one that holds it', () => {
    expect([weekOf('2024-12-31').key, weekOf('2027-01-01').key]).toEqual(['week:2025-W01', 'week:2026-W53']);
    expect(monthOf('2024-12-31').key).toBe('month:2024-12');
    expect(periodOf('reporting-quarter', '2024-12-14').key).toBe('reporting-quarter:2024-4');
    expect(periodOf('reporting-quarter', '2024-12-15').key).toBe('reporting-quarter:2025-1');
    expect(periodOf('nine-months', '2024-10-05').key).toBe('nine-months:2024');
    const day = fc.integer({ min: 0, max: 35_400 }).map((n) => addDays('2001-01-01', n));
    fc.assert(
      fc.property(day, fc.constantFrom(...PARTED_KINDS), (each, kind) => {
        const period = periodOf(kind, each);
        if (!kind.endsWith('nine-months')) expect(period.from <= each && each <= period.to).toBe(true);
        expect(parsePeriod(period.key)).toEqual(period);
      }),
    );
  });

  it('leads back to where it began, one step on and one back', () => {
    for (const key of EXAMPLES) {
      expect(stepPeriod(stepPeriod(parsePeriod(key)!, 1), -1)).toEqual(parsePeriod(key));
    }
  });

  it('has parts without a gap, which its year is made of', () => {
    for (const [kind, whole] of [
      ['month', 'year:2024'],
      ['quarter', 'year:2024'],
      ['half', 'year:2024'],
      ['reporting-quarter', 'reporting-year:2024'],
      ['reporting-half', 'reporting-year:2024'],
    ] as const) {
      const parts = Array.from({ length: partsIn(kind, 2024) }, (_, i) => partOf(kind, 2024, i + 1));
      const { from, to } = parsePeriod(whole)!;
      expect([parts[0]!.from, parts.at(-1)!.to]).toEqual([from, to]);
      for (const [i, part] of parts.slice(1).entries()) expect(part.from).toBe(addDays(parts[i]!.to, 1));
    }
    expect([2020, 2024, 2025, 2026].map((year) => partsIn('week', year))).toEqual([53, 52, 52, 53]);
  });

  it('is named shortly where its year stands beside it', () => {
    const short = (kind: (typeof PARTED_KINDS)[number], part: number) =>
      shortName(kind, part, partOf(kind, 2024, part));
    expect(short('reporting-quarter', 1)).toBe('Quý I (15/12 – 14/3)');
    expect(short('reporting-half', 1)).toBe('6 tháng đầu năm (15/12 – 14/6)');
    expect(short('reporting-nine-months', 1)).toBe('9 tháng (15/12 – 14/9)');
    expect(short('quarter', 1)).toBe('Quý I');
    expect(short('week', 48)).toBe('Tuần 48 (25/11 – 01/12)');
  });

  it('has one key, however it was written', () => {
    expect(parsePeriod('month:2024-1')).toEqual(parsePeriod('month:2024-01'));
    expect(parsePeriod('week:2024-W5')!.key).toBe('week:2024-W05');
  });
});

describe('a reporting year that begins on another day', () => {
  it.each([
    ['11-20', 'reporting-year:2025', '2024-11-20', '2025-11-19'],
    ['11-20', 'reporting-quarter:2025-2', '2025-02-20', '2025-05-19'],
    ['07-01', 'reporting-half:2026-1', '2025-07-01', '2025-12-31'],
    ['01-01', 'reporting-year:2025', '2025-01-01', '2025-12-31'],
    ['01-01', 'reporting-quarter:2025-4', '2025-10-01', '2025-12-31'],
  ])('on %s: %s from %s to %s, found again from both ends', (first, key, from, to) => {
    const period = parsePeriod(key, first)!;
    expect(period).toMatchObject({ key, from, to });
    const { kind } = kindOf(period) as { kind: 'reporting-year' };
    for (const day of [from, to]) expect(periodOf(kind, day, first).key).toBe(key);
    expect(addDays(previous(period, first).to, 1)).toBe(from);
    expect(stepPeriod(period, 1, first).from).toBe(addDays(to, 1));
  });

  it('is reckoned from that day', () => {
    const third = parsePeriod('reporting-quarter:2025-3', '11-20')!;
    expect(cumulative(third, '11-20')).toMatchObject({ from: '2024-11-20', to: '2025-08-19' });
    expect(cumulative(parsePeriod('quarter:2025-3', '11-20')!, '11-20').from).toBe('2025-01-01');
  });

  it('begins on a day that every month has', () => {
    expect(['12-15', '01-01', '02-28'].every(isMonthDay)).toBe(true);
    expect(['12-29', '13-01', '1-1', '00-10', '12-00', ''].some(isMonthDay)).toBe(false);
  });
});
