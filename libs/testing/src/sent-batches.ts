import type { SentBatch } from './kafka-frames.js';

interface Produced {
  batches: SentBatch[];
}

/** The ids of the producers, in the order in which they sent first. */
export const producersOf = (produces: Produced[]): bigint[] => [
  ...new Set(produces.flatMap(({ batches }) => batches.map(({ producerId }) => producerId))),
];

/** How many records a broker appends of it, when it knows by its numbers what is sent again. */
export function recordsOf(produces: Produced[]): number {
  const batches = produces.flatMap((each) => each.batches);
  const once = new Map(batches.map((batch) => [`${batch.firstSequence} ${laneOf(batch)}`, batch.records]));
  return [...once.values()].reduce((sum, records) => sum + records, 0);
}

/** The batches that neither go on with the numbers of their producer and partition, from 0, nor are the last one sent again. */
export function outOfNumber(produces: Produced[]): SentBatch[] {
  const last = new Map<string, SentBatch>();
  return produces
    .flatMap(({ batches }) => batches)
    .filter((batch) => {
      const before = last.get(laneOf(batch));
      last.set(laneOf(batch), batch);
      const again = batch.firstSequence === before?.firstSequence && batch.records === before.records;
      return !again && batch.firstSequence !== (before ? before.firstSequence + before.records : 0);
    });
}

const laneOf = ({ producerId, producerEpoch, topic, partition }: SentBatch): string =>
  [producerId, producerEpoch, topic, partition].join(' ');
