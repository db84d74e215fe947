import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFault } from '../faults/file-faults.js';
import { OperatorError } from '../faults/operator-error.js';
import { makeSecretFile } from './secret-file.js';

const FILE = 'master.key';

/** 32 bytes as 64 hexadecimal digits or as base64 (either alphabet, with or without padding); null for anything else. */
function parseKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return null;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Makes the key of a new data folder; an existing one stays. */
export async function createMasterKey(folder: string): Promise<void> {
  try {
    await makeSecretFile(join(folder, FILE), `${randomBytes(32).toString('base64')}\n`);
  } catch (error) {
    throw fileFault(error, join(folder, FILE));
  }
}

/**
 * The key that seals personal data: from TRACKER_MASTER_KEY; or, on the embedded database, the one that was made with the data folder.
 * @param setting the value of TRACKER_MASTER_KEY, null when it is not set
 * @param folder the data folder of the embedded database (after openEmbeddedPostgres); null on a database of its own
 * @returns 32 bytes: never log or store them
 * @throws OperatorError when there is no key, it is malformed, or others may read its file
 */
export async function loadMasterKey(setting: string | null, folder: string | null): Promise<Buffer> {
  if (setting !== null) {
    const key = parseKey(setting);
    if (!key)
      throw new OperatorError(
        'TRACKER_MASTER_KEY must be 32 random bytes in base64 or hexadecimal: openssl rand -base64 32 makes one.',
      );
    return key;
  }
  if (folder === null) {
    throw new OperatorError(
      'TRACKER_MASTER_KEY is not set: personal data are sealed with it; openssl rand -base64 32 makes one.',
    );
  }
  const path = join(folder, FILE);
  if (!(await isThere(path))) {
    throw new OperatorError(`${path} is missing, without it the personal data cannot be read: restore it from a copy.`);
  }
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new OperatorError(`Others may read ${path}, the key of the personal data: chmod 600 ${path}`);
  }
  const key = parseKey(
    (await readFile(path, 'utf8').catch((error: unknown) => Promise.reject(fileFault(error, path) as Error))).trim(),
  );
  if (!key) throw new OperatorError(`${path} does not hold a key of 32 bytes: restore it from a copy.`);
  return key;
}
