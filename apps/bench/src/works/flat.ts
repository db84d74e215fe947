import { migrations } from '#application';
import { EventStore } from '#event-store';
import { newItem } from '../frame/content.js';
import { measured, median, shown } from '../frame/numbers.js';
import { seconds } from '../frame/rounds.js';
import type { Work } from '../frame/work.js';

const BATCH = 1000;

/** Whether an event costs the same in a short log and in a long one: appends and reads by position at 10⁵, 10⁶ (and 10⁷) events. */
export const flat: Work = {
  name: 'flat',
  title: 'Cost per event as the log grows',
  aim: 'flat: within 1.3 × from 10⁵ events on',
  async run(context) {
    const sizes = context.by({
      quick: [5_000, 20_000],
      normal: [100_000, 1_000_000],
      big: [100_000, 1_000_000, 10_000_000],
    });
    const windows = context.by({ quick: 2, normal: 9 });
    const batches = context.by({ quick: 2, normal: 5 });
    const database = await context.newDatabase(migrations);
    const pool = database.createPool({ max: 4 });
    const store = new EventStore(pool);
    // streams of five events, as a dossier has after some weeks
    const fill = async (): Promise<void> => {
      const items = Array.from({ length: BATCH / 5 }, () => newItem(5, false));
      for (const { kind } of await Promise.all(items.map((item) => store.append(item))))
        if (kind !== 'appended') throw new Error(`A new stream, and the verdict is ${kind}.`);
    };

    let stored = 0;
    const rows = [];
    for (const size of sizes) {
      const own = batches * windows * BATCH;
      for (; stored < size - own; stored += BATCH) {
        if (stored % 100_000 === 0) context.say(`${shown(stored)} events`);
        await fill();
      }
      await context.checkpoint();
      const appends = [];
      for (let window = 0; window < windows; window++) {
        const taken = await seconds(async () => {
          for (let i = 0; i < batches; i++) await fill();
        });
        stored += batches * BATCH;
        appends.push((batches * BATCH) / taken);
      }
      const reads = [];
      for (let window = 0; window < windows; window++) {
        // spread over the whole log, so that the old is read too
        let position = BigInt(Math.floor(((stored - batches * BATCH) / windows) * window));
        const taken = await seconds(async () => {
          for (let i = 0; i < batches; i++) position = (await store.readFrom(position, BATCH)).upTo;
        });
        reads.push((batches * BATCH) / taken);
      }
      rows.push({ size, append: measured(appends), read: measured(reads) });
    }
    await store.close();
    await database.drop();
    const [first] = rows;
    return {
      tables: [
        {
          heads: ['events in the log', 'appended/s', '× the first', 'read/s by position', '× the first'],
          rows: rows.map(({ size, append, read }) => [
            size.toLocaleString('en-US'),
            append.median,
            append.median / first.append.median,
            read.median,
            read.median / first.read.median,
          ]),
        },
      ],
      remarks: [
        `Windows of ${batches * BATCH} events, the median of ${windows}: ${rows
          .map(
            ({ size, append }) =>
              `at ${shown(size)} appends from ${shown(append.lowest)} to ${shown(append.highest)} (${shown(median(append.values))})`,
          )
          .join('; ')}.`,
      ],
    };
  },
};
