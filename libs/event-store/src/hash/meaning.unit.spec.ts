import { canonicalJson } from './canonical.js';
import { meaningOf } from './meaning.js';

const same = (one: string, other: string): boolean => meaningOf(JSON.parse(one)) === meaningOf(JSON.parse(other));

describe('what a sender meant', () => {
  it.each([
    ['{"a":1,"b":[{"c":"x","d":null}]}', ' { "b" : [ {"d":null, "c":"x"} ], "a" : 1.0 }'],
    ['{"amount":15000}', '{"amount":1.5e4}'],
    ['{"name":"Nguy\u1ec5n"}', `{"name":"${'Nguyễn'.normalize('NFD')}"}`],
    ['{"at":"2024-12-05T09:30:00+07:00"}', '{"at":"2024-12-05T02:30:00.000Z"}'],
  ])('is the same in %s and in %s', (one, other) => expect(same(one, other)).toBe(true));

  it.each([
    ['{"a":1}', '{"a":"1"}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
    ['{"a":null}', '{}'],
    ['{"a":"x"}', '{"a":"x "}'],
    ['{"at":"2024-12-05T09:30:00+07:00"}', '{"at":"2024-12-05T09:30:00Z"}'],
    ['"\\u0000"', '"\\ud800"'],
  ])('is another one in %s and in %s', (one, other) => expect(same(one, other)).toBe(false));

  it('is the canonical JSON of what is in its canonical form', () => {
    const value = {
      code: 'H19-241205-0001',
      at: '2024-12-05T02:30:00.000Z',
      n: [1, true, null, -0],
      t: 'Ánh "x"\n',
      u: undefined,
    };
    expect(meaningOf(value)).toBe(canonicalJson(value));
  });

  it('may hold what no database takes, and nest as deep as it likes', () => {
    expect(meaningOf(JSON.parse('{"a":"\\u0000","b":"\\ud800"}'))).toBe('{"a":"\\u0000","b":"\\ud800"}');
    let deep: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(meaningOf(deep)).toContain('…');
  });
});
