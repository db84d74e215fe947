import type { Latency, Result } from './tally.js';

/** The result in words and numbers, for people. */
export function reportText(result: Result): string {
  const { latencyMs, acknowledgedMs, refused, errors } = result;
  const lines = [
    `${result.commands} commands in ${result.requests} requests, ${result.seconds} s`,
    `rate      ${result.wanted}/s wanted, ${result.achieved}/s answered`,
    `accepted  ${result.accepted}`,
    ...counts('refused', refused),
    ...counts('errors', errors),
    `latency from the scheduled instant, ms: ${figures(latencyMs)}`,
    ...(acknowledgedMs ? [`of it until the broker had the command: ${figures(acknowledgedMs)}`] : []),
  ];
  if (result.sentLateMs > 50) {
    lines.push(`This program itself sent up to ${result.sentLateMs} ms late: the machine is too busy for this rate.`);
  }
  return `${lines.join('\n')}\n`;
}

const figures = ({ p50, p90, p99, p999, max }: Latency): string =>
  `p50 ${p50}  p90 ${p90}  p99 ${p99}  p99.9 ${p999}  max ${max}`;

function counts(name: string, found: Record<string, number>): string[] {
  const entries = Object.entries(found);
  if (entries.length === 0) return [`${name.padEnd(9)} 0`];
  return entries.map(([what, n]) => `${name.padEnd(9)} ${n}  ${what}`);
}
