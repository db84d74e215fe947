import fc from 'fast-check';
import { seedCalendar } from '../../test/seed-calendar.js';
import { DEFAULT_OFFICE_HOURS, WorkingCalendar } from './calendar.js';
import { explainDue } from './explain.vi.js';
import { computeDue, shiftDue, type DueRules, type Limit } from './limit.js';
import { at, instant, localDay, localTime, toMs, type Instant } from './time.js';

const calendar = seedCalendar().latest();
const END_OF_DAY: DueRules = { dueClock: 'end-of-day', afterHours: '15:00' };
const NO_AFTER_HOURS: DueRules = { dueClock: 'end-of-day', afterHours: null };
const SAME_CLOCK_TIME: DueRules = { dueClock: 'same-clock-time', afterHours: null };
const workingDays = (n: number): Limit => ({ n, unit: 'working-day' });
const calendarDays = (n: number): Limit => ({ n, unit: 'calendar-day' });
const hours = (n: number): Limit => ({ n, unit: 'hour' });
const months = (n: number): Limit => ({ n, unit: 'month' });
const due = (day: string, time: string, limit: Limit, rules = END_OF_DAY): Instant =>
  computeDue(at(day, time), limit, rules, calendar).at;

describe('a limit in working days', () => {
  it('does not count the day of receipt and ends with the office hours of its last day', () => {
    expect(due('2024-12-02', '09:00', workingDays(1))).toBe(at('2024-12-03', '17:00'));
    expect(due('2024-12-02', '00:00', workingDays(5))).toBe(at('2024-12-09', '17:00'));
  });

  it('counts a receipt after 15:00 as the next working day, and one at 15:00 as its own', () => {
    expect(due('2024-12-06', '15:00', workingDays(1))).toBe(at('2024-12-09', '17:00'));
    expect(due('2024-12-06', '15:00:01', workingDays(1))).toBe(at('2024-12-10', '17:00'));
    expect(due('2024-12-06', '16:59', workingDays(1), NO_AFTER_HOURS)).toBe(at('2024-12-09', '17:00'));
    const at17: DueRules = { dueClock: 'end-of-day', afterHours: '17:00' };
    expect(due('2024-12-06', '17:00:01', workingDays(1), at17)).toBe(at('2024-12-10', '17:00'));
  });

  it('counts a receipt on a day off as the next working day', () => {
    expect(due('2024-12-07', '09:00', workingDays(1))).toBe(at('2024-12-10', '17:00'));
    expect(due('2024-04-18', '09:00', workingDays(1))).toBe(at('2024-04-22', '17:00'));
    expect(due('2024-05-04', '09:00', workingDays(1))).toBe(at('2024-05-06', '17:00'));
  });

  it('sees a holiday whatever the hour of the receipt', () => {
    for (const time of ['00:00', '09:00', '14:59']) {
      expect(due('2024-04-17', time, workingDays(1))).toBe(at('2024-04-19', '17:00'));
    }
  });

  it('of nothing is due on the day itself while its office hours last', () => {
    expect(due('2024-12-06', '09:00', workingDays(0))).toBe(at('2024-12-06', '17:00'));
    expect(due('2024-12-06', '15:30', workingDays(0))).toBe(at('2024-12-09', '17:00'));
    expect(due('2024-12-06', '16:30', workingDays(0), NO_AFTER_HOURS)).toBe(at('2024-12-06', '17:00'));
    expect(due('2024-12-06', '17:30', workingDays(0), NO_AFTER_HOURS)).toBe(at('2024-12-09', '17:00'));
    expect(due('2024-12-06', '09:24:43', workingDays(0), SAME_CLOCK_TIME)).toBe(at('2024-12-06', '17:00'));
  });

  it('may be due at the clock time of the receipt', () => {
    expect(due('2024-12-02', '17:20:19', workingDays(5), SAME_CLOCK_TIME)).toBe(at('2024-12-09', '17:20'));
    expect(due('2024-04-26', '08:12:59', workingDays(1), SAME_CLOCK_TIME)).toBe(at('2024-05-02', '08:12'));
  });

  it('ends on a Saturday morning with its short hours', () => {
    const saturdays = new WorkingCalendar(
      [],
      [{ ...DEFAULT_OFFICE_HOURS, from: '2024-01-01', weekdays: [6], afternoon: null }],
    ).latest();
    const { at: end, steps } = computeDue(at('2024-12-05', '09:00'), workingDays(2), END_OF_DAY, saturdays);
    expect(end).toBe(at('2024-12-07', '11:30'));
    expect(explainDue(steps)).toBe('nhận 09:00 thứ Năm 05/12; 2 ngày làm việc: từ 06/12 đến 07/12 → 11:30 ngày 07/12');
  });

  it('is refused when it is not a whole number of at least 0', () => {
    for (const n of [-1, 1.5, NaN, Infinity])
      expect(() => due('2024-12-02', '09:00', workingDays(n))).toThrow(RangeError);
  });
});

