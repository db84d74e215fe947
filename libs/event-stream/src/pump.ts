import { type Delivery, type EventBatch, halvesOf, SeekNeeded, type Subscriber } from './stream.js';

/** What an adapter has read; handed over in one piece, but for one of several slots, which may be divided between two batches. */
export interface Portion extends EventBatch {
  /** Called when the portion's batch is done; for portions of one slot. */
  onDone?: () => void;
}

export interface PumpOptions {
  subscriber: Subscriber;
  maxBatch: number;
  /** Most deliveries that may wait; `offer` holds its caller up beyond that. */
  maxWaiting: number;
  /** The subscriber stands elsewhere: everything that waited is gone, deliver anew. */
  onSeek: () => Promise<void>;
}

/** All even slots, or all odd ones, where the subscriber takes two batches at once. */
interface Waiting extends Portion {
  slots: ReadonlySet<number>;
}

/** Deliveries for which a second batch goes beside the first. With fewer, what a transaction costs by itself is more than is gained. */
const WORTH_A_BATCH = 500;

/**
 * Between an adapter that reads and a subscriber that folds: what was read meanwhile waits here, bounded, and is handed over as one batch
 * of as many slots as there are. So reading and folding overlap, and many small portions cost one transaction. Where much waits, and the subscriber
 * takes two at once, a batch is of the even or of the odd slots: while the database writes one, the next one is derived.
 */
export class Pump {
  private waiting: Waiting[] = [];
  private count = 0;
  /** The slots of each batch that the subscriber has in hand. */
  private readonly inHand = new Map<Promise<void>, ReadonlySet<number>>();
  private seeking = false;
  private failure: { error: unknown } | null = null;
  private paused = false;
  private ended = false;
  private readonly abort = new AbortController();
  private changed = signalOnce();
  private readonly atOnce: number;
  /** Kept after `stop`; rejected when the subscriber fails. */
  readonly done: Promise<void>;

  constructor(private readonly options: PumpOptions) {
    this.atOnce = options.subscriber.atOnce ?? 1;
    this.done = this.run();
    this.done.catch(() => undefined);
  }

  /** Waits until there is room. False: the pump has ended, or `still` says that nobody wants the portion any more. */
  async offer(portion: Portion, still: () => boolean = () => true): Promise<boolean> {
    while (
      this.count > 0 &&
      this.count + portion.deliveries.length > this.options.maxWaiting &&
      !this.ended &&
      still()
    ) {
      await this.changed.promise;
    }
    if (this.ended || !still()) return false;
    this.waiting.push(...(this.atOnce > 1 ? divided(portion) : [waiting(portion)]));
    this.count += portion.deliveries.length;
    this.change();
    return true;
  }

  /** Forgets what waits (of these slots), not what is in the subscriber's hand. */
  forget(slots?: ReadonlySet<number>): void {
    this.waiting = slots
      ? this.waiting.map((portion) => without(portion, slots)).filter((portion) => portion.deliveries.length > 0)
      : [];
    this.count = this.waiting.reduce((n, portion) => n + portion.deliveries.length, 0);
    this.change();
  }

  get idle(): boolean {
    return this.count === 0 && this.inHand.size === 0 && !this.seeking;
  }

  /** Waits until nothing of these slots is in the subscriber's hand. */
  async settled(slots: Iterable<number>): Promise<void> {
    const busy = (): boolean => [...slots].some((slot) => [...this.inHand.values()].some((some) => some.has(slot)));
    while (busy() && !this.ended) await this.changed.promise;
  }

  /** Lets those who wait in `offer` ask `still` again. */
  poke(): void {
    this.change();
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    this.change();
  }

  /** Finishes what is in hand; what waits is forgotten. */
  async stop(): Promise<void> {
    this.ended = true;
    this.abort.abort();
    this.change();
    await this.done.catch(() => undefined);
  }

  private async run(): Promise<void> {
    try {
      while (!this.ended) {
        if (this.failure) throw this.failure.error;
        if (this.seeking && this.inHand.size === 0) {
          this.forget();
          await this.options.onSeek();
          this.seeking = false;
        }
        const portions = this.seeking ? [] : this.take();
        if (portions.length > 0) this.deliver(portions);
        else await this.changed.promise;
      }
    } finally {
      this.ended = true;
      this.abort.abort();
      this.waiting = [];
      this.count = 0;
      this.change();
      await Promise.all(this.inHand.keys());
    }
  }

  private deliver(portions: Waiting[]): void {
    const work = this.hand(portions).finally(() => {
      this.inHand.delete(work);
      this.change();
    });
    this.inHand.set(work, new Set(portions.flatMap(({ slots }) => [...slots])));
  }

  /** Never throws. */
  private async hand(portions: Portion[]): Promise<void> {
    try {
      await this.options.subscriber.onBatch(merge(portions), this.abort.signal);
      for (const portion of portions) portion.onDone?.();
    } catch (error) {
      if (this.ended) return; // a batch given up on stop comes again
      if (error instanceof SeekNeeded) this.seeking = true;
      else this.failure ??= { error };
    }
  }

  /** The next batch, in order: nothing of a slot that is in hand, or of which something earlier is left back. */
  private take(): Waiting[] {
    const { inHand, atOnce, paused } = this;
    const second = inHand.size > 0;
    if (paused || inHand.size >= atOnce || (second && this.count < WORTH_A_BATCH)) return [];
    const half = atOnce > 1 && (second || this.count >= 2 * WORTH_A_BATCH);
    const passedOver = new Set([...inHand.values()].flatMap((slots) => [...slots]));
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    let size = 0;
    for (const portion of this.waiting) {
      const goesAlong =
        taken.length === 0 ||
        (size + portion.deliveries.length <= this.options.maxBatch && (!half || isEven(portion) === isEven(taken[0])));
      if (goesAlong && ![...portion.slots].some((slot) => passedOver.has(slot))) {
        taken.push(portion);
        size += portion.deliveries.length;
      } else {
        left.push(portion);
        for (const slot of portion.slots) passedOver.add(slot);
      }
    }
    this.waiting = left;
    this.count -= size;
    if (taken.length > 0) this.change();
    return taken;
  }

  private change(): void {
    const { resolve } = this.changed;
    this.changed = signalOnce();
    resolve();
  }
}

function merge(portions: Portion[]): EventBatch {
  if (portions.length === 1) return portions[0];
  const deliveries: Delivery[] = [];
  const upTo = new Map<number, bigint>();
  for (const portion of portions) {
    for (const delivery of portion.deliveries) deliveries.push(delivery);
    for (const [slot, position] of portion.upTo) upTo.set(slot, position);
  }
  return { deliveries, upTo };
}

const waiting = (portion: Portion): Waiting => ({
  ...portion,
  slots: new Set([...portion.deliveries.map(({ slot }) => slot), ...portion.upTo.keys()]),
});

const without = (portion: Portion, slots: ReadonlySet<number>): Waiting =>
  waiting({
    ...portion,
    deliveries: portion.deliveries.filter((delivery) => !slots.has(delivery.slot)),
    upTo: new Map([...portion.upTo].filter(([slot]) => !slots.has(slot))),
  });

const divided = (portion: Portion): Waiting[] =>
  halvesOf(portion)
    .map((half) => waiting({ ...portion, ...half }))
    .filter(({ slots }) => slots.size > 0);

const isEven = ({ slots }: Waiting): boolean => ([...slots][0] & 1) === 0;

function signalOnce(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((keep) => (resolve = keep));
  return { promise, resolve };
}
