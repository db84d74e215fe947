import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopPrograms } from '../test/programs.js';
import { World } from './world.js';

describe('a world that cannot be seeded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-world-'));
  afterAll(async () => {
    await stopPrograms();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says why, and leaves no server behind', async () => {
    const [data, seeds] = [join(folder, 'data'), join(folder, 'units.csv')];
    writeFileSync(seeds, 'unit,name,population\n1,A,town\n');
    await expect(World.start({ folder: data, kafka: false, seeds: folder })).rejects.toThrow('units.csv:2: population');
    expect(existsSync(data)).toBe(false); // a server's data are removed when it has ended
  }, 120_000);
});
