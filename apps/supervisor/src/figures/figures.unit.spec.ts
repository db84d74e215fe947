import type { Target } from '#application';
import { ReferenceData, type Unit } from '#domain';
import { type Measure, METRICS } from '#metrics';
import type { SumRow } from '#projections';
import { totals, unitRows } from './figures.js';
import { TargetsOnDay } from './targets.js';

const unit = (code: string, name: string, population: Unit['population'], validTo: string | null = null): Unit => ({
  key: `${code}@2019-06-01`,
  code,
  name,
  population,
  agencyCode: null,
  aliases: [],
  validFrom: '2019-06-01',
  validTo,
  successors: [],
});

const reference = new ReferenceData({
  units: [
    unit('1', 'Phường Đông', 'ward'),
    unit('2', 'Phường Dương', 'ward'),
    unit('3', 'Phường Cũ', 'ward', '2024-11-01'),
    unit('4', 'Phòng Tư pháp', 'city'),
    unit('5', 'Chi cục Thuế', 'branch'),
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
});

const target: Target = {
  metric: 'on-time',
  population: 'ward',
  unit: null,
  periodFrom: '2024-01-01',
  periodTo: '2024-12-31',
  op: '>=',
  value: 50,
  section: '§2.1',
  reading: '',
  counts: true,
};
const targets = new TargetsOnDay([target], '2024-11-30');
const NOVEMBER = { from: '2024-11-01', to: '2024-11-30' };
const OCTOBER = { from: '2024-10-01', to: '2024-10-31' };

const flow = (code: string, measure: Measure, n: number): SumRow => ({
  key: code.includes('@') ? code : `${code}@2019-06-01`,
  measure,
  before: 0,
  flow: n,
  end: 0,
});

describe('the league table', () => {
  const names = (sums: SumRow[], days = NOVEMBER, scope: Parameters<typeof unitRows>[2] = 'all'): string[] =>
    unitRows(sums, days, scope, targets, reference).map(({ unit: { name } }) => name);

  it('lists departments, wards and branches apart, each by name in Vietnamese order', () => {
    expect(names([])).toEqual(['Phòng Tư pháp', 'Phường Dương', 'Phường Đông', 'Chi cục Thuế']);
  });

  it('lists a unit that is gone in the periods in which it was there', () => {
    expect(names([], OCTOBER)).toContain('Phường Cũ');
    expect(names([], { from: '2024-10-01', to: '2024-11-30' })).toContain('Phường Cũ');
  });

  it('lists it afterwards as long as it has figures', () => {
    expect(names([flow('3', 'resolvedLate', 1)])).toContain('Phường Cũ');
    expect(names([flow('3', 'resolvedLate', 0)])).not.toContain('Phường Cũ');
  });

  it('lists no unit before it was there', () => {
    expect(names([], { from: '2019-05-01', to: '2019-05-31' })).toEqual([]);
  });

  it('lists the units of one population alone when asked to', () => {
    expect(names([], NOVEMBER, 'city')).toEqual(['Phòng Tư pháp']);
    expect(names([], NOVEMBER, 'branch')).toEqual(['Chi cục Thuế']);
  });

  it('hides no figure of a unit that the reference data have lost', () => {
    const rows = unitRows([flow('gone@2020-01-01', 'received', 2)], NOVEMBER, 'all', targets, reference);
    expect(rows.at(-1)).toMatchObject({ unit: { code: 'gone', name: 'gone@2020-01-01', population: 'branch' } });
  });

  it('judges a unit by the target of its population, and nothing by an empty denominator', () => {
    const sums = [
      flow('1', 'resolvedBefore', 1),
      flow('1', 'resolvedLate', 1),
      flow('2', 'resolvedLate', 1),
      flow('4', 'resolvedLate', 1),
    ];
    const verdicts = unitRows(sums, NOVEMBER, 'all', targets, reference).map(({ unit: { code }, metrics }) => [
      code,
      metrics['on-time']!.verdict,
    ]);
    expect(Object.fromEntries(verdicts)).toEqual({ 1: 'met', 2: 'missed', 4: 'none', 5: 'none' });
  });
});

describe('a metric that the plan does not have', () => {
  it('is in no row and no total', () => {
    const counted = new TargetsOnDay([target], '2024-11-30', METRICS.slice(0, 2));
    const rows = unitRows([flow('1', 'resolvedBefore', 1)], NOVEMBER, 'all', counted, reference);
    const sums = totals([], rows, 'all', counted, reference.populations);
    for (const { metrics } of [...rows, ...sums]) expect(Object.keys(metrics)).toEqual(['on-time', 'on-time-766']);
  });
});

describe('the totals', () => {
  const sums = [
    flow('1', 'received', 5),
    flow('3', 'received', 2),
    flow('4', 'received', 3),
    flow('5', 'received', 100),
  ];
  const of = (scope: Parameters<typeof unitRows>[2]): [string, number][] =>
    totals(sums, unitRows(sums, NOVEMBER, scope, targets, reference), scope, targets, reference.populations).map(
      ({ population, columns }) => [population, columns['received']!],
    );

  it('add up each population, units that are gone too, and both of the plan; never the branches', () => {
    expect(of('all')).toEqual([
      ['city', 3],
      ['ward', 7],
      ['branch', 100],
      ['all', 10],
    ]);
  });

  it('are of the scope that is asked for', () => {
    expect([of('city'), of('ward'), of('branch')]).toEqual([[['city', 3]], [['ward', 7]], [['branch', 100]]]);
  });

  it('have no verdict where both populations are added up', () => {
    const late = [flow('1', 'resolvedLate', 1)];
    const list = totals(
      late,
      unitRows(late, NOVEMBER, 'all', targets, reference),
      'all',
      targets,
      reference.populations,
    );
    expect(list.map(({ population, metrics }) => [population, metrics['on-time']!.verdict])).toEqual([
      ['city', 'none'],
      ['ward', 'missed'],
      ['branch', 'none'],
      ['all', 'none'],
    ]);
  });
});
