import { type Plan, planOn } from './plan.js';

const plan = (number: string, from: string, to: string): Plan => ({
  number,
  name: number,
  issued: null,
  issuer: '',
  from,
  to,
});
const PLANS = [
  plan('3', '2026-07-01', '2027-06-30'),
  plan('2', '2025-01-01', '2025-12-31'),
  plan('1', '2024-01-01', '2024-12-31'),
];

describe('the plan of a day', () => {
  it.each([
    ['2024-06-30', '1'],
    ['2025-12-31', '2'],
    ['2026-03-01', '2'],
    ['2026-07-01', '3'],
    ['2030-01-01', '3'],
    ['2023-12-31', '1'],
  ])('%s: %s', (day, number) => {
    expect(planOn(PLANS, day)?.number).toBe(number);
  });

  it('is none where none is known', () => {
    expect(planOn([], '2024-06-30')).toBeNull();
  });
});
