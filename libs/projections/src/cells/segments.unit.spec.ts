import fc from 'fast-check';
import { addDays, endOfMonth, type LocalDay, listDays } from '#domain';
import { DAY, MONTH } from './cell-sums.js';
import { type Segment, segments, segmentsUpTo } from './segments.js';

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
