import fc from 'fast-check';
import { seedCalendar, seedDays } from '../../test/seed-calendar.js';
import { DEFAULT_OFFICE_HOURS, type DayRow, type OfficeHoursRow, WorkingCalendar } from './calendar.js';
import type { CalendarView } from './calendar-view.js';
import { addDays, at, instant, listDays, localDay, localTime, MINUTE_MS, toMs, weekday } from './time.js';

const EARLY = '2000-01-01T00:00:00.000Z';
const row = (day: string, kind: DayRow['kind'], more: Partial<DayRow> = {}): DayRow => ({
  day,
  kind,
  unit: null,
  announcedAt: EARLY,
  note: '',
  ...more,
});
const hours = (from: string, weekdays: number[], more: Partial<OfficeHoursRow> = {}): OfficeHoursRow => ({
  ...DEFAULT_OFFICE_HOURS,
  announcedAt: EARLY,
  from,
  weekdays,
  ...more,
});
const plain = new WorkingCalendar([]).latest();
const seeds = seedCalendar().latest();

const workingMinutes = (view: CalendarView, from: string, to: string): number => view.workingMs(from, to) / MINUTE_MS;
const addWorkingMinutes = (view: CalendarView, from: string, minutes: number): string =>
  view.addWorkingMs(from, minutes * MINUTE_MS);

