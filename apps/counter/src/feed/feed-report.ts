import type { BatchReport, MessageReport } from '#application';
import type { Fault } from '#domain';
import { pointer } from '#platform';
import { FEED_REASON_TEXTS, FEED_TEXTS, REASON_TEXTS, say } from '../texts.vi.js';
import { firstOf, MORE_FAULTS } from '../problems/problems.js';
import type { FeedFaultDto, FeedMessageDto, FeedReportDto } from './feed.dto.js';

/** A fault of a feed message in words. */
export const sayFault = ({ fault, reason = '', values }: Fault): string =>
  say(FEED_TEXTS[fault], { ...values, reason: REASONS[reason] ?? reason });

const REASONS: Record<string, string | undefined> = { ...REASON_TEXTS, ...FEED_REASON_TEXTS };

function faultOf(index: number, fault: Fault): FeedFaultDto {
  const steps = fault.field?.split('/') ?? [];
  return { pointer: pointer('data', index, ...steps), code: fault.fault, detail: sayFault(fault) };
}

/** Most messages that each list of a report tells of, and most faults of one of them. */
export const MOST_MESSAGES_TOLD = 500;
export const MOST_FAULTS_TOLD = 20;

function inWords({ index, code, faults }: MessageReport): FeedMessageDto {
  const all = faults.map((fault) => faultOf(index, fault));
  const more = (detail: string): FeedFaultDto => ({ pointer: pointer('data', index), code: MORE_FAULTS, detail });
  return { index, code, faults: firstOf(all, MOST_FAULTS_TOLD, more) };
}

const first = (messages: MessageReport[]): FeedMessageDto[] => messages.slice(0, MOST_MESSAGES_TOLD).map(inWords);

/** What became of a batch, in words: bounded, however much was wrong with it. */
export const reportOf = ({ refused, defects, ...counts }: BatchReport): FeedReportDto => ({
  ...counts,
  refusedMessages: refused.length,
  defectMessages: defects.length,
  refused: first(refused),
  defects: first(defects),
});