describe('other limits', () => {
  it('in calendar days roll from a day off to the next working day', () => {
    expect(due('2024-12-02', '09:00', calendarDays(3))).toBe(at('2024-12-05', '17:00'));
    expect(due('2024-12-02', '09:00', calendarDays(5))).toBe(at('2024-12-09', '17:00'));
    expect(due('2024-04-25', '09:00', calendarDays(4))).toBe(at('2024-05-02', '17:00'));
    expect(due('2024-12-06', '15:20', calendarDays(3))).toBe(at('2024-12-12', '17:00'));
  });

  it('in hours run within office hours, from the next opening when received after them', () => {
    expect(due('2024-12-02', '09:00', hours(2))).toBe(at('2024-12-02', '11:00'));
    expect(due('2024-12-02', '09:00', hours(4))).toBe(at('2024-12-02', '14:30'));
    expect(due('2024-12-02', '13:00', hours(8))).toBe(at('2024-12-03', '11:30'));
    expect(due('2024-12-02', '12:10', hours(1))).toBe(at('2024-12-02', '14:00'));
    expect(due('2024-12-06', '15:20', hours(8))).toBe(at('2024-12-09', '17:00'));
    expect(due('2024-12-06', '15:20', hours(8), NO_AFTER_HOURS)).toBe(at('2024-12-09', '15:20'));
    expect(due('2024-12-06', '17:20', hours(1), NO_AFTER_HOURS)).toBe(at('2024-12-09', '08:30'));
    expect(due('2024-12-07', '09:45', hours(1))).toBe(at('2024-12-09', '08:30'));
  });

  it('of 8 hours are a working day long', () => {
    const opening = at('2024-12-02', '07:30');
    expect(computeDue(opening, hours(8), END_OF_DAY, calendar).at).toBe(at('2024-12-02', '17:00'));
    expect(computeDue(opening, hours(40), END_OF_DAY, calendar).at).toBe(at('2024-12-06', '17:00'));
  });

  it('in months end on the same day number, clamped to the last of the month', () => {
    expect(due('2024-01-31', '09:00', months(1))).toBe(at('2024-02-29', '17:00'));
    expect(due('2025-01-24', '09:00', months(1))).toBe(at('2025-02-24', '17:00'));
    expect(due('2024-12-16', '09:00', months(1))).toBe(at('2025-01-16', '17:00'));
    expect(due('2024-10-31', '09:00', months(1))).toBe(at('2024-12-02', '17:00'));
    expect(due('2024-08-02', '09:00', months(1))).toBe(at('2024-09-04', '17:00'));
  });
});

describe('the calendar as it was known', () => {
  const known = seedCalendar();
  const received = at('2024-04-10', '09:00');

  it('keeps a promise made before a swap was announced', () => {
    const limit = workingDays(12);
    const before = computeDue(received, limit, END_OF_DAY, known.knownAt(received)).at;
    const after = computeDue(received, limit, END_OF_DAY, known.knownAt(at('2024-04-15', '08:00'))).at;
    expect([before, after]).toEqual([at('2024-04-29', '17:00'), at('2024-05-02', '17:00')]);
  });

  it('gives an old dossier, reckoned again years later, the holidays of its time', () => {
    const old = computeDue(
      at('2023-01-18', '09:00'),
      workingDays(3),
      END_OF_DAY,
      known.knownAt('2026-12-30T00:00:00.000Z'),
    );
    expect(old.at).toBe(at('2023-01-30', '17:00'));
  });
});

