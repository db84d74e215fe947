import { errorText } from '../faults/operator-error.js';

/** Something that runs until it is told to stop. */
export interface Running {
  /** Finishes the work in hand and gives everything back. */
  stop(): Promise<void>;
  /** Rejects when the program cannot go on (a crashed consumer): it then stops and ends with status 1. */
  failed?: Promise<never>;
}

/** How long `stop` may take before the process ends anyway. */
const STOP_LIMIT_MS = 30_000;

/**
 * The life of a program: start; on SIGINT or SIGTERM stop cleanly and end with status 0; on a second signal end at once with status 130.
 * A fault while starting or later is printed on standard error (an OperatorError as its sentence alone), and the status is 1.
 * @param start gets a signal that is aborted when the program is told to stop while it still starts; it may then reject with anything
 */
export function run(start: (signal: AbortSignal) => Promise<Running>): void {
  const abort = new AbortController();

  const end = async (status: number): Promise<void> => {
    const limit = setTimeout(() => {
      process.stderr.write(`Stopping took longer than ${STOP_LIMIT_MS / 1000} seconds; ended.\n`);
      process.exit(1);
    }, STOP_LIMIT_MS);
    limit.unref();
    try {
      await (await starting)?.stop();
    } catch (error) {
      process.stderr.write(`${errorText(error)}\n`);
      process.exit(1);
    }
    process.exit(status);
  };

  const fail = (error: unknown): void => {
    if (abort.signal.aborted) return; // told to stop already: this is how it answers
    process.stderr.write(`${errorText(error)}\n`);
    abort.abort();
    void end(1);
  };

  const onSignal = (): void => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
    void end(0);
  };

  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const starting = start(abort.signal).then(
    (running) => {
      running.failed?.catch(fail);
      return running;
    },
    (error: unknown) => fail(error),
  );
}
