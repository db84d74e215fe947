import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { latencies } from '../frame/latencies.js';
import { seconds } from '../frame/rounds.js';
import type { BenchContext, Work } from '../frame/work.js';
import { hostileBodies } from './hostile-bodies.js';
import { startPrograms } from './programs.js';

const EVERY_MS = 10;

/** Bodies that cost most to refuse, one after the other, and how long somebody else waits for `/health/live` meanwhile. */
export const hostile: Work = {
  name: 'hostile',
  title: 'the worst body of each door, and health beside it',
  aim: 'health p99 < 250 ms all along; twice the body, twice the time',
  async run(context) {
    const system = await startPrograms(context, {});
    try {
      const rows: (string | number)[][] = [];
      for (const { name, path, body } of hostileBodies(context.by({ quick: 1, normal: 4 }))) {
        context.say(name);
        rows.push([name, ...(await measure(context, system.counter, path, body))]);
      }
      const heads = ['body', 'MB', 'status', 'ms', 'MB/s', 'answer kB', 'health p99 ms', 'health max ms'];
      return { tables: [{ heads, rows }] };
    } finally {
      await system.stop();
    }
  },
};

async function measure(context: BenchContext, counter: string, path: string, body: string): Promise<number[]> {
  const health = latencies();
  let ends = false;
  const watching = (async () => {
    while (!ends) {
      await health.time(() => fetch(`${counter}/health/live`).then((response) => response.text()));
      await wait(EVERY_MS);
    }
  })();
  const rounds = context.by({ quick: 1, normal: 5 });
  let [status, answered] = [0, 0];
  const took = await seconds(async () => {
    for (let round = 0; round < rounds; round++) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const response = await fetch(counter + path, { method: 'POST', headers, body });
      status = response.status;
      answered = (await response.arrayBuffer()).byteLength;
    }
  });
  ends = true;
  await watching;
  const megabytes = Buffer.byteLength(body) / 1e6;
  const { p99, max } = health.summary();
  return [megabytes, status, (took / rounds) * 1000, (megabytes * rounds) / took, answered / 1000, p99, max];
}
