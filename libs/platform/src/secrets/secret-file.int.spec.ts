import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { createMasterKey, loadMasterKey } from './master-key.js';
import { makeSecretFile } from './secret-file.js';

/** Reads the file the moment it is there, as another process would: whoever makes it here does not go on in between. */
async function readAtOnce(path: string): Promise<string> {
  for (;;) {
    for (const end = performance.now() + 1; performance.now() < end;) {
      if (existsSync(path)) return readFileSync(path, 'utf8');
    }
    await turn();
  }
}

describe('a secret file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tracker-secret-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is whole the moment it is there, and the same for all who make it at the same time', async () => {
    for (let file = 0; file < 20; file += 1) {
      const path = join(folder, `secret-${file}`);
      const first = readAtOnce(path);
      const make = async (_: unknown, n: number): Promise<string> => {
        await makeSecretFile(path, `text of ${n}`);
        return readFile(path, 'utf8');
      };
      const read = new Set([...(await Promise.all(Array.from({ length: 4 }, make))), await first]);
      expect([...read]).toEqual([expect.stringMatching(/^text of \d$/)]);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    expect(await readdir(folder)).toHaveLength(20);
  });

  it('stays when it is there', async () => {
    const path = join(folder, 'secret');
    await writeFile(path, 'as it was');
    await makeSecretFile(path, 'another');
    expect(await readFile(path, 'utf8')).toBe('as it was');
  });

  it('is what the master key is: whole the moment it is there', async () => {
    const first = readAtOnce(join(folder, 'master.key'));
    await createMasterKey(folder);
    expect(Buffer.from(await first, 'base64')).toEqual(await loadMasterKey(null, folder));
  });
});
