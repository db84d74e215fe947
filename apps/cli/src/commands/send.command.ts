import { isCallerName, itemsDoor } from '#apps/counter';
import { OperatorError } from '#platform';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import { progressBar } from '../progress-bar.js';
import type { Status } from '../program.js';
import { type LineFault, sendFile, type SendOptions, type SendReport } from '../send/send-file.js';
import { SUMMARY } from '../send/send.vi.js';

/** So many faults of a file are told one by one. */
const MOST_TOLD = 1_000;

export async function send(
  globals: GlobalOptions,
  files: string[],
  { json, ...options }: SendOptions & { json?: boolean },
): Promise<Status> {
  // it stands with every event of the file
  if (!isCallerName(options.source))
    throw new OperatorError(
      '--source is no name: 1 to 40 of letters, digits, . - _ and no more than 8 digits in a row.',
    );
  return withSystem(globals, async ({ application, readers }) => {
    const door = itemsDoor(application, 'file');
    const reports: (SendReport & { faults: number })[] = [];
    const lines: (LineFault & { file: string })[] = [];
    let isWrong = false;
    for (const file of files) {
      const bar = progressBar(file);
      let faults = 0;
      const told: string[] = [];
      try {
        const report = await sendFile(door, file, options, {
          progress: (done, total) => bar.update(done, total),
          fault: (fault) => {
            faults += 1;
            if (faults > MOST_TOLD) return;
            told.push(sentence(file, fault));
            lines.push({ file, ...fault });
          },
        });
        reports.push({ ...report, faults });
        isWrong ||= faults > 0 || report.stopped;
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        isWrong = true;
        told.push(error.message);
      } finally {
        bar.stop();
      }
      for (const each of told) say(each);
      if (faults > MOST_TOLD) say(SUMMARY.more(faults - MOST_TOLD));
    }
    for (const report of reports) say(summary(report));
    await readers.catchUp();
    if (json) print({ files: reports, lines });
    return isWrong ? 1 : 0;
  });
}

const sentence = (file: string, { line, place, about, text }: LineFault): string =>
  `${file}:${line}${place === null ? '' : `: ${place}`}${about === null ? '' : ` (${about})`}: ${text}`;

function summary({
  file,
  lines,
  done,
  repeated,
  refused,
  sent,
  stopped,
  faults,
}: SendReport & { faults: number }): string {
  if (!sent) return `${file}: ${SUMMARY.nothing(faults)}`;
  const told = SUMMARY.done(file, lines, done - repeated, repeated, refused);
  return stopped ? `${told}\n${SUMMARY.stopped}` : told;
}
