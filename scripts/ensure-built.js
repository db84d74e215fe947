import { spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = ['apps', 'libs', 'package.json', 'tsconfig.base.json', 'tsconfig.build.json', 'nest-cli.json'];

/** When the newest file below was last changed. */
async function newest(path) {
  const found = await stat(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const names = (await readdir(path)).filter((name) => name !== 'node_modules'); // the benchmarks' peer has some
  return Math.max(found.mtimeMs, ...(await Promise.all(names.map((name) => newest(join(path, name))))));
}

/** Builds the programs and the page when they are missing or older than their sources. */
export async function ensureBuilt() {
  const [built, ...sources] = await Promise.all([
    stat(join(ROOT, 'dist/.built')).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
    ...SOURCES.map((name) => newest(join(ROOT, name))),
  ]);
  if (built > Math.max(...sources)) return;
  process.stderr.write('Building …\n');
  // its output goes to standard error: standard output belongs to the command's result
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}
