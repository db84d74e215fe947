import {
  type CalendarView,
  dayNumber,
  type Instant,
  instantOnDay,
  type LocalDay,
  localDay,
  MINUTE_MS,
  type WorkingCalendar,
} from '#domain';
import type { Random } from './random.js';

/** When people do things: in office hours at the counter, at any hour online. Times are local, instants UTC. */
export class OfficeTime {
  constructor(private readonly calendar: WorkingCalendar) {}

  view(at: Instant): CalendarView {
    return this.calendar.knownAt(at);
  }

  /** A moment in the office hours of a working day; mornings are busier, and the first hour of each half day. */
  atCounter(day: LocalDay, random: Random): Instant {
    const spans = this.calendar.latest().officeHours(day);
    const span = random.weighted(spans, (each) => (each.from < 12 * 60 ? 1.4 : 1));
    const into = Math.min(random.next(), random.next()) * (span.to - span.from) * MINUTE_MS;
    return instantOnDay(dayNumber(day), span.from * MINUTE_MS + Math.floor(into / 1000) * 1000);
  }

  /** A moment at which people file online: in office hours, in the evening, seldom at night. */
  online(day: LocalDay, random: Random): Instant {
    const [from, to] = random.weighted(ONLINE_HOURS, ([, , weight]) => weight);
    return instantOnDay(dayNumber(day), Math.floor(random.between(from, to) * 3600) * 1000);
  }

  /** The moment within office hours that many working minutes after an instant. */
  after(at: Instant, minutes: number): Instant {
    const view = this.calendar.latest();
    return view.addWorkingMs(view.openFrom(at), Math.max(1, Math.floor(minutes * 60)) * 1000);
  }

  /** Working minutes between two instants. */
  minutes(from: Instant, to: Instant): number {
    return this.calendar.latest().workingMs(from, to) / MINUTE_MS;
  }

  /** Shortly after the opening of the next working day. */
  nextMorning(at: Instant, random: Random): Instant {
    const day = this.calendar.latest().nextWorkingDay(localDay(at));
    return this.after(instantOnDay(dayNumber(day), 0), random.between(5, 60));
  }

  /** The end of office hours n working days after the day of an instant. */
  closingIn(at: Instant, days: number): Instant {
    const view = this.calendar.latest();
    return view.closing(view.addWorkingDays(localDay(at), days));
  }
}

/** [from, to, weight], local hours */
const ONLINE_HOURS = [
  [7.5, 11.5, 42],
  [11.5, 13, 6],
  [13, 17, 30],
  [17, 19, 6],
  [19, 23, 14],
  [23, 24, 1],
  [0, 7.5, 1],
] as const;

export const WORKING_DAY_MINUTES = 8 * 60;
