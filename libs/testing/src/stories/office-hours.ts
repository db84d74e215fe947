import { dayFrom, dayOf, dayText, HOUR, type LocalDayNumber, onDay, sinceMidnight, weekday } from './local-time.js';

/** 07:30–11:30 and 13:00–17:00. */
const HALVES = [
  [7.5 * HOUR, 11.5 * HOUR],
  [13 * HOUR, 17 * HOUR],
] as const;
/** Days off that the law fixes; they stand where nothing has been announced yet. */
const FIXED = ['01-01', '04-30', '05-01', '09-02'];

export interface CalendarDay {
  readonly day: string;
  readonly kind: 'off' | 'working';
}

/** Working days and office hours, told by looking at one day after the other. */
export class OfficeHours {
  private readonly special: ReadonlyMap<LocalDayNumber, 'off' | 'working'>;
  /** Last day of the last year of which anything was announced. */
  private readonly announced: LocalDayNumber;

  constructor(days: readonly CalendarDay[]) {
    this.special = new Map(days.map(({ day, kind }) => [dayFrom(day), kind]));
    const lastYear =
      days
        .map(({ day }) => day.slice(0, 4))
        .sort()
        .at(-1) ?? '1999';
    this.announced = dayFrom(`${lastYear}-12-31`);
  }

  isWorking(day: LocalDayNumber): boolean {
    const said = this.special.get(day);
    if (said) return said === 'working';
    if (weekday(day) === 0 || weekday(day) === 6) return false;
    return day <= this.announced || !FIXED.includes(dayText(day).slice(5));
  }

  /** The day itself, or the first working day after it. */
  rolled(day: LocalDayNumber): LocalDayNumber {
    let at = day;
    while (!this.isWorking(at)) at += 1;
    return at;
  }

  plusWorkingDays(day: LocalDayNumber, count: number): LocalDayNumber {
    let at = day;
    for (let left = count; left > 0; left -= 1) at = this.rolled(at + 1);
    return at;
  }

  opening(day: LocalDayNumber): number {
    return onDay(day, HALVES[0][0]);
  }

  closing(day: LocalDayNumber): number {
    return onDay(day, HALVES[1][1]);
  }

  /** Office time between two instants. */
  between(from: number, to: number): number {
    let sum = 0;
    for (let day = dayOf(from); day <= dayOf(to); day += 1) {
      for (const [start, end] of this.halves(day)) sum += Math.max(0, Math.min(end, to) - Math.max(start, from));
    }
    return sum;
  }

  /** When so much office time has gone by; a limit that is used up at 11:30 ends at 11:30, not at 13:00. */
  after(from: number, officeTime: number): number {
    let left = officeTime;
    if (left <= 0) return from;
    for (let day = dayOf(from); ; day += 1) {
      for (const [start, end] of this.halves(day)) {
        const has = Math.max(0, end - Math.max(start, from));
        if (has >= left) return Math.max(start, from) + left;
        left -= has;
      }
    }
  }

  /** Counted from here on: a day off, or an hour past `lastHour`, counts as the opening of the next working day. */
  counted(from: number, lastHour: number | undefined): number {
    const day = dayOf(from);
    if (!this.isWorking(day)) return this.opening(this.rolled(day));
    return lastHour !== undefined && sinceMidnight(from) > lastHour ? this.opening(this.rolled(day + 1)) : from;
  }

  private halves(day: LocalDayNumber): (readonly [number, number])[] {
    return this.isWorking(day) ? HALVES.map(([start, end]) => [onDay(day, start), onDay(day, end)] as const) : [];
  }
}
