import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations, projectFolder, seedFolder } from '#application';
import type { BenchContext } from '../frame/work.js';

/** The system as it runs: each app a process of its own. */
export interface RunningSystem {
  /** addresses */
  counter: string;
  supervisor: string;
  /** One dossier received at the counter. @returns the position at which the log has it */
  receive(): Promise<bigint>;
  stop(): Promise<void>;
}

const APPS = ['counter', 'projector', 'supervisor'] as const;
const CONNECTIONS = 64;

/**
 * Starts counter, projector and supervisor on a new, seeded database.
 * @param settings environment of all of them; KAFKA_BROKERS decides whether the stream goes by Kafka
 */
export async function startPrograms(context: BenchContext, settings: Record<string, string>): Promise<RunningSystem> {
  const database = await context.newDatabase(migrations);
  await seedFolder(database.createPool(), join(projectFolder(), 'seeds'));
  const folder = await mkdtemp(join(tmpdir(), 'tracker-bench-data-'));
  const environment = {
    ...process.env,
    DATABASE_URL: database.url,
    TRACKER_MASTER_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'info',
    KAFKA_BROKERS: '',
    ...settings,
  };
  const children: ChildProcess[] = [];
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    await Promise.all(children.map(end));
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  const stop = (): Promise<void> => (stopping ??= stopAll());
  context.onClose(stop);
  const [counter, , supervisor] = await Promise.all(
    APPS.map((app) => {
      const child = startProgram(app, environment);
      children.push(child);
      return addressOf(app, child);
    }),
  );
  const door = new Door(counter);
  return {
    counter,
    supervisor,
    receive: () => door.receive(),
    stop() {
      door.close();
      return stop();
    },
  };
}

/** One of the apps as a process, with the projector's flags. */
export function startProgram(app: string, environment: NodeJS.ProcessEnv): ChildProcess {
  const main = join(projectFolder(), 'dist/apps', app, 'src/main.js');
  const flags = app === 'projector' ? ['--max-semi-space-size=64'] : [];
  return spawn(process.execPath, [...flags, main], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The address at which it listens, from its log; the rest of the log is read and forgotten. */
export function addressOf(app: string, child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error(`${app} ended while it started: ${text}`)));
    child.stderr!.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-10_000);
      const [, url] = /"url":"(http[^"]+)"/.exec(text) ?? [];
      if (url) resolve(url);
    });
  });
}

/** Asks it to stop and waits. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** The counter's door, over connections that are kept. */
class Door {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private sent = 0;

  constructor(private readonly base: string) {}

  receive(): Promise<bigint> {
    this.sent += 1;
    const n = String(this.sent).padStart(6, '0');
    const at = new Date(Date.now() - 5_000).toISOString();
    const day = at.slice(2, 10).replaceAll('-', '');
    const applicant = { identity: `000000${n}`, name: 'Người nộp thử' };
    const body = JSON.stringify({ at, procedure: '1.004884', unit: '26077', channel: 'counter', applicant });
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'Idempotency-Key': `bench-${this.sent}`,
    };
    const url = `${this.base}/v1/dossiers/H19.45.22-${day}-${n}/receive`;
    return new Promise((resolve, reject) => {
      const request = http.request(url, { method: 'POST', agent: this.agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode !== 200)
            return reject(new Error(`The counter answered ${response.statusCode}: ${text}`));
          const { events } = JSON.parse(text) as { events: { position: string }[] };
          resolve(BigInt(events.at(-1)!.position));
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
