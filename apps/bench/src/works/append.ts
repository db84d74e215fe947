import { migrations } from '#application';
import { EventStore } from '#event-store';
import { newItem } from '../frame/content.js';
import { latencies, type Latencies } from '../frame/latencies.js';
import { openPeer } from '../frame/peer.js';
import { alternate, seconds } from '../frame/rounds.js';
import { comparison } from '../frame/table.js';
import type { Work } from '../frame/work.js';

const WRITERS = 16;

/** Each writer stores one event after the other; resolves to events a second. */
async function write(each: number, latency: Latencies | undefined, one: () => Promise<unknown>): Promise<number> {
  const writer = async (): Promise<void> => {
    for (let i = 0; i < each; i++) await (latency ? latency.time(one) : one());
  };
  return (WRITERS * each) / (await seconds(() => Promise.all(Array.from({ length: WRITERS }, writer))));
}

/** 16 writers of one event each, each awaited; every event opens a stream. */
export const append: Work = {
  name: 'append',
  title: 'Append: 16 writers of one event, each awaited',
  aim: '≥ 3 × emmett-postgresql',
  async run(context) {
    const each = context.by({ quick: 20, normal: 300 });
    const rounds = context.by({ quick: 2, normal: 7 });
    const [here, there] = await Promise.all([context.newDatabase(migrations), context.newDatabase()]);
    const store = new EventStore(here.createPool({ max: WRITERS }), { masterKey: Buffer.alloc(32, 7) });
    const peer = await openPeer(there.url, WRITERS);
    context.onClose(() => peer.close());
    const times = { here: latencies(), emmett: latencies() };
    const counting = (round: number, name: keyof typeof times) => (round < 0 ? undefined : times[name]);

    const found = await alternate(
      {
        here: async (round) => {
          await context.checkpoint();
          return write(each, counting(round, 'here'), () => store.append(newItem(1, true)));
        },
        emmett: async (round) => {
          await context.checkpoint();
          return write(each, counting(round, 'emmett'), () => {
            const { stream, events } = newItem(1, true);
            const messages = events.map(({ type, data, meta }) => ({ type, data, metadata: meta }));
            return peer.appendToStream(stream, messages, { expectedStreamVersion: 0n });
          });
        },
      },
      { rounds, onTurn: (name, round) => context.say(`${name}, round ${round + 1}`) },
    );
    await store.close();
    return {
      tables: [
        comparison(found, 'events/s', ['emmett']),
        {
          heads: ['ms', 'p50', 'p99', 'max'],
          rows: Object.entries(times).map(([name, time]) => {
            const { p50, p99, max } = time.summary();
            return [name, p50, p99, max];
          }),
        },
      ],
    };
  },
};
