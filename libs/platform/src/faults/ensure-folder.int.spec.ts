import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureFolder } from './ensure-folder.js';

describe('a folder to work in', () => {
  let top: string;
  beforeEach(async () => {
    top = await mkdtemp(join(tmpdir(), 'tracker-folder-'));
  });
  afterEach(() => rm(top, { recursive: true, force: true }));

  it('is made with all that is above it, also by several at once', async () => {
    const path = join(top, 'a', 'b', 'c');
    await Promise.all([ensureFolder(path), ensureFolder(path), ensureFolder(join(top, 'a', 'b'))]);
    expect((await stat(path)).isDirectory()).toBe(true);
    await ensureFolder(path);
  });

  it('cannot take the place of a file, nor lie in one', async () => {
    const file = join(top, 'file');
    await writeFile(file, '');
    await expect(ensureFolder(file)).rejects.toThrow(`${file} is not a folder: set DATA_DIR to a folder.`);
    await expect(ensureFolder(join(file, 'below'))).rejects.toThrow(/is not a folder: set DATA_DIR to a folder\.$/);
  });

  (process.platform === 'linux' ? it : it.skip)('is refused with one sentence where none can be made', async () => {
    await expect(ensureFolder('/proc/tracker/data')).rejects.toThrow(/^\/proc\/tracker cannot be made:/);
  });
});
