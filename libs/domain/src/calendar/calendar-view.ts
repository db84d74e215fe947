import {
  MINUTE_MS,
  dayFromNumber,
  dayNumber,
  instantOnDay,
  localDay,
  localMs,
  weekdayOfNumber,
  type Instant,
  type LocalDay,
} from './time.js';

/** Minutes since local midnight, `from` < `to`. */
export interface Span {
  from: number;
  to: number;
}

/** Office hours of a day; no span: off. `minutes` is their sum. */
export interface DayHours {
  spans: readonly Span[];
  minutes: number;
}

/** The week of office hours from a day (its number) on: index 0 = Monday. The first one also holds for all days before. */
export interface Era {
  from: number;
  week: readonly DayHours[];
}

/** First and last day of a run of days, both included. */
export interface DayRange {
  from: LocalDay;
  to: LocalDay;
}

/** How late an end is: 0 and 0 when it is not, and also when it is late within the day on which it was due. */
export interface Lateness {
  late: boolean;
  /** local days begun after the due day */
  days: number;
  /** working days among them */
  workingDays: number;
}

const OFF: DayHours = { spans: [], minutes: 0 };
const LAST_DAY = dayNumber('9999-12-31');

/** A running sum of a weekly pattern: sum(n) counts from a fixed Monday through day n, also below zero. */
interface Weekly {
  perWeek: number;
  /** through[i]: sum of the first i days of the week */
  through: readonly number[];
}

/**
 * The calendar as known at one instant. Days are `LocalDay`, instants UTC; all reckoning is in local time (UTC+7).
 * Immutable; counting between two days or instants takes the same time however far apart they lie.
 */
export class CalendarView {
  private readonly declared = new Map<number, { kind: 'off' | 'working'; hours: DayHours }>();
  private readonly dayCounts: Weekly[];
  private readonly minuteCounts: Weekly[];
  /** Declared days in order, with the sums of what they add to (or take from) the ordinary week. */
  private readonly exceptions: { number: number; days: number; minutes: number }[] = [];
  /** Per era what to add so that the sums run on across its beginning. */
  private readonly offsets: { days: number; minutes: number }[] = [];

  /** For `WorkingCalendar`: eras ascending (at least one), each declared day once. */
  constructor(
    private readonly eras: readonly Era[],
    declared: readonly { number: number; kind: 'off' | 'working' }[],
    /** the last day whose days off are announced: what lies beyond is provisional; null: nothing tells */
    readonly announcedUntil: LocalDay | null = null,
  ) {
    this.dayCounts = eras.map((era) => weekly(era.week.map((hours) => (hours.minutes > 0 ? 1 : 0))));
    this.minuteCounts = eras.map((era) => weekly(era.week.map((hours) => hours.minutes)));
    for (const [i, era] of eras.entries()) {
      const before = era.from - 1;
      this.offsets.push(
        i === 0
          ? { days: 0, minutes: 0 }
          : {
              days: this.offsets[i - 1]!.days + sum(this.dayCounts[i - 1]!, before) - sum(this.dayCounts[i]!, before),
              minutes:
                this.offsets[i - 1]!.minutes +
                sum(this.minuteCounts[i - 1]!, before) -
                sum(this.minuteCounts[i]!, before),
            },
      );
    }
    let days = 0;
    let minutes = 0;
    for (const { number, kind } of [...declared].sort((a, b) => a.number - b.number)) {
      const ordinary = this.ordinary(number);
      const hours = kind === 'off' ? OFF : this.hoursMadeWorking(number);
      this.declared.set(number, { kind, hours });
      days += Math.sign(hours.minutes) - Math.sign(ordinary.minutes);
      minutes += hours.minutes - ordinary.minutes;
      this.exceptions.push({ number, days, minutes });
    }
  }

  /** Office hours of a day, in minutes since local midnight; empty on a day off. */
  officeHours(day: LocalDay): readonly Span[] {
    return this.hours(dayNumber(day)).spans;
  }

