import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type EventStore, SLOTS } from '#event-store';
import { aborted, type Patiently, patiently, pause } from '../back-off.js';
import { Pump } from '../pump.js';
import {
  type EventDelivery,
  type EventStream,
  SILENT,
  type StreamLogger,
  type SubscribeOptions,
  type Subscriber,
  type Subscription,
} from '../stream.js';
import { createLeases, Leases } from './leases.js';

export interface LogStreamOptions {
  store: EventStore;
  logger?: StreamLogger;
  /** Share the slots with the other subscribers of this group. Left out: this subscriber takes all slots. */
  group?: { name: string; pool: pg.Pool; /** default 10,000 ms */ ttlMs?: number };
  /** How often the log is looked at even if no one has called; default 1,000 ms. */
  pollMs?: number;
  /** How often a subscriber that has nothing to do is asked whether it still stands where it stood; default 5,000 ms. */
  checkMs?: number;
}

/** Events straight from the log: no broker. Wakes by LISTEN and by looking from time to time. */
export class LogStream implements EventStream {
  constructor(private readonly options: LogStreamOptions) {}

  subscribe(subscriber: Subscriber, options: SubscribeOptions = {}): Subscription {
    return new LogSubscription(subscriber, this.options, options.maxBatch ?? 4_000);
  }
}

