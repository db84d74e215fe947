import { LRUCache } from 'lru-cache';
import type { KnownDossier } from './known-dossier.js';

/**
 * The dossiers that were folded last, as this process wrote them. Right as long as nobody else writes their slot, which the checkpoint's
 * compare-and-swap tells: whoever loses it forgets the slot.
 */
export class DossierCache {
  private readonly dossiers: LRUCache<string, KnownDossier>;

  constructor(capacity: number) {
    this.dossiers = new LRUCache({ max: capacity });
  }

  get(code: string): KnownDossier | undefined {
    return this.dossiers.get(code);
  }

  put(dossier: KnownDossier): void {
    this.dossiers.set(dossier.code, dossier);
  }

  forgetSlots(slots: ReadonlySet<number>): void {
    for (const [code, { slot }] of this.dossiers) if (slots.has(slot)) this.dossiers.delete(code);
  }
}
