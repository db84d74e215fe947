import type { OwnKafka } from '#testing';
import { stopPrograms, eventually } from '../test/programs.js';
import type { KeptApp } from './kept-app.js';
import { SteadyWriter } from './steady-writer.js';
import { World } from './world.js';

/** How long a server is away; TRACKER_FAULT_OUTAGE_MS=60000 for a minute. */
const OUTAGE_MS = Number(process.env.TRACKER_FAULT_OUTAGE_MS ?? 10_000);

/** The outage itself is a length of time. */
const outage = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));

describe('a server that is away', () => {
  let world: World;
  let counter: KeptApp;
  let writer: SteadyWriter;
  let day = 0;

  beforeAll(async () => {
    world = await World.start();
    counter = await world.app('counter');
    await world.app('projector');
    await world.app('supervisor');
    await world.app('clerk');
  }, 240_000);
  beforeEach(async () => {
    day += 1;
    writer = new SteadyWriter([counter.address], `H19.45.22-24120${day}`, 4);
    await acknowledged(50);
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
    await stopPrograms();
  }, 120_000);

  const acknowledged = (more: number): Promise<unknown> => {
    const enough = writer.acknowledged.length + more;
    return eventually(() => writer.acknowledged.length >= enough, Boolean, 120_000);
  };
  const all: SteadyWriter['acknowledged'] = [];
  async function expectNothingLost(): Promise<void> {
    await writer.stop();
    expect(writer.faults).toEqual([]);
    all.push(...writer.acknowledged);
    await world.expectNothingLost(all);
    for (const app of world.apps) expect([app.name, await app.isReady()]).toEqual([app.name, true]);
  }

  it.each(['kill', 'shutDown'] as const)(
    'the database (%s): writers are told to come back (503, Retry-After), nothing is half stored, all goes on by itself',
    async (end) => {
      await world.database[end]();
      await eventually(() => writer.unavailable >= 10, Boolean, 60_000);
      const stood = writer.acknowledged.length;
      await outage();
      expect(writer.acknowledged.length).toBe(stood);
      await world.database.restart();
      await acknowledged(100);
      await expectNothingLost();
    },
    300_000 + OUTAGE_MS,
  );

  it.each([
    ['killed', (broker: OwnKafka) => broker.kill(), (broker: OwnKafka) => broker.restart()],
    [
      'frozen',
      (broker: OwnKafka) => Promise.resolve(broker.signal('SIGSTOP')),
      (broker: OwnKafka) => Promise.resolve(broker.signal('SIGCONT')),
    ],
  ])(
    'the broker (%s): writers notice nothing, figures catch up',
    async (_, goes, comesBack) => {
      await goes(world.broker!);
      await acknowledged(100);
      await outage();
      await acknowledged(10);
      expect(writer.unavailable + writer.cutOff).toBe(0);
      await comesBack(world.broker!);
      await acknowledged(10);
      await expectNothingLost();
    },
    300_000 + OUTAGE_MS,
  );
});
