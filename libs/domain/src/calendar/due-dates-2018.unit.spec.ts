import { csvRows } from '../../test/seed-calendar.js';
import { WorkingCalendar } from './calendar.js';
import { computeDue, type DueRules, type Limit } from './limit.js';
import { DAY_MS, at, localDay, localMs, type Instant } from './time.js';

// Dates of 86 real dossiers of November 2018. Source: test data of the public front end of OpenCPS, personal fields left out.
const rows = csvRows('libs/domain/test/due-dates-2018.csv');
const SAME_CLOCK_TIME: DueRules = { dueClock: 'same-clock-time', afterHours: null };
/** The screen was read once, between 13:08 and 13:48. */
const READ_AT = at('2018-11-30', '13:30');
const calendar = new WorkingCalendar([]).knownAt(READ_AT);

/** 'dd/MM/yyyy HH:mm:ss', local time. */
const screenTime = (text: string): Instant =>
  at(`${text.slice(6, 10)}-${text.slice(3, 5)}-${text.slice(0, 2)}`, text.slice(11));

/** How much of its working day is behind an instant, less the whole day that is counted for it. */
const ofItsDay = (at: Instant): number => (calendar.isWorkingDay(localDay(at)) ? localMs(at) - DAY_MS : 0);

/** The distance with days off taken out, rounded up to a quarter of a day, as that system says it. */
function quarterDays(due: Instant, now: Instant): string {
  const overdue = now > due;
  const days = calendar.workingDaysBetween(localDay(due), localDay(now));
  const ms = Math.abs(days * DAY_MS + ofItsDay(now) - ofItsDay(due));
  return `${overdue ? 'Quá hạn' : 'Còn'} ${Math.ceil(ms / (DAY_MS / 4)) / 4} ngày`;
}

describe('86 due dates of a running system in 2018', () => {
  it('are all there, all in working days', () => {
    expect(rows).toHaveLength(86);
    expect(new Set(rows.map((row) => row.durationUnit))).toEqual(new Set(['0']));
  });

  it('all come out at the same clock time N working days later, seconds dropped', () => {
    const computed = rows.map((row) => {
      const limit: Limit = { n: Number(row.durationCount), unit: 'working-day' };
      return computeDue(screenTime(row.receiveDate!), limit, SAME_CLOCK_TIME, calendar).at;
    });
    expect(computed).toEqual(rows.map((row) => screenTime(row.dueDate!)));
  });

  it('are as far away on the screen as the working days between say', () => {
    expect(rows.map((row) => quarterDays(screenTime(row.dueDate!), READ_AT))).toEqual(
      rows.map((row) => row.overdueText),
    );
  });

  it('lie as many working days after the receipt as the limit says', () => {
    for (const row of rows) {
      const days = [row.receiveDate!, row.dueDate!].map((text) => localDay(screenTime(text)));
      expect(calendar.workingDaysBetween(days[0]!, days[1]!)).toBe(Number(row.durationCount));
    }
  });
});
