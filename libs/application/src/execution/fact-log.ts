import { LRUCache } from 'lru-cache';
import type { Draft, Kind } from '#domain';
import type { AppendItem, EventMeta, EventStore, StoredEvent, Verdict } from '#event-store';

const MOST_SEEN = 20_000;

/** What the log needs of a state; how the kind folds it is the kind's. */
export interface State {
  version: number;
}
type AnyKind<S extends State> = Pick<Kind<S, never>, 'schema' | 'streamOf' | 'initialState' | 'evolve'>;

/**
 * Loads what one kind of facts tells from the log and appends to it. Keeps the streams last touched in memory, since commands
 * come in runs; the version check of the append tells when what is kept was old.
 */
export class FactLog<S extends State> {
  private readonly seen = new LRUCache<string, S>({ max: MOST_SEEN });

  constructor(
    protected readonly store: EventStore,
    private readonly kind: AnyKind<S>,
  ) {}

  async load(id: string): Promise<S> {
    const stream = this.kind.streamOf(id);
    const seen = this.seen.get(stream);
    if (seen) return seen;
    return this.remember(stream, this.kind.initialState(stream), await this.store.readStream(stream));
  }

  /** Reads what is not in memory, in one query. @returns the ids of which the log knows nothing */
  async preload(ids: readonly string[]): Promise<string[]> {
    const missing = this.unseen(ids);
    if (missing.length === 0) return [];
    const streams = await this.store.readStreams([...new Set(missing.map((id) => this.kind.streamOf(id)))]);
    for (const [stream, events] of streams) {
      try {
        this.remember(stream, this.kind.initialState(stream), events);
      } catch {
        // one that cannot be read back concerns those who ask for it: `load` tells them, and only them
      }
    }
    return missing.filter((id) => streams.get(this.kind.streamOf(id))!.length === 0);
  }

  protected unseen(ids: readonly string[]): string[] {
    return ids.filter((id) => !this.seen.has(this.kind.streamOf(id)));
  }

  /** Forgets a stream, so that it is read again: after a conflict. */
  forget(id: string): void {
    this.seen.delete(this.kind.streamOf(id));
  }

  /** Whether nobody else has written since: asked before an answer that stores nothing, which no version check guards. */
  async isCurrent(id: string, state: S): Promise<boolean> {
    if (await this.store.isLast(this.kind.streamOf(id), state.version)) return true;
    this.forget(id);
    return false;
  }

  /** Also an outcome without events was decided on a version, and is a conflict on another one. */
  async append(
    id: string,
    state: S,
    drafts: Draft[],
    meta: EventMeta,
    item: Omit<AppendItem, 'stream' | 'expectedVersion' | 'events'>,
  ): Promise<Verdict> {
    const stream = this.kind.streamOf(id);
    const verdict = await this.store.append({
      ...item,
      stream,
      expectedVersion: state.version,
      events: drafts.map((draft) => ({ ...draft, schema: this.kind.schema, meta })),
    });
    if (verdict.kind === 'appended') this.remember(stream, state, verdict.events);
    else if (verdict.kind === 'conflict') this.seen.delete(stream);
    return verdict;
  }

  private remember(stream: string, before: S, events: StoredEvent[]): S {
    const known = this.seen.peek(stream);
    const state = this.kind.evolve(before, events);
    // a slower answer must not put an older state over a newer one
    if (known && known.version > state.version) return known;
    this.seen.set(stream, state);
    return state;
  }
}
