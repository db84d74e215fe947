import { LRUCache } from 'lru-cache';
import { DOSSIER_KIND, type DossierState } from '#domain';
import type { EventStore } from '#event-store';
import { FactLog } from '../execution/fact-log.js';
import type { LinkedStages } from './linked/linked-stages.js';

const MOST_PARENTS = 20_000;

/** The log of dossiers, and of which other dossier they are a stage. */
export class DossierLog extends FactLog<DossierState> {
  /** of codes that were unknown when they were read: which dossier has opened a stage under them; '' = none */
  private readonly parents = new LRUCache<string, string>({ max: MOST_PARENTS });

  constructor(
    store: EventStore,
    private readonly linked: LinkedStages,
  ) {
    super(store, DOSSIER_KIND);
  }

  override async preload(codes: readonly string[]): Promise<string[]> {
    const missing = this.unseen(codes);
    if (missing.length === 0) return [];
    const [unknown, parents] = await Promise.all([super.preload(missing), this.linked.parentsOf(missing)]);
    for (const code of unknown) this.parents.set(code, parents.get(code) ?? '');
    return unknown;
  }

  /** The dossier that has opened a stage under this code; null: none by what was known when the code was read last. */
  async parentOf(code: string): Promise<string | null> {
    const known = this.parents.get(code);
    if (known === undefined) return (await this.linked.parentsOf([code])).get(code) ?? null;
    this.parents.delete(code);
    return known === '' ? null : known;
  }
}
