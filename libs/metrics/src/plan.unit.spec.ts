import { METRICS } from './definitions.js';
import { type PlanMetricRow, planMetrics } from './plan.js';

const row = (metric: string, order: number, over: Partial<PlanMetricRow> = {}): PlanMetricRow => ({
  metric,
  order,
  heading: '',
  section: '',
  shown: [],
  ...over,
});

describe('the metrics of a plan', () => {
  it('are those of its list, in its order, under its headings, with its sections before what the law says', () => {
    const metrics = planMetrics([
      row('apology', 2, { section: 'Mục 5', heading: 'Kỷ luật' }),
      row('online', 3, { section: 'Mục 7' }),
      row('on-time', 1, { shown: ['card'] }),
    ]);
    expect(metrics.map(({ id, source, heading, shown }) => [id, source, heading, shown])).toEqual([
      ['on-time', 'công thức của biểu II.06a', '', ['card']],
      ['apology', 'Mục 5; NĐ 61/2018/NĐ-CP Đ.19 k.9', 'Kỷ luật', []],
      ['online', 'Mục 7', '', []],
    ]);
  });

  it('are all that there are where it has no list', () => {
    expect(planMetrics([]).map(({ id }) => id)).toEqual(METRICS.map(({ id }) => id));
  });

  it('leave out what the code does not know', () => {
    expect(planMetrics([row('on-time', 1), row('gone', 2)]).map(({ id }) => id)).toEqual(['on-time']);
  });

  it('carry no section of a plan in the code', () => {
    for (const { source } of METRICS) expect(source).not.toMatch(/§|PL-/);
  });
});
