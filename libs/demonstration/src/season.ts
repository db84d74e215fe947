import { type CalendarView, dayNumber, type LocalDay, weekday } from '#domain';

/** New year's day of the lunar calendar: the weeks around it are unlike any others. */
const TET = ['2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06'].map(dayNumber);
/** January … December */
const MONTHS = [1.05, 0.95, 1.05, 0.98, 0.95, 1.02, 1.15, 1.35, 1.2, 0.98, 0.96, 0.95];
/** Monday … Sunday; on days off only online */
const WEEKDAYS = [1.25, 1.05, 0.98, 0.94, 0.88, 0.5, 0.5];
const WEEKEND_SHARE = 0.25;

/**
 * How much is filed on a day, against an ordinary working day: fewer around Tết, more before the school year, at the
 * ends of months, on Mondays and after days off. On a day off, the part that comes online.
 */
export function demand(day: LocalDay, calendar: CalendarView): number {
  const number = dayNumber(day);
  const ordinary = MONTHS[Number(day.slice(5, 7)) - 1]! * WEEKDAYS[weekday(day) - 1]! * aroundTet(number);
  if (!calendar.isWorkingDay(day)) return ordinary * WEEKEND_SHARE;
  return ordinary * (isMonthEnd(day, calendar) ? 1.15 : 1) * (isAfterHoliday(day, calendar) ? 1.3 : 1);
}

/** How far digitising and online work have come: they grow over the year 2024 of the plan. */
export function progress(day: LocalDay): number {
  const through = (dayNumber(day) - dayNumber('2024-01-01')) / 365;
  return 0.85 + 0.3 * Math.min(Math.max(through, 0), 1);
}

function aroundTet(number: number): number {
  for (const tet of TET) {
    const days = number - tet;
    if (days >= -5 && days <= 4) return 0.4;
    if (days >= -10 && days < -5) return 0.7;
    if (days >= -25 && days < -10) return 1.15;
    if (days > 4 && days <= 12) return 0.7;
  }
  return 1;
}

const isMonthEnd = (day: LocalDay, calendar: CalendarView): boolean =>
  calendar.addWorkingDays(day, 3).slice(5, 7) !== day.slice(5, 7);

const isAfterHoliday = (day: LocalDay, calendar: CalendarView): boolean => {
  const before = calendar.addWorkingDays(day, -1);
  return dayNumber(day) - dayNumber(before) > (weekday(day) === 1 ? 3 : 1);
};
