import { migrations } from '#application';
import { EventStore, type AppendItem } from '#event-store';
import { BARE_TABLE, bareInsert } from '../frame/bare.js';
import { newItem } from '../frame/content.js';
import { openPeer } from '../frame/peer.js';
import { alternate, seconds } from '../frame/rounds.js';
import { comparison, type Table } from '../frame/table.js';
import type { Work } from '../frame/work.js';

const EVENTS = 1000;
const CONNECTIONS = 16;

/** Batches of 1,000 events of the feed, over streams of 1, 5 and 1,000 events, one batch after the other. */
export const batches: Work = {
  name: 'batches',
  title: 'Append: batches of 1,000 events over streams of 1, 5 and 1,000',
  aim: '≥ 2 × emmett-postgresql, ≥ 0.6 × a bare UNNEST insert of the same rows and indexes',
  async run(context) {
    const many = context.by({ quick: 1, normal: 6 });
    const rounds = context.by({ quick: 2, normal: 7 });
    const [here, there] = await Promise.all([context.newDatabase(migrations), context.newDatabase()]);
    const pool = here.createPool({ max: CONNECTIONS });
    await pool.query(BARE_TABLE);
    const store = new EventStore(pool, { masterKey: Buffer.alloc(32, 7) });
    const peer = await openPeer(there.url, CONNECTIONS);
    context.onClose(() => peer.close());
    let bare = 1;

    const storeIn = {
      here: async (items: AppendItem[]) => {
        for (const verdict of await Promise.all(items.map((item) => store.append(item))))
          if (verdict.kind !== 'appended') throw new Error(`A new stream, and the verdict is ${verdict.kind}.`);
      },
      // one stream a call is all it knows; its best is as many at once as it has connections
      emmett: async (items: AppendItem[]) => {
        const waiting = [...items];
        const writer = async (): Promise<void> => {
          for (let item = waiting.pop(); item; item = waiting.pop()) {
            const messages = item.events.map(({ type, data, meta }) => ({ type, data, metadata: meta }));
            await peer.appendToStream(item.stream, messages, { expectedStreamVersion: 0n });
          }
        };
        await Promise.all(Array.from({ length: CONNECTIONS }, writer));
      },
      bare: async (items: AppendItem[]) => {
        await bareInsert(pool, bare, items);
        bare += EVENTS;
      },
    };

    const tables: Table[] = [];
    for (const length of [1, 5, EVENTS]) {
      /** The content is made before the clock starts: nobody's store is charged for it. */
      const turn = (name: keyof typeof storeIn) => async (): Promise<number> => {
        const content = Array.from({ length: many }, () =>
          Array.from({ length: EVENTS / length }, () => newItem(length, false)),
        );
        await context.checkpoint();
        const taken = await seconds(async () => {
          for (const items of content) await storeIn[name](items);
        });
        return (many * EVENTS) / taken;
      };
      const found = await alternate(
        { here: turn('here'), bare: turn('bare'), emmett: turn('emmett') },
        { rounds, onTurn: (name, round) => context.say(`streams of ${length}: ${name}, round ${round + 1}`) },
      );
      const table = comparison(found, 'events/s', ['emmett', 'bare']);
      tables.push({ ...table, heads: [`streams of ${length}`, ...table.heads.slice(1)] });
    }
    await store.close();
    return { tables };
  },
};
