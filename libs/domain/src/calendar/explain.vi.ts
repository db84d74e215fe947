import type { DayRange } from './calendar-view.js';
import type { CountedBecause, DueStep } from './limit.js';
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  listDays,
  localDay,
  localTime,
  timeText,
  weekday,
  type Instant,
  type LocalDay,
} from './time.js';

const WEEKDAYS = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];

/** Up to this many working days are named one by one; more than that, by the first and the last. */
const NAMED_DAYS = 5;

const BECAUSE: Record<CountedBecause, (afterHours: string | null) => string> = {
  'day-off': () => 'vì nhận vào ngày nghỉ',
  'after-hours': (afterHours) => `vì sau ${afterHours}`,
  'after-closing': () => 'vì đã hết giờ làm việc',
};

/**
 * The reckoning of a due instant as one Vietnamese sentence for the page, in local time. Days carry a year only where
 * it is not the year of the first step. Steps of `computeDue` may be followed by those of `shiftDue`.
 */
export function explainDue(steps: readonly DueStep[]): string {
  const year = firstDay(steps)?.slice(0, 4) ?? '';
  // said once, of the due instant that stands
  const last = steps.findLastIndex((step) => step.kind === 'provisional');
  const told = steps.filter((step, i) => step.kind !== 'provisional' || i === last);
  return told.map((step, i) => (i === 0 ? '' : separator(step)) + phrase(step, year)).join('');
}

/** What follows from the step before is drawn as an arrow; what is reckoned next stands after a semicolon. */
const separator = (step: DueStep): string => (step.kind === 'counted-as' || step.kind === 'due' ? ' → ' : '; ');

function phrase(step: DueStep, year: string): string {
  const day = (d: LocalDay): string => dayText(d, year);
  switch (step.kind) {
    case 'start':
      return `${step.of === 'received' ? 'nhận' : 'tính lại từ đầu lúc'} ${moment(step.at)} ${weekdayText(step.at, year)}`;
    case 'counted-as':
      return `tính là ngày ${day(step.day)} ${BECAUSE[step.because](step.afterHours)}${off(step.off, ', ', '')}`;
    case 'same-day':
      return 'giải quyết trong ngày';
    case 'working-days':
      return workingDays(step, day);
    case 'calendar-days':
      return `${step.n} ngày: đến ${day(step.last)}`;
    case 'months':
      return `${step.n} tháng: đến ${step.clamped ? 'ngày cuối tháng ' : ''}${day(step.last)}`;
    case 'hours':
      return `${step.n} giờ làm việc từ ${instantText(step.from, year)}${off(step.off, ' (', ')')}`;
    case 'rolled':
      return `${day(step.from)} là ngày nghỉ${off(step.off, ' (', ')')}, chuyển sang ${day(step.to)}`;
    case 'paused':
      return `dừng từ ${instantText(step.from, year)} đến ${instantText(step.to, year)}, lùi ${pauseText(step)}`;
    case 'provisional':
      return `tạm tính: lịch nghỉ mới công bố đến hết năm ${step.announcedUntil.slice(0, 4)}, sau đó chỉ trừ ngày nghỉ cố định theo luật`;
    case 'due':
      return instantText(step.at, year);
  }
}

function workingDays(step: Extract<DueStep, { kind: 'working-days' }>, day: (d: LocalDay) => string): string {
  const count = `${step.n} ngày làm việc`;
  const madeUp = (d: LocalDay): string => `${WEEKDAYS[weekday(d) - 1]} làm bù ${day(d)}`;
  const isOff = (d: LocalDay): boolean => step.off.some((range) => range.from <= d && d <= range.to);
  const working =
    step.n > NAMED_DAYS
      ? []
      : listDays(step.first, step.last).filter((d) => step.madeUp.includes(d) || (weekday(d) <= 5 && !isOff(d)));
  // They differ where an office works on Saturdays as a rule, which the step does not tell.
  if (working.length !== step.n) {
    const notes = [off(step.off, '', ''), ...step.madeUp.map(madeUp)].filter((note) => note !== '');
    return `${count}: từ ${day(step.first)} đến ${day(step.last)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  }
  const names = working.map((d) => (step.madeUp.includes(d) ? madeUp(d) : day(d)));
  return `${count}${off(step.off, ' (', ')')}: ${names.join(', ')}`;
}

/** 'nghỉ 29/4–1/5, 18/4' between two marks, or nothing. */
function off(ranges: readonly DayRange[], before: string, after: string): string {
  if (ranges.length === 0) return '';
  const short = (d: LocalDay): string => `${Number(d.slice(8))}/${Number(d.slice(5, 7))}`;
  const texts = ranges.map(({ from, to }) => (from === to ? short(from) : `${short(from)}–${short(to)}`));
  return `${before}nghỉ ${texts.join(', ')}${after}`;
}

function pauseText({ measure, ms }: Extract<DueStep, { kind: 'paused' }>): string {
  // Office hours are told in hours (8 make a working day); the other two in days of 24 hours.
  const days = measure === 'office-hours' ? 0 : Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms - days * DAY_MS) / HOUR_MS);
  const minutes = Math.floor((ms - days * DAY_MS - hours * HOUR_MS) / MINUTE_MS);
  const parts = [
    days > 0 ? `${days} ngày` : '',
    hours > 0 ? `${hours} giờ` : '',
    minutes > 0 ? `${minutes} phút` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return measure === 'calendar-days' ? '0 ngày' : '0 phút';
  return parts.join(' ') + (measure === 'calendar-days' ? '' : ' làm việc');
}

const moment = (at: Instant): string => timeText(localTime(at));

const weekdayText = (at: Instant, year: string): string =>
  `${WEEKDAYS[weekday(localDay(at)) - 1]} ${dayText(localDay(at), year)}`;

const instantText = (at: Instant, year: string): string => `${moment(at)} ngày ${dayText(localDay(at), year)}`;

const dayText = (day: LocalDay, year: string): string =>
  `${day.slice(8)}/${day.slice(5, 7)}${day.startsWith(year) ? '' : `/${day.slice(0, 4)}`}`;

function firstDay(steps: readonly DueStep[]): LocalDay | undefined {
  const [step] = steps;
  if (step === undefined) return undefined;
  if (step.kind === 'start' || step.kind === 'due') return localDay(step.at);
  return step.kind === 'paused' ? localDay(step.from) : undefined;
}
