import type { StoredEvent } from '#event-store';
import { Pump, type Portion } from './pump.js';
import { type Delivery, type EventBatch, SeekNeeded } from './stream.js';

const portion = (slot: number, ...positions: number[]): Portion => ({
  deliveries: positions.map((position): Delivery => ({
    kind: 'event',
    slot,
    epoch: 'e',
    event: { position: BigInt(position) } as StoredEvent,
  })),
  upTo: new Map([[slot, BigInt(positions.at(-1) ?? 0)]]),
});
const positionsOf = (batch: EventBatch): number[] =>
  batch.deliveries.map((each) => (each.kind === 'event' ? Number(each.event.position) : -1));

/** A subscriber that is released batch by batch. */
function held() {
  const batches: EventBatch[] = [];
  const release: ((error?: Error) => void)[] = [];
  return {
    batches,
    positions: () => Promise.resolve(new Map<number, bigint>()),
    onBatch: (batch: EventBatch) =>
      new Promise<void>((keep, reject) => {
        batches.push(batch);
        release.push((error) => (error ? reject(error) : keep()));
      }),
    next: (error?: Error) => release.shift()!(error),
  };
}
const soon = async (holds: () => boolean): Promise<void> => {
  for (let i = 0; !holds(); i++) {
    if (i > 1_000) throw new Error('never');
    await Promise.resolve();
  }
};

describe('the pump', () => {
  it('hands over what gathered meanwhile as one batch of several slots', async () => {
    const subscriber = held();
    const pump = new Pump({ subscriber, maxBatch: 10, maxWaiting: 20, onSeek: () => Promise.resolve() });
    await pump.offer(portion(0, 1));
    await soon(() => subscriber.batches.length === 1);
    await pump.offer(portion(1, 2, 3));
    await pump.offer(portion(0, 4));
    subscriber.next();
    await soon(() => subscriber.batches.length === 2);
    expect(positionsOf(subscriber.batches[1])).toEqual([2, 3, 4]);
    expect(subscriber.batches[1].upTo).toEqual(
      new Map([
        [1, 3n],
        [0, 4n],
      ]),
    );
    subscriber.next();
    await pump.stop();
  });

  it('holds the reader up while enough waits, and lets it go when nobody wants the portion', async () => {
    const subscriber = held();
    const pump = new Pump({ subscriber, maxBatch: 2, maxWaiting: 2, onSeek: () => Promise.resolve() });
    await pump.offer(portion(0, 1, 2));
    await soon(() => subscriber.batches.length === 1);
    await pump.offer(portion(0, 3, 4));
    let wanted = true;
    let offered: boolean | null = null;
    const offering = pump.offer(portion(0, 5, 6), () => wanted).then((taken) => (offered = taken));
    await soon(() => true);
    expect(offered).toBeNull();
    wanted = false;
    pump.poke();
    await offering;
    expect(offered).toBe(false);
    subscriber.next();
    await soon(() => subscriber.batches.length === 2);
    expect(await pump.offer(portion(0, 5, 6))).toBe(true);
    subscriber.next();
    await soon(() => subscriber.batches.length === 3);
    subscriber.next();
    await pump.stop();
  });

  it('forgets a slot that was given away, not the others', async () => {
    const subscriber = held();
    const pump = new Pump({ subscriber, maxBatch: 10, maxWaiting: 20, onSeek: () => Promise.resolve() });
    await pump.offer(portion(0, 1));
    await soon(() => subscriber.batches.length === 1);
    await pump.offer(portion(1, 2));
    await pump.offer(portion(2, 3));
    pump.forget(new Set([1]));
    subscriber.next();
    await soon(() => subscriber.batches.length === 2);
    expect(positionsOf(subscriber.batches[1])).toEqual([3]);
    subscriber.next();
    await pump.stop();
  });

  it('asks for everything anew when the subscriber stands elsewhere', async () => {
    const subscriber = held();
    let sought = 0;
    const pump = new Pump({ subscriber, maxBatch: 10, maxWaiting: 20, onSeek: () => Promise.resolve(void sought++) });
    await pump.offer(portion(0, 1));
    await soon(() => subscriber.batches.length === 1);
    await pump.offer(portion(0, 2));
    subscriber.next(new SeekNeeded());
    await soon(() => sought === 1);
    expect(pump.idle).toBe(true);
    await pump.stop();
  });

  it('ends with the subscriber’s fault', async () => {
    const subscriber = held();
    const pump = new Pump({ subscriber, maxBatch: 10, maxWaiting: 20, onSeek: () => Promise.resolve() });
    await pump.offer(portion(0, 1));
    await soon(() => subscriber.batches.length === 1);
    subscriber.next(new TypeError('a fault of the program'));
    await expect(pump.done).rejects.toThrow('a fault of the program');
    expect(await pump.offer(portion(0, 2))).toBe(false);
  });

  it('finishes the batch in hand when it is stopped', async () => {
    const subscriber = held();
    const pump = new Pump({ subscriber, maxBatch: 1, maxWaiting: 20, onSeek: () => Promise.resolve() });
    let done = false;
    await pump.offer({ ...portion(0, 1), onDone: () => (done = true) });
    await pump.offer(portion(0, 2));
    await soon(() => subscriber.batches.length === 1);
    const stopping = pump.stop();
    subscriber.next();
    await stopping;
    expect(done).toBe(true);
    expect(subscriber.batches.length).toBe(1);
  });
});
