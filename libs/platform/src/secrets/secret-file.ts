import { randomBytes } from 'node:crypto';
import { link, open, rm, stat } from 'node:fs/promises';

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Makes a file that only this user may read; one that is there stays. It is there whole or not at all, whoever makes or reads it at the same time,
 * and wherever a crash comes: written under another name, then linked, which has one winner.
 * @throws what the file system says, except that the file is there
 */
export async function makeSecretFile(path: string, text: string): Promise<void> {
  if (await isThere(path)) return;
  const draft = `${path}.new-${process.pid}-${randomBytes(3).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
