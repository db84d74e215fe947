import {
  dayText,
  type DueStep,
  explainDue,
  type Instant,
  instantText,
  localDay,
  localTime,
  timeText,
  type WorkingCalendar,
} from '#domain';
import type { StandingDue } from './walk.js';

const GROUNDS: Record<string, string> = {
  law: 'theo quy định mới',
  calendar: 'theo lịch làm việc thay đổi',
  reckoned: 'tính lại',
  stated: 'nơi gửi ấn định',
  none: 'không nêu căn cứ',
};

const stepsOf = ({ due }: StandingDue): readonly DueStep[] => (due.steps ?? []) as DueStep[];

/** A due instant that only moves the one before it; what came earlier belongs to its reckoning. */
const isShift = (standing: StandingDue): boolean =>
  standing.due.basis === 'computed' && (stepsOf(standing).length === 0 || stepsOf(standing)[0]!.kind === 'paused');

/** How the last of these due instants came about, in one Vietnamese sentence, local time. Empty where there is none. */
export function dueSentence(dues: readonly StandingDue[], calendar: WorkingCalendar): string {
  let first = dues.length - 1;
  while (first > 0 && isShift(dues[first]!)) first -= 1;
  const chain = dues.slice(Math.max(first, 0));
  const [start] = chain;
  if (!start) return '';
  if (start.due.basis === 'computed' && stepsOf(start).length > 0) return explainDue(allSteps(chain));
  const moves = allSteps(chain.slice(1));
  return [startSentence(start, calendar), moves.length > 0 ? explainDue(moves) : ''].filter(Boolean).join('; ');
}

/** Each step once: what is moved keeps the steps that were there, unless it was recorded before it did. */
function allSteps(chain: readonly StandingDue[]): readonly DueStep[] {
  let all: readonly DueStep[] = [];
  for (const standing of chain) {
    const own = stepsOf(standing);
    const isWhole = JSON.stringify(own.slice(0, all.length)) === JSON.stringify(all);
    all = isWhole ? own : [...all, ...own];
  }
  return all;
}

function startSentence({ fact, due, unit }: StandingDue, calendar: WorkingCalendar): string {
  if (fact.type === 'DueDateChanged')
    return `đổi hạn (${GROUNDS[fact.data.ground] ?? fact.data.ground}) → ${instantText(due.at)}`;
  const given = dueText(due.at, calendar, fact.recordedAt, unit);
  if (due.basis !== 'stated') return `hẹn trả ${given}`;
  if (fact.type === 'Supplemented') return `ấn định khi nhận bổ sung: hẹn trả ${given}`;
  if (fact.type === 'Reopened') return `ấn định khi giải quyết lại: hẹn trả ${given}`;
  return `nơi tiếp nhận ghi hẹn trả ${given}`;
}

/** A day that was stated without a time is due when its office closes: true of both, so it is said of both. */
function dueText(at: Instant, calendar: WorkingCalendar, known: Instant, unit: string | null): string {
  const closing = calendar.knownAt(known, unit).usualClosing(localDay(at));
  return at === closing
    ? `ngày ${dayText(localDay(at))}, đến hết giờ làm việc (${timeText(localTime(at))})`
    : instantText(at);
}
