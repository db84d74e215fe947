import type { EventStore, StoredEvent } from '#event-store';
import { ProblemException } from '#platform';
import type { CounterKind } from '../kinds/counter-kind.js';
import { invalid, parameterFaults, problemOfFailure } from '../problems/problems.js';

/**
 * The recorded events of a stream; none: nothing was said of it.
 * @throws ProblemException when the log cannot be read now
 */
export const storedEvents = (store: EventStore, stream: string): Promise<StoredEvent[]> =>
  store.readStream(stream).catch((error: unknown) => {
    const problem = problemOfFailure(error);
    throw problem ? new ProblemException(problem, { cause: error }) : error;
  });

/** @throws ProblemException when the code in the path is none of this kind's */
export function requireCode({ check }: CounterKind, code: string): void {
  const faults = parameterFaults('code', check(code));
  if (faults.length > 0) throw new ProblemException(invalid(faults));
}
