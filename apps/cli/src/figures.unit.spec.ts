import { ReferenceData, type Unit } from '#domain';
import { Groups, Tally } from './figures.js';

const unit = (code: string, validFrom: string, population: Unit['population'] = 'ward'): Unit => ({
  key: `${code}@${validFrom}`,
  code,
  name: `Đơn vị ${code} từ ${validFrom}`,
  population,
  agencyCode: null,
  aliases: [],
  validFrom,
  validTo: null,
  successors: [],
});
const reference = new ReferenceData({
  units: [
    unit('26080', '2019-06-01'),
    unit('26080', '2025-07-01'),
    unit('26077', '2019-06-01'),
    unit('T', '2019-06-01', 'branch'),
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
const YEAR = { from: '2025-01-01', to: '2025-12-31' };

describe('the figures of the command line', () => {
  it('have a unit by its code, and by its key where two of the answer bear one code', () => {
    const groups = new Groups(YEAR);
    for (const [key, n] of [
      ['26080@2019-06-01', 3],
      ['26080@2025-07-01', 4],
      ['26077@2019-06-01', 5],
    ] as const)
      groups.of('units', key).mark('received', '2025-08-01', null, n);
    const { units } = groups.result(reference);
    expect(Object.entries(units).map(([name, { key, columns }]) => [name, key, columns['received']])).toEqual([
      ['26077', '26077@2019-06-01', 5],
      ['26080@2019-06-01', '26080@2019-06-01', 3],
      ['26080@2025-07-01', '26080@2025-07-01', 4],
    ]);
  });

  it('keep withdrawn and stopped apart, as the page does', () => {
    const tally = new Tally(YEAR.from, YEAR.to);
    tally.mark('withdrawn', '2025-03-01', null, 1);
    tally.mark('stopped', '2025-03-01', null, 2);
    expect(tally.figures().columns).toMatchObject({ withdrawn: 1, stopped: 2 });
  });

  it('take a flow within the span and a stock at its ends', () => {
    const tally = new Tally(YEAR.from, YEAR.to);
    for (const day of ['2024-12-31', '2025-01-01', '2025-12-31', '2026-01-01']) tally.mark('received', day, null, 1);
    tally.mark('openLate', '2024-12-31', '2025-12-31', 1);
    tally.mark('openLate', '2025-12-31', null, 1);
    expect(tally.figures().columns).toMatchObject({ received: 2, carried: 1, openLate: 1 });
  });

  it('leave the vertical branches, and what belongs to no known unit, out of the total', () => {
    const populations = ['26077@2019-06-01', 'T@2019-06-01', 'gone@2019-06-01'].map((key) =>
      reference.populationOf(key),
    );
    expect(populations).toEqual(['ward', 'branch', 'branch']);
    expect(populations.map((key) => reference.populations.isRated(key))).toEqual([true, false, false]);
    const groups = new Groups(YEAR);
    for (const key of ['ward', 'branch', 'city']) groups.of('populations', key).mark('received', '2025-03-01', null, 1);
    const found = groups.result(reference);
    expect(found.total.of).toEqual(['city', 'ward']);
    expect(Object.entries(found.populations).map(([key, { name }]) => [key, name])).toEqual([
      ['city', 'Thành phố'],
      ['ward', 'Phường, xã'],
      ['branch', 'Ngành dọc'],
    ]);
  });
});
