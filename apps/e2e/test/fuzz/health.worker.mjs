// Asks for the health of a process again and again, from a thread of its own: what it measures is the wait, not who measures.
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';

const waits = [];
const failed = [];
let isOver = false;
parentPort.once('message', () => (isOver = true));
while (!isOver) {
  const begun = performance.now();
  const status = await fetch(`${workerData}/health/live`).then(
    (response) => response.status,
    (error) => String(error.cause?.code ?? error),
  );
  waits.push(performance.now() - begun);
  if (status !== 200) failed.push(status);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
parentPort.postMessage({ waits, failed });
