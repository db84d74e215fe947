import { SLOTS } from '#event-store';
import { parkedStreams } from '../dead-letters/dead-letters.js';
import type { FoldOptions, Generation } from '../fold/fold.js';
import { loadStreams } from '../fold/load.js';
import { StreamCache } from '../fold/stream-cache.js';
import { foldBatch, writeBatch } from '../fold/write.js';
import type { Parts } from '../projection.js';
import { foldOf, isFolded } from '../projections.js';
import type { Held } from './generations.js';

/** Events that are read and folded together. */
const PAGE = 8_000;
const ALL_SLOTS = Array.from({ length: SLOTS }, (_, slot) => slot);

/** The parts of a generation that is being built which are the current one's. */
export const sharedParts = ({ parts, folds }: Generation): Parts =>
  new Map([...parts].filter(([name]) => !folds.has(name)));

/**
 * Brings what a new generation shares with the current one to where the new one stands, in the transaction that switches: its parts are
 * then all as its checkpoints say. What waits because of a dead letter goes on waiting.
 * @param upTo where all slots of the new one stand; none of the current one's stands further
 */
export async function bringShared(
  { client, current, positions }: Held,
  next: Generation,
  upTo: bigint,
  options: FoldOptions,
): Promise<void> {
  const folds = sharedParts(next);
  if (folds.size === 0) return;
  const { store, terms } = options;
  const isShared = (stream: string): boolean => {
    const fold = foldOf(stream);
    return fold !== undefined && isFolded(fold, folds);
  };
  const waiting = [...(await parkedStreams(client, current.id, ALL_SLOTS))].filter(isShared);
  await client.query(
    `insert into ops.parked (generation, code, slot, version, dead_letter, since)
     select $2::int, code, slot, version, dead_letter, since from ops.parked where generation = $1 and code = any ($3::text[])`,
    [current.id, next.id, waiting],
  );
  const cache = new StreamCache(PAGE);
  let at = [...positions.values()].reduce((min, position) => (position < min ? position : min), upTo);
  while (at < upTo) {
    const page = await store.readFrom(at, Math.min(PAGE, Number(upTo - at)));
    at = page.upTo;
    const deliveries = page.events
      .filter(({ slot, position }) => position > (positions.get(slot) ?? 0n))
      .map((event) => ({ kind: 'event', slot: event.slot, epoch: next.epoch, event }) as const);
    const parked = new Map([...(await parkedStreams(client, next.id, ALL_SLOTS))].map((stream) => [stream, 0]));
    const { plans, faults } = await loadStreams({ client, folds, store, cache, deliveries, parked });
    await writeBatch(
      { ...options, client, generation: next.id, folds, announces: false },
      await foldBatch(plans, faults, terms),
    );
  }
}
