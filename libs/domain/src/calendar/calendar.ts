import { CalendarView, type DayHours, type Era, ordinaryHours, type Span } from './calendar-view.js';
import { fixedHolidays } from './fixed-holidays.js';
import { dayNumber, minutesOf, parseDay, parseInstant, type Instant, type LocalDay } from './time.js';

export type { CalendarView, DayRange, Lateness } from './calendar-view.js';

/**
 * One day that differs from the ordinary week. It counts from the instant on which it was announced: a question asked
 * "as known at" an earlier instant does not see it.
 */
export interface DayRow {
  day: LocalDay;
  /** 'off': holiday or other day off; 'working': a made-up Saturday, or the withdrawal of a day off. */
  kind: 'off' | 'working';
  /** null: for everybody; else the one unit whose day it is (the very text that is asked with; not interpreted). */
  unit: string | null;
  announcedAt: Instant;
  note: string;
}

/** From 'HH:mm' to 'HH:mm', local time. */
export interface TimeSpan {
  from: string;
  to: string;
}

/**
 * Office hours of some weekdays from a day on, until a later row for the same weekday. A weekday without hours is off:
 * Saturday and Sunday have none unless a row gives them some.
 */
export interface OfficeHoursRow {
  from: LocalDay;
  /** 1 = Monday … 7 = Sunday */
  weekdays: readonly number[];
  morning: TimeSpan | null;
  afternoon: TimeSpan | null;
  unit: string | null;
  announcedAt: Instant;
}

/** Monday to Friday 07:30–11:30 and 13:00–17:00: what holds where no row says otherwise (domain.md, "The clock"). */
export const DEFAULT_OFFICE_HOURS: OfficeHoursRow = {
  from: '1900-01-01',
  weekdays: [1, 2, 3, 4, 5],
  morning: { from: '07:30', to: '11:30' },
  afternoon: { from: '13:00', to: '17:00' },
  unit: null,
  announcedAt: '1900-01-01T00:00:00.000Z',
};

interface Scope {
  days: readonly DayRow[];
  hours: readonly OfficeHoursRow[];
  /** the instants at which something was announced, ascending, each once */
  announced: readonly Instant[];
  /** views[i]: what is known after the first i announcements; made when first asked for */
  views: (CalendarView | undefined)[];
}

/**
 * The working calendar as rows of data. Ask it for a view (`knownAt`), and the view for days and hours.
 * For one day a unit's own row stands over the general one, then the later announcement over the earlier, then the
 * later row of the list. For a weekday's hours likewise, with the later `from` first. Beyond the last year for which days
 * are known the fixed holidays of the law are off.
 */
export class WorkingCalendar {
  private readonly scopes = new Map<string | null, Scope>();
  private readonly general: Scope;

  /** Throws RangeError naming the first row that is malformed. */
  constructor(
    private readonly days: readonly DayRow[],
    hours: readonly OfficeHoursRow[] = [],
  ) {
    days.forEach(checkDayRow);
    hours.forEach(checkHoursRow);
    this.hours = [DEFAULT_OFFICE_HOURS, ...hours];
    this.general = this.scopeOf(null);
    for (const { unit } of [...days, ...hours]) {
      if (unit !== null && !this.scopes.has(unit)) this.scopes.set(unit, this.scopeOf(unit));
    }
  }

  private readonly hours: readonly OfficeHoursRow[];

  /**
   * The calendar as it was known at an instant (rows announced by then, that instant included), for a unit with its
   * local days or for everybody. Cheap: the same view comes back for all instants between two announcements.
   */
  knownAt(at: Instant, unit: string | null = null): CalendarView {
    const scope = (unit === null ? undefined : this.scopes.get(unit)) ?? this.general;
    let known = 0;
    let end = scope.announced.length;
    while (known < end) {
      const middle = (known + end) >> 1;
      if (scope.announced[middle]! <= at) known = middle + 1;
      else end = middle;
    }
    return (scope.views[known] ??= build(scope, scope.announced[known - 1] ?? ''));
  }

  /** The last day of the last year for which days were announced for everybody; null: no year was. */
  get announcedUntil(): LocalDay | null {
    return lastAnnounced(this.days);
  }

  /** The calendar with every row, whenever it was announced. */
  latest(unit: string | null = null): CalendarView {
    return this.knownAt('9999-12-31T16:59:59.999Z', unit);
  }