  isWorkingDay(day: LocalDay): boolean {
    return this.hours(dayNumber(day)).minutes > 0;
  }

  /** The first working day after a day. Throws RangeError when there is none. */
  nextWorkingDay(day: LocalDay): LocalDay {
    return this.addWorkingDays(day, 1);
  }

  /** The day itself when it is a working day, else the next one: how a last day that is a day off rolls. */
  workingDayFrom(day: LocalDay): LocalDay {
    return this.isWorkingDay(day) ? day : this.nextWorkingDay(day);
  }

  /** The n-th working day after a day, which is itself not counted; before it when n is negative; 0: the day itself. */
  addWorkingDays(day: LocalDay, n: number): LocalDay {
    const step = Math.sign(n);
    let number = dayNumber(day);
    for (let left = Math.abs(n); left > 0;) {
      number += step;
      if (this.hours(number).minutes > 0) left--;
      if (Math.abs(number) > LAST_DAY) throw new RangeError(`no ${n} working days from ${day}`);
    }
    return dayFromNumber(number);
  }

  /** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
  workingDaysBetween(from: LocalDay, to: LocalDay): number {
    return this.through(dayNumber(to)).days - this.through(dayNumber(from)).days;
  }

  /** The end of office hours of a day. Throws RangeError on a day off. */
  closing(day: LocalDay): Instant {
    const number = dayNumber(day);
    const last = this.hours(number).spans.at(-1);
    if (last === undefined) throw new RangeError(`${day} is a day off`);
    return instantOnDay(number, last.to * MINUTE_MS);
  }

  /** The end of office hours of a day; of a day off, that of an ordinary working day. */
  usualClosing(day: LocalDay): Instant {
    const number = dayNumber(day);
    return instantOnDay(
      number,
      (this.hours(number).spans.at(-1) ?? this.hoursMadeWorking(number).spans.at(-1)!).to * MINUTE_MS,
    );
  }

  /** The instant itself within office hours (their end left out), else the next opening. */
  openFrom(at: Instant): Instant {
    const from = localMs(at);
    const today = dayNumber(localDay(at));
    for (const span of this.hours(today).spans) {
      if (from < span.to * MINUTE_MS) return instantOnDay(today, Math.max(from, span.from * MINUTE_MS));
    }
    const next = this.nextWorkingDay(localDay(at));
    return instantOnDay(dayNumber(next), this.officeHours(next)[0]!.from * MINUTE_MS);
  }

  /** Milliseconds of office hours between two instants; 0 when `to` is not after `from`. */
  workingMs(from: Instant, to: Instant): number {
    return to <= from ? 0 : this.workedUntil(to) - this.workedUntil(from);
  }

  /**
   * The instant at which that many milliseconds of office hours will have passed. Begun outside of them, they run from
   * the next opening; ended with the last minute of a day, the answer is the closing and not the next opening.
   * 0 gives the instant itself. Throws RangeError on a negative number.
   */
  addWorkingMs(at: Instant, ms: number): Instant {
    if (!(ms >= 0)) throw new RangeError(`not a length of time: ${ms}`);
    if (ms === 0) return at;
    let left = ms;
    let from = localMs(at);
    for (let number = dayNumber(localDay(at)); number <= LAST_DAY; number++, from = 0) {
      for (const span of this.hours(number).spans) {
        const start = Math.max(from, span.from * MINUTE_MS);
        const there = span.to * MINUTE_MS - start;
        if (there <= 0) continue;
        if (left <= there) return instantOnDay(number, start + left);
        left -= there;
      }
    }
    throw new RangeError(`no ${ms} ms of office hours after ${at}`);
  }

  /** How late `end` is against `due`, in local days and in working days. The due instant itself is in time. */
  lateness(due: Instant, end: Instant): Lateness {
    if (end <= due) return { late: false, days: 0, workingDays: 0 };
    const from = localDay(due);
    const to = localDay(end);
    return { late: true, days: dayNumber(to) - dayNumber(from), workingDays: this.workingDaysBetween(from, to) };
  }

