import { offsetClock, systemClock } from './clocks.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

describe('the clocks', () => {
  it('give instants in UTC with milliseconds', () => {
    expect(systemClock.now()).toMatch(INSTANT);
    expect(offsetClock(() => -1).now()).toMatch(INSTANT);
  });

  it('run beside the machine’s clock at the offset that is set now', () => {
    let offset = -365 * 86_400_000;
    const clock = offsetClock(() => offset);
    const before = Date.now();
    const moved = Date.parse(clock.now()) - offset;
    expect(moved).toBeGreaterThanOrEqual(before);
    expect(moved).toBeLessThanOrEqual(Date.now());
    offset = 0;
    expect(Date.parse(clock.now())).toBeGreaterThanOrEqual(before);
  });
});
