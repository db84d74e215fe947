import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, NotCanonical } from './canonical.js';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785, 3.2.2 and 3.2.3', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units', () => {
    const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 };
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object)).toEqual([
      '1',
      '\r',
      '\u0080',
      'ö',
      '€',
      '😀',
      '\ufb33',
    ]);
  });

  it('agrees with another implementation', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => canonicalJson(value) === canonicalize(value)),
      {
        numRuns: 2000,
      },
    );
  });

  it('leaves out what is undefined, and asks toJSON', () => {
    expect(canonicalJson({ b: undefined, a: [undefined], d: new Date(0) })).toBe(
      '{"a":[null],"d":"1970-01-01T00:00:00.000Z"}',
    );
  });

  it.each([
    ['a null character', { a: 'x\u0000y' }],
    ['half a character', { a: ['\ud800'] }],
    ['half a character in a key', { '\udc00': 1 }],
    ['NaN', { a: NaN }],
    ['an infinity', { a: -Infinity }],
    ['a bigint', { a: 1n }],
    ['a function', { a: () => 1 }],
  ])('refuses %s', (_what, value) => {
    expect(() => canonicalJson(value)).toThrow(NotCanonical);
  });

  it('refuses a circle instead of running for ever', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => canonicalJson(circle)).toThrow();
  });
});