describe('a pause', () => {
  const shift = (dueAt: Instant, from: Instant, to: Instant, unit: Limit['unit'], rules = END_OF_DAY): Instant =>
    shiftDue({ at: dueAt }, { from, to }, unit, rules, calendar).at;

  it('moves a due instant by the office hours that the clock stood', () => {
    const end = at('2024-05-02', '17:00');
    expect(shift(end, at('2024-04-25', '10:00'), at('2024-04-26', '10:00'), 'working-day')).toBe(
      at('2024-05-03', '17:00'),
    );
    expect(shift(end, at('2024-04-25', '10:00'), at('2024-04-25', '11:00'), 'hour')).toBe(at('2024-05-03', '08:30'));
    expect(shift(end, at('2024-04-26', '17:00'), at('2024-05-02', '07:30'), 'working-day')).toBe(end);
  });

  it('moves calendar days and months by local days, and a day off rolls', () => {
    const end = at('2024-12-03', '17:00');
    expect(shift(end, at('2024-11-28', '23:00'), at('2024-11-30', '01:00'), 'calendar-day')).toBe(
      at('2024-12-05', '17:00'),
    );
    expect(shift(end, at('2024-11-28', '08:00'), at('2024-12-02', '16:00'), 'month')).toBe(at('2024-12-09', '17:00'));
    expect(shift(end, at('2024-11-28', '08:00'), at('2024-11-28', '16:00'), 'month')).toBe(end);
  });

  it('moves working days by the office hours waited also where the due instant goes by the clock', () => {
    const end = at('2024-12-03', '17:20');
    const move = (from: Instant, to: Instant, unit: Limit['unit']): Instant =>
      shift(end, from, to, unit, SAME_CLOCK_TIME);
    expect(move(at('2024-11-29', '10:00'), at('2024-12-02', '10:00'), 'working-day')).toBe(at('2024-12-04', '17:00'));
    expect(move(at('2024-11-29', '10:00'), at('2024-11-29', '10:00:40'), 'working-day')).toBe(
      at('2024-12-04', '07:30:40'),
    );
    expect(move(at('2024-11-29', '10:00'), at('2024-11-30', '12:00:40'), 'calendar-day')).toBe(
      at('2024-12-04', '17:20'),
    );
  });

  it('that ends before it begins, or begins when the due instant has passed, moves nothing', () => {
    const end = at('2024-12-03', '17:00');
    const backwards = { from: at('2024-12-02', '10:00'), to: at('2024-12-01', '10:00') };
    expect(shiftDue({ at: end }, backwards, 'hour', END_OF_DAY, calendar)).toEqual({ at: end, steps: [] });
    expect(shift(end, end, at('2024-12-09', '10:00'), 'working-day')).toBe(end);
  });

  it('begun before the due instant and ended long after leaves what was left: at least to the end of that day', () => {
    const end = at('2024-12-03', '17:00');
    const pause = [at('2024-12-03', '15:00'), at('2024-12-16', '09:00')] as const;
    expect(shift(end, ...pause, 'hour')).toBe(at('2024-12-16', '11:00'));
    expect(shift(end, ...pause, 'working-day')).toBe(at('2024-12-16', '17:00'));
  });

  it('by policy restart is a new reckoning from the new instant', () => {
    const { at: end, steps } = computeDue(at('2024-12-09', '10:00'), workingDays(2), END_OF_DAY, calendar, 'restarted');
    expect(end).toBe(at('2024-12-11', '17:00'));
    expect(explainDue(steps)).toBe(
      'tính lại từ đầu lúc 10:00 thứ Hai 09/12; 2 ngày làm việc: 10/12, 11/12 → 17:00 ngày 11/12',
    );
  });
});

