import { migrations } from '#application';
import { appendLives, lives } from '../frame/lives.js';
import { measured, type Measured, shown } from '../frame/numbers.js';
import { projected } from '../frame/projected.js';
import { seconds } from '../frame/rounds.js';
import type { Work } from '../frame/work.js';

const TOGETHER = 1_000;
const WINDOW = 5_000;
/** Between two sizes everything is folded every so often, as it is in a system that runs. */
const STRETCH = 50_000;

type Path = 'append' | 'fold' | 'read';

/** Whether an event costs the same in a short log and in a long one: appended, folded and read by position at 10⁵, 10⁶ (and 10⁷) events. */
export const flat: Work = {
  name: 'flat',
  title: 'Cost per event as the log grows',
  aim: 'flat: within 1.3 × from 10⁵ events on',
  async run(context) {
    const sizes = context.by({
      quick: [15_000, 40_000],
      normal: [100_000, 1_000_000],
      big: [100_000, 1_000_000, 10_000_000],
    });
    const windows = context.by({ quick: 2, normal: 9 });
    const database = await context.newDatabase(migrations);
    const { store, projector } = projected(database);
    const fold = projector();
    const source = lives();
    let stored = 0;
    const append = async (count: number): Promise<void> => {
      await appendLives(store, source, count, TOGETHER);
      stored += count;
    };

    const rows: ({ size: number } & Record<Path, Measured>)[] = [];
    for (const size of sizes) {
      for (let left = size - windows * WINDOW - stored; left > 0; left = size - windows * WINDOW - stored) {
        if (stored % 100_000 === 0) context.say(`${shown(stored)} events`);
        await append(Math.min(left, STRETCH));
        await fold.catchUp();
      }
      await context.checkpoint();
      const rates: Record<Path, number[]> = { append: [], fold: [], read: [] };
      const time = async (path: Path, work: () => Promise<unknown>): Promise<void> =>
        void rates[path].push(WINDOW / (await seconds(work)));
      for (let window = 0; window < windows; window++) {
        await time('append', () => append(WINDOW));
        await time('fold', () => fold.catchUp());
      }
      for (let window = 0; window < windows; window++) {
        // spread over the whole log, so that the old is read too
        let position = BigInt(Math.floor(((stored - WINDOW) / windows) * window));
        await time('read', async () => {
          for (let read = 0; read < WINDOW; read += TOGETHER)
            position = (await store.readFrom(position, TOGETHER)).upTo;
        });
      }
      rows.push({ size, append: measured(rates.append), fold: measured(rates.fold), read: measured(rates.read) });
    }
    await store.close();
    await database.drop();
    const [first] = rows;
    const paths: Path[] = ['append', 'fold', 'read'];
    return {
      tables: [
        {
          heads: [
            'events in the log',
            ...['appended/s', 'folded/s', 'read/s by position'].flatMap((head) => [head, '× the first']),
          ],
          rows: rows.map((row) => [
            row.size.toLocaleString('en-US'),
            ...paths.flatMap((path) => [row[path].median, row[path].median / first[path].median]),
          ]),
        },
      ],
      remarks: [
        `Windows of ${WINDOW} events, the median of ${windows}: ${rows
          .flatMap((row) =>
            paths.map((path) => `${path} at ${shown(row.size)} ${shown(row[path].lowest)}–${shown(row[path].highest)}`),
          )
          .join('; ')}.`,
      ],
    };
  },
};
