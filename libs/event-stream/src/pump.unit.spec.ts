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
    pending: () => release.length,
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

describe('the pump, for a subscriber that takes two batches at once', () => {
  const many = (slot: number, from: number): Portion =>
    portion(slot, ...Array.from({ length: 600 }, (_, i) => from + i));
  const slotsOf = (batch: EventBatch): number[] => [...new Set(batch.deliveries.map(({ slot }) => slot))].sort();
  let subscriber: ReturnType<typeof held>;
  let pump: Pump;
  let sought = 0;
  const handed = (n: number): Promise<void> => soon(() => subscriber.batches.length === n);
  const quiet = (): Promise<void> => new Promise((keep) => setImmediate(keep));

  beforeEach(() => {
    sought = 0;
    subscriber = held();
    pump = new Pump({
      subscriber: { ...subscriber, atOnce: 2 },
      maxBatch: 4_000,
      maxWaiting: 8_000,
      onSeek: () => Promise.resolve(void sought++),
    });
  });
  afterEach(async () => {
    while (subscriber.pending() > 0) subscriber.next();
    await pump.stop();
  });

  /** One small batch in hand, and behind it 600 deliveries of each of the slots 0 to 3. */
  async function muchWaits(): Promise<void> {
    await pump.offer(portion(0, 1));
    await handed(1);
    await Promise.all([0, 1, 2, 3].map((slot) => pump.offer(many(slot, 2))));
    await quiet();
  }

  it('hands over one of the even and one of the odd slots where much waits, and no slot twice', async () => {
    await muchWaits();
    expect(subscriber.batches.map(slotsOf)).toEqual([[0], [1, 3]]);
    subscriber.next();
    await handed(3);
    expect(slotsOf(subscriber.batches[2])).toEqual([0, 2]);
    await Promise.all([0, 1, 2, 3].map((slot) => pump.offer(many(slot, 602))));
    await quiet();
    expect(subscriber.batches).toHaveLength(3);
    subscriber.next(); // the odd ones
    await handed(4);
    expect(slotsOf(subscriber.batches[3])).toEqual([1, 3]);
    expect(positionsOf(subscriber.batches[3])[0]).toBe(602);
  });

  it('hands over one of all slots where little waits', async () => {
    await pump.offer(portion(0, 1));
    await handed(1);
    await pump.offer(portion(1, 2));
    await pump.offer(portion(2, 3));
    await quiet();
    expect(subscriber.batches).toHaveLength(1);
    subscriber.next();
    await handed(2);
    expect(positionsOf(subscriber.batches[1])).toEqual([2, 3]);
  });

  it('divides a portion of several slots, with up to where each of them is complete', async () => {
    const deliveries = [0, 1].flatMap((slot) => many(slot, 1).deliveries);
    await pump.offer({ deliveries, upTo: new Map([0, 1, 2, 3].map((slot) => [slot, 600n])) });
    await handed(2);
    expect(subscriber.batches.map((batch) => [slotsOf(batch), [...batch.upTo.keys()]])).toEqual([
      [[0], [0, 2]],
      [[1], [1, 3]],
    ]);
  });

  it('does not overtake what a slot has waiting', async () => {
    await pump.offer(many(0, 1));
    await handed(1);
    await pump.offer({
      deliveries: [many(0, 601), many(2, 601)].flatMap(({ deliveries }) => deliveries),
      upTo: new Map(),
    });
    await pump.offer(many(2, 1201));
    await quiet();
    expect(subscriber.batches).toHaveLength(1);
    subscriber.next();
    await handed(2);
    expect(positionsOf(subscriber.batches[1]).slice(-1)).toEqual([1800]);
  });

  it('says when it has done with some slots, however busy the others are', async () => {
    await muchWaits();
    let done = false;
    const settled = pump.settled([3]).then(() => (done = true));
    subscriber.next(); // slot 0
    await handed(3);
    await quiet();
    expect(done).toBe(false);
    subscriber.next(); // slots 1 and 3
    await settled;
    expect(subscriber.pending()).toBe(1);
  });

  it('asks for everything anew once nothing is in hand any more', async () => {
    await muchWaits();
    subscriber.next(new SeekNeeded());
    await quiet();
    expect([sought, pump.idle, subscriber.batches.length]).toEqual([0, false, 2]);
    subscriber.next();
    await soon(() => sought === 1);
    await soon(() => pump.idle);
    expect(subscriber.batches).toHaveLength(2);
  });

  it('ends with the fault of one once the other is done', async () => {
    await muchWaits();
    let ended = false;
    void pump.done.catch(() => (ended = true));
    subscriber.next(new TypeError('a fault of the program'));
    await quiet();
    expect(ended).toBe(false);
    subscriber.next();
    await expect(pump.done).rejects.toThrow('a fault of the program');
  });
});
