import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, stopPrograms } from '../test/programs.js';
import type { KeptApp } from './kept-app.js';
import { SteadyWriter } from './steady-writer.js';
import { World } from './world.js';

const folder = mkdtempSync(join(tmpdir(), 'tracker-small-disk-'));
const mounted =
  process.platform === 'linux' &&
  process.getuid!() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=0755', 'tmpfs', folder]).status === 0;
if (!mounted)
  process.stderr.write('A small disk cannot be mounted here (Linux and root are needed): a full disk is not tried.\n');

(mounted ? describe : describe.skip)('a disk that is full for the log', () => {
  let world: World;
  let counter: KeptApp;
  const ballast = join(folder, 'ballast');

  /** PostgreSQL may have ended itself because it cannot write its log any more: it is started again, as a supervisor does. */
  async function keepDatabase(): Promise<void> {
    const alive = await world.pool.query('select 1').then(
      () => true,
      () => false,
    );
    if (alive) return;
    await world.database.kill();
    await world.database.restart().catch(() => undefined); // no room to start: once more later
  }

  beforeAll(async () => {
    world = await World.start({ folder: join(folder, 'data'), kafka: false });
    counter = await world.app('counter');
    await world.app('projector');
    await world.app('clerk');
  }, 240_000);
  afterAll(async () => {
    await world?.stop();
    await stopPrograms();
    spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  it('refuses for a while (503, Retry-After), stores nothing by halves, and goes on by itself when there is room', async () => {
    const writer = new SteadyWriter([counter.address], 'H19.45.22-241202', 4);
    await eventually(() => writer.acknowledged.length >= 100, Boolean, 60_000);
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 256 * 1024)));
    await eventually(
      async () => {
        await keepDatabase();
        return writer.unavailable >= 10;
      },
      Boolean,
      120_000,
    );
    rmSync(ballast);
    const enough = writer.acknowledged.length + 200;
    await eventually(
      async () => {
        await keepDatabase();
        return writer.acknowledged.length >= enough;
      },
      Boolean,
      120_000,
    );
    await writer.stop();
    expect(writer.faults).toEqual([]);
    await world.expectNothingLost(writer.acknowledged);
  }, 400_000);
});
