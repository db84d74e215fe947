import { compareRates, keepPlaces, orderText, parseOrder, sortRows, WORST_FIRST } from './order.js';

const row = (name: string, numerator: number, denominator: number, openLate = 0) => ({
  name,
  columns: { openLate, received: denominator },
  metrics: { 'on-time': { numerator, denominator } },
});
const names = (rows: { name: string }[]): string => rows.map(({ name }) => name).join(' ');
const sort = (rows: ReturnType<typeof row>[], text: string) => sortRows(rows, parseOrder(text), ({ name }) => name);

describe('the order of the table', () => {
  it('is worst first when nothing was chosen', () => {
    expect(parseOrder('')).toEqual(WORST_FIRST);
    expect(parseOrder('nonsense')).toEqual(WORST_FIRST);
    expect(names(sort([row('A', 99, 100), row('B', 1, 2), row('C', 7, 8)], ''))).toBe('B C A');
  });

  it('puts rows without data last, whichever way', () => {
    const rows = [row('A', 0, 0), row('B', 9, 10), row('C', 1, 2)];
    expect(names(sort(rows, ''))).toBe('C B A');
    expect(names(sort(rows, '-metric:on-time'))).toBe('B C A');
  });

  it('breaks ties by more open late, then by name', () => {
    expect(names(sort([row('Đông', 1, 1), row('Dương', 1, 1), row('Bình', 1, 1, 3)], ''))).toBe('Bình Dương Đông');
  });

  it('sorts by a column of counts', () => {
    expect(names(sort([row('A', 1, 5), row('B', 1, 9)], '-column:received'))).toBe('B A');
  });

  it('is written and read back', () => {
    for (const text of ['', 'name', '-name', '-column:openLate', 'metric:e-result']) {
      expect(orderText(parseOrder(text))).toBe(text);
    }
  });

  it('compares rates by their integers', () => {
    expect(compareRates({ numerator: 1, denominator: 3 }, { numerator: 2, denominator: 6 })).toBe(0);
    expect(compareRates({ numerator: 33, denominator: 100 }, { numerator: 1, denominator: 3 })).toBe(-1);
  });
});

describe('places while figures change', () => {
  it('stay, and new rows follow', () => {
    const id = (text: string): string => text;
    expect(keepPlaces(['a', 'b', 'c', 'd'], ['c', 'a', 'b'], id)).toEqual(['c', 'a', 'b', 'd']);
  });
});
