import { type DayRow, ReferenceData } from '#domain';
import { calendarEnd, calendarIndicator, warnOfCalendarEnd } from './calendar-end.js';
import type { ReferenceStore } from './reference.store.js';

const day: DayRow = { day: '2026-09-02', kind: 'off', unit: null, announcedAt: '2019-11-20T10:00:00.000Z', note: '' };
const data = (days: DayRow[]) => new ReferenceData({ units: [], procedures: [], policies: [], days, hours: [] });
const store = (days: DayRow[]) => ({ data: async () => data(days) }) as unknown as ReferenceStore;
const clock = (now: string) => ({ now: () => now });

describe('the end of the calendar', () => {
  it('is said from 60 days before the last day of the last announced year on', () => {
    const until = (now: string) => calendarEnd(data([day]), now);
    expect(until('2026-10-31T16:59:59.999Z')).toEqual({ announcedUntil: '2026-12-31', warning: null });
    expect(until('2026-10-31T17:00:00.000Z').warning).toMatch(
      /^The calendar ends on 2026-12-31: .*Seed the days off of 2027\.$/,
    );
    expect(until('2031-01-01T00:00:00.000Z').warning).toMatch(/^The calendar ends on 2026-12-31/);
  });

  it('is said where there is no calendar for everybody', () => {
    const none = calendarEnd(data([{ ...day, unit: '26077@2019-06-01' }]), '2024-01-01T00:00:00.000Z');
    expect(none).toEqual({ announcedUntil: null, warning: 'There is no calendar: seed calendar.csv.' });
  });

  it('is shown by the health page, which stays ready', async () => {
    expect(await calendarIndicator(store([day]), clock('2026-12-01T00:00:00.000Z')).check()).toEqual({
      up: true,
      detail: { announcedUntil: '2026-12-31', warning: expect.stringContaining('The calendar ends') },
    });
    expect(await calendarIndicator(store([day]), clock('2026-01-01T00:00:00.000Z')).check()).toEqual({
      up: true,
      detail: { announcedUntil: '2026-12-31' },
    });
    const away = { data: () => Promise.reject(new Error('away')) } as unknown as ReferenceStore;
    expect(await calendarIndicator(away, clock('2026-01-01T00:00:00.000Z')).check()).toMatchObject({ up: true });
  });

  it('is a line of the log at start-up, and only then', async () => {
    const lines: unknown[] = [];
    const logger = { warn: (...line: unknown[]) => lines.push(line) } as never;
    await warnOfCalendarEnd(store([day]), clock('2026-01-01T00:00:00.000Z'), logger);
    expect(lines).toEqual([]);
    await warnOfCalendarEnd(store([day]), clock('2026-12-01T00:00:00.000Z'), logger);
    expect(lines).toEqual([[{ announcedUntil: '2026-12-31' }, expect.stringContaining('The calendar ends')]]);
  });
});
