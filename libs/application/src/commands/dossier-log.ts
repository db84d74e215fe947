import { DOSSIER_EVENT_SCHEMA, type DossierState, type Draft, evolveAll, initialState } from '#domain';
import type { AppendItem, EventMeta, EventStore, StoredEvent, Verdict } from '#event-store';
import { keepNewest } from '#platform';
import type { LinkedStages } from '../linked/linked-stages.js';

const MOST_SEEN = 20_000;

/**
 * Loads dossiers from the log and appends to them. Keeps those last touched in memory, since commands come in runs; the
 * version check of the append tells when what is kept was old.
 */
export class DossierLog {
  private readonly seen = new Map<string, DossierState>();

  /** of codes that were unknown when they were read: which dossier has opened a stage under them */
  private readonly parents = new Map<string, string | null>();

  constructor(
    private readonly store: EventStore,
    private readonly linked: LinkedStages,
  ) {}

  async load(code: string): Promise<DossierState> {
    const seen = this.seen.get(code);
    if (seen) return seen;
    return this.remember(code, initialState(code), await this.store.readStream(code));
  }

  /** Dossiers that are not in memory, in one query. */
  async preload(codes: string[]): Promise<void> {
    const missing = codes.filter((code) => !this.seen.has(code));
    if (missing.length === 0) return;
    const [streams, parents] = await Promise.all([this.store.readStreams(missing), this.linked.parentsOf(missing)]);
    for (const [code, events] of streams) {
      try {
        this.remember(code, initialState(code), events);
      } catch {
        // one that cannot be read back concerns those who ask for it: `load` tells them, and only them
      }
      if (events.length === 0) this.parents.set(code, parents.get(code) ?? null);
    }
    keepNewest(this.parents, MOST_SEEN);
  }

  /** The dossier that has opened a stage under this code; null: none by what was known when the code was read last. */
  async parentOf(code: string): Promise<string | null> {
    const known = this.parents.get(code);
    if (known === undefined) return (await this.linked.parentsOf([code])).get(code) ?? null;
    this.parents.delete(code);
    return known;
  }

  /** Forgets a dossier, so that it is read again: after a conflict. */
  forget(code: string): void {
    this.seen.delete(code);
  }

  /** Whether nobody else has written to the dossier since: asked before an answer that stores nothing, which no version check guards. */
  async isCurrent(state: DossierState): Promise<boolean> {
    if (await this.store.isLast(state.code, state.version)) return true;
    this.forget(state.code);
    return false;
  }

  /** Also an outcome without events was decided on a version, and is a conflict on another one. */
  async append(
    state: DossierState,
    drafts: Draft[],
    meta: EventMeta,
    item: Omit<AppendItem, 'stream' | 'expectedVersion' | 'events'>,
  ): Promise<Verdict> {
    const verdict = await this.store.append({
      ...item,
      stream: state.code,
      expectedVersion: state.version,
      events: drafts.map((draft) => ({ ...draft, schema: DOSSIER_EVENT_SCHEMA, meta })),
    });
    if (verdict.kind === 'appended') this.remember(state.code, state, verdict.events);
    else if (verdict.kind === 'conflict') this.forget(state.code);
    return verdict;
  }

  private remember(code: string, before: DossierState, events: StoredEvent[]): DossierState {
    const known = this.seen.get(code);
    const state = evolveAll(before, events);
    // a slower answer must not put an older state over a newer one
    if (known && known.version > state.version) return known;
    this.seen.delete(code);
    this.seen.set(code, state);
    keepNewest(this.seen, MOST_SEEN);
    return state;
  }
}
