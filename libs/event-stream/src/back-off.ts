import { setTimeout as delay } from 'node:timers/promises';
import { isTransientDatabaseError } from '#platform';
import type { StreamLogger } from './stream.js';

export interface BackOffOptions {
  signal: AbortSignal;
  /** Which faults pass by themselves; any other is thrown. */
  isTransient: (error: unknown) => boolean;
  /** Told of each fault that is waited out. */
  onFault?: (error: unknown, waitMs: number) => void;
  /** First wait, doubled each time; default 50 ms. */
  firstMs?: number;
  /** Longest wait; default 5,000 ms. */
  longestMs?: number;
}

/**
 * Runs `work` until it succeeds, waiting longer after each transient fault (with jitter, so that many do not return at once).
 * @throws what `work` throws when that is not transient, or when `signal` has aborted
 */
export async function untilItWorks<T>(work: () => Promise<T>, options: BackOffOptions): Promise<T> {
  const { signal, isTransient, onFault, firstMs = 50, longestMs = 5_000 } = options;
  for (let wait = firstMs; ; wait = Math.min(wait * 2, longestMs)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isTransient(error)) throw error;
      const waitMs = Math.round(wait * (0.5 + Math.random() / 2));
      onFault?.(error, waitMs);
      await pause(waitMs, signal);
      if (signal.aborted) throw error;
    }
  }
}

/** Waits, or returns earlier when `signal` aborts. Never throws. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** Kept when the signal aborts. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((keep) => {
    if (signal.aborted) keep();
    else signal.addEventListener('abort', () => keep(), { once: true });
  });

/** Runs work on the database, waiting out its absence until `signal` aborts. */
export type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

export const patiently =
  (signal: AbortSignal, logger: StreamLogger): Patiently =>
  (work) =>
    untilItWorks(work, {
      signal,
      isTransient: isTransientDatabaseError,
      onFault: (error, waitMs) => logger.warn({ err: error, waitMs }, 'the database does not answer; trying again'),
    });
