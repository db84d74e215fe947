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
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await isFolder(path))) return;
    const above = dirname(path);
    if (code !== 'ENOENT' || above === path || (await isFolder(above))) throw fileFault(error, path);
    await ensureFolder(above);
    await ensureFolder(path);
  }
}