class LogSubscription implements Subscription {
  readonly done: Promise<void>;
  /** Up to where each slot that we have has been read. */
  private readonly cursors = new Map<number, bigint>();
  /** How far the subscriber was done with each of them, when it was last seen. */
  private readonly stood = new Map<number, bigint>();
  private checked = performance.now();
  /** Raised whenever the cursors are set anew: what was read before must not be offered any more. */
  private round = 0;
  private epoch = '';
  private readonly abort = new AbortController();
  private readonly pump: Pump;
  private readonly logger: StreamLogger;
  private readonly patiently: Patiently;
  private kick = (): void => undefined;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly options: LogStreamOptions,
    private readonly maxBatch: number,
  ) {
    this.logger = options.logger ?? SILENT;
    this.patiently = patiently(this.abort.signal, this.logger);
    this.pump = new Pump({
      subscriber: {
        atOnce: subscriber.atOnce,
        positions: (slots) => subscriber.positions(slots),
        onBatch: async (batch, signal) => {
          await subscriber.onBatch(batch, signal);
          for (const delivery of batch.deliveries) if (delivery.kind === 'event') this.saw(delivery);
        },
      },
      maxBatch,
      maxWaiting: 2 * maxBatch,
      onSeek: () => this.seek(),
    });
    this.done = this.run();
    this.done.catch(() => undefined);
  }

  slots(): number[] {
    return [...this.cursors.keys()].sort((a, b) => a - b);
  }
  pause(): void {
    this.pump.setPaused(true);
  }
  resume(): void {
    this.pump.setPaused(false);
  }
  async stop(): Promise<void> {
    this.abort.abort();
    await this.done.catch(() => undefined);
  }

  private async run(): Promise<void> {
    const { group } = this.options;
    const work = [this.pump.done, this.read(), group ? this.share(group) : this.give(allSlots())];
    try {
      // ends when stopped; the first that fails ends the others
      await Promise.race(work.map((each) => each.then(() => aborted(this.abort.signal))));
    } finally {
      this.abort.abort();
      await this.pump.stop();
      await Promise.allSettled(work);
    }
  }

  /** Slots that we did not have: start where the subscriber stands. */
  private async give(slots: number[]): Promise<void> {
    const fresh = slots.filter((slot) => !this.cursors.has(slot));
    if (fresh.length === 0) return;
    const positions = await this.patiently(() => this.subscriber.positions(fresh));
    for (const slot of fresh) {
      this.cursors.set(slot, positions.get(slot) ?? 0n);
      this.stood.set(slot, positions.get(slot) ?? 0n);
    }
    this.kick();
  }

  private async seek(): Promise<void> {
    const slots = this.slots();
    this.round += 1;
    this.cursors.clear();
    this.stood.clear();
    this.epoch = '';
    await this.give(slots);
  }

  private async share(group: NonNullable<LogStreamOptions['group']>): Promise<void> {
    const { signal } = this.abort;
    const ttlMs = group.ttlMs ?? 10_000;
    const leases = new Leases(group.pool, group.name, randomUUID(), ttlMs);
    await this.patiently(() => createLeases(group.pool, group.name));
    while (!signal.aborted) {
      const held = await this.patiently(() => leases.renew());
      await this.take(held.filter((slot) => this.cursors.has(slot)));
      await this.give(held);
      const surplus = await this.patiently(() => leases.surplus(held));
      if (surplus.length > 0) {
        await this.take(held.filter((slot) => !surplus.includes(slot)));
        await this.pump.settled(surplus);
        await this.patiently(() => leases.release(surplus));
      }
      await pause(ttlMs / 5, signal);
    }
    await this.pump.stop();
    await leases
      .leave()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'the leases run out by themselves'));
  }

  /** Keeps these slots and forgets the others. */
  private async take(kept: number[]): Promise<void> {
    const lost = new Set(this.slots().filter((slot) => !kept.includes(slot)));
    if (lost.size === 0) return;
    for (const slot of lost) {
      this.cursors.delete(slot);
      this.stood.delete(slot);
    }
    this.round += 1;
    this.pump.forget(lost);
    this.logger.info({ lost: [...lost], slots: this.slots() }, 'slots given away');
  }

  private async read(): Promise<void> {
    const { store, pollMs } = this.options;
    const { signal } = this.abort;
    const wake = this.wakeups(store, pollMs);
    for await (const _ of wake) {
      while (!signal.aborted && (await this.patiently(() => this.readOnce())));
      if (!signal.aborted) await this.lookBack();
    }
  }

  private saw({ slot, event }: EventDelivery): void {
    const stood = this.stood.get(slot);
    if (stood !== undefined && event.position > stood) this.stood.set(slot, event.position);
  }

  /**
   * A crash of the database can take back what was folded: a subscriber that is busy finds that by itself, one that has nothing to do would
   * find it with the next event only.
   */
  private async lookBack(): Promise<void> {
    const { checkMs = 5_000 } = this.options;
    if (this.cursors.size === 0 || !this.pump.idle || performance.now() - this.checked < checkMs) return;
    this.checked = performance.now();
    const { round } = this;
    const stood = new Map(this.stood);
    const positions = await this.patiently(() => this.subscriber.positions([...stood.keys()]));
    const setBack = [...stood].filter(([slot, position]) => (positions.get(slot) ?? 0n) < position);
    if (setBack.length === 0 || round !== this.round) return;
    this.logger.warn({ slots: setBack.map(([slot]) => slot) }, 'what was folded is gone: it is folded again');
    this.pump.forget();
    await this.seek();
  }

  /** The log's wake-ups, and ours when slots were given. */
  private async *wakeups(store: EventStore, pollMs?: number): AsyncIterable<void> {
    const { signal } = this.abort;
    let called = false;
    let wake = (): void => undefined;
    this.kick = () => {
      called = true;
      wake();
    };
    const listening = (async () => {
      for await (const _ of store.wakeups(signal, { pollMs })) this.kick();
    })();
    signal.addEventListener('abort', () => this.kick(), { once: true });
    while (!signal.aborted) {
      if (!called) await Promise.race([new Promise<void>((keep) => (wake = keep)), listening]);
      called = false;
      if (!signal.aborted) yield;
    }
    await listening.catch(() => undefined);
  }

  /** Reads on for the slots that lie furthest back, as far as the next ones stand, so that all come together. False: nothing more. */
  private async readOnce(): Promise<boolean> {
    const { round } = this;
    if (this.cursors.size === 0) return false;
    this.epoch ||= await this.options.store.epoch();
    const [from, next] = lowest(this.cursors.values());
    const slots = this.slots().filter((slot) => this.cursors.get(slot) === from);
    const limit = next !== null && next - from < BigInt(this.maxBatch) ? Number(next - from) : this.maxBatch;
    const page = await this.options.store.readFrom(from, limit, slots.length < SLOTS ? { slots } : {});
    if (round !== this.round) return true;
    if (page.upTo <= from) return false;
    if (page.events.length > 0) {
      const { epoch } = this;
      const offered = await this.pump.offer(
        {
          deliveries: page.events.map((event) => ({ kind: 'event', slot: event.slot, epoch, event })),
          upTo: new Map(slots.map((slot) => [slot, page.upTo])),
        },
        () => round === this.round,
      );
      if (!offered) return !this.abort.signal.aborted;
    }
    for (const slot of slots) this.cursors.set(slot, page.upTo);
    return page.upTo < page.head || next !== null;
  }
}

const allSlots = (): number[] => Array.from({ length: SLOTS }, (_, slot) => slot);

/** The lowest position and the next higher one; null where all are equal. */
function lowest(positions: Iterable<bigint>): [bigint, bigint | null] {
  const sorted = [...new Set(positions)].sort((a, b) => (a < b ? -1 : 1));
  return [sorted[0], sorted[1] ?? null];
}
