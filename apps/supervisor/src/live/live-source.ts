/** What tells that the read tables may have changed. */
export interface LiveSource {
  /** Yields at once, then after each commit of the projector (and every second as well, should a notice be lost). */
  changes(signal: AbortSignal): AsyncIterable<void>;
  /** A text that differs whenever the read tables do. */
  stand(): Promise<string>;
}

export const LIVE_SOURCE = Symbol('LIVE_SOURCE');
