import { parsePeriod } from '#metrics';
import { reckoned, sparkPeriods } from './key-figures.js';

describe('the periods of a spark line', () => {
  it.each([
    ['month:2024-03', 'month:2023-04'],
    ['quarter:2024-1', 'quarter:2021-2'],
    ['half:2024-2', 'half:2019-1'],
    ['year:2024', 'year:2013'],
    ['week:2024-W02', 'week:2023-W43'],
    ['reporting-year:2024', 'reporting-year:2013'],
    ['range:2024-01-01..2024-01-10', 'range:2023-09-13..2023-09-22'],
  ])('are twelve of the same kind: %s begins with %s', (key, first) => {
    const periods = sparkPeriods(parsePeriod(key)!);
    expect([periods.length, periods[0]!.key, periods.at(-1)!.key]).toEqual([12, first, key]);
  });

  it.each(['range:2000-01-01..2099-12-31', 'range:2000-01-01..2012-12-31', 'year:2000'])(
    'are fewer where no calendar reaches: %s',
    (key) => {
      const periods = sparkPeriods(parsePeriod(key)!);
      expect(periods.at(-1)!.key).toBe(key);
      expect(periods[0]!.from >= '1900-01-01').toBe(true);
    },
  );

  it('are reckoned from the start of their years when the figure is', () => {
    const november = parsePeriod('month:2024-11')!;
    expect(reckoned(november, 'cumulative')).toMatchObject({ from: '2024-01-01', to: '2024-11-30' });
    expect(reckoned(november, 'period')).toBe(november);
  });
});
