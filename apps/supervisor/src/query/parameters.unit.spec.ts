import { ProblemException } from '#platform';
import { Parameters, type RawQuery } from './parameters.js';

const faultsOf = (raw: RawQuery, read: (parameters: Parameters) => void): string[] => {
  const parameters = new Parameters(raw);
  read(parameters);
  try {
    parameters.done();
    return [];
  } catch (error) {
    if (!(error instanceof ProblemException)) throw error;
    expect(error.problem).toMatchObject({ status: 400, type: '/problems/invalid-parameter' });
    return error.problem.errors!.map(({ parameter, code }) => `${parameter} ${code}`);
  }
};

describe('parameters of a request', () => {
  it('gives texts in NFC without white space around them', () => {
    const decomposed = 'Hộ tịch'.normalize('NFD');
    expect(new Parameters({ field: ` ${decomposed} ` }).text('field')).toBe('Hộ tịch'.normalize('NFC'));
  });

  it('takes a missing and an empty text for none', () => {
    const parameters = new Parameters({ a: '', b: '  ' });
    expect(['a', 'b', 'c'].map((name) => parameters.text(name))).toEqual([null, null, null]);
  });

  it('refuses what nobody reads', () => {
    expect(faultsOf({ scope: 'city', scoop: 'ward' }, (p) => p.text('scope'))).toEqual(['scoop unknown-parameter']);
  });

  it('tells every fault at once', () => {
    const raw = { a: ['1', '2'], b: 'x'.repeat(201), c: 'nul\u0000l', d: 'sideways', e: '51', f: '1.5', g: '-1' };
    expect(
      faultsOf(raw, (p) => {
        p.text('a');
        p.text('b');
        p.text('c');
        p.oneOf('d', ['up', 'down'], 'up');
        p.integer('e', 1, 50, 10);
        p.integer('f', 1, 50, 10);
        p.integer('g', 1, 50, 10);
      }),
    ).toEqual([
      'a repeated',
      'b too-long',
      'c wrong-format',
      'd not-a-known-value',
      'e out-of-range',
      'f out-of-range',
      'g out-of-range',
    ]);
  });

  it('takes the fallback where nothing is asked', () => {
    const parameters = new Parameters({});
    expect([
      parameters.oneOf('d', ['up'], 'up'),
      parameters.oneOf('d', ['up'], null),
      parameters.integer('n', 1, 9, 3),
    ]).toEqual(['up', null, 3]);
  });
});
