import { setTimeout as delay } from 'node:timers/promises';

/** Waits until it holds. @throws after half a minute */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`still not so: ${what}`);
    await delay(20);
  }
}
