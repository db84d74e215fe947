import fc from 'fast-check';
import { compareRates, percent, verdictOf } from './rate.js';

const NBSP = '\u00a0';
const shown = (numerator: number, denominator: number, op?: string, value = 0): string | null =>
  percent({ numerator, denominator }, op === undefined ? null : { op, value })?.replace(NBSP, ' ') ?? null;

describe('a percentage', () => {
  it.each([
    [1204, 1236, '97,4 %'],
    [1, 2, '50,0 %'],
    [1, 8, '12,5 %'],
    [1, 2000, '0,1 %'],
    [969, 2000, '48,5 %'],
    [5, 5, '100 %'],
    [0, 5, '0 %'],
    [1500, 100, '1.500,0 %'],
  ])('of %d of %d is %s: one decimal, half up', (numerator, denominator, text) => {
    expect(shown(numerator, denominator)).toBe(text);
  });

  it.each([
    [9_996, 10_000, '99,9 %'],
    [4, 10_000, '0,1 %'],
    [99_999_999, 100_000_000, '99,9 %'],
    [1, 100_000_000, '0,1 %'],
    [10_001, 10_000, '100,1 %'],
  ])('of %d of %d is %s: only a whole is 100, only nothing is 0', (numerator, denominator, text) => {
    expect(shown(numerator, denominator)).toBe(text);
  });

  it.each([
    [9_696, '>=', 97, '96,9 %'],
    [9_700, '>=', 97, '97,0 %'],
    [9_704, '>=', 97, '97,0 %'],
    [9_704, '>', 97, '97,1 %'],
    [9_704, '<=', 97, '97,1 %'],
    [9_696, '<=', 97, '97,0 %'],
    [9_696, '<', 97, '96,9 %'],
    [9_704, '=', 97, '97,1 %'],
    [9_696, '=', 97, '96,9 %'],
    [9_724, '>=', 97.25, '97,2 %'],
    [9_725, '>=', 97.25, '97,3 %'],
    [9_725, '<=', 97.25, '97,2 %'],
    [9_725, '=', 97.25, '97,25 %'],
    [9_706, '>=', 97.1, '97,0 %'],
    [9_996, '>=', 100, '99,9 %'],
    [9_997, '>=', 99.95, '99,97 %'],
    [4, '<=', 0, '0,1 %'],
    [9_696, 'about', 97, '97,0 %'],
  ])('of %d of 10 000 held to %s %d is %s: never on the other side of it', (numerator, op, value, text) => {
    expect(shown(numerator, 10_000, op, value)).toBe(text);
  });

  it('is none for an empty denominator', () => {
    expect(shown(0, 0)).toBeNull();
    expect(shown(0, 0, '>=', 97)).toBeNull();
    expect(verdictOf({ numerator: 0, denominator: 0 }, { op: '>=', value: 97 })).toBe('none');
  });

  const count = fc.integer({ min: 1, max: 2_000_000_000 });
  const fraction = fc.tuple(count, count).map(([a, b]) => ({ numerator: Math.min(a, b), denominator: Math.max(a, b) }));
  const op = fc.constantFrom('>=', '>', '<=', '<', '=');
  const value = fc.integer({ min: 0, max: 100_000 }).map((n) => n / 1_000);
  const read = (text: string): { numerator: number; denominator: number } => {
    const [whole, decimals = ''] = text.replace(/[.\s%]/g, '').split(',') as [string, string?];
    return { numerator: Number(whole + decimals), denominator: 100 * 10 ** decimals.length };
  };

  it('as it is printed gets the verdict of its two integers, whatever the target, and is less than 0,1 away', () => {
    fc.assert(
      fc.property(fraction, op, value, (rate, sign, aim) => {
        const printed = read(percent(rate, { op: sign, value: aim })!);
        expect(verdictOf(printed, { op: sign, value: aim })).toBe(verdictOf(rate, { op: sign, value: aim }));
        expect(compareRates(printed, { numerator: 1, denominator: 1 })).toBe(
          compareRates(rate, { numerator: 1, denominator: 1 }),
        );
        const away = printed.numerator / printed.denominator - rate.numerator / rate.denominator;
        expect(Math.abs(away)).toBeLessThan(0.001);
      }),
    );
  });
});

describe('a verdict', () => {
  it.each([
    [{ numerator: 0, denominator: 0 }, '>=', 40, 'none'],
    [{ numerator: 40, denominator: 100 }, '>=', 40, 'met'],
    [{ numerator: 39, denominator: 100 }, '>=', 40, 'missed'],
    [{ numerator: 971, denominator: 1000 }, '>=', 97.1, 'met'],
    [{ numerator: 40, denominator: 100 }, '>', 40, 'missed'],
    [{ numerator: 41, denominator: 100 }, '<=', 40, 'missed'],
    [{ numerator: 0, denominator: 5 }, '>=', 40, 'missed'],
    [{ numerator: 40, denominator: 100 }, 'about', 40, 'none'],
  ])('of %j against %s %d is %s', (fraction, op, value, verdict) => {
    expect(verdictOf(fraction, { op, value })).toBe(verdict);
    expect(verdictOf(fraction, null)).toBe('none');
  });
});

describe('the order of rates', () => {
  it('goes by their integers, however large', () => {
    expect(compareRates({ numerator: 1, denominator: 3 }, { numerator: 2, denominator: 6 })).toBe(0);
    expect(compareRates({ numerator: 33, denominator: 100 }, { numerator: 1, denominator: 3 })).toBe(-1);
    const many = 9_007_199_254_740_991;
    expect(
      compareRates({ numerator: many - 1, denominator: many }, { numerator: many - 2, denominator: many - 1 }),
    ).toBe(1);
  });
});
