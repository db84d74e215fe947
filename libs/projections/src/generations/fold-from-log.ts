import { type EventStore, type Page, SLOTS } from '#event-store';
import type { Fold } from '../fold/fold.js';

export interface FoldFromLogOptions {
  store: EventStore;
  signal: AbortSignal;
  /** Fold up to here; default: to the head of the log, wherever it is by then. */
  upTo?: bigint;
  /** Positions that are read at a time; default 8,000. */
  pageSize?: number;
  onProgress?: (position: bigint, head: bigint) => void;
}

const ALL_SLOTS = Array.from({ length: SLOTS }, (_, slot) => slot);

/**
 * Folds all slots straight from the log, in one loop, without leases: for rebuilding and for catching up. Beside a projector that runs it is
 * safe (the checkpoint decides who folds), only not faster.
 * @returns the position up to which everything is folded
 */
export async function foldFromLog(fold: Fold, options: FoldFromLogOptions): Promise<bigint> {
  const { store, signal, upTo, pageSize = 8_000, onProgress } = options;
  const epoch = await store.epoch();
  const read = (from: bigint): Promise<Page> => {
    const left = upTo === undefined || upTo - from > BigInt(pageSize) ? pageSize : Number(upTo - from);
    return store.readFrom(from, left);
  };
  const positions = await fold.positions(ALL_SLOTS);
  let at = [...positions.values()].reduce((min, position) => (position < min ? position : min));
  if (upTo !== undefined && at >= upTo) return at;
  let page = await read(at);
  while (page.upTo > at) {
    signal.throwIfAborted();
    at = page.upTo;
    const isLast = at >= page.head || (upTo !== undefined && at >= upTo);
    // the next page is read while this one is folded
    const next = isLast ? null : read(at);
    next?.catch(() => undefined);
    await fold.onBatch(
      {
        deliveries: page.events.map((event) => ({ kind: 'event', slot: event.slot, epoch, event })),
        upTo: new Map(ALL_SLOTS.map((slot) => [slot, at])),
      },
      signal,
    );
    onProgress?.(at, page.head);
    if (upTo !== undefined && at >= upTo) break;
    page = await (next ?? read(at));
  }
  return at;
}