describe('working days', () => {
  it('are Monday to Friday where no row says otherwise', () => {
    expect(listDays('2024-12-02', '2024-12-08').map((day) => plain.isWorkingDay(day))).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('leave out a holiday for a receipt at any time of that day', () => {
    // A holiday stored as an instant at midnight was not seen by a receipt at 09:00.
    for (const time of ['00:00', '09:00', '23:59:59']) {
      expect(seeds.isWorkingDay(localDay(at('2024-04-18', time)))).toBe(false);
    }
    expect(seeds.workingMs(at('2024-04-18', '09:00'), at('2024-04-18', '16:00'))).toBe(0);
  });

  it('take in a made-up Saturday with the hours of a full day', () => {
    expect(seeds.isWorkingDay('2024-05-04')).toBe(true);
    expect(seeds.isWorkingDay('2024-05-05')).toBe(false);
    expect(workingMinutes(seeds, at('2024-05-04', '00:00'), at('2024-05-05', '00:00'))).toBe(480);
    expect(seeds.addWorkingDays('2024-04-26', 1)).toBe('2024-05-02');
    expect(seeds.addWorkingDays('2024-05-03', 1)).toBe('2024-05-04');
    expect(seeds.addWorkingDays('2024-05-03', 2)).toBe('2024-05-06');
    expect(seeds.madeUp('2024-04-01', '2024-05-31')).toEqual(['2024-05-04']);
  });

  it('are counted backwards too', () => {
    expect(seeds.addWorkingDays('2024-05-06', -2)).toBe('2024-05-03');
    expect(seeds.addWorkingDays('2024-05-02', -1)).toBe('2024-04-26');
    expect(seeds.addWorkingDays('2024-05-05', 0)).toBe('2024-05-05');
    expect(seeds.workingDaysBetween('2024-05-06', '2024-05-03')).toBe(-2);
  });

  it('still know the holidays of years past', () => {
    expect(seeds.addWorkingDays('2023-01-19', 1)).toBe('2023-01-27');
    expect(seeds.addWorkingDays('2023-08-31', 1)).toBe('2023-09-05');
    expect(seeds.addWorkingDays('2023-04-28', 1)).toBe('2023-05-04');
  });

  it('are the same however they are counted', () => {
    const day = fc.integer({ min: -400, max: 1200 }).map((n) => addDays('2023-06-01', n));
    fc.assert(
      fc.property(day, day, (from, to) => {
        const counted = listDays(addDays(from, 1), to).filter((d) => seeds.isWorkingDay(d)).length;
        if (from <= to) expect(seeds.workingDaysBetween(from, to)).toBe(counted);
        if (counted > 0) expect(seeds.addWorkingDays(from, counted) <= to).toBe(true);
      }),
    );
  });

  it('do not run on for ever where nobody ever works', () => {
    const idle = new WorkingCalendar([], [hours('1900-01-01', [1, 2, 3, 4, 5], { morning: null, afternoon: null })]);
    expect(() => idle.latest().nextWorkingDay('2024-01-01')).toThrow(RangeError);
    expect(() => addWorkingMinutes(idle.latest(), at('2024-01-01', '09:00'), 1)).toThrow(RangeError);
  });
});

describe('rows', () => {
  const swap = [
    row('2025-12-26', 'off', { announcedAt: at('2025-12-22', '10:00') }),
    row('2025-12-27', 'working', { announcedAt: at('2025-12-22', '10:00') }),
  ];

  it('count from the instant of their announcement, that instant included', () => {
    const calendar = new WorkingCalendar(swap);
    expect(calendar.knownAt(at('2025-12-22', '09:59:59')).isWorkingDay('2025-12-26')).toBe(true);
    expect(calendar.knownAt(at('2025-12-22', '10:00')).isWorkingDay('2025-12-26')).toBe(false);
    expect(calendar.knownAt(at('2025-12-22', '10:00')).isWorkingDay('2025-12-27')).toBe(true);
  });

  it('give one and the same view between two announcements', () => {
    const calendar = new WorkingCalendar(swap);
    expect(calendar.knownAt(at('2025-12-23', '00:00'))).toBe(calendar.knownAt(at('2030-01-01', '00:00')));
    expect(calendar.knownAt(at('2025-12-01', '00:00'))).toBe(calendar.knownAt(at('1990-01-01', '00:00')));
    expect(calendar.knownAt(at('2025-12-23', '00:00'), 'a unit without rows')).toBe(calendar.latest());
  });

  it('are taken back by a later announcement, in whatever order they are listed', () => {
    const back = row('2025-12-26', 'working', { announcedAt: at('2025-12-24', '08:00') });
    for (const rows of [
      [...swap, back],
      [back, ...swap],
    ]) {
      const calendar = new WorkingCalendar(rows);
      expect(calendar.knownAt(at('2025-12-23', '00:00')).isWorkingDay('2025-12-26')).toBe(false);
      expect(calendar.knownAt(at('2025-12-24', '08:00')).isWorkingDay('2025-12-26')).toBe(true);
    }
  });

  it('of one unit are its own, and stand over the general ones', () => {
    const calendar = new WorkingCalendar([
      row('2024-06-03', 'off', { unit: '26080' }),
      row('2024-06-04', 'off', { announcedAt: at('2024-06-01', '08:00') }),
      row('2024-06-04', 'working', { unit: '26080' }),
    ]);
    const days = ['2024-06-03', '2024-06-04'];
    expect(days.map((day) => calendar.latest('26080').isWorkingDay(day))).toEqual([false, true]);
    expect(days.map((day) => calendar.latest('26083').isWorkingDay(day))).toEqual([true, false]);
    expect(days.map((day) => calendar.latest().isWorkingDay(day))).toEqual([true, false]);
  });

  it('that are malformed are refused by name', () => {
    expect(() => new WorkingCalendar([row('2024-02-30', 'off')])).toThrow('2024-02-30');
    expect(() => new WorkingCalendar([row('2024-02-01', 'half' as 'off')])).toThrow(RangeError);
    expect(() => new WorkingCalendar([row('2024-02-01', 'off', { announcedAt: '2024-01-01' })])).toThrow(RangeError);
    const lunch = { morning: { from: '07:30', to: '13:30' } };
    expect(() => new WorkingCalendar([], [hours('2024-01-01', [1], lunch)])).toThrow(RangeError);
    expect(() => new WorkingCalendar([], [hours('2024-01-01', [0])])).toThrow(RangeError);
    expect(() => new WorkingCalendar([], [hours('2024-01-01', [1], { morning: { from: '9h', to: '11:00' } })])).toThrow(
      RangeError,
    );
  });

  it('tell the runs of days off', () => {
    expect(seeds.declaredOff('2024-02-01', '2024-05-31')).toEqual([
      { from: '2024-02-08', to: '2024-02-14' },
      { from: '2024-04-18', to: '2024-04-18' },
      { from: '2024-04-29', to: '2024-05-01' },
    ]);
    expect(seeds.declaredOff('2024-02-10', '2024-02-10')).toEqual([{ from: '2024-02-10', to: '2024-02-10' }]);
    expect(seeds.declaredOff('2024-02-15', '2024-02-14')).toEqual([]);
  });
});

describe('office hours', () => {
  it('leave the lunch break and the night out', () => {
    expect(workingMinutes(plain, at('2024-12-05', '11:00'), at('2024-12-05', '13:30'))).toBe(60);
    expect(workingMinutes(plain, at('2024-12-05', '16:30'), at('2024-12-06', '08:00'))).toBe(60);
    expect(workingMinutes(plain, at('2024-12-06', '16:30'), at('2024-12-09', '08:00'))).toBe(60);
    expect(workingMinutes(plain, at('2024-12-06', '16:30'), at('2024-12-06', '16:00'))).toBe(0);
  });

  it('are added by minutes, over hours, breaks and days, not as HHMM numbers', () => {
    expect(addWorkingMinutes(plain, at('2024-12-05', '09:45'), 30)).toBe(at('2024-12-05', '10:15'));
    expect(addWorkingMinutes(plain, at('2024-12-05', '11:00'), 60)).toBe(at('2024-12-05', '13:30'));
    expect(addWorkingMinutes(plain, at('2024-12-06', '16:45'), 30)).toBe(at('2024-12-09', '07:45'));
    expect(addWorkingMinutes(plain, at('2024-12-05', '17:20'), 60)).toBe(at('2024-12-06', '08:30'));
    expect(addWorkingMinutes(plain, at('2024-12-05', '12:10'), 60)).toBe(at('2024-12-05', '14:00'));
    expect(addWorkingMinutes(plain, at('2024-12-05', '07:30'), 480)).toBe(at('2024-12-05', '17:00'));
    expect(addWorkingMinutes(plain, at('2024-12-05', '22:00'), 0)).toBe(at('2024-12-05', '22:00'));
    expect(() => addWorkingMinutes(plain, at('2024-12-05', '09:00'), -1)).toThrow(RangeError);
  });

  it('open next', () => {
    expect(plain.openFrom(at('2024-12-06', '09:00'))).toBe(at('2024-12-06', '09:00'));
    expect(plain.openFrom(at('2024-12-06', '11:30'))).toBe(at('2024-12-06', '13:00'));
    expect(plain.openFrom(at('2024-12-06', '17:00'))).toBe(at('2024-12-09', '07:30'));
    expect(plain.openFrom(at('2024-12-07', '09:00'))).toBe(at('2024-12-09', '07:30'));
    expect(plain.closing('2024-12-06')).toBe(at('2024-12-06', '17:00'));
    expect(() => plain.closing('2024-12-07')).toThrow(RangeError);
  });

  it('may be a Saturday morning', () => {
    const calendar = new WorkingCalendar(
      [row('2024-12-14', 'off'), row('2024-12-21', 'working')],
      [hours('2024-12-01', [6], { afternoon: null })],
    ).latest();
    expect(calendar.isWorkingDay('2024-11-30')).toBe(false);
    expect(calendar.isWorkingDay('2024-12-07')).toBe(true);
    expect(calendar.closing('2024-12-07')).toBe(at('2024-12-07', '11:30'));
    expect(calendar.isWorkingDay('2024-12-14')).toBe(false);
    expect(calendar.closing('2024-12-21')).toBe(at('2024-12-21', '17:00'));
    expect(addWorkingMinutes(calendar, at('2024-12-07', '11:00'), 60)).toBe(at('2024-12-09', '08:00'));
    expect(workingMinutes(calendar, at('2024-12-06', '17:00'), at('2024-12-09', '07:30'))).toBe(240);
    expect(calendar.workingDaysBetween('2024-11-29', '2024-12-31')).toBe(22 + 3);
  });

  it('change on a day, per weekday and per unit, and the past keeps its own', () => {
    const calendar = new WorkingCalendar(
      [],
      [
        hours('2024-07-01', [1, 2, 3, 4, 5], { afternoon: { from: '13:30', to: '17:30' } }),
        hours('2024-07-01', [5], { unit: '26080', afternoon: { from: '13:00', to: '16:00' } }),
      ],
    );
    expect(calendar.latest().closing('2024-06-28')).toBe(at('2024-06-28', '17:00'));
    expect(calendar.latest().closing('2024-07-01')).toBe(at('2024-07-01', '17:30'));
    expect(calendar.latest('26080').closing('2024-07-05')).toBe(at('2024-07-05', '16:00'));
    expect(calendar.latest('26080').closing('2024-07-04')).toBe(at('2024-07-04', '17:30'));
    expect(workingMinutes(calendar.latest('26080'), at('2024-06-24', '00:00'), at('2024-07-08', '00:00'))).toBe(
      10 * 480 - 60,
    );
  });
});

describe('a calendar of many rows', () => {
  const start = '2024-01-01';
  const someDay = fc.integer({ min: 0, max: 60 }).map((n) => addDays(start, n));
  const dayRows = fc.array(fc.tuple(someDay, fc.constantFrom('off' as const, 'working' as const)), { maxLength: 12 });
  const hourRows = fc.array(
    fc.tuple(someDay, fc.subarray([1, 2, 3, 4, 5, 6, 7]), fc.constantFrom('16:00', '17:30', null)),
    { maxLength: 4 },
  );
  const moment = fc.integer({ min: -20_000, max: 110_000 }).map((n) => instant(toMs(at(start, '00:00')) + n * 60_000));

  it('sums office hours as a count minute by minute does', () => {
    fc.assert(
      fc.property(dayRows, hourRows, moment, fc.integer({ min: 0, max: 9000 }), (days, weeks, from, minutes) => {
        const view = new WorkingCalendar(
          days.map(([day, kind]) => row(day, kind)),
          weeks.map(([day, weekdays, to]) =>
            hours(day, weekdays, { afternoon: to === null ? null : { from: '13:00', to } }),
          ),
        ).latest();
        let counted = 0;
        for (let i = 0; i < minutes; i++) {
          const then = instant(toMs(from) + i * 60_000);
          const time = localTime(then);
          if (view.officeHours(localDay(then)).some((span) => span.from <= time && time < span.to)) counted++;
        }
        const to = instant(toMs(from) + minutes * 60_000);
        expect(workingMinutes(view, from, to)).toBe(counted);
        const due = addWorkingMinutes(view, from, counted);
        expect(due <= to).toBe(true);
        expect(workingMinutes(view, from, due)).toBe(counted);
      }),
      { numRuns: 60 },
    );
  });
});

describe('lateness', () => {
  it('begins after the due instant and counts the days begun since the due day', () => {
    const due = at('2024-04-26', '17:00');
    expect(seeds.lateness(due, due)).toEqual({ late: false, days: 0, workingDays: 0 });
    expect(seeds.lateness(due, at('2024-04-26', '17:00:01'))).toEqual({ late: true, days: 0, workingDays: 0 });
    expect(seeds.lateness(due, at('2024-05-01', '09:00'))).toEqual({ late: true, days: 5, workingDays: 0 });
    expect(seeds.lateness(due, at('2024-05-06', '09:00'))).toEqual({ late: true, days: 10, workingDays: 4 });
  });

  it('is answered at once over thousands of years', () => {
    expect(seeds.lateness(at('2024-01-02', '17:00'), at('9999-12-31', '09:00')).workingDays).toBeGreaterThan(2_000_000);
  });
});

describe('the seeds', () => {
  it('make every swap whole: a weekday off that is made up is made up on one Saturday', () => {
    const madeUp = seedDays().filter((day) => day.kind === 'working');
    expect(madeUp.map((day) => day.day)).toEqual(['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22']);
    expect(madeUp.every((day) => weekday(day.day) === 6)).toBe(true);
    expect(seedDays().filter((day) => day.note.startsWith('Hoán đổi')).length).toBe(madeUp.length);
  });

  it.each([
    [2023, 260, 11, 0],
    [2024, 262, 12, 1],
    [2025, 261, 12, 1],
    [2026, 261, 14, 2],
  ])('leave of the weekdays of %i, %i, all but %i, and add %i Saturdays', (year, weekdays, off, madeUp) => {
    expect(seeds.workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`)).toBe(weekdays - off + madeUp);
  });

  it('were announced before the day that they change', () => {
    expect(seedDays().filter((day) => localDay(day.announcedAt) >= day.day)).toEqual([]);
  });

  it('did not know the swap of 29/4/2024 on 12/4/2024 in the morning', () => {
    const calendar = seedCalendar();
    expect(calendar.knownAt(at('2024-04-12', '09:00')).isWorkingDay('2024-04-29')).toBe(true);
    expect(calendar.knownAt(at('2024-04-12', '18:00')).isWorkingDay('2024-04-29')).toBe(false);
  });
});
