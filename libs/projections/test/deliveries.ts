import { decode, type Delivery, type EventBatch, type TopicMessage } from '#event-stream';
import { messageOf } from '#testing';
import type { TestSystem } from './system.js';

export const batchOf = (deliveries: Delivery[]): EventBatch => ({ deliveries, upTo: new Map() });

/** A batch as it would come from the topic. */
export const fromTopic = (messages: TopicMessage[]): EventBatch => batchOf(messages.map(decode));

/** Everything that the log has, as messages of a topic. */
export async function allMessages(system: TestSystem): Promise<TopicMessage[]> {
  const epoch = await system.store.epoch();
  return (await system.store.readFrom(0n, 1_000_000)).events.map((event) => messageOf(event, epoch));
}

/** The same things in another order, decided by `seed`; what has the same `key` stays in its order. */
export function shuffled<T>(things: T[], key: (thing: T) => string | number, seed: number): T[] {
  const queues = new Map<string | number, T[]>();
  for (const thing of things) queues.set(key(thing), [...(queues.get(key(thing)) ?? []), thing]);
  const left = [...queues.values()];
  const result: T[] = [];
  let state = seed;
  while (left.length > 0) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const i = (state >>> 8) % left.length;
    result.push(left[i].shift()!);
    if (left[i].length === 0) left.splice(i, 1);
  }
  return result;
}

export function inPieces<T>(things: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(things.length / size) }, (_, i) => things.slice(i * size, (i + 1) * size));
}
