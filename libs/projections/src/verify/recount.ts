import { DOSSIER, type DossierState, evolveAll, initialState, type Instant, timeline, type Timeline } from '#domain';
import type { EventStore } from '#event-store';
import { type Mark, marksOf } from '#metrics';
import { streamsOf } from './walk.js';

export interface Counted {
  state: DossierState;
  timeline: Timeline;
  marks: Mark[];
}

export interface RecountOptions {
  store: EventStore;
  /** Facts that had happened by then (UTC, `occurred at`); default: all. */
  asOf?: Instant;
  /** Events that were recorded by then (UTC); default: all. */
  knownAt?: Instant;
  /** Called for each mark that a dossier leaves. */
  onMark?: (mark: Mark, dossier: Counted) => void;
  /** Called for each dossier. */
  onDossier?: (dossier: Counted) => void;
  /** Told now and then how many events have been read. */
  onProgress?: (events: number) => void;
}

/**
 * Counts everything anew from the log, by the same pure functions as the fold and nothing else of it. Memory stays bounded: one dossier at a
 * time.
 * @returns how many dossiers and events there were
 */
export async function recount(options: RecountOptions): Promise<{ dossiers: number; events: number }> {
  const { store, asOf, knownAt, onMark, onDossier, onProgress } = options;
  const cut = asOf === undefined ? {} : { asOf };
  const counts = { dossiers: 0, events: 0 };
  for await (const events of streamsOf(DOSSIER, store, { recordedUpTo: knownAt })) {
    const state = evolveAll(initialState(events[0].stream), events);
    const t = timeline(state, cut);
    const counted: Counted = { state, timeline: t, marks: marksOf(t) };
    counts.dossiers += 1;
    counts.events += events.length;
    onDossier?.(counted);
    if (onMark) for (const mark of counted.marks) onMark(mark, counted);
    if (counts.dossiers % 1_000 === 0) onProgress?.(counts.events);
  }
  onProgress?.(counts.events);
  return counts;
}
