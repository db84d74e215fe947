// npm run build: type-checks and compiles the programs to dist/, then the page to dist/web.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const started = new Date();

function step(name, ...args) {
  const bin = join(ROOT, 'node_modules', ...name);
  const { status } = spawnSync(process.execPath, [bin, ...args], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

step(['@nestjs', 'cli', 'bin', 'nest.js'], 'build');
if (existsSync(join(ROOT, 'apps/web/vite.config.ts'))) {
  step(['vite', 'bin', 'vite.js'], 'build', '--config', 'apps/web/vite.config.ts', '--logLevel', 'warn');
}

// The stamp bears the time of the start: what changed during the build counts as newer.
mkdirSync(join(ROOT, 'dist'), { recursive: true });
const stamp = join(ROOT, 'dist', '.built');
writeFileSync(stamp, '');
utimesSync(stamp, started, started);
