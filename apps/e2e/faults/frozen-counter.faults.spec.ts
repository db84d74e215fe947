import { EVENTS_TOPIC } from '#application';
import { readCheckpoint } from '#event-stream';
import { eventually, stopPrograms } from '../test/programs.js';
import type { KeptApp } from './kept-app.js';
import { SteadyWriter } from './steady-writer.js';
import { leads, World } from './world.js';

/** How often it freezes, each time with appends in hand. */
const FREEZES = 20;

describe('a counter that freezes in the middle of its appends', () => {
  let world: World;
  let frozen: KeptApp;
  let other: KeptApp;

  beforeAll(async () => {
    world = await World.start({ kafka: false });
    [frozen, other] = [await world.app('counter'), await world.app('counter')];
    await world.app('projector');
  }, 240_000);
  afterAll(async () => {
    frozen?.signal('SIGCONT');
    await world?.stop();
    await stopPrograms();
  }, 120_000);

  it('keeps nobody else from writing: lock and commit are one statement, which the server ends without it', async () => {
    const held = new SteadyWriter([frozen.address], 'H19.45.22-241202', 6);
    const free = new SteadyWriter([other.address], 'H19.45.22-241203', 6);
    const more = (writer: SteadyWriter, by: number): Promise<unknown> => {
      const enough = writer.acknowledged.length + by;
      return eventually(() => writer.acknowledged.length >= enough, Boolean, 120_000);
    };
    for (let n = 0; n < FREEZES; n += 1) {
      await more(held, 5 + n);
      await eventually(() => held.inFlight() > 0, Boolean, 60_000);
      frozen.signal('SIGSTOP');
      const before = held.acknowledged.length;
      await more(free, 60);
      // answers that were on the wire when it froze, and no more
      expect(held.acknowledged.length - before).toBeLessThanOrEqual(6);
      frozen.signal('SIGCONT');
    }
    await Promise.all([held.stop(), free.stop()]);
    expect([...held.faults, ...free.faults]).toEqual([]);
    expect(free.unavailable + free.cutOff).toBe(0);
    await world.expectNothingLost([...held.acknowledged, ...free.acknowledged]);
  }, 600_000);
});

describe('a counter that freezes while it sends the log to the topic', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start();
    await Promise.all([world.app('counter'), world.app('counter')]);
    await world.app('projector');
  }, 240_000);
  afterAll(async () => {
    for (const app of world?.apps ?? []) app.signal('SIGCONT');
    await world?.stop();
    await stopPrograms();
  }, 120_000);

  it('is followed by another; when it wakes up it leads no longer and nothing is out of order', async () => {
    const frozen = await world.leader();
    const other = world.apps.find((app) => app.name === 'counter' && app !== frozen)!;
    const writer = new SteadyWriter([other.address], 'H19.45.22-241204', 6);
    await eventually(() => writer.acknowledged.length >= 100, Boolean, 60_000);
    frozen.signal('SIGSTOP');
    const { position } = await world.store.head();
    const sent = async (): Promise<bigint> => (await readCheckpoint(world.pool, EVENTS_TOPIC))!.position;
    await eventually(async () => (await sent()) > position + 200n, Boolean, 60_000);
    frozen.signal('SIGCONT');
    await eventually(async () => !(await leads(frozen)) && (await leads(other)), Boolean, 60_000);
    await writer.stop();
    expect(writer.faults).toEqual([]);
    await world.expectNothingLost(writer.acknowledged);
  }, 300_000);
});
