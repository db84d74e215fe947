import { LRUCache } from 'lru-cache';
import type { KnownStream } from './known-stream.js';

/**
 * The streams that were folded last, as this process wrote them. Right as long as nobody else writes their slot, which the checkpoint's
 * compare-and-swap tells: whoever loses it forgets the slot.
 */
export class StreamCache {
  private readonly streams: LRUCache<string, KnownStream>;

  constructor(capacity: number) {
    this.streams = new LRUCache({ max: capacity });
  }

  get(stream: string): KnownStream | undefined {
    return this.streams.get(stream);
  }

  put(known: KnownStream): void {
    this.streams.set(known.stream, known);
  }

  forgetSlots(slots: ReadonlySet<number>): void {
    for (const [stream, { slot }] of this.streams) if (slots.has(slot)) this.streams.delete(stream);
  }
}
