import { type IndexClock, instantText, lateByIndex, type Round, type Timeline } from '#domain';

/** What QĐ 766 (2.1) makes of a round, in words. */
export function indexSentence(t: Timeline, round: Round, index: IndexClock, now: string): string {
  const hasEnded = round.ending !== null;
  const waits = !hasEnded && index.standsSince !== null;
  const due =
    index.due === round.due?.at
      ? ''
      : `hạn ${instantText(index.due)} (giữ hạn đã hẹn, chỉ cộng thời gian chờ${waits ? ', chưa kể lần đang chờ' : ''}); `;
  return due + verdict(lateByIndex(t, round), index, hasEnded, now);
}

function verdict(lateAt: string | null, { secondRequestAt }: IndexClock, hasEnded: boolean, now: string): string {
  if (lateAt === null || (!hasEnded && lateAt >= now)) return hasEnded ? 'trong hạn' : 'chưa quá hạn';
  return lateAt === secondRequestAt
    ? `tính là quá hạn vì yêu cầu bổ sung quá một lần (lần thứ hai lúc ${instantText(secondRequestAt)})`
    : 'quá hạn';
}
