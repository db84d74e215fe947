import { setTimeout as wait } from 'node:timers/promises';
import type { Door } from './door.js';
import type { Lives, Sending } from './lives.js';
import { type Result, Tally } from './tally.js';

export interface LoadOptions {
  door: Door;
  lives: Lives;
  /** commands a second */
  rate: number;
  seconds: number;
  /** commands that are due together, in one request where the door has requests */
  batch: number;
  /** how long answers are waited for after the last request, in milliseconds */
  patienceMs: number;
  /** Ends the sending early; what is under way is still waited for. */
  signal: AbortSignal;
  /** Told a line a second. */
  onLine: (line: string) => void;
}

const TICK_MS = 2;

/**
 * Sends at a fixed rate whether or not answers come: each request has its instant, and its latency counts from it, so
 * that what had to wait (here, in the network, in the system) is counted and a stalled system cannot slow the clock
 * that measures it.
 */
export async function runLoad(options: LoadOptions): Promise<Result> {
  const { rate, seconds, batch, signal } = options;
  const tally = new Tally();
  const inFlight = new Set<Promise<void>>();
  const every = (1000 * batch) / rate;
  const total = Math.max(1, Math.round((rate * seconds) / batch));
  const start = performance.now();
  let second = 0;
  const lines = setInterval(() => options.onLine(tally.line((second += 1), inFlight.size)), 1000);
  try {
    for (let sent = 0; sent < total && !signal.aborted;) {
      const now = performance.now();
      for (; sent < total && start + sent * every <= now; sent++) {
        const due = start + sent * every;
        tally.sentLateMs = Math.max(tally.sentLateMs, performance.now() - due);
        const request = send(options, tally, due).finally(() => inFlight.delete(request));
        inFlight.add(request);
      }
      await wait(TICK_MS);
    }
    const patience = new AbortController();
    await Promise.race([
      Promise.all(inFlight).then(() => patience.abort()),
      wait(options.patienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    for (let i = tally.requests - inFlight.size; i < tally.requests; i++) {
      for (let n = 0; n < batch; n++) tally.command({ kind: 'error', what: 'no answer by the end' });
    }
    return { ...tally.result(start, rate), acknowledgedMs: options.door.acknowledgedMs?.() };
  } finally {
    clearInterval(lines);
  }
}

async function send({ door, lives, batch }: LoadOptions, tally: Tally, due: number): Promise<void> {
  const sendings: Sending[] = Array.from({ length: batch }, () => lives.next());
  tally.requests += 1;
  tally.commands += batch;
  const endings = batch === 1 ? [await door.single(sendings[0]!, due)] : await door.batch(sendings, due);
  tally.request(due, performance.now());
  for (const [i, { id }] of sendings.entries()) {
    const ending = endings[i]!;
    tally.command(ending);
    lives.done(id, ending.kind === 'accepted');
  }
}
