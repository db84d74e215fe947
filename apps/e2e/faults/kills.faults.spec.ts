import { EVENTS_TOPIC } from '#application';
import { readCheckpoint } from '#event-stream';
import { isCaughtUp } from '#projections';
import { eventually, stopPrograms } from '../test/programs.js';
import type { KeptApp } from './kept-app.js';
import { KafkaWriter } from './kafka-writer.js';
import { SteadyWriter } from './steady-writer.js';
import { World } from './world.js';

/** How many kills; TRACKER_FAULT_KILLS=1000 for a long run. */
const KILLS = Number(process.env.TRACKER_FAULT_KILLS ?? 20);
/** The same seed gives the same victims after the same number of commands: TRACKER_FAULT_SEED. */
const SEED = Number(process.env.TRACKER_FAULT_SEED ?? Date.now() % 2 ** 31);

/** Mulberry32: small, and the same everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe(`whatever is killed (seed ${SEED})`, () => {
  let world: World;
  let counters: KeptApp[];
  let projector: KeptApp;

  beforeAll(async () => {
    world = await World.start();
    counters = [await world.app('counter'), await world.app('counter')];
    projector = await world.app('projector');
    await world.app('clerk');
  }, 240_000);
  afterAll(async () => {
    await world?.stop();
    await stopPrograms();
  }, 120_000);

  it(
    `nothing is lost and nothing is twice: ${KILLS} kills under steady writes`,
    async () => {
      const next = random(SEED);
      const writer = new SteadyWriter(
        counters.map(({ address }) => address),
        'H19.45.22-241202',
      );
      const broker = world.broker!;
      const byKafka = new KafkaWriter(broker.brokers, 'H19.45.22-241203');
      const head = async (): Promise<bigint> => (await world.store.head()).position;
      const sent = async (): Promise<bigint> => (await readCheckpoint(world.pool, EVENTS_TOPIC))?.position ?? 0n;
      let counterKills = 0;
      let burst: string[] = [];
      const isDecided = async (): Promise<boolean> =>
        [...(await world.store.readStreams(burst)).values()].every(({ length }) => length > 0);
      const victims: Record<string, () => Promise<unknown>> = {
        counter: async () => {
          const victim = counters[Math.floor(next() * counters.length)]!;
          const { address } = victim;
          // requests in its hands, or commands of the topic in its and its neighbour's, in turns
          counterKills += 1;
          if (counterKills % 2 === 0)
            await victim.killAtWork(
              () => Promise.resolve(),
              () => writer.inFlight(address) > 0,
            );
          else
            await victim.killAtWork(
              async () => {
                if (await isDecided()) burst = await byKafka.burst();
              },
              async () => !(await isDecided()),
            );
          await victim.ready();
        },
        relay: async () => {
          const victim = await world.leader();
          await victim.killAtWork(head, async (recorded) => (await sent()) < recorded);
          await victim.ready();
        },
        projector: async () => {
          await projector.killAtWork(sent, async (onTopic) => !(await isCaughtUp(world.pool, onTopic)));
          await projector.ready();
        },
        // the apps find their way back by themselves: the next one is killed while they still do
        database: () => world.database.kill().then(() => world.database.restart()),
        broker: () => broker.kill().then(() => broker.restart()),
      };
      const names = Object.keys(victims);
      for (let n = 0; n < KILLS; n += 1) {
        const enough = writer.acknowledged.length + 20 + Math.floor(next() * 400);
        await eventually(() => writer.acknowledged.length >= enough && writer.inFlight() > 0, Boolean, 180_000);
        // each one in turn at first, then at random
        const name = n < names.length ? names[n]! : names[Math.floor(next() * names.length)]!;
        if (n % 50 === 49) process.stderr.write(`${n + 1} of ${KILLS} kills, ${enough} commands acknowledged\n`);
        await victims[name]!();
      }
      const afterwards = writer.acknowledged.length + 200;
      const sentAfterwards = byKafka.acknowledged.length + 20;
      await eventually(
        () => writer.acknowledged.length >= afterwards && byKafka.acknowledged.length >= sentAfterwards,
        Boolean,
        180_000,
      );
      await Promise.all([writer.stop(), byKafka.stop()]);
      expect(writer.faults).toEqual([]);
      expect(writer.cutOff + writer.unavailable).toBeGreaterThan(0);
      await world.expectDecided(byKafka.acknowledged);
      await world.expectNothingLost(writer.acknowledged);
    },
    120_000 + KILLS * 40_000 + 300_000,
  );
});
