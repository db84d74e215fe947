// npm run apps: the four apps as four processes. KAFKA_BROKERS (default: the broker of `npm run kafka`) and DATABASE_URL (default: the
// embedded PostgreSQL in DATA_DIR) reach every app; COUNTER_PORT, SUPERVISOR_PORT, PROJECTOR_PORT and CLERK_PORT choose their ports.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBuilt } from './ensure-built.js';

const DIST = join(import.meta.dirname, '..', 'dist', 'apps');
const APPS = ['counter', 'projector', 'supervisor', 'clerk'];

await ensureBuilt();
const inherited = { ...process.env };
delete inherited.PORT; // one for all would collide
inherited.KAFKA_BROKERS ??= '127.0.0.1:9092';

let status = 0;
let stopping = false;
const running = new Map();

function stop(signal) {
  stopping = true;
  for (const child of running.values()) child.kill(signal);
}

/** A batch of events outlives a small nursery: with a larger one a tenth less time goes into collecting garbage. */
const FLAGS = { projector: ['--max-semi-space-size=64'] };

for (const name of APPS) {
  const port = process.env[`${name.toUpperCase()}_PORT`];
  const child = spawn(process.execPath, [...(FLAGS[name] ?? []), join(DIST, name, 'src', 'main.js')], {
    env: port ? { ...inherited, PORT: port } : inherited,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches this program, which tells each app once.
    detached: process.platform !== 'win32',
  });
  running.set(name, child);
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    createInterface({ input: from }).on('line', (line) => to.write(`${name.padEnd(10)} | ${line}\n`));
  }
  child.once('exit', (code, signal) => {
    running.delete(name);
    if (!stopping) {
      console.error(`${name} ended (${signal ?? `status ${code}`}): the others are stopped.`);
      status = 1;
      stop('SIGTERM');
    } else if (code !== 0) status = 1;
    if (running.size === 0) process.exitCode = status;
  });
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(stopping ? 'SIGKILL' : 'SIGTERM'));
