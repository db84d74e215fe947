import { addDays, type Clock, type Instant, type LocalDay, localDay, type ReferenceData } from '#domain';
import type { HealthIndicator, Logger } from '#platform';
import type { ReferenceStore } from './reference.store.js';

/** From how many days before its end on a calendar is said to end. */
const SAID_DAYS = 60;

export interface CalendarEnd {
  /** the last day whose days off are announced; null: no calendar is there */
  announcedUntil: LocalDay | null;
  /** what is to be done about it, in one sentence; null where promises do not reach that far yet */
  warning: string | null;
}

/** How far the announced days off reach: promises that go further are provisional. */
export function calendarEnd(data: ReferenceData, now: Instant): CalendarEnd {
  const { announcedUntil } = data.calendar;
  if (announcedUntil === null) return { announcedUntil, warning: 'There is no calendar: seed calendar.csv.' };
  const ends = announcedUntil <= addDays(localDay(now), SAID_DAYS);
  const year = Number(announcedUntil.slice(0, 4)) + 1;
  const warning =
    `The calendar ends on ${announcedUntil}: due instants beyond know only the fixed holidays of the law and are ` +
    `provisional. Seed the days off of ${year}.`;
  return { announcedUntil, warning: ends ? warning : null };
}

/** Shown by the health page. Neither a calendar that ends nor one that cannot be read makes anybody unready. */
export const calendarIndicator = (reference: ReferenceStore, clock: Clock): HealthIndicator => ({
  name: 'calendar',
  check: async () => {
    const data = await reference.data().catch(() => null);
    if (data === null) return { up: true, detail: { warning: 'The calendar could not be read.' } };
    const { announcedUntil, warning } = calendarEnd(data, clock.now());
    return { up: true, detail: { announcedUntil, ...(warning === null ? {} : { warning }) } };
  },
});

/** A line of the log at start-up where the calendar ends soon. */
export async function warnOfCalendarEnd(reference: ReferenceStore, clock: Clock, logger: Logger): Promise<void> {
  const { warning, announcedUntil } = calendarEnd(await reference.data(), clock.now());
  if (warning !== null) logger.warn({ announcedUntil }, warning);
}
