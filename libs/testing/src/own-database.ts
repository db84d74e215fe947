import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '#platform';

export interface OwnDatabase {
  /** Connection URL; the same after a restart. */
  url: string;
  /** The folder that holds the server's data and its log. */
  folder: string;
  /** Ends the server and all its sessions as a power cut would (SIGKILL). */
  kill(): Promise<void>;
  /** Ends it as an administrator does (fast shutdown): sessions are told, and nobody is let in any more. */
  shutDown(): Promise<void>;
  /** Starts it again on the same port and data; it recovers from its write-ahead log. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Whether a process runs: one that has ended and that nobody has waited for (a zombie, on Linux) does not. */
async function alive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const about = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/^\d+ \(.*\) Z/s.test(about);
}

async function untilEnded(pids: number[]): Promise<void> {
  for (const pid of pids) while (await alive(pid)) await delay(5);
}

/** To a process that may have ended meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The processes below a server: its sessions and its workers. (Linux only; elsewhere they notice that the server is gone.) */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').map(Number).filter(Boolean);
}

/**
 * A PostgreSQL server of one's own, as durable as in earnest, for specs that kill it.
 * @param at the folder for its data; default: a temporary one. It is emptied at the end.
 */
export async function startOwnDatabase(at?: string): Promise<OwnDatabase> {
  const folder = at ?? (await mkdtemp(join(tmpdir(), 'tracker-own-database-')));
  const open = (): Promise<EmbeddedPostgres> => openEmbeddedPostgres({ folder, role: 'guest', keepRunning: true });
  let server = await open();
  const { url } = server;
  const kill = async (): Promise<void> => {
    signal(server.pid, 'SIGSTOP'); // no new session while they are counted
    const pids = [server.pid, ...(await childrenOf(server.pid))];
    for (const pid of pids) signal(pid, 'SIGKILL');
    await untilEnded(pids);
    await server.close();
  };
  return {
    url,
    folder,
    kill,
    async shutDown() {
      signal(server.pid, 'SIGINT');
      await untilEnded([server.pid]);
      await server.close();
    },
    async restart() {
      server = await open();
      if (server.url !== url) throw new Error(`The port of ${folder} was taken by another program meanwhile.`);
    },
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
