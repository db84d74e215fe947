import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** First line of a pid file as a number, 0 when there is none. */
function pidIn(file) {
  try {
    return Number(readFileSync(file, 'utf8').split('\n')[0]) || 0;
  } catch {
    return 0;
  }
}

/** Ends the servers of a run, whose data nobody needs any more, and removes its folder. */
export async function removeRun(folder) {
  const servers = [
    [pidIn(join(folder, 'database', 'postgres', 'postmaster.pid')), 'SIGQUIT'],
    [pidIn(join(folder, 'kafka', 'kafka.pid')), 'SIGKILL'],
  ];
  for (const [pid, signal] of servers) {
    if (pid <= 1 || !alive(pid)) continue;
    process.kill(pid, signal);
    for (let i = 0; i < 400 && alive(pid); i++) await delay(25);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
