import type { Clock } from '#domain';

/** Token under which Nest gives the Clock. */
export const CLOCK = Symbol('CLOCK');

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() };

/**
 * A clock that runs like the machine's, moved by an offset: the demonstration's today lies in another year and goes on.
 * @param offsetMs milliseconds to add, asked at every reading
 */
export const offsetClock = (offsetMs: () => number): Clock => ({
  now: () => new Date(Date.now() + offsetMs()).toISOString(),
});
