import fc from 'fast-check';
import { JSON_BOUNDS, jsonFault } from './json-bounds.js';

const fault = (text: string) => jsonFault(Buffer.from(text));
const list = (n: number, of: string) => `[${Array.from({ length: n }, () => of).join(',')}]`;
const object = (n: number) => `{${Array.from({ length: n }, (_, i) => `"a${i}":1`).join(',')}}`;

describe('The bounds of a JSON text', () => {
  it.each([
    ['levels', `${'['.repeat(32)}${']'.repeat(32)}`, `${'['.repeat(33)}${']'.repeat(33)}`, 'depth'],
    ['levels that are never closed', '['.repeat(32), '['.repeat(1_000_000), 'depth'],
    ['fields', object(500), object(501), 'fields'],
    ['elements', list(10_000, '1'), list(10_001, '1'), 'items'],
    ['values', list(40, list(9_999, '1')), list(41, list(9_999, '1')), 'values'],
    ['objects', list(40, list(4_999, '{}')), list(41, list(4_999, '{}')), 'values'],
    ['digits', '1'.repeat(40), '1'.repeat(41), 'digits'],
    ['exponents', '1e308', '1e309', 'infinite'],
    ['negative exponents', '-1e308', '-1E+309', 'infinite'],
  ])('hold %s', (_what, good, bad, kind) => {
    expect([fault(good), fault(bad)]).toEqual([null, kind]);
  });

  it('do not look into texts: brackets, commas, digits and escaped quotes there are none', () => {
    expect(fault(JSON.stringify({ a: `${'['.repeat(99)}"\\${','.repeat(20_000)}${'1'.repeat(99)}` }))).toBeNull();
  });

  it('count an object that comes after another one from nothing', () => {
    expect(fault(`[${object(JSON_BOUNDS.fields)},${object(JSON_BOUNDS.fields)}]`)).toBeNull();
  });

  it('refuse no document of ordinary size', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 8 }), (text) => fault(text) === null));
  });

  it('never throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => jsonFault(bytes)).not.toThrow();
      }),
    );
  });
});
