import { keepNewest } from '#platform';
import type { KnownDossier } from './known-dossier.js';

/**
 * The dossiers that were folded last, as this process wrote them. Right as long as nobody else writes their slot, which the checkpoint's
 * compare-and-swap tells: whoever loses it forgets the slot.
 */
export class DossierCache {
  private readonly dossiers = new Map<string, KnownDossier>();

  constructor(private readonly capacity: number) {}

  get(code: string): KnownDossier | undefined {
    return this.dossiers.get(code);
  }

  put(dossier: KnownDossier): void {
    this.dossiers.delete(dossier.code);
    this.dossiers.set(dossier.code, dossier);
    keepNewest(this.dossiers, this.capacity);
  }

  forget(code: string): void {
    this.dossiers.delete(code);
  }

  forgetSlots(slots: ReadonlySet<number>): void {
    for (const [code, { slot }] of this.dossiers) if (slots.has(slot)) this.dossiers.delete(code);
  }
}