  /** Runs of declared days off from the first to the last day, both included (ordinary weekends are not declared). */
  declaredOff(first: LocalDay, last: LocalDay): DayRange[] {
    const runs: { from: number; to: number }[] = [];
    for (const number of this.declaredWithin(first, last)) {
      if (this.hours(number).minutes > 0) continue;
      const run = runs.at(-1);
      if (run !== undefined && run.to === number - 1) run.to = number;
      else runs.push({ from: number, to: number });
    }
    return runs.map((run) => ({ from: dayFromNumber(run.from), to: dayFromNumber(run.to) }));
  }

  /** Saturdays and Sundays made working by a row, from the first to the last day, both included. */
  madeUp(first: LocalDay, last: LocalDay): LocalDay[] {
    return this.declaredWithin(first, last)
      .filter((number) => weekdayOfNumber(number) >= 6 && this.hours(number).minutes > 0)
      .map(dayFromNumber);
  }

  private declaredWithin(first: LocalDay, last: LocalDay): number[] {
    const to = dayNumber(last);
    const numbers: number[] = [];
    for (let i = this.exceptionsThrough(dayNumber(first) - 1); i < this.exceptions.length; i++) {
      const { number } = this.exceptions[i]!;
      if (number > to) break;
      numbers.push(number);
    }
    return numbers;
  }

  private hours(number: number): DayHours {
    return this.declared.get(number)?.hours ?? this.ordinary(number);
  }

  private ordinary(number: number): DayHours {
    return ordinaryHours(this.eras, number);
  }

  /** A made-up Saturday has the hours of an ordinary Monday, also where Saturdays have short hours of their own. */
  private hoursMadeWorking(number: number): DayHours {
    const own = this.ordinary(number);
    if (weekdayOfNumber(number) <= 5 && own.minutes > 0) return own;
    const { week } = this.eras[eraOf(this.eras, number)]!;
    return week.find((hours) => hours.minutes > 0) ?? own;
  }

  /** How many declared days lie on or before a day. */
  private exceptionsThrough(number: number): number {
    let low = 0;
    let high = this.exceptions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.exceptions[middle]!.number <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Working days and office minutes through a day, from a fixed day on: only differences mean something. */
  private through(number: number): { days: number; minutes: number } {
    const era = eraOf(this.eras, number);
    const offset = this.offsets[era]!;
    const declared = this.exceptions[this.exceptionsThrough(number) - 1];
    return {
      days: sum(this.dayCounts[era]!, number) + offset.days + (declared?.days ?? 0),
      minutes: sum(this.minuteCounts[era]!, number) + offset.minutes + (declared?.minutes ?? 0),
    };
  }

  private workedUntil(at: Instant): number {
    const number = dayNumber(localDay(at));
    const ms = localMs(at);
    let today = 0;
    for (const span of this.hours(number).spans) {
      today += Math.min(Math.max(ms - span.from * MINUTE_MS, 0), (span.to - span.from) * MINUTE_MS);
    }
    return this.through(number - 1).minutes * MINUTE_MS + today;
  }
}

function eraOf(eras: readonly Era[], number: number): number {
  let era = eras.length - 1;
  while (era > 0 && eras[era]!.from > number) era--;
  return era;
}

/** Office hours of a day by the week alone, whatever is declared for it. */
export const ordinaryHours = (eras: readonly Era[], number: number): DayHours =>
  eras[eraOf(eras, number)]!.week[weekdayOfNumber(number) - 1]!;

function weekly(week: readonly number[]): Weekly {
  const through = [0];
  for (const value of week) through.push(through.at(-1)! + value);
  return { perWeek: through[7]!, through };
}

function sum({ perWeek, through }: Weekly, number: number): number {
  const fromMonday = number + 3; // 1970-01-01 was a Thursday
  const weeks = Math.floor(fromMonday / 7);
  return weeks * perWeek + through[fromMonday - weeks * 7 + 1]!;
}
