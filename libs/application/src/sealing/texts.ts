import { randomUUID } from 'node:crypto';
import type { Draft } from '#domain';
import type { SealedRow, Vault } from '#event-store';

type Kind = 'applicant' | 'reason' | 'note';

/**
 * Free texts and particulars of one command on their way into the vault. The decision is made on provisional
 * references; only what the accepted events refer to is sealed, and is stored by the same append.
 */
export class Texts {
  private readonly byRef = new Map<string, { kind: Kind; text: string }>();

  add(kind: Kind, text: string): string {
    const ref = randomUUID();
    this.byRef.set(ref, { kind, text });
    return ref;
  }

  /** Seals what the drafts refer to, under the subject's key, and puts the final references into them. */
  async seal(drafts: Draft[], subject: string, vault: Vault): Promise<{ drafts: Draft[]; sealed: SealedRow[] }> {
    if (this.byRef.size === 0) return { drafts, sealed: [] };
    const sealed: SealedRow[] = [];
    const final = new Map<string, string>();
    const used = new Set(
      drafts.flatMap((draft) => Object.values(draft.data)).filter((value) => typeof value === 'string'),
    );
    for (const [ref, { kind, text }] of this.byRef) {
      if (!used.has(ref)) continue;
      const row = await vault.seal(subject, kind, text);
      sealed.push(row);
      final.set(ref, row.ref);
    }
    const replace = (value: unknown): unknown => (typeof value === 'string' ? (final.get(value) ?? value) : value);
    const named = drafts.map((draft) => ({
      ...draft,
      data: Object.fromEntries(Object.entries(draft.data).map(([key, value]) => [key, replace(value)])),
    }));
    return { drafts: named as Draft[], sealed };
  }
}
