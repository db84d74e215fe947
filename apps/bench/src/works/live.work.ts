import { setTimeout as wait } from 'node:timers/promises';
import { latencies, type Latency } from '../frame/latencies.js';
import type { BenchContext, Work } from '../frame/work.js';
import { RawViewer } from './raw-viewer.js';
import { startPrograms } from './programs.js';

const RATE = 500;
const TICK_MS = 2;
/** How long the last frame is waited for. */
const PATIENCE_MS = 60_000;

/** From the POST at a counter to the browser's live stream, in an open loop: each POST counts from the instant at which it was due. */
export const live: Work = {
  name: 'live',
  title: `POST → the browser's stream, ${RATE} events/s`,
  aim: 'p99 < 300 ms from the start of the POST to the frame that has it',
  async run(context) {
    const rows: (string | number)[][] = [];
    for (const kafka of [false, true]) {
      const { toAnswer, toBrowser, frames } = await measure(context, kafka);
      const way = kafka ? 'by Kafka' : 'from the log';
      rows.push([way, toAnswer.p50, toAnswer.p99, toBrowser.p50, toBrowser.p99, toBrowser.max, frames]);
    }
    const heads = ['stream', 'answer p50 ms', 'answer p99 ms', 'browser p50 ms', 'browser p99 ms', 'max ms', 'frames'];
    return { tables: [{ heads, rows }] };
  },
};

interface Found {
  toAnswer: Latency;
  toBrowser: Latency;
  /** figures that the browser was shown meanwhile */
  frames: number;
}

async function measure(context: BenchContext, kafka: boolean): Promise<Found> {
  const settings: Record<string, string> = kafka ? { KAFKA_BROKERS: (await context.broker()).brokers.join(',') } : {};
  const system = await startPrograms(context, settings);
  const shown: { position: bigint; at: number }[] = [];
  const viewer = new RawViewer(`${system.supervisor}/api/live?view=overview`, {
    onFrame: ({ position, at }) => shown.push({ position, at }),
  });
  try {
    // the first ones pay for plans and compiled code
    const warm = await send(system.receive, context.by({ quick: 1, normal: 4 }));
    await seen(shown, warm.at(-1)!.position);
    const before = shown.length;
    const sent = await send(system.receive, context.by({ quick: 2, normal: 20 }));
    await seen(
      shown,
      sent.reduce((max, { position }) => (position > max ? position : max), 0n),
    );
    const [answers, views] = [latencies(), latencies()];
    for (const { due, answered, position } of sent) {
      answers.record(answered - due);
      views.record(firstWith(shown, position) - due);
    }
    return { toAnswer: answers.summary(), toBrowser: views.summary(), frames: shown.length - before };
  } finally {
    viewer.close();
    await system.stop();
  }
}

interface Sent {
  /** ms of performance.now */
  due: number;
  answered: number;
  position: bigint;
}

/** Sends at the rate, whether or not answers come. @throws the first fault */
async function send(receive: () => Promise<bigint>, seconds: number): Promise<Sent[]> {
  const start = performance.now();
  const total = RATE * seconds;
  const answers: Promise<Sent>[] = [];
  for (let n = 0; n < total;) {
    for (; n < total && start + (n * 1000) / RATE <= performance.now(); n++) {
      const due = start + (n * 1000) / RATE;
      const answer = receive().then((position) => ({ due, answered: performance.now(), position }));
      answer.catch(() => undefined);
      answers.push(answer);
    }
    await wait(TICK_MS);
  }
  return Promise.all(answers);
}

async function seen(shown: readonly { position: bigint }[], position: bigint): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while ((shown.at(-1)?.position ?? 0n) < position) {
    if (performance.now() > end)
      throw new Error(`The browser was not shown position ${position} in ${PATIENCE_MS} ms.`);
    await wait(TICK_MS);
  }
}

/** When the first frame came that stands at the position or after it. */
function firstWith(shown: readonly { position: bigint; at: number }[], position: bigint): number {
  let [from, to] = [0, shown.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (shown[middle]!.position >= position) to = middle;
    else from = middle + 1;
  }
  return shown[from]!.at;
}
