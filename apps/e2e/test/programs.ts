import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

export const ROOT = join(import.meta.dirname, '../../..');

/** What an operator may set; a spec starts from none of it, whatever its own environment says. */
const SETTINGS = ['DATABASE_URL', 'DATA_DIR', 'TRACKER_MASTER_KEY', 'KAFKA_BROKERS', 'PORT', 'HOST', 'LOG_LEVEL'];

export type Settings = Partial<Record<string, string>>;

function environment(settings: Settings): NodeJS.ProcessEnv {
  const inherited = { ...process.env };
  for (const name of SETTINGS) delete inherited[name];
  return { ...inherited, ...settings };
}

/** A key as TRACKER_MASTER_KEY takes it. */
export const masterKey = (): string => randomBytes(32).toString('base64');

export interface Ended {
  status: number | null;
  out: string;
  err: string;
}

/** A program that is running, as built into dist. */
export interface Program {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Waits until it has printed (on either output) what the pattern finds. @throws when it ends, or is silent too long */
  printed(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

const running = new Set<ChildProcess>();

/** Ends whatever still runs: asked to first, so that an embedded PostgreSQL goes with its program. */
export async function stopPrograms(): Promise<void> {
  const ends = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) child.kill('SIGTERM');
  const patience = setTimeout(() => {
    for (const child of running) child.kill('SIGKILL');
  }, 20_000);
  await Promise.all(ends);
  clearTimeout(patience);
}

function launch(args: string[], settings: Settings, home = ROOT): Program {
  const child = spawn(process.execPath, args, {
    cwd: home,
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (status) => {
      running.delete(child);
      resolve({ status, out, err });
    }),
  );
  const printed = (pattern: RegExp, withinMs = 60_000): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why} without printing ${pattern}:\n${out}\n${err}`));
      const timer = setTimeout(() => fail('silent'), withinMs);
      const look = (): void => {
        const found = pattern.exec(out) ?? pattern.exec(err);
        if (!found) return;
        clearTimeout(timer);
        resolve(found);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('close', () => {
        clearTimeout(timer);
        fail('ended');
      });
      look();
    });
  return {
    child,
    ended,
    printed,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts one of the programs in apps/. */
export const startApp = (name: string, settings: Settings, args: string[] = []): Program =>
  launch([join(ROOT, 'dist/apps', name, 'src/main.js'), ...args], settings);

export interface Finished extends Ended {
  /** the most memory that it held, in MB */
  peakMb: number;
}

/** Runs `tracker …` to its end in a process of its own. @param home the project's folder, or the one of another release */
export async function tracker(args: string[], settings: Settings, home = ROOT): Promise<Finished> {
  const note = join(tmpdir(), `tracker-peak-${randomBytes(6).toString('hex')}`);
  const onExit = `import { writeFileSync } from 'node:fs';
    process.on('exit', () => writeFileSync(${JSON.stringify(note)}, String(process.resourceUsage().maxRSS)));`;
  const program = join(home, 'dist/apps/cli/src/main.js');
  const ended = await launch(
    ['--import', `data:text/javascript,${encodeURIComponent(onExit)}`, program, ...args],
    settings,
    home,
  ).ended;
  const peakMb = Number(readFileSync(note, 'utf8')) / 1024;
  await rm(note);
  return { ...ended, peakMb };
}

/** A folder of this spec's own; the caller removes it. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'tracker-e2e-'));

/** Asks again and again until the answer satisfies; gives it. @throws with the last answer or fault when that does not come about */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  satisfies: (answer: T) => boolean = Boolean,
  withinMs = 20_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    let last: unknown;
    try {
      const answer = await ask();
      if (satisfies(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw new Error(`It did not come about: ${inspect(last)}`);
    await delay(20);
  }
}