describe('the sentence of a due instant', () => {
  const sentence = (day: string, time: string, limit: Limit, rules = END_OF_DAY): string =>
    explainDue(computeDue(at(day, time), limit, rules, calendar).steps);

  it.each([
    [
      '2024-04-26',
      '15:20',
      workingDays(3),
      'nhận 15:20 thứ Sáu 26/04 → tính là ngày 02/05 vì sau 15:00, nghỉ 29/4–1/5; 3 ngày làm việc: 03/05, thứ Bảy làm bù 04/05, 06/05 → 17:00 ngày 06/05',
    ],
    ['2024-12-02', '09:00', workingDays(1), 'nhận 09:00 thứ Hai 02/12; 1 ngày làm việc: 03/12 → 17:00 ngày 03/12'],
    [
      '2024-04-28',
      '09:05',
      workingDays(1),
      'nhận 09:05 Chủ nhật 28/04 → tính là ngày 02/05 vì nhận vào ngày nghỉ, nghỉ 29/4–1/5; 1 ngày làm việc: 03/05 → 17:00 ngày 03/05',
    ],
    [
      '2024-04-25',
      '09:00',
      workingDays(3),
      'nhận 09:00 thứ Năm 25/04; 3 ngày làm việc (nghỉ 29/4–1/5): 26/04, 02/05, 03/05 → 17:00 ngày 03/05',
    ],
    [
      '2024-04-10',
      '09:00',
      workingDays(20),
      'nhận 09:00 thứ Tư 10/04; 20 ngày làm việc: từ 11/04 đến 13/05 (nghỉ 18/4, 29/4–1/5, thứ Bảy làm bù 04/05) → 17:00 ngày 13/05',
    ],
    [
      '2024-12-30',
      '09:00',
      workingDays(2),
      'nhận 09:00 thứ Hai 30/12; 2 ngày làm việc (nghỉ 1/1): 31/12, 02/01/2025 → 17:00 ngày 02/01/2025',
    ],
    [
      '2024-04-25',
      '09:00',
      calendarDays(4),
      'nhận 09:00 thứ Năm 25/04; 4 ngày: đến 29/04; 29/04 là ngày nghỉ (nghỉ 29/4–1/5), chuyển sang 02/05 → 17:00 ngày 02/05',
    ],
    [
      '2024-01-31',
      '09:00',
      months(1),
      'nhận 09:00 thứ Tư 31/01; 1 tháng: đến ngày cuối tháng 29/02 → 17:00 ngày 29/02',
    ],
    [
      '2024-12-06',
      '15:20',
      hours(4),
      'nhận 15:20 thứ Sáu 06/12 → tính là ngày 09/12 vì sau 15:00; 4 giờ làm việc từ 07:30 ngày 09/12 → 11:30 ngày 09/12',
    ],
    ['2024-12-06', '09:00', workingDays(0), 'nhận 09:00 thứ Sáu 06/12; giải quyết trong ngày → 17:00 ngày 06/12'],
  ])('says how %s %s with %j was reckoned', (day, time, limit, text) => {
    expect(sentence(day, time, limit)).toBe(text);
  });

  it('says that office hours were over', () => {
    expect(sentence('2024-12-06', '17:30', workingDays(0), NO_AFTER_HOURS)).toBe(
      'nhận 17:30 thứ Sáu 06/12 → tính là ngày 09/12 vì đã hết giờ làm việc; giải quyết trong ngày → 17:00 ngày 09/12',
    );
  });

  it('goes on with the pauses', () => {
    const first = computeDue(at('2024-12-02', '09:00'), workingDays(1), END_OF_DAY, calendar);
    const pause = (unit: Limit['unit'], to: Instant, rules = END_OF_DAY): string =>
      explainDue(shiftDue(first, { from: at('2024-12-03', '09:00'), to }, unit, rules, calendar).steps);
    const steps = shiftDue(
      first,
      { from: at('2024-12-03', '09:00'), to: at('2024-12-04', '10:30') },
      'working-day',
      END_OF_DAY,
      calendar,
    ).steps;
    expect(explainDue([...first.steps, ...steps])).toBe(
      'nhận 09:00 thứ Hai 02/12; 1 ngày làm việc: 03/12 → 17:00 ngày 03/12; dừng từ 09:00 ngày 03/12 đến 10:30 ngày 04/12, lùi 9 giờ 30 phút làm việc → 17:00 ngày 05/12',
    );
    expect(pause('calendar-day', at('2024-12-04', '10:30'))).toContain('lùi 1 ngày → 17:00 ngày 04/12');
    expect(pause('working-day', at('2024-12-04', '10:30'), SAME_CLOCK_TIME)).toContain('lùi 9 giờ 30 phút làm việc');
    expect(pause('calendar-day', at('2024-12-03', '10:30'))).toMatch(/, lùi 0 ngày$/);
  });

  it('outlives a round through JSON, and says nothing of no steps', () => {
    const { steps } = computeDue(at('2024-04-26', '15:20'), workingDays(3), END_OF_DAY, calendar);
    expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
    expect(explainDue([])).toBe('');
  });
});

