import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longest that one request works on without giving the loop back, in milliseconds. */
const SLICE_MS = 10;

/**
 * Gives the event loop back between the pieces of one long work, so that others are answered meanwhile:
 * `for (const piece of pieces) { await turns.give(); work(piece); }`
 */
export class Turns {
  private since = performance.now();

  /** Comes back at once while the slice lasts, else after everybody else has had a turn. */
  async give(): Promise<void> {
    if (performance.now() - this.since < SLICE_MS) return;
    await nextTurn();
    this.since = performance.now();
  }
}
