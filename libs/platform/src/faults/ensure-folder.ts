import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileFault } from './file-faults.js';

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/**
 * Makes a folder and those above it. Node's own recursive mkdir hides the reason of a failure (a read-only disk), or never ends (below /proc).
 * @throws OperatorError one clear sentence
 */
export async function ensureFolder(path: string): Promise<void> {
  if (await make(path, ['ENOENT'])) return;
  await ensureFolder(dirname(path));
  await make(path, []);
}

/** Whether the folder is there now; false for a fault whose code is among `passing`. */
async function make(path: string, passing: string[]): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'EEXIST' && (await isFolder(path))) return true;
    if (passing.includes(code) && dirname(path) !== path) return false;
    throw fileFault(error, path);
  }
}
