import { hasCodeShape } from '#domain';
import { OperatorError } from '#platform';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import { importFile, type ImportReport, type LineReport } from '../import-file.js';
import { progressBar } from '../progress-bar.js';
import type { Status } from '../program.js';

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
  return withSystem(globals, async ({ application, clock, readers }) => {
    const reports: ImportReport[] = [];
    const lines: (LineReport & { file: string })[] = [];
    const faults: string[] = [];
    await application.messages.startImport(options.source, clock.now());
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
                fault: (report) => lines.push({ file, ...report }),
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
      await application.messages.endImport(options.source, clock.now());
    }
    await readers.catchUp();
    const sweep = await application.deadlines.sweep();
    await readers.catchUp();
    for (const fault of faults) say(fault);
    for (const line of lines) say(sentence(line));
    for (const report of reports) say(summary(report));
    say(`The clock asked ${sweep.asked} dossiers; ${sweep.becameOverdue} had become overdue.`);
    if (options.json) print({ files: reports, lines, sweep });
    return faults.length > 0 || reports.some(({ refused }) => Object.keys(refused).length > 0) ? 1 : 0;
  });
}

function sentence({ file, line, message, code, kept, faults }: LineReport & { file: string }): string {
  const where = `${file}:${line}${message === null ? '' : ` message ${message}`}${code ? ` ${code}` : ''}`;
  const what = faults.map(({ fault, field, reason }) => [fault, field, reason].filter(Boolean).join(' ')).join(', ');
  return `${where}: ${kept ? 'taken, but' : 'kept aside:'} ${what}`;
}

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
