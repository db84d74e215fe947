import { migrations } from '#application';
import type { Page } from '#event-store';
import { recount, sums } from '#projections';
import { BareFold } from '../frame/bare-fold.js';
import { latencies } from '../frame/latencies.js';
import { fillWithLives } from '../frame/lives.js';
import { shown } from '../frame/numbers.js';
import { projected } from '../frame/projected.js';
import { alternate, seconds } from '../frame/rounds.js';
import { comparison } from '../frame/table.js';
import type { Work } from '../frame/work.js';

const PAGE = 4_000;
const HALF_A_YEAR = '2024-06-30T17:00:00.000Z';
const YEAR = { from: '2024-01-01', to: '2024-12-31' };

/** Deriving everything anew from the log while figures are read, beside the bare fold of the same log; and counting it as of another day. */
export const rebuildWork: Work = {
  name: 'rebuild',
  title: 'Rebuild from the log',
  aim: '≥ 0.7 × the bare fold; reads go on, their p99 is named',
  async run(context) {
    const events = context.by({ quick: 20_000, normal: 1_000_000, big: 10_000_000 });
    const database = await context.newDatabase(migrations);
    const { pool, store, projector } = projected(database);
    await fillWithLives(store, events, context.say);
    await projector().catchUp();
    const reading = latencies();
    const found = await alternate(
      {
        'bare fold': async () => {
          await context.checkpoint();
          const bare = await BareFold.start(pool);
          const taken = await seconds(async () => {
            let next: Promise<Page> | null = store.readFrom(0n, PAGE);
            while (next) {
              const page: Page = await next;
              next = page.upTo >= page.head ? null : store.readFrom(page.upTo, PAGE);
              await bare.fold(page.events);
            }
          });
          bare.stop();
          return events / taken;
        },
        rebuild: async (round) => {
          await context.checkpoint();
          let done = false;
          const reader = (async () => {
            while (!done) {
              const read = (): Promise<unknown> => sums(pool, YEAR);
              await (round < 0 ? read() : reading.time(read));
              await new Promise((resolve) => setTimeout(resolve, 50));
            }
          })();
          const taken = await seconds(() => projector().rebuild()).finally(() => (done = true));
          await reader;
          return events / taken;
        },
        'figures of another time': async () =>
          events / (await seconds(() => recount({ store, asOf: HALF_A_YEAR, onMark: () => undefined }))),
      },
      {
        // a million events are long enough to even out what happens beside them
        rounds: 1,
        warmUp: 0,
        onTurn: context.say,
      },
    );
    const { count, p50, p99, max } = reading.summary();
    return {
      tables: [comparison(found, 'events/s', ['bare fold'])],
      remarks: [
        `${shown(events)} events. Meanwhile ${count} reads of a league table of the year: p50 ${shown(p50)} ms, p99 ${shown(p99)} ms, max ${shown(max)} ms.`,
      ],
    };
  },
};
