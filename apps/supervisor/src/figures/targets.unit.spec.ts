import type { Target } from '#application';
import { TargetsOnDay } from './targets.js';

const row = (over: Partial<Target>): Target => ({
  metric: 'online',
  population: 'ward',
  unit: null,
  periodFrom: '2024-01-01',
  periodTo: '2024-12-31',
  op: '>=',
  value: 40,
  section: '§2.1',
  reading: '',
  counts: true,
  ...over,
});

describe('targets of the plan', () => {
  const rows = [
    row({}),
    row({ counts: false, op: '<=', section: 'PL-II.3.1', reading: 'tối đa' }),
    row({ counts: false, value: 30, section: 'PL-VI.3.1', reading: '' }),
    row({ population: 'city', value: 40 }),
    row({ metric: 'on-time', value: 97 }),
    row({ metric: 'apology', value: 100, section: '§2.2 b', reading: 'nghĩa vụ' }),
  ];

  it('holds a figure against the reading that counts, and shows the others', () => {
    expect(new TargetsOnDay(rows, '2024-11-30').of('online', { population: 'ward' })).toEqual({
      value: 40,
      op: '>=',
      section: '§2.1',
      readings: [
        { text: '≤ 40 %: “tối đa”', section: 'PL-II.3.1' },
        { text: '≥ 30 %', section: 'PL-VI.3.1' },
      ],
    });
  });

  it("shows the plan's own words of the reading that counts", () => {
    const target = new TargetsOnDay(rows, '2024-01-01').of('apology', { population: 'ward' });
    expect(target!.readings).toEqual([{ text: '≥ 100 %: “nghĩa vụ”', section: '§2.2 b' }]);
  });

  it.each(['2023-12-31', '2025-01-01'])('knows none on %s, when the plan is not in force', (day) => {
    expect(new TargetsOnDay(rows, day).of('online', { population: 'ward' })).toBeNull();
  });

  it('sets none for the vertical branches (plan §IV.7) and for metrics without one', () => {
    const targets = new TargetsOnDay(rows, '2024-06-30');
    expect(targets.of('online', { population: 'branch' })).toBeNull();
    expect(targets.of('notified', { population: 'ward' })).toBeNull();
  });

  it("takes a unit's own target over its population's (plan §IV.1)", () => {
    const targets = new TargetsOnDay([...rows, row({ unit: '26077@2019-06-01', value: 50 })], '2024-06-30');
    const unit = { key: '26077@2019-06-01' };
    expect(targets.of('online', { population: 'ward', unit })!.value).toBe(50);
    expect(targets.of('on-time', { population: 'ward', unit })!.value).toBe(97);
    expect(targets.of('online', { population: 'ward' })!.value).toBe(40);
    expect(targets.ownAims({ population: 'ward', unit })).toMatchObject({ online: { value: 50 } });
    expect(targets.ownAims({ population: 'ward', unit: { key: '26080@2019-06-01' } })).toBeNull();
  });
});
