import { type DossierState, type Fact, hasCodeShape, parseInstant, type ReferenceData } from '#domain';
import type { Texts } from './texts.js';

/** Looked up by the decision, which keeps the key of what it finds or refuses. */
const LOOKED_UP = new Set(['procedure', 'unit', 'receivingUnit']);

/**
 * What of a sender's text may stand in an event: a code, or a name of the reference data. Any other is sealed and referred to; within a dossier the
 * same text has the same reference, since a question is told from its answer by the agency, and a fact by the sender's id of it.
 */
export class InEvents {
  constructor(
    private readonly state: DossierState,
    private readonly reference: ReferenceData,
    private readonly texts: Texts,
  ) {}

  /** A command with every text in it as it may stand in an event. */
  command<T>(value: T): T {
    return this.mapped(value, '') as T;
  }

  /** One text, said in the field `key` of an event. */
  text(key: string, text: string): string {
    if (hasCodeShape(text) || parseInstant(text) === text) return text;
    const listed = this.reference.listedName(text);
    const referred = this.texts.refer(text);
    // as it stands in the dossier already: it may have come before it was listed, or before such texts were sealed
    const known = [referred, text].find((each) => this.stands(key, each));
    return known ?? listed ?? referred;
  }

  private stands(key: string, text: string): boolean {
    return this.state.facts.some(({ data }: Fact) => (data as Record<string, unknown>)[key] === text);
  }

  private mapped(value: unknown, key: string): unknown {
    if (LOOKED_UP.has(key)) return value;
    if (typeof value === 'string') return this.text(key, value);
    if (Array.isArray(value)) return value.map((each) => this.mapped(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.mapped(each, name)]));
  }
}
