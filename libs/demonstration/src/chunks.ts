import type { Instant } from '#domain';
import type { Occurrence } from './occurrence.js';

/** A stretch of time of the demonstration. */
export interface Chunk {
  /** instant of its last command: with the clock set to it, nothing in the chunk lies in the future */
  until: Instant;
  count: number;
  /** the commands of one dossier each, in their order; the lists may run side by side */
  lanes: Occurrence[][];
}

/**
 * Cuts commands that are in order of time into chunks of about `size` commands. Run the chunks one after the other;
 * within a chunk only the order of a lane matters.
 */
export function* chunks(items: readonly Occurrence[], size = 2_000): Generator<Chunk> {
  for (let from = 0; from < items.length; from += size) {
    const part = items.slice(from, from + size);
    const lanes = new Map<string, Occurrence[]>();
    for (const item of part) {
      const lane = lanes.get(item.code);
      if (lane) lane.push(item);
      else lanes.set(item.code, [item]);
    }
    yield { until: part.at(-1)!.at, count: part.length, lanes: [...lanes.values()] };
  }
}
