import { type PopulationRow, Populations } from './populations.js';
import { ReferenceData } from './reference-data.js';

const row = (key: string, order: number, rated = true): PopulationRow => ({
  key,
  label: key,
  heading: key,
  total: key,
  order,
  rated,
});
/** Three levels inside the rates, one outside; not in their order. */
const LEVELS = [row('commune', 30), row('customs', 40, false), row('department', 10), row('district', 20)];

describe('the populations of a place', () => {
  const populations = new Populations(LEVELS);

  it('go by their order, as many as there are', () => {
    expect(populations.keys).toEqual(['department', 'district', 'commune', 'customs']);
    expect(['customs', 'x', 'district', 'department'].sort((a, b) => populations.compare(a, b))).toEqual([
      'department',
      'district',
      'customs',
      'x',
    ]);
  });

  it('are counted in the whole when they are inside the rates, and each by itself', () => {
    const counted = (scope: string) => populations.keys.filter((key) => populations.counts(key, scope));
    expect(counted('all')).toEqual(['department', 'district', 'commune']);
    expect(counted('customs')).toEqual(['customs']);
    expect(counted('district')).toEqual(['district']);
  });

  it('have a place outside the rates for a unit that the reference data have lost', () => {
    const rows = { units: [], procedures: [], policies: [], days: [], hours: [] };
    expect(new ReferenceData({ ...rows, populations: LEVELS }).populationOf('gone@2020-01-01')).toBe('customs');
    const none = new ReferenceData({ ...rows, populations: LEVELS.slice(0, 1) });
    expect(none.populationOf('gone@2020-01-01')).toBe('');
    expect(none.populations.isRated('')).toBe(false);
  });
});
