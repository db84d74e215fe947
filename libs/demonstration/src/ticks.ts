import {
  type CalendarView,
  dayFromNumber,
  DAY_MS,
  type Instant,
  instant,
  localDay,
  localTime,
  MINUTE_MS,
  toMs,
  type WorkingCalendar,
} from '#domain';
import { Random } from './random.js';

/** A moment at which the demonstration may do something; the same after a restart. */
export interface Tick {
  at: Instant;
  id: string;
}

/** The ticks after an instant, without end: every 2–10 seconds in office hours, some before and after, few at night. */
export function* ticks(after: Instant, calendar: WorkingCalendar): Generator<Tick> {
  for (let minute = Math.floor(toMs(after) / MINUTE_MS); ; minute++) {
    for (const second of secondsOf(minute, calendar.latest())) {
      const at = instant(minute * MINUTE_MS + second * 1000);
      if (at > after) yield { at, id: `demo:live:${at}` };
    }
  }
}

/** Whether counters are open. */
export const isOpenAt = (at: Instant, view: CalendarView): boolean => {
  const minute = localTime(at);
  return view.officeHours(localDay(at)).some((span) => span.from <= minute && minute < span.to);
};

function secondsOf(minute: number, view: CalendarView): number[] {
  const at = instant(minute * MINUTE_MS);
  const random = new Random(`demo:live:${at}`);
  if (!isOpenAt(at, view)) {
    const time = localTime(at);
    const chance = time >= 6 * 60 && time < 22 * 60 ? 0.4 : 0.04;
    return random.chance(chance) ? [random.int(0, 59)] : [];
  }
  const found: number[] = [];
  for (let second = random.int(0, 5); second < 58; second += random.int(2, 10)) found.push(second);
  return found;
}

/** Serial of a live dossier: seven digits from the time of day, out of reach of the seeded ones. */
export const liveSerial = (at: Instant): string => {
  const ms = toMs(at) + 7 * 60 * MINUTE_MS;
  return `9${instant(ms).slice(11, 19).replaceAll(':', '')}`;
};

/** yymmdd of the local day of an instant. */
export const compactDay = (at: Instant): string =>
  dayFromNumber(Math.floor((toMs(at) + 7 * 60 * MINUTE_MS) / DAY_MS))
    .slice(2)
    .replaceAll('-', '');
