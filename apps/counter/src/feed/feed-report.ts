import type { BatchReport, MessageReport } from '#application';
import type { Fault } from '#domain';
import { pointer } from '#platform';
import { FEED_REASON_TEXTS, FEED_TEXTS, REASON_TEXTS, say } from '../texts.vi.js';
import type { FeedFaultDto, FeedReportDto } from './feed.dto.js';

/** A fault of a feed message in words. */
export const sayFault = ({ fault, reason = '', values }: Fault): string =>
  say(FEED_TEXTS[fault], { ...values, reason: REASONS[reason] ?? reason });

const REASONS: Record<string, string | undefined> = { ...REASON_TEXTS, ...FEED_REASON_TEXTS };

function faultOf(index: number, fault: Fault): FeedFaultDto {
  const steps = fault.field?.split('/') ?? [];
  return { pointer: pointer('data', index, ...steps), code: fault.fault, detail: sayFault(fault) };
}

const inWords = ({ index, code, faults }: MessageReport) => ({
  index,
  code,
  faults: faults.map((fault) => faultOf(index, fault)),
});

/** What became of a batch, in words. */
export const reportOf = (report: BatchReport): FeedReportDto => ({
  ...report,
  refused: report.refused.map(inWords),
  defects: report.defects.map(inWords),
});
