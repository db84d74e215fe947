import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMasterKey, loadMasterKey } from './master-key.js';

describe('the master key', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tracker-key-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is made once for a data folder, for its owner only', async () => {
    await createMasterKey(folder);
    const key = await loadMasterKey(null, folder);
    await createMasterKey(folder);
    expect(key).toHaveLength(32);
    expect(await loadMasterKey(null, folder)).toEqual(key);
    expect((await stat(join(folder, 'master.key'))).mode & 0o777).toBe(0o600);
  });

  it('comes from the setting, in base64 or hexadecimal', async () => {
    const key = Buffer.alloc(32, 7);
    expect(await loadMasterKey(key.toString('base64'), null)).toEqual(key);
    expect(await loadMasterKey(key.toString('hex'), folder)).toEqual(key);
  });

  it('must be there: one sentence when it is not', async () => {
    await expect(loadMasterKey(null, null)).rejects.toThrow(/^TRACKER_MASTER_KEY is not set:/);
    await expect(loadMasterKey(null, folder)).rejects.toThrow(/master\.key is missing, .*: restore it from a copy\.$/);
  });

  it('must be whole: one sentence when it is not, without its text', async () => {
    await expect(loadMasterKey('short-secret', null)).rejects.toThrow(/^TRACKER_MASTER_KEY must be 32 random bytes/);
    await expect(loadMasterKey('short-secret', null)).rejects.not.toThrow(/short-secret/);
    await writeFile(join(folder, 'master.key'), 'x', { mode: 0o600 });
    await expect(loadMasterKey(null, folder)).rejects.toThrow(/does not hold a key of 32 bytes/);
  });

  it('must be private', async () => {
    await createMasterKey(folder);
    await chmod(join(folder, 'master.key'), 0o644);
    await expect(loadMasterKey(null, folder)).rejects.toThrow(/^Others may read/);
  });
});
