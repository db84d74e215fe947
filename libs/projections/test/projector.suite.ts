import { compareWithLog, isCaughtUp, type Projector, progress, sums, whenCaughtUp } from '../src/index.js';
import type { EventStream, Subscription } from '#event-stream';
import { until } from '#testing';
import { inPieces } from './deliveries.js';
import { clock, startTestSystem, type TestSystem } from './system.js';

/** What a suite needs of a way to bring events. */
export interface StreamKit {
  /** A stream for one more subscriber of the same group. */
  open(): EventStream;
  stop(): Promise<void>;
}

/** What holds of a projector whichever way the events come: from the topic, or straight from the log. */
export function projectorSuite(name: string, startKit: (system: TestSystem) => Promise<StreamKit>): void {
  describe(`a projector subscribed to ${name}`, () => {
    let system: TestSystem;
    let kit: StreamKit;
    let lives = 0;
    const running: Subscription[] = [];

    const start = (projector: Projector = system.projector()): Subscription => {
      const subscription = projector.subscribe(kit.open());
      running.push(subscription);
      return subscription;
    };
    const next = (n: number): number[] => Array.from({ length: n }, () => lives++);
    const expectAgreement = async (): Promise<void> => {
      await whenCaughtUp(system.pool, (await system.store.head()).position);
      const comparison = await compareWithLog({ pool: system.pool, store: system.store });
      expect(comparison.differences).toEqual([]);
      expect(comparison.streams.dossier).toBe(lives);
    };

    beforeAll(async () => {
      system = await startTestSystem();
      kit = await startKit(system);
    }, 120_000);
    afterEach(async () => {
      await Promise.all(running.splice(0).map((subscription) => subscription.stop()));
    });
    afterAll(async () => {
      await kit.stop();
      await system.stop();
    });

    it('folds what is there and what comes, and says how far it is', async () => {
      await system.appendLives(next(30));
      start();
      await expectAgreement();
      await system.appendLives(next(30));
      await expectAgreement();
      const state = await progress(system.pool, clock.now());
      expect(state).toMatchObject({ lagEvents: 0, deadLetters: 0, position: state.head });
    });

    it('goes on where the checkpoint stands after a restart', async () => {
      const first = start();
      await system.appendLives(next(20));
      await first.stop();
      await system.appendLives(next(20));
      const second = start();
      await expectAgreement();
      await second.stop();
      await expect(second.done).resolves.toBeUndefined();
      start();
      await system.appendLives(next(5));
      await expectAgreement();
    });

    it('shares the slots with others that join and leave while events come', async () => {
      const one = start();
      await until('the first has all slots', () => one.slots().length === 12);
      let done = false;
      const writing = (async () => {
        for (const piece of inPieces(next(120), 10)) await system.appendLives(piece);
        done = true;
      })();
      const two = start();
      await until('each has some', () => one.slots().length === 6 && two.slots().length === 6, 60_000);
      expect([...one.slots(), ...two.slots()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      await one.stop();
      await until('the second has all', () => two.slots().length === 12, 60_000);
      await writing;
      expect(done).toBe(true);
      await expectAgreement();
    }, 120_000);

    it('holds still while paused', async () => {
      const subscription = start();
      await expectAgreement();
      subscription.pause();
      await system.appendLives(next(3));
      const { position } = await system.store.head();
      expect(await isCaughtUp(system.pool, position)).toBe(false);
      subscription.resume();
      await expectAgreement();
    });

    it('follows the generation that a rebuild beside it has made, while figures are read all the time', async () => {
      start();
      await expectAgreement();
      const before = (await progress(system.pool, clock.now())).generation;
      const received = async (): Promise<number> =>
        (await sums(system.pool, { from: '2024-01-01', to: '2024-12-31' }))
          .filter(({ measure }) => measure === 'received')
          .reduce((n, { flow }) => n + flow, 0);

      const readings: number[] = [];
      let rebuilding = true;
      const reading = (async () => {
        while (rebuilding) readings.push(await received());
      })();
      const writing = (async () => {
        for (const piece of inPieces(next(60), 5)) await system.appendLives(piece);
      })();
      const steps: bigint[] = [];
      const generation = await system.projector().rebuild({ onProgress: ({ position }) => steps.push(position) });
      await writing;
      await system.appendLives(next(5));
      await expectAgreement();
      rebuilding = false;
      await reading;

      expect(generation!.id).toBeGreaterThan(before);
      expect((await progress(system.pool, clock.now())).generation).toBe(generation!.id);
      expect(steps.length).toBeGreaterThan(0);
      expect(readings).toEqual([...readings].sort((a, b) => a - b));
      expect(await received()).toBe(lives);
      const { rows } = await system.pool.query(
        'select to_regclass($1) as old, (select state from read.generation where id = $2) as state',
        [`read.cell_${before}`, before],
      );
      expect(rows).toEqual([{ old: null, state: 'dropped' }]);
    });

    it('derives everything anew when the log begins a new life', async () => {
      start();
      await expectAgreement();
      const before = (await progress(system.pool, clock.now())).generation;
      await system.newEpoch();
      await system.appendLives(next(10));
      await until(
        'another generation is current',
        async () => (await progress(system.pool, clock.now())).generation > before,
      );
      await expectAgreement();
      const { rows } = await system.pool.query(`select epoch from read.generation where state = 'current'`);
      expect(rows).toEqual([{ epoch: await system.store.epoch() }]);
    });
  });
}
