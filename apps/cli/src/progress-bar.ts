import { SingleBar } from 'cli-progress';

export interface Bar {
  /** @param note what else is told of it, after the numbers */
  update(done: number, total: number, note?: string): void;
  stop(): void;
}

/** A progress bar on standard error; where that is no terminal, a line every now and then. */
export function progressBar(what: string): Bar {
  const bar = new SingleBar({
    format: `${what} {bar} {percentage} % ({value}/{total}){note}`,
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 5_000,
    hideCursor: true,
  });
  bar.start(1, 0, { note: '' });
  return {
    update: (done, total, note) => {
      bar.setTotal(Math.max(total, 1));
      bar.update(Math.min(done, total), { note: note === undefined ? '' : ` ${note}` });
    },
    stop: () => bar.stop(),
  };
}
