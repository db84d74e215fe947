import { HeadCache } from './head-cache.js';

it('keeps the heads that were used last, and answers for the version that it knows', () => {
  const heads = new HeadCache(2);
  heads.set('A', 1, 'a1');
  heads.set('B', 1, 'b1');
  expect(heads.get('A', 1)).toBe('a1'); // used: B is the older one now
  heads.set('C', 1, 'c1');
  expect([heads.get('A', 1), heads.get('B', 1), heads.get('C', 1)]).toEqual(['a1', undefined, 'c1']);
  heads.set('A', 2, 'a2');
  expect([heads.get('A', 1), heads.get('A', 2)]).toEqual([undefined, 'a2']);
});
