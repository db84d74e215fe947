import { type Delivery, type EventBatch, SeekNeeded, type Subscriber } from './stream.js';

/** What an adapter has read, in one piece: the pump never splits it. */
export interface Portion extends EventBatch {
  /** Called when the portion's batch is done. */
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

/**
 * Between an adapter that reads and a subscriber that folds: what was read meanwhile waits here, bounded, and is handed over as one batch
 * of as many slots as there are. So reading and folding overlap, and many small portions cost one transaction.
 */
export class Pump {
  private waiting: Portion[] = [];
  private count = 0;
  private inHand = false;
  private paused = false;
  private ended = false;
  private readonly abort = new AbortController();
  private changed = signalOnce();
  /** Kept after `stop`; rejected when the subscriber fails. */
  readonly done: Promise<void>;

  constructor(private readonly options: PumpOptions) {
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
    this.waiting.push(portion);
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
    return this.count === 0 && !this.inHand;
  }

  /** Waits until the batch in the subscriber's hand is done. */
  async settled(): Promise<void> {
    while (this.inHand && !this.ended) await this.changed.promise;
  }

  /** Lets those who wait in `offer` ask `still` again. */
  poke(): void {
    this.change();
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    this.change();
  }

  /** Finishes the batch in hand; what waits is forgotten. */
  async stop(): Promise<void> {
    this.ended = true;
    this.abort.abort();
    this.change();
    await this.done.catch(() => undefined);
  }

  private async run(): Promise<void> {
    try {
      for (;;) {
        while (!this.ended && (this.waiting.length === 0 || this.paused)) await this.changed.promise;
        if (this.ended) return;
        await this.deliver(this.take());
      }
    } finally {
      this.ended = true;
      this.waiting = [];
      this.count = 0;
      this.change();
    }
  }

  private async deliver(portions: Portion[]): Promise<void> {
    this.inHand = true;
    try {
      await this.options.subscriber.onBatch(merge(portions), this.abort.signal);
      for (const portion of portions) portion.onDone?.();
    } catch (error) {
      if (this.ended) return; // a batch given up on stop comes again
      if (!(error instanceof SeekNeeded)) throw error;
      this.forget();
      await this.options.onSeek();
    } finally {
      this.inHand = false;
      this.change();
    }
  }

  private take(): Portion[] {
    let size = 0;
    let n = 0;
    while (n < this.waiting.length && (n === 0 || size + this.waiting[n].deliveries.length <= this.options.maxBatch)) {
      size += this.waiting[n++].deliveries.length;
    }
    this.count -= size;
    const taken = this.waiting.splice(0, n);
    this.change();
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

const without = (portion: Portion, slots: ReadonlySet<number>): Portion => ({
  ...portion,
  deliveries: portion.deliveries.filter((delivery) => !slots.has(delivery.slot)),
  upTo: new Map([...portion.upTo].filter(([slot]) => !slots.has(slot))),
});

function signalOnce(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((keep) => (resolve = keep));
  return { promise, resolve };
}
