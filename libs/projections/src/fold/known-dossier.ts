import {
  DOSSIER_EVENT_SCHEMA,
  dossierEventTypes,
  type DossierState,
  evolveAll,
  initialState,
  timeline,
  type Timeline,
} from '#domain';
import type { StoredEvent } from '#event-store';
import { type Mark, marksOf } from '#metrics';
import { type MarkRows, NO_MARKS } from '../marks/mark-rows.js';

/** A dossier as far as it is folded. */
export interface KnownDossier {
  code: string;
  slot: number;
  version: number;
  position: bigint;
  hash: string | null;
  source: string;
  state: DossierState;
  /** its rows in read.mark */
  rows: MarkRows;
}

export const unknownDossier = (code: string, slot: number): KnownDossier => ({
  code,
  slot,
  version: 0,
  position: 0n,
  hash: null,
  source: '',
  state: initialState(code),
  rows: NO_MARKS,
});

/** Why an event of the log cannot be folded by this program. */
export type FoldFault = 'unknown-type' | 'unknown-schema' | 'not-foldable';

export class NotFoldable extends Error {
  constructor(
    readonly fault: FoldFault,
    readonly event: StoredEvent,
    detail: string,
  ) {
    super(detail);
  }
}

export interface Advanced {
  dossier: KnownDossier;
  timeline: Timeline;
  marks: Mark[];
}

/** The dossier with further events, which follow its version without a gap; derived once, however many they are. */
export function advance(known: KnownDossier, events: readonly StoredEvent[]): Advanced {
  for (const event of events) refuseUnknown(event);
  const last = events.at(-1)!;
  try {
    const state = evolveAll(known.state, events);
    const t = timeline(state);
    const dossier: KnownDossier = {
      ...known,
      version: last.version,
      position: last.position,
      hash: last.hash,
      source: known.version === 0 ? events[0].meta.caller : known.source,
      state,
    };
    return { dossier, timeline: t, marks: marksOf(t) };
  } catch (error) {
    throw new NotFoldable(
      'not-foldable',
      last,
      error instanceof Error ? `${error.name} in the fold` : 'fault in the fold',
    );
  }
}

/** As far as the events can be folded; `fault` tells why not further. */
export function advanceAsFarAsPossible(
  known: KnownDossier,
  events: readonly StoredEvent[],
): { advanced: Advanced | null; fault: NotFoldable | null } {
  try {
    return { advanced: advance(known, events), fault: null };
  } catch (error) {
    if (!(error instanceof NotFoldable)) throw error;
  }
  let advanced: Advanced | null = null;
  for (const event of events) {
    try {
      advanced = advance(advanced?.dossier ?? known, [event]);
    } catch (error) {
      if (error instanceof NotFoldable) return { advanced, fault: error };
      throw error;
    }
  }
  return { advanced, fault: null };
}

const TYPES = new Set<string>(dossierEventTypes);

function refuseUnknown(event: StoredEvent): void {
  if (!TYPES.has(event.type)) {
    throw new NotFoldable(
      'unknown-type',
      event,
      'a later version of this program wrote an event of a type that this one does not know',
    );
  }
  if (event.schema > DOSSIER_EVENT_SCHEMA) {
    throw new NotFoldable(
      'unknown-schema',
      event,
      `the payload has schema ${event.schema}, this program knows ${DOSSIER_EVENT_SCHEMA}`,
    );
  }
}

/** A dossier as it stands in its rows, derived again from its events up to the version that they have. */
export function recall(code: string, slot: number, events: readonly StoredEvent[], version: number): Advanced {
  const folded = events.filter((event) => event.version <= version);
  const { advanced, fault } = advanceAsFarAsPossible(unknownDossier(code, slot), folded);
  if (fault) throw fault;
  if (advanced?.dossier.version !== version)
    throw new Error(`The log lacks version ${version} of a dossier that is folded that far.`);
  return advanced;
}
