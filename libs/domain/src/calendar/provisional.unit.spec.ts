import { seedCalendar } from '../../test/seed-calendar.js';
import { WorkingCalendar, type DayRow } from './calendar.js';
import { explainDue } from './explain.vi.js';
import { computeDue, type DueRules, type Limit, shiftDue } from './limit.js';
import { addDays, at, dayRange, listDays, localDay } from './time.js';

const seeds = seedCalendar();
const rules: DueRules = { dueClock: 'end-of-day', afterHours: '15:00' };
const of2030 = (unit: string | null, announcedAt = '2019-01-01T00:00:00.000Z'): DayRow => {
  return { day: '2030-03-04', kind: 'off', unit, announcedAt, note: '' };
};
const view = (rows: DayRow[]) => new WorkingCalendar(rows).latest();

describe('beyond the last announced year', () => {
  it('a promise knows the fixed holidays of the law, and says that it is provisional', () => {
    const due = computeDue(at('2026-11-27', '09:00'), { n: 25, unit: 'working-day' }, rules, seeds.latest());
    expect(due.at).toBe('2027-01-04T10:00:00.000Z');
    expect(due.steps).toContainEqual({ kind: 'provisional', announcedUntil: '2026-12-31' });
    expect(explainDue(due.steps)).toBe(
      'nhận 09:00 thứ Sáu 27/11; 25 ngày làm việc: từ 30/11 đến 04/01/2027 (nghỉ 1/1); tạm tính: lịch nghỉ mới công bố ' +
        'đến hết năm 2026, sau đó chỉ trừ ngày nghỉ cố định theo luật → 17:00 ngày 04/01/2027',
    );
  });

  it('a promise within the announced years is not provisional', () => {
    const due = computeDue(at('2026-11-27', '09:00'), { n: 20, unit: 'working-day' }, rules, seeds.latest());
    expect(localDay(due.at)).toBe('2026-12-25');
    expect(due.steps.map(({ kind }) => kind)).not.toContain('provisional');
  });

  it('a wait that carries a promise over says so, once for all steps', () => {
    const first = computeDue(at('2026-12-01', '09:00'), { n: 25, unit: 'working-day' }, rules, seeds.latest());
    const moved = shiftDue(
      first,
      { from: at('2026-12-10', '09:00'), to: at('2026-12-14', '09:00') },
      'working-day',
      rules,
      seeds.latest(),
    );
    expect(moved.at).toBe(at('2027-01-08', '17:00'));
    expect(explainDue([...first.steps, ...moved.steps]).match(/tạm tính/g)).toHaveLength(1);
  });

  it.each([
    [2027, ['2027-01-01', '2027-04-30', '2027-05-03', '2027-09-02']],
    [2028, ['2028-01-03', '2028-05-01', '2028-05-02', '2028-09-04']], // 1/1 Sat, 30/4 Sun, 2/9 Sat
    [2033, ['2033-01-03', '2033-05-02', '2033-05-03', '2033-09-02']], // 30/4 Sat and 1/5 Sun: two days made up
  ])('a holiday on a weekend is made up on the next working day: %i', (year, expected) => {
    const off = listDays(`${year}-01-01`, `${year}-12-31`).filter((day) => {
      return [1, 2, 3, 4, 5].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !seeds.latest().isWorkingDay(day);
    });
    expect(off).toEqual(expected);
  });

  it('what was known when a promise was printed decides, not what was announced afterwards', () => {
    const next: DayRow = { ...of2030(null, '2030-01-15T00:00:00.000Z'), day: '2031-02-03' };
    const calendar = new WorkingCalendar([of2030(null), next]);
    expect(calendar.knownAt('2030-01-01T00:00:00.000Z').isWorkingDay('2031-01-01')).toBe(false);
    expect(calendar.knownAt('2030-02-01T00:00:00.000Z').isWorkingDay('2031-01-01')).toBe(true);
    expect(calendar.announcedUntil).toBe('2031-12-31');
  });

  it('days of one unit announce no year for everybody', () => {
    expect(view([of2030('26077@2019-06-01')]).announcedUntil).toBeNull();
    const own = { ...of2030('26077@2019-06-01'), day: '2031-05-01', kind: 'working' as const };
    const calendar = new WorkingCalendar([of2030(null), own]);
    expect(calendar.latest('26077@2019-06-01').isWorkingDay('2031-05-01')).toBe(true);
    expect(calendar.latest().isWorkingDay('2031-05-01')).toBe(false);
  });

  it('a calendar without a row has no end', () => {
    expect(view([]).announcedUntil).toBeNull();
    expect(view([]).isWorkingDay('2031-01-01')).toBe(true);
  });

  it.each<Limit>([
    { n: 9_999, unit: 'month' },
    { n: 2_147_483_647, unit: 'month' },
    { n: 2_147_483_647, unit: 'working-day' },
    { n: 2_147_483_647, unit: 'calendar-day' },
    { n: 2_147_483_647, unit: 'hour' },
  ])('no limit throws, however long: $n $unit', (limit) => {
    for (const start of ['2000-01-01', '2099-12-31']) {
      const from = at(start, '23:59:59');
      const due = computeDue(from, limit, rules, seeds.latest());
      expect(due.at > from && due.at < '2120').toBe(true);
      const { to } = dayRange('2099-12-31');
      const moved = shiftDue(due, { from, to }, limit.unit, rules, seeds.latest());
      expect(moved.at >= due.at && moved.at < '2250').toBe(true);
    }
  });

  it('a due instant of a working day lies on a working day', () => {
    for (let day = '2026-12-01'; day < '2033-01-01'; day = addDays(day, 11)) {
      const due = computeDue(at(day, '09:00'), { n: 3, unit: 'calendar-day' }, rules, seeds.latest());
      expect(seeds.latest().isWorkingDay(localDay(due.at))).toBe(true);
    }
  });
});