describe('any limit from any receipt', () => {
  const receipt = fc
    .integer({ min: 0, max: 4 * 366 * 86_400 })
    .map((seconds) => instant(toMs(at('2023-01-01', '00:00')) + seconds * 1000));
  const limit = fc.record({
    n: fc.integer({ min: 0, max: 60 }),
    unit: fc.constantFrom<Limit['unit']>('working-day', 'calendar-day', 'hour', 'month'),
  });
  const rules = fc.record({
    dueClock: fc.constantFrom<DueRules['dueClock']>('end-of-day', 'same-clock-time'),
    afterHours: fc.constantFrom('15:00', '17:00', null),
  });
  const pause = fc.integer({ min: 0, max: 30 * 86_400 }).map((seconds) => seconds * 1000);
  const runs = { numRuns: 1000 };
  const later = (from: Instant, ms: number): Instant => instant(toMs(from) + ms);
  const inOfficeHours = (moment: Instant): boolean =>
    calendar.officeHours(localDay(moment)).some(({ from, to }) => from <= localTime(moment) && localTime(moment) <= to);

  it('is due at or after the receipt, on a working day, by the end of office hours', () => {
    fc.assert(
      fc.property(receipt, limit, rules, (from, given, policy) => {
        const { at: end } = computeDue(from, given, policy, calendar);
        expect(end >= from).toBe(true);
        expect(calendar.isWorkingDay(localDay(end))).toBe(true);
        if (policy.dueClock === 'end-of-day' || given.unit === 'hour') expect(inOfficeHours(end)).toBe(true);
      }),
      runs,
    );
  });

  it('is due no earlier when there is more time, and no earlier when received later in the day', () => {
    fc.assert(
      fc.property(receipt, limit, rules, pause, (from, given, policy, ms) => {
        const { at: end } = computeDue(from, given, policy, calendar);
        if (given.n > 0)
          expect(
            computeDue(from, { ...given, n: given.n + 1 }, policy, calendar).at > end || given.unit === 'calendar-day',
          ).toBe(true);
        expect(computeDue(from, { ...given, n: given.n + 1 }, policy, calendar).at >= end || given.n === 0).toBe(true);
        if (policy.dueClock === 'end-of-day') {
          expect(computeDue(later(from, ms), given, policy, calendar).at >= end).toBe(true);
        }
      }),
      runs,
    );
  });

  it('says in its sentence when it is due', () => {
    fc.assert(
      fc.property(receipt, limit, rules, (from, given, policy) => {
        const { at: end, steps } = computeDue(from, given, policy, calendar);
        const day = localDay(end);
        expect(explainDue(steps)).toMatch(
          new RegExp(` ngày ${day.slice(8)}/${day.slice(5, 7)}(/${day.slice(0, 4)})?$`),
        );
      }),
      runs,
    );
  });

  it('is not moved by a pause of no length, never moved back, and moved further by a longer pause', () => {
    fc.assert(
      fc.property(receipt, limit, rules, pause, pause, pause, (from, given, policy, wait, length, more) => {
        const due = computeDue(from, given, policy, calendar);
        const { at: end } = due;
        const start = later(from, wait);
        const shifted = (ms: number): Instant =>
          shiftDue(due, { from: start, to: later(start, ms) }, given.unit, policy, calendar).at;
        expect(shifted(0)).toBe(end);
        expect(shifted(length) >= end).toBe(true);
        expect(shifted(length + more) >= shifted(length)).toBe(true);
        expect(calendar.isWorkingDay(localDay(shifted(length)))).toBe(true);
        if (policy.dueClock === 'end-of-day') expect(inOfficeHours(shifted(length))).toBe(true);
      }),
      runs,
    );
  });

  it('leaves two pauses that follow each other worth as much as one of both', () => {
    const laterDay = (at: Instant): Instant => calendar.closing(calendar.nextWorkingDay(localDay(at)));
    fc.assert(
      fc.property(receipt, pause, pause, limit, (from, first, second, { unit }) => {
        const end = computeDue(from, { n: 60, unit }, END_OF_DAY, calendar);
        const [a, b, c] = [from, later(from, first), later(from, first + second)];
        fc.pre(b < end.at);
        const moved = (...pauses: { from: Instant; to: Instant }[]): Instant =>
          pauses.reduce((due, each) => shiftDue(due, each, unit, END_OF_DAY, calendar), end).at;
        const whole = moved({ from: a, to: c });
        const parts = moved({ from: a, to: b }, { from: b, to: c });
        // Each wait of working days ends at a closing, so that two may reach one day further than both as one.
        if (unit === 'working-day') expect([whole, laterDay(whole)]).toContain(parts);
        else expect(parts).toBe(whole);
      }),
      runs,
    );
  });
});
