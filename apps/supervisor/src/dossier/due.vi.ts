import { type DueStep, explainDue, type Instant, localDay, localTime, timeText } from '#domain';
import type { StandingDue } from './walk.js';

const GROUNDS: Record<string, string> = {
  law: 'theo quy định mới',
  calendar: 'theo lịch làm việc thay đổi',
  reckoned: 'tính lại',
  stated: 'nơi gửi ấn định',
  none: 'không nêu căn cứ',
};

const momentText = (at: Instant): string => {
  const day = localDay(at);
  return `${timeText(localTime(at))} ngày ${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
};

const stepsOf = ({ due }: StandingDue): readonly DueStep[] => (due.steps ?? []) as DueStep[];

/** A due instant that only moves the one before it; what came earlier belongs to its reckoning. */
const isShift = (standing: StandingDue): boolean =>
  standing.due.basis === 'computed' && (stepsOf(standing).length === 0 || stepsOf(standing)[0]!.kind === 'paused');

/** How the standing due instant came about, in one Vietnamese sentence, local time. Empty where there is none. */
export function dueSentence(dues: readonly StandingDue[]): string {
  let first = dues.length - 1;
  while (first > 0 && isShift(dues[first]!)) first -= 1;
  const chain = dues.slice(Math.max(first, 0));
  const [start] = chain;
  if (!start) return '';
  const steps = chain.flatMap((each) => [...stepsOf(each)]);
  if (start.due.basis === 'computed' && steps.length > 0) return explainDue(steps);
  const moves = chain.slice(1).flatMap((each) => [...stepsOf(each)]);
  return [startSentence(start), moves.length > 0 ? explainDue(moves) : ''].filter(Boolean).join('; ');
}

function startSentence({ fact, due }: StandingDue): string {
  if (fact.t === 'DueDateChanged')
    return `đổi hạn (${GROUNDS[fact.d.ground] ?? fact.d.ground}) → ${momentText(due.at)}`;
  if (due.basis === 'stated') return `nơi tiếp nhận ghi hẹn trả ${momentText(due.at)}`;
  return `hẹn trả ${momentText(due.at)}`;
}
