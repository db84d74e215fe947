import { keepNewest } from './keep-newest.js';

const filled = (many: number): Map<number, string> => new Map(Array.from({ length: many }, (_, i) => [i, `${i}`]));

describe('a bounded map', () => {
  it('is left alone up to its bound', () => {
    const map = filled(16);
    keepNewest(map, 16);
    expect(map.size).toBe(16);
  });

  it('loses its oldest entries, an eighth of the bound at once', () => {
    const map = filled(17);
    keepNewest(map, 16);
    expect([...map.keys()]).toEqual(Array.from({ length: 14 }, (_, i) => i + 3));
  });

  it('never holds more than its bound, and always what came last', () => {
    for (const most of [1, 2, 7, 8, 100]) {
      const map = new Map<number, number>();
      for (let i = 0; i < 1000; i++) {
        map.set(i, i);
        keepNewest(map, most);
        expect(map.size).toBeLessThanOrEqual(most);
        expect(map.has(i)).toBe(true);
      }
    }
  });
});