  private scopeOf(unit: string | null): Scope {
    const mine = (row: { unit: string | null }): boolean => row.unit === null || row.unit === unit;
    const days = this.days.filter(mine);
    const hours = this.hours.filter(mine);
    const announced = [...new Set([...days, ...hours].map((row) => row.announcedAt))].sort();
    return { days, hours, announced, views: [] };
  }
}

function build(scope: Scope, knownAt: Instant): CalendarView {
  const known = (row: { announcedAt: Instant }): boolean => row.announcedAt <= knownAt;
  const eras = erasOf(scope.hours.filter((row) => known(row) || row === DEFAULT_OFFICE_HOURS));
  const days = new Map<number, DayRow>();
  for (const row of scope.days.filter(known)) {
    const number = dayNumber(row.day);
    const standing = days.get(number);
    if (standing === undefined || outranks(row, standing)) days.set(number, row);
  }
  const declared = [...days].map(([number, { kind }]) => ({ number, kind }));
  const until = lastAnnounced(scope.days.filter(known));
  if (until === null) return new CalendarView(eras, declared);
  const isRest = (number: number): boolean => {
    const own = days.get(number);
    return own ? own.kind === 'off' : ordinaryHours(eras, number).minutes === 0;
  };
  const provisional = fixedHolidays(Number(until.slice(0, 4)), isRest)
    .filter((number) => !days.has(number))
    .map((number) => ({ number, kind: 'off' as const }));
  return new CalendarView(eras, [...declared, ...provisional], until);
}

function lastAnnounced(rows: readonly DayRow[]): LocalDay | null {
  let year = '';
  for (const row of rows) if (row.unit === null && row.day > year) year = row.day.slice(0, 4);
  return year === '' ? null : `${year}-12-31`;
}

function outranks(row: DayRow, standing: DayRow): boolean {
  if ((row.unit === null) !== (standing.unit === null)) return row.unit !== null;
  return row.announcedAt >= standing.announcedAt;
}

/** The weeks of office hours, each from the day on which some row begins. */
function erasOf(rows: readonly OfficeHoursRow[]): Era[] {
  const starts = [...new Set(rows.map((row) => row.from))].sort();
  return starts.map((start) => {
    const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
      const inForce = hoursOn(rows, weekday, start);
      return inForce === null ? { spans: [], minutes: 0 } : hoursOf(inForce);
    });
    return { from: dayNumber(start), week };
  });
}

/** The row that says a weekday's hours on a day: of rows for everybody and for one unit. null: none does, it is off. */
export const hoursOn = (rows: readonly OfficeHoursRow[], weekday: number, on: LocalDay): OfficeHoursRow | null =>
  rows
    .filter((row) => row.from <= on && row.weekdays.includes(weekday))
    .reduce<OfficeHoursRow | null>((best, row) => (best === null || hoursOutrank(row, best) ? row : best), null);

function hoursOutrank(row: OfficeHoursRow, standing: OfficeHoursRow): boolean {
  if ((row.unit === null) !== (standing.unit === null)) return row.unit !== null;
  if (row.from !== standing.from) return row.from > standing.from;
  return row.announcedAt >= standing.announcedAt;
}

function hoursOf(row: OfficeHoursRow): DayHours {
  const spans = [row.morning, row.afternoon]
    .filter((span) => span !== null)
    .map((span): Span => ({ from: minutesOf(span.from), to: minutesOf(span.to) }));
  return { spans, minutes: spans.reduce((sum, span) => sum + span.to - span.from, 0) };
}

function checkDayRow(row: DayRow): void {
  const good =
    parseDay(row.day) !== null && (row.kind === 'off' || row.kind === 'working') && isCanonical(row.announcedAt);
  if (!good) throw new RangeError(`not a calendar day: ${JSON.stringify(row)}`);
}

function checkHoursRow(row: OfficeHoursRow): void {
  const { spans } = hoursOf(row);
  const ordered = spans.every((span, i) => span.from < span.to && (i === 0 || spans[i - 1]!.to <= span.from));
  const weekdays = row.weekdays.every((weekday) => Number.isInteger(weekday) && weekday >= 1 && weekday <= 7);
  if (parseDay(row.from) === null || !isCanonical(row.announcedAt) || !ordered || !weekdays) {
    throw new RangeError(`not a row of office hours: ${JSON.stringify(row)}`);
  }
}

const isCanonical = (at: Instant): boolean => parseInstant(at) === at;
