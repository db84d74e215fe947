import type { Result } from './tally.js';

/** The result in words and numbers, for people. */
export function reportText(result: Result): string {
  const { latencyMs: t, refused, errors } = result;
  const lines = [
    `${result.commands} commands in ${result.requests} requests, ${result.seconds} s`,
    `rate      ${result.wanted}/s wanted, ${result.achieved}/s answered`,
    `accepted  ${result.accepted}`,
    ...counts('refused', refused),
    ...counts('errors', errors),
    `latency from the scheduled instant, ms: p50 ${t.p50}  p90 ${t.p90}  p99 ${t.p99}  p99.9 ${t.p999}  max ${t.max}`,
  ];
  if (result.sentLateMs > 50) {
    lines.push(`This program itself sent up to ${result.sentLateMs} ms late: the machine is too busy for this rate.`);
  }
  return `${lines.join('\n')}\n`;
}

function counts(name: string, found: Record<string, number>): string[] {
  const entries = Object.entries(found);
  if (entries.length === 0) return [`${name.padEnd(9)} 0`];
  return entries.map(([what, n]) => `${name.padEnd(9)} ${n}  ${what}`);
}
