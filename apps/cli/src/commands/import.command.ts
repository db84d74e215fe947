import { setTimeout as wait } from 'node:timers/promises';
import { hasCodeShape } from '#domain';
import { OperatorError } from '#platform';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import { importFile, type ImportReport, type LineReport } from '../import-file.js';
import { progressBar } from '../progress-bar.js';
import type { Status } from '../program.js';

/** So many messages with a fault are told one by one. */
const MOST_LINES = 10_000;

interface Options {
  source: string;
  json?: boolean;
}

export async function importFiles(globals: GlobalOptions, files: string[], options: Options): Promise<Status> {
  // it stands with every event of the file
  if (!hasCodeShape(options.source))
    throw new OperatorError(
      `--source is no code: 1 to 40 of letters, digits, . - / _ and no more than 8 digits in a row.`,
    );
  return withSystem(globals, async ({ application, readers }) => {
    const reports: ImportReport[] = [];
    const lines: (LineReport & { file: string })[] = [];
    let moreLines = 0;
    const faults: string[] = [];
    const lease = await application.imports.take(options.source);
    try {
      for (const file of files) {
        const bar = progressBar(file);
        try {
          reports.push(
            await importFile(
              application.feed,
              file,
              { source: options.source, door: 'file' },
              {
                progress: (bytes, total) => bar.update(bytes, total),
                fault: (report) => {
                  if (lines.length < MOST_LINES) lines.push({ file, ...report });
                  else moreLines += 1;
                },
              },
            ),
          );
        } catch (error) {
          if (!(error instanceof OperatorError)) throw error;
          faults.push(error.message);
        } finally {
          bar.stop();
        }
      }
    } finally {
      // where the database is away the lease runs out by itself; what went wrong before is what must be told
      await lease.end().catch(() => undefined);
    }
    await readers.catchUp();
    const other = await application.imports.settled(options.source, () => wait(250));
    const sweep = await application.deadlines.sweep();
    await readers.catchUp();
    for (const fault of faults) say(fault);
    for (const line of lines) say(sentence(line));
    if (moreLines > 0) say(`and ${moreLines} more with a fault: the counts below have them all.`);
    for (const report of reports) say(summary(report));
    if (other)
      say(`The source ${other.source} is still being imported by another process: its dossiers are asked afterwards.`);
    say(`The clock asked ${sweep.asked} dossiers; ${sweep.becameOverdue} had become overdue.`);
    if (options.json) print({ files: reports, lines, moreLines, sweep });
    return faults.length > 0 || reports.some(({ refused }) => Object.keys(refused).length > 0) ? 1 : 0;
  });
}

function sentence({ file, line, message, code, kept, faults }: LineReport & { file: string }): string {
  const where = `${file}:${line}${message === null ? '' : ` message ${message}`}${code ? ` ${code}` : ''}`;
  const what = faults
    .map(({ fault, field, reason, values }) =>
      [fault, field, reason, values && valuesOf(values)].filter(Boolean).join(' '),
    )
    .join(', ');
  return `${where}: ${kept ? 'taken, but' : 'kept aside:'} ${what}`;
}

const valuesOf = (values: object): string =>
  `(${Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')})`;

function summary(report: ImportReport): string {
  const { file, lines, messages, accepted, unchanged, events, refused, defects } = report;
  const list = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .map(([name, n]) => `${name} ${n}`)
      .join(', ') || 'none';
  return [
    `${file}: ${lines} lines, ${messages} messages, ${accepted} with news, ${unchanged} without, ${events} events`,
    `  kept aside: ${list(refused)}`,
    `  taken with a defect: ${list(defects)}`,
  ].join('\n');
}
