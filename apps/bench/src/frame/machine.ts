import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { projectFolder } from '#application';

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: projectFolder(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `commit ${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') ? ' with changes' : ''}`;
  } catch {
    return 'commit unknown';
  }
}

/** One line: processor, cores, memory, versions, commit, day. */
export function machine(postgres: string): string {
  const cores = cpus();
  return [
    `${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${postgres.split(' ')[0]}`,
    commit(),
    new Date().toISOString().slice(0, 10),
  ].join(' · ');
}
