import { SingleBar } from 'cli-progress';

export interface Bar {
  update(done: number, total: number): void;
  stop(): void;
}

/** A progress bar on standard error; where that is no terminal, a line every now and then. */
export function progressBar(what: string): Bar {
  const bar = new SingleBar({
    format: `${what} {bar} {percentage} % ({value}/{total})`,
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 5_000,
    hideCursor: true,
  });
  bar.start(1, 0);
  return {
    update: (done, total) => {
      bar.setTotal(Math.max(total, 1));
      bar.update(Math.min(done, total));
    },
    stop: () => bar.stop(),
  };
}
