import { LRUCache } from 'lru-cache';

/** Hashes of the last known event of the streams in use: the predecessor of what comes next. Bounded; the least recently used go first. */
export class HeadCache {
  private readonly heads: LRUCache<string, { version: number; hash: string }>;

  constructor(most = 20_000) {
    this.heads = new LRUCache({ max: most });
  }

  /** An event never changes, so what is known of (stream, version) stays true. */
  get(stream: string, version: number): string | undefined {
    const head = this.heads.get(stream);
    return head?.version === version ? head.hash : undefined;
  }

  set(stream: string, version: number, hash: string): void {
    this.heads.set(stream, { version, hash });
  }
}
