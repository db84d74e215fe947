import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Health {
  /** how often it was asked */
  polled: number;
  /** what was answered instead of 200 */
  failed: unknown[];
  /** ms: how long the answers took */
  p50: number;
  p99: number;
  max: number;
}

/** Asks whether a program is alive until it is told to stop, and then says what it saw. */
export function watchHealth(address: string): { stop(): Promise<Health> } {
  const worker = new Worker(new URL('health.worker.mjs', import.meta.url), { workerData: address });
  return {
    async stop() {
      const told = once(worker, 'message') as Promise<[{ waits: number[]; failed: unknown[] }]>;
      worker.postMessage('stop');
      const [{ waits, failed }] = await told;
      const sorted = waits.sort((a, b) => a - b);
      const at = (share: number): number => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
      return { polled: sorted.length, failed, p50: at(0.5), p99: at(0.99), max: at(1) };
    },
  };
}
