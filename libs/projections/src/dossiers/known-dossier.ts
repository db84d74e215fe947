import { DOSSIER_KIND, type DossierState, evolveAll, initialState, timeline, type Timeline } from '#domain';
import { type Mark, marksOf } from '#metrics';
import type { Advanced, KnownStream, StreamFold } from '../fold/known-stream.js';
import type { ScopeTerm, Terms } from '../fold/terms.js';
import { type MarkRows, NO_MARKS } from '../marks/mark-rows.js';
import type { DossierRow } from './dossiers.projection.js';

/** A dossier as far as it is folded. */
export interface KnownDossier extends KnownStream {
  state: DossierState;
  /** its rows in read.mark */
  rows: MarkRows;
}

export interface AdvancedDossier extends Advanced<KnownDossier> {
  timeline: Timeline;
  marks: Mark[];
}

export const dossierStream: StreamFold<KnownDossier, AdvancedDossier> = {
  kind: DOSSIER_KIND,
  unknown: (nothing) => ({ ...nothing, state: initialState(nothing.stream), rows: NO_MARKS }),
  evolve(known, events) {
    const state = evolveAll(known.state, events);
    const t = timeline(state);
    return { known: { ...known, state }, timeline: t, marks: marksOf(t) };
  },
};

/** What the dossier's figures are about; null while no procedure is known. */
export const scopeOf = ({ procedure }: Timeline): ScopeTerm | null =>
  procedure && { procedure: procedure.national, field: procedure.field };

/** The units and scopes of which rows speak. */
export function termsOf(advanced: readonly AdvancedDossier[]): [Set<string>, ScopeTerm[]] {
  const units = new Set<string>();
  const scopes: ScopeTerm[] = [];
  for (const { timeline: t, marks } of advanced) {
    for (const { unit } of marks) units.add(unit);
    if (t.unit) units.add(t.unit);
    if (t.receivingUnit) units.add(t.receivingUnit);
    const scope = scopeOf(t);
    if (scope) scopes.push(scope);
  }
  return [units, scopes];
}

/** The row of a dossier; `terms` gives the numbers of units and scopes. */
export function dossierRow({ known, timeline: t }: AdvancedDossier, terms: Pick<Terms, 'unit' | 'scope'>): DossierRow {
  const scope = scopeOf(t);
  return {
    code: known.stream,
    position: known.position,
    version: known.version,
    slot: known.slot,
    hash: known.hash!,
    source: known.source,
    unit: t.unit && terms.unit(t.unit),
    receivingUnit: t.receivingUnit && terms.unit(t.receivingUnit),
    scope: scope && terms.scope(scope),
    timeline: t,
  } as DossierRow;
}
