import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { latencies } from '../frame/latencies.js';
import type { BenchContext, Work } from '../frame/work.js';
import { startPrograms } from './programs.js';
import type { Order, Report } from './viewers.child.js';

/** Processes that play the browsers. */
const CHILDREN = 2;

/** Many live streams at once: how soon all of them have a change, and what one costs. */
export const viewers: Work = {
  name: 'viewers',
  title: 'Live viewers',
  aim: 'p99 < 500 ms from the start of the POST to the frame, over all viewers',
  async run(context) {
    const rows: (string | number)[][] = [];
    for (const n of context.by({ quick: [100], normal: [2_000, 10_000] })) rows.push(await measure(context, n));
    const heads = [
      'viewers',
      'p50 ms',
      'p99 ms',
      'max ms',
      'bytes a viewer, quiet',
      'bytes a viewer, after changes',
      'bytes a frame',
    ];
    return { tables: [{ heads, rows }], remarks: [`The browsers are ${CHILDREN} processes on the same machine.`] };
  },
};

async function measure(context: BenchContext, n: number): Promise<number[]> {
  const system = await startPrograms(context, { LIVE_MAX_VIEWERS: String(n) });
  const children = Array.from({ length: CHILDREN }, () => fork(join(import.meta.dirname, 'viewers.child.js')));
  context.onClose(() => children.forEach((child) => child.kill()));
  try {
    const url = `${system.supervisor}/api/live?view=overview&changes=true`;
    const frame = Buffer.byteLength(await (await fetch(`${system.supervisor}/api/overview`)).text());
    for (let i = 0; i < 20; i += 1) await system.receive();
    const before = await resident(system.supervisor);
    await Promise.all(children.map((child) => order(child, { open: url, viewers: n / CHILDREN })));
    const quiet = await resident(system.supervisor);
    const found = latencies();
    for (let i = 0; i < context.by({ quick: 3, normal: 20 }); i += 1) {
      const started = performance.timeOrigin + performance.now();
      const position = String(await system.receive());
      const reports = await Promise.all(children.map((child) => order(child, { position })));
      for (const report of reports) if ('at' in report) for (const at of report.at) found.record(at - started);
    }
    const after = await resident(system.supervisor);
    const { p50, p99, max } = found.summary();
    return [n, p50, p99, max, Math.round((quiet - before) / n), Math.round((after - before) / n), frame];
  } finally {
    for (const child of children) child.kill();
    await system.stop();
  }
}

async function order(child: ChildProcess, message: Order): Promise<Report> {
  const answer = once(child, 'message') as Promise<[Report]>;
  child.send(message);
  return (await answer)[0];
}

async function resident(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)![1]);
}
