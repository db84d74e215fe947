import { randomUUID } from 'node:crypto';
import { type Draft, sealedText } from '#domain';
import type { SealedRow, Vault, Verdict } from '#event-store';

type Kind = 'applicant' | 'reason' | 'note' | 'text';

/**
 * Free texts and particulars of one command on their way into the vault. The decision is made on provisional
 * references; only what the accepted events refer to is sealed, and is stored by the same append.
 */
export class Texts {
  private readonly byRef = new Map<string, { kind: Kind; text: string; ref?: string }>();

  /** @param textRef the reference of a text that is compared, see `Vault.textRef` */
  constructor(private readonly textRef: (text: string) => string) {}

  add(kind: Kind, text: string): string {
    const ref = randomUUID();
    this.byRef.set(ref, { kind, text });
    return ref;
  }

  /** For a text that is compared: the same one has the same reference. */
  refer(text: string): string {
    const ref = this.textRef(text);
    this.byRef.set(sealedText(ref), { kind: 'text', text, ref });
    return sealedText(ref);
  }

  /** Seals what the drafts refer to and appends both; again with the subject's new key when another process has forgotten it meanwhile. */
  store(
    drafts: Draft[],
    subject: string,
    vault: Vault,
    append: (drafts: Draft[], sealed: SealedRow[]) => Promise<Verdict>,
  ): Promise<Verdict> {
    return vault.withKeys([subject], async () => {
      const final = await this.seal(drafts, subject, vault);
      return append(final.drafts, final.sealed);
    });
  }

  /** Seals what the drafts refer to, under the subject's key, and puts the final references into them. */
  private async seal(
    drafts: Draft[],
    subject: string,
    vault: Vault,
  ): Promise<{ drafts: Draft[]; sealed: SealedRow[] }> {
    if (this.byRef.size === 0) return { drafts, sealed: [] };
    const sealed: SealedRow[] = [];
    const final = new Map<string, string>();
    const used = new Set<string>();
    mapTexts(
      drafts.map(({ data }) => data),
      (value) => void used.add(value),
    );
    for (const [provisional, { kind, text, ref }] of this.byRef) {
      if (!used.has(provisional)) continue;
      const row = await vault.seal(subject, kind, text, ref);
      sealed.push(row);
      if (ref === undefined) final.set(provisional, row.ref);
    }
    const named = drafts.map((draft) => ({
      ...draft,
      data: mapTexts(draft.data, (value) => final.get(value) ?? value),
    }));
    return { drafts: named as Draft[], sealed };
  }
}

/** A copy of JSON with every text put through a function, also those within: a correction may carry a reference. */
function mapTexts(value: unknown, to: (text: string) => unknown): unknown {
  if (typeof value === 'string') return to(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, to)]));
}
