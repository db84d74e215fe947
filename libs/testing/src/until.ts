import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for a condition; never for a time.
 * @param what the condition in words, for the error
 * @throws Error when it does not hold within `timeoutMs` (default 30,000), and what `holds` throws
 */
export async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`still not so after ${timeoutMs} ms: ${what}`);
    await delay(20);
  }
}
