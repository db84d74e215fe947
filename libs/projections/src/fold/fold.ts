import type { Clock } from '#domain';
import type pg from 'pg';

import { inTransaction, isTransientDatabaseError } from '#platform';
import type { EventStore, Vault } from '#event-store';
import {
  type Delivery,
  type EventBatch,
  type EventDelivery,
  halvesOf,
  type PoisonDelivery,
  SeekNeeded,
  type StreamLogger,
  type Subscriber,
  untilItWorks,
} from '#event-stream';
import { parkedStreams } from '../dead-letters/dead-letters.js';
import { BEGIN_FOLDING, type Checkpoint, moveCheckpoints, type Move, requireStand } from './checkpoints.js';
import { type Fault, judge } from './judge.js';
import { loadStreams } from './load.js';
import { isDataError, notStorable } from './not-storable.js';
import { StreamCache } from './stream-cache.js';
import type { Terms } from './terms.js';
import { type BatchRows, foldBatch, knownOf, writeBatch } from './write.js';
import type { Parts } from '../projection.js';

export interface Generation {
  id: number;
  /** the life of the log that it is derived from */
  epoch: string;
  /** where the rows of each projection are */
  parts: Parts;
  /** the parts that are written: while it is being built, those that it does not share with the current one */
  folds: Parts;
}

export interface FoldOptions {
  pool: pg.Pool;
  store: EventStore;
  vault: Vault;
  clock: Clock;
  terms: Terms;
  logger: StreamLogger;
  /** Streams kept in memory; default 20,000. */
  cacheSize?: number;
  /** A batch of so many deliveries is folded in two halves side by side; default 1,000. */
  halvedFrom?: number;
  /** Tell live views what changed; default true. */
  announces?: boolean;
  /** Told after each commit. */
  onCommit?: (committed: Committed) => void;
}

export interface Committed {
  generation: number;
  events: number;
  /** the highest position of the batch */
  position: bigint;
  deadLetters: number;
  /** from the batch's arrival to its commit */
  ms: number;
}

/** Somebody else has folded a slot of the batch meanwhile. */
class Stale extends Error {}

/** What two batches at once need: each holds a connection and may want another one for a moment. */
export const CONNECTIONS = 4;
const START: Checkpoint = { position: 0n, mends: 0 };

/**
 * Folds events into the rows of one generation (architecture 6). One transaction per batch: checkpoints by compare-and-swap, the rows of each
 * projection, dead letters, and last the rows that many change. What comes twice is skipped by position and version; what is missing is read from the log.
 */
export class Fold implements Subscriber {
  private readonly stands = new Map<number, Checkpoint>();
  private readonly cache: StreamCache;
  private readonly otherEpochs = new Set<string>();

  constructor(
    readonly generation: Generation,
    private readonly options: FoldOptions,
  ) {
    this.cache = new StreamCache(options.cacheSize ?? 20_000);
  }

  async positions(slots: number[]): Promise<Map<number, bigint>> {
    // Of these slots alone: another one that a crash of the server has set back must be found so when its next batch comes.
    await this.refresh(new Set(slots)).catch((error: unknown) => {
      if (!(error instanceof SeekNeeded)) throw error; // that is just what the asker does
    });
    return new Map(slots.map((slot) => [slot, this.stand(slot).position]));
  }

  /** @throws SeekNeeded, GenerationGone, EpochChanged; and what no retry can mend */
  async onBatch(batch: EventBatch, signal: AbortSignal): Promise<void> {
    // Each waits for the other, also for one that fails: when this returns, nothing of the batch is under way.
    const folded = await Promise.allSettled(this.sideBySide(batch).map((half) => this.foldPatiently(half, signal)));
    for (const each of folded) if (each.status === 'rejected') throw each.reason;
  }

  /**
   * While the database writes one half, the other is derived. They have no slot in common, so nothing but cells; those are written last, in the
   * order of their key.
   */
  private sideBySide(batch: EventBatch): EventBatch[] {
    const { pool, halvedFrom = 1_000 } = this.options;
    if (batch.deliveries.length < halvedFrom || pool.options.max < CONNECTIONS) return [batch];
    const halves = halvesOf(batch);
    return halves.some(({ deliveries }) => deliveries.length === 0) ? [batch] : halves;
  }

  private async foldPatiently(batch: EventBatch, signal: AbortSignal): Promise<void> {
    let again = this.stands.size === 0;
    await untilItWorks(
      async () => {
        // After a fault nobody knows whether the commit took place.
        if (again) await this.refresh(slotsOf(batch.deliveries, batch.upTo));
        again = true;
        await this.fold(batch.deliveries, batch.upTo);
      },
      {
        signal,
        isTransient: isTransientDatabaseError,
        onFault: (error, waitMs) =>
          this.options.logger.warn({ err: error, waitMs }, 'a batch was not folded; trying again'),
      },
    );
  }

  private stand(slot: number): Checkpoint {
    return this.stands.get(slot) ?? START;
  }

  private async fold(deliveries: readonly Delivery[], upTo: ReadonlyMap<number, bigint>): Promise<void> {
    for (;;) {
      try {
        return await this.foldOnce(deliveries, upTo, judge);
      } catch (error) {
        if (error instanceof Stale) await this.refresh(slotsOf(deliveries, upTo));
        else if (isDataError(error)) return await this.foldAround(error, deliveries, upTo);
        else throw error;
      }
    }
  }

