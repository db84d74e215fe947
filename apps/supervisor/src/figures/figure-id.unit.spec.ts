import { COLUMNS, measureNames, METRICS } from '#metrics';
import { figureOf } from './figure-id.js';

describe('the name of a figure', () => {
  it('is known for every column, both sides of every metric, and every measure', () => {
    const names = [
      ...COLUMNS.map(({ id }) => `column:${id}`),
      ...METRICS.flatMap(({ id }) => [`metric:${id}:numerator`, `metric:${id}:denominator`]),
      ...measureNames.map((name) => `measure:${name}`),
    ];
    expect(names.filter((name) => !figureOf(name)?.label)).toEqual([]);
  });

  it('says where its measures are summed', () => {
    expect(figureOf('column:carried')!.parts.map(({ at }) => at)).toEqual(['before']);
    expect(figureOf('column:received')!.parts.map(({ at }) => at)).toEqual(['flow']);
    expect(figureOf('measure:openLate')!.parts).toEqual([{ at: 'end', measures: ['openLate'] }]);
  });

  it('keeps flows and stocks of a metric apart, and knows its other side', () => {
    const { parts, metric } = figureOf('metric:on-time-766:denominator')!;
    expect(parts).toEqual([
      { at: 'flow', measures: ['ended766'] },
      { at: 'end', measures: ['openWithin', 'openLate', 'waiting'] },
    ]);
    expect(metric!.denominator).toBe(parts);
    expect(metric!.numerator.map(({ at }) => at)).toEqual(['flow', 'end']);
  });

  it.each([
    '',
    'column',
    'column:',
    'column:x',
    'column:received:flow',
    'metric:on-time',
    'metric:x:numerator',
    'measure:toString',
  ])('is none: %j', (name) => expect(figureOf(name)).toBeNull());
});
