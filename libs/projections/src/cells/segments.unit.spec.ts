import fc from 'fast-check';
import { addDays, endOfMonth, type LocalDay, listDays } from '#domain';
import { DAY, MONTH, YEAR } from './cell-sums.js';
import { type Segment, segments, segmentsUpTo, spanSegments } from './segments.js';

/** Every day that a run of buckets covers. */
function daysOf({ grain, from, to }: Segment): LocalDay[] {
  const days: LocalDay[] = [];
  for (let bucket = from; bucket < to;) {
    const last = grain === DAY ? bucket : grain === MONTH ? endOfMonth(bucket) : `${bucket.slice(0, 4)}-12-31`;
    days.push(...listDays(bucket, last));
    bucket = addDays(last, 1);
  }
  return days;
}

const day = fc.integer({ min: 0, max: 2_500 }).map((n) => addDays('2022-11-20', n));

describe('runs of buckets', () => {
  it('cover every day of a range once, and no other', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [first, last] = a <= b ? [a, b] : [b, a];
        expect(segments(first, last).flatMap(daysOf)).toEqual(listDays(first, last));
      }),
    );
  });

  it('are at most five', () => {
    fc.assert(fc.property(day, day, (a, b) => segments(a, b).length <= 5));
  });

  it('are one for a year and one for a month', () => {
    expect(segments('2024-01-01', '2024-12-31')).toEqual([{ grain: 3, from: '2024-01-01', to: '2025-01-01' }]);
    expect(segments('2024-12-01', '2024-12-31')).toEqual([{ grain: 2, from: '2024-12-01', to: '2025-01-01' }]);
  });

  it('are none for an empty range', () => {
    expect(segments('2024-05-02', '2024-05-01')).toEqual([]);
  });

  it('reach back to before the oldest dossier for a stock', () => {
    expect(segmentsUpTo('2024-02-29').flatMap(daysOf)).toEqual(listDays('1899-12-31', '2024-02-29'));
  });
});

describe('buckets of a span with what was before it', () => {
  const BEGIN = '2015-01-01';
  /** How often each day from BEGIN on is counted: each day that is counted at all, by its sum of signs. */
  const counted = (
    runs: ReturnType<typeof spanSegments>,
    times: 'before' | 'flow' | 'until',
  ): Map<LocalDay, number> => {
    const found = new Map<LocalDay, number>();
    for (const run of runs) {
      // the run of all years since 1899 would be long to list
      const from = run.from < BEGIN ? BEGIN : run.from;
      for (const each of daysOf({ ...run, from })) found.set(each, (found.get(each) ?? 0) + run[times]);
    }
    return new Map([...found].filter(([, n]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const once = (first: LocalDay, last: LocalDay) => new Map(listDays(first, last).map((each) => [each, 1]));

  it('count every day exactly once, and no other', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [first, last] = a <= b ? [a, b] : [b, a];
        const runs = spanSegments(first, last);
        expect(counted(runs, 'before')).toEqual(once(BEGIN, addDays(first, -1)));
        expect(counted(runs, 'flow')).toEqual(once(first, last));
        expect(counted(runs, 'until')).toEqual(once(BEGIN, last));
      }),
    );
  });

  it('reach back to before the oldest dossier', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [first, last] = a <= b ? [a, b] : [b, a];
        const oldest = spanSegments(first, last).filter(({ from }) => from < '2015-01-01');
        expect(oldest[0]).toMatchObject({ grain: YEAR, from: '1899-01-01', before: 1, flow: 0, until: 1 });
        expect(oldest).toHaveLength(1);
      }),
    );
  });

  it('are at most 16 days at either end, and never two runs over the same buckets', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [first, last] = a <= b ? [a, b] : [b, a];
        const days = spanSegments(first, last)
          .filter(({ grain }) => grain === DAY)
          .flatMap(daysOf);
        expect(days.length).toBeLessThanOrEqual(32);
        expect(new Set(days).size).toBe(days.length);
      }),
      { examples: [['2024-10-16', '2027-12-15']] }, // one day more than half of a month of 31, and a month less
    );
  });

  it('are one year for a year, beside those before it', () => {
    expect(spanSegments('2024-01-01', '2024-12-31')).toEqual([
      { grain: YEAR, from: '1899-01-01', to: '2024-01-01', before: 1, flow: 0, until: 1 },
      { grain: YEAR, from: '2024-01-01', to: '2025-01-01', before: 0, flow: 1, until: 1 },
    ]);
  });
});