  /** A stream whose rows PostgreSQL refuses must not stop the others: halve until it is alone, then park it. */
  private async foldAround(
    error: Error,
    deliveries: readonly Delivery[],
    upTo: ReadonlyMap<number, bigint>,
  ): Promise<void> {
    if (deliveries.length > 1) {
      const middle = deliveries.length >> 1;
      await this.fold(deliveries.slice(0, middle), new Map());
      await this.fold(deliveries.slice(middle), upTo);
      return;
    }
    const [delivery] = deliveries;
    if (delivery?.kind !== 'event') throw error;
    const fault = notStorable(delivery.event, error, this.options.logger, delivery.from);
    await this.foldOnce(deliveries, upTo, () => Promise.resolve({ good: [], faults: [fault] }));
  }

  private async foldOnce(
    deliveries: readonly Delivery[],
    upTo: ReadonlyMap<number, bigint>,
    judging: typeof judge,
  ): Promise<void> {
    const started = performance.now();
    const { events, poison } = await this.pending(deliveries);
    const { good, faults } = await judging(this.options.pool, events, poison);
    const moves = this.moves(good, faults, upTo);
    if (moves.length === 0) return;
    const written = await inTransaction(this.options.pool, BEGIN_FOLDING, async (client) => {
      if (!(await moveCheckpoints(client, this.generation.id, moves))) throw new Stale();
      return this.write(client, moves, good, faults);
    });
    for (const known of knownOf(written)) this.cache.put(known);
    for (const { slot, from, to } of moves) this.stands.set(slot, { ...from, position: to });
    this.options.onCommit?.({
      generation: this.generation.id,
      events: good.length,
      position: moves.reduce((max, { to }) => (to > max ? to : max), 0n),
      deadLetters: written.faults.length,
      ms: performance.now() - started,
    });
  }

  /** What is not folded yet. Messages of another life of the log are passed over. */
  private async pending(
    deliveries: readonly Delivery[],
  ): Promise<{ events: EventDelivery[]; poison: PoisonDelivery[] }> {
    const events: EventDelivery[] = [];
    const poison: PoisonDelivery[] = [];
    for (const delivery of deliveries) {
      if (delivery.kind === 'poison') poison.push(delivery);
      else if (delivery.epoch !== this.generation.epoch) await this.meetEpoch(delivery);
      else if (delivery.event.position > this.stand(delivery.slot).position) events.push(delivery);
    }
    return { events, poison };
  }

  private async meetEpoch({ epoch, slot }: EventDelivery): Promise<void> {
    if (this.otherEpochs.has(epoch)) return;
    await this.refresh(new Set([slot])); // throws EpochChanged if the log's is another one now
    this.otherEpochs.add(epoch);
    this.options.logger.warn({ epoch }, 'messages of another life of the log are passed over');
  }

  /**
   * Where the checkpoints go: to the last event that the log confirms. What a message claims moves nothing, but its slot is locked as well,
   * so that its dead letter is written by one projector only.
   */
  private moves(good: readonly EventDelivery[], faults: readonly Fault[], upTo: ReadonlyMap<number, bigint>): Move[] {
    const ends = new Map<number, bigint>();
    const reach = (slot: number, position: bigint): void => {
      const reached = ends.get(slot) ?? this.stand(slot).position;
      ends.set(slot, position > reached ? position : reached);
    };
    for (const { slot, event } of good) reach(slot, event.position);
    for (const { slot, reason, event } of faults) reach(slot, reason === 'not-storable' ? event!.position : 0n);
    if (ends.size > 0) for (const [slot, position] of upTo) reach(slot, position);
    return [...ends].map(([slot, to]) => ({ slot, from: this.stand(slot), to }));
  }

  private async write(
    client: pg.ClientBase,
    moves: Move[],
    good: readonly EventDelivery[],
    faults: readonly Fault[],
  ): Promise<BatchRows> {
    const { generation, cache, options } = this;
    const slots = moves.map(({ slot }) => slot);
    const parked = parkedBy(faults);
    for (const code of await parkedStreams(client, generation.id, slots)) parked.set(code, 0);
    const { folds } = generation;
    const loaded = await loadStreams({ client, folds, store: options.store, cache, deliveries: good, parked });
    const rows = await foldBatch(loaded.plans, [...faults, ...loaded.faults], options.terms);
    await writeBatch({ ...options, client, generation: generation.id, folds }, rows);
    return rows;
  }

  /**
   * Looks where the generation stands; of the slots that others have folded meanwhile nothing is known any more. Slots that the other half of a
   * batch has in hand are left to it: what is read of them here may be old by the time it is compared.
   */
  private async refresh(slots?: ReadonlySet<number>): Promise<void> {
    const checkpoints = await requireStand(this.options.pool, this.generation.id);
    const changed = new Set<number>();
    let backwards = false;
    for (const [slot, now] of checkpoints) {
      if (slots && !slots.has(slot)) continue;
      const known = this.stands.get(slot);
      if (known?.position === now.position && known.mends === now.mends) continue;
      if (known && now.position < known.position) backwards = true;
      changed.add(slot);
      this.stands.set(slot, now);
    }
    this.cache.forgetSlots(changed);
    if (backwards) throw new SeekNeeded('the checkpoint stands further back than what was folded');
  }
}

const slotsOf = (deliveries: readonly Delivery[], upTo: ReadonlyMap<number, bigint>): Set<number> =>
  new Set([...deliveries.map(({ slot }) => slot), ...upTo.keys()]);

/** stream → the first version that waits because of these faults */
function parkedBy(faults: readonly Fault[]): Map<string, number> {
  const parked = new Map<string, number>();
  for (const { parks, event } of faults) {
    if (parks && event) parked.set(event.stream, Math.min(event.version, parked.get(event.stream) ?? Infinity));
  }
  return parked;
}
