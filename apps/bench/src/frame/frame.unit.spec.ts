import { latencies } from './latencies.js';
import { measured, median, ratios, shown, spread } from './numbers.js';
import { alternate } from './rounds.js';
import { comparison, markdown } from './table.js';

describe('numbers of a benchmark', () => {
  it('have a median: the middle one, or the mean of the middle two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });

  it('are compared round by round', () => {
    const found = ratios(measured([10, 30, 20]), measured([5, 10, 20]));
    expect(found).toEqual({ values: [2, 3, 1], median: 2, lowest: 1, highest: 3 });
    expect(() => ratios(measured([1]), measured([1, 2]))).toThrow(RangeError);
  });

  it.each([
    [0, '0'],
    [0.01234, '0.0123'],
    [1.001, '1'],
    [2.344, '2.34'],
    [45.67, '45.7'],
    [123.4, '123'],
    [71_234.5, '71,235'],
    [Infinity, '–'],
  ])('%d is shown as %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it('are shown with their spread', () => {
    expect(spread(measured([1000, 3000, 2000]))).toBe('2,000 (1,000–3,000)');
  });
});

describe('rounds', () => {
  it('go in turns; those of the warm-up do not count', async () => {
    const turns: string[] = [];
    const contestant = (name: string) => (round: number) => {
      turns.push(`${name}${round}`);
      return Promise.resolve(round + 1);
    };
    const found = await alternate({ a: contestant('a'), b: contestant('b') }, { rounds: 2 });
    expect(turns).toEqual(['a-1', 'b-1', 'a0', 'b0', 'a1', 'b1']);
    expect(found.b).toEqual({ values: [1, 2], median: 1.5, lowest: 1, highest: 2 });
  });
});

describe('tables', () => {
  it('are Markdown, numbers to the right, bars escaped', () => {
    expect(
      markdown({
        heads: ['work', 'ms'],
        rows: [
          ['a|b', 1234],
          ['c', 5],
        ],
      }),
    ).toBe(['| work |    ms |', '| ---- | ----: |', '| a\\|b | 1,234 |', '| c    |     5 |'].join('\n'));
  });

  it('compare contestants in ratios', () => {
    const table = comparison({ here: measured([30, 40]), peer: measured([10, 20]) }, 'events/s', ['peer']);
    expect(table.heads).toEqual(['', 'events/s: median (lowest–highest)', '× peer']);
    expect(table.rows).toEqual([
      ['here', '35 (30–40)', '2.5 (2–3)'],
      ['peer', '15 (10–20)', '1'],
    ]);
  });
});

describe('latencies', () => {
  it('are kept to three digits, in milliseconds, failures too', async () => {
    const found = latencies();
    for (let ms = 1; ms <= 100; ms++) found.record(ms);
    const fault = new Error('no');
    await expect(found.time(() => Promise.reject(fault))).rejects.toBe(fault);
    const { count, p50, p99, max } = found.summary();
    expect(count).toBe(101);
    expect(Math.round(p50)).toBe(50);
    expect(Math.round(p99)).toBe(99);
    expect(Math.round(max)).toBe(100);
  });
});
