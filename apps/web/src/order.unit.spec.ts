import { isRanked, keepPlaces, orderText, parseOrder, sortRows, WORST_FIRST } from './order.js';

const row = (name: string, numerator: number, denominator: number, openLate = 0) => ({
  name,
  columns: { openLate, received: denominator },
  metrics: { 'on-time': { numerator, denominator } },
});
const names = (rows: { name: string }[]): string => rows.map(({ name }) => name).join(' ');
const sort = (rows: ReturnType<typeof row>[], text: string, minimum = 1) =>
  sortRows(rows, parseOrder(text), minimum, ({ name }) => name);

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

  it('puts rows with too few dossiers to be ranked after those that are, by name, whichever way', () => {
    const rows = [row('D', 0, 9), row('A', 90, 100), row('C', 5, 5), row('B', 5, 10), row('E', 0, 0)];
    expect(names(sort(rows, '', 10))).toBe('B A C D E');
    expect(names(sort(rows, '-metric:on-time', 10))).toBe('A B C D E');
    const ranked = (text: string) => rows.map((each) => isRanked(each, parseOrder(text), 10));
    expect(ranked('')).toEqual([false, true, false, true, false]);
    // counts are no rates: nine late dossiers are nine
    expect(names(sort(rows, '-column:received', 10))).toBe('A B D C E');
    expect(ranked('-column:received')).toEqual([true, true, true, true, true]);
  });

  it('sorts by a column of counts', () => {
    expect(names(sort([row('A', 1, 5), row('B', 1, 9)], '-column:received'))).toBe('B A');
  });

  it('is written and read back', () => {
    for (const text of ['', 'name', '-name', '-column:openLate', 'metric:e-result']) {
      expect(orderText(parseOrder(text))).toBe(text);
    }
  });
});

describe('places while figures change', () => {
  it('stay, and new rows follow', () => {
    const id = (text: string): string => text;
    expect(keepPlaces(['a', 'b', 'c', 'd'], ['c', 'a', 'b'], id)).toEqual(['c', 'a', 'b', 'd']);
  });
});
