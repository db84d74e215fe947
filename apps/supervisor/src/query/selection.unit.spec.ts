import { parsePeriod, REPORTING_FROM } from '#metrics';
import { Parameters } from './parameters.js';
import type { Present } from './present.js';
import { countedUnits, readPeriod, readSelection, readUnits, selectPeriod } from './selection.js';
import { ReferenceData, type Scope, type Unit } from '#domain';

const unit = (code: string, population: Unit['population'], validFrom: string, validTo: string | null): Unit => ({
  key: `${code}@${validFrom}`,
  code,
  name: code,
  population,
  agencyCode: null,
  aliases: [],
  validFrom,
  validTo,
  successors: [],
});

const present = (today: string): Present => ({
  now: `${today}T03:00:00.000Z`,
  today,
  epoch: 'a',
  targets: [],
  plan: null,
  metrics: [],
  reportingFrom: REPORTING_FROM,
  fields: new Set(),
  reference: new ReferenceData({
    units: [
      unit('26080', 'ward', '2019-06-01', '2025-07-01'),
      unit('26080', 'ward', '2025-07-01', null),
      unit('LK-01', 'city', '2019-06-01', null),
      unit('LK-91', 'branch', '2019-06-01', null),
    ],
    procedures: [],
    policies: [],
    days: [],
    hours: [],
    populations: [
      { key: 'ward', label: 'Phường, xã', heading: 'Tại phường, xã', total: 'Cộng phường, xã', order: 2, rated: true },
      { key: 'branch', label: 'Ngành dọc', heading: 'Ngành dọc', total: 'Cộng ngành dọc', order: 3, rated: false },
      { key: 'city', label: 'Thành phố', heading: 'Tại thành phố', total: 'Cộng thành phố', order: 1, rated: true },
    ],
  }),
});

describe('the period of a question', () => {
  it('is the month of today where none is named', () => {
    expect(readPeriod(new Parameters({}), present('2024-12-01')).days).toMatchObject({ key: 'month:2024-12' });
  });

  it.each([
    ['month:2024-11', '2024-12-20', '2024-11-30'],
    ['month:2024-12', '2024-12-20', '2024-12-20'],
    ['year:2025', '2024-12-20', '2024-12-20'],
    ['month:2024-12', '2024-12-31', '2024-12-31'],
  ])('has its stocks at the earlier of its end and today: %s on %s at %s', (key, today, stocksAt) => {
    expect(selectPeriod(parsePeriod(key)!, 'period', today).stocksAt).toBe(stocksAt);
  });

  it('follows the first day of the reporting year that the reference data say', () => {
    const other = { ...present('2024-12-20'), reportingFrom: '11-20' };
    const raw = { period: 'reporting-quarter:2025-2', reckon: 'cumulative' };
    expect(readPeriod(new Parameters(raw), other)).toMatchObject({
      named: { from: '2025-02-20', to: '2025-05-19' },
      days: { from: '2024-11-20', to: '2025-05-19' },
    });
  });

  it('is reckoned from the start of the year, which for the reporting year is 15/12', () => {
    const of = (key: string) => selectPeriod(parsePeriod(key)!, 'cumulative', '2024-12-20').days;
    expect(of('quarter:2024-3')).toMatchObject({ from: '2024-01-01', to: '2024-09-30' });
    expect(of('reporting-year:2024')).toMatchObject({ from: '2023-12-15', to: '2024-12-14' });
  });
});

describe('the scope of a question', () => {
  it('is a population of the reference data, or all of them', () => {
    const read = (scope: string) => {
      const parameters = new Parameters({ scope });
      const selection = readSelection(parameters, present('2024-12-20'));
      parameters.done();
      return selection.scope;
    };
    expect(['all', 'city', 'branch'].map(read)).toEqual(['all', 'city', 'branch']);
    expect(() => read('district')).toThrow();
  });
});

describe('the unit of a question', () => {
  const find = (text: string, from: string, to = from) =>
    readUnits(new Parameters({ unit: text }), present('2025-08-01'), { from, to })?.map(({ key }) => key);

  it('is found by its key, whatever the day, and by its code on a day', () => {
    expect(find('26080', '2024-12-31')).toEqual(['26080@2019-06-01']);
    expect(find('26080', '2025-06-30')).toEqual(['26080@2019-06-01']);
    expect(find('26080', '2025-07-01')).toEqual(['26080@2025-07-01']);
    expect(find('26080@2019-06-01', '2025-08-01')).toEqual(['26080@2019-06-01']);
    expect(find('26080', '2019-05-31')).toBeUndefined();
  });

  it('is every one that had the code within the days of the question', () => {
    expect(find('26080', '2025-01-01', '2025-12-31')).toEqual(['26080@2019-06-01', '26080@2025-07-01']);
    expect(find('26080', '2025-06-30', '2025-07-01')).toEqual(['26080@2019-06-01', '26080@2025-07-01']);
    expect(find('26080', '2019-01-01', '2019-06-01')).toEqual(['26080@2019-06-01']);
  });

  it('is one of the plan where all are asked for: the branches stand outside', () => {
    const keys = (scope: Scope) => countedUnits(scope, present('2024-12-20'));
    expect(keys('all')).toEqual(['26080@2019-06-01', '26080@2025-07-01', 'LK-01@2019-06-01']);
    expect(keys('branch')).toEqual(['LK-91@2019-06-01']);
  });
});
