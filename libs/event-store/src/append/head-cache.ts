import { keepNewest } from '#platform';

/** Hashes of the last known event of the streams in use: the predecessor of what comes next. Bounded; the least recently used go first. */
export class HeadCache {
  private readonly heads = new Map<string, { version: number; hash: string }>();

  constructor(private readonly most = 20_000) {}

  /** An event never changes, so what is known of (stream, version) stays true. */
  get(stream: string, version: number): string | undefined {
    const head = this.heads.get(stream);
    return head?.version === version ? head.hash : undefined;
  }

  set(stream: string, version: number, hash: string): void {
    this.heads.delete(stream);
    this.heads.set(stream, { version, hash });
    keepNewest(this.heads, this.most);
  }
}
