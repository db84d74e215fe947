import type { Sending } from './lives.js';
import type { Ending, Latency } from './tally.js';

/** By which name the system knows this program. */
export const CALLER = 'loadgen';
/** How it is called that patience was in vain. */
export const NO_ANSWER = 'no answer in time';

/** Where commands go in. Nothing rejects: that no answer came is an ending as well. */
export interface Door {
  /** @param due when it was due, on the clock of `performance.now` */
  single(sending: Sending, due: number): Promise<Ending>;
  /** One ending per command, in their order. */
  batch(sendings: readonly Sending[], due: number): Promise<Ending[]>;
  /** From when commands were due until they were taken over, where that comes before the decision. */
  acknowledgedMs?(): Latency;
  close(): void | Promise<void>;
}

/** The ending of a command that was refused, by its problem. */
export function refused(status: number, problem: unknown): Ending {
  const type = (problem as { type?: string } | null)?.type;
  return { kind: 'refused', what: `${status} ${type ?? 'without a problem'}` };
}
