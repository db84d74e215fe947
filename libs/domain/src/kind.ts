import type { TObject } from 'typebox';
import type { WorkingCalendar } from './calendar/calendar.js';
import { type Instant, MINUTE_MS } from './calendar/time.js';
import type { Reason } from './reasons.js';
import type { Reference } from './reference/reference.js';

/** What a fold needs of an event of the log. */
export interface RecordedEvent {
  version: number;
  type: string;
  occurredAt: Instant;
  recordedAt: Instant;
  data: unknown;
}

/** A fact that a decision proposes: an event before the log has given it a version, a position and the instant of its recording. */
export interface Draft<T extends string = string, D extends object = object> {
  type: T;
  occurredAt: Instant;
  data: D;
}

/** Drafts as the events that they become when they are recorded now, after a version. */
export const recordedAfter = <D extends Draft>(version: number, drafts: readonly D[], now: Instant) =>
  drafts.map((draft, nth) => ({ ...draft, version: version + 1 + nth, recordedAt: now }));

/** A refusal: a code, the field it concerns (JSON pointer within the command) and values for its text (never what the sender wrote). */
export interface Refusal {
  reason: Reason;
  pointer?: string;
  values?: Record<string, string | number>;
}

/** Thrown within a decision. */
export class Refused extends Error {
  constructor(readonly refusals: Refusal[]) {
    super(refusals.map((refusal) => refusal.reason).join(', '));
  }
}

/** How far a sender's clock may run ahead of ours. */
export const CLOCK_SKEW_MS = 5 * MINUTE_MS;

export type Decision<D extends Draft = Draft> = { ok: true; events: D[] } | { ok: false; refusals: Refusal[] };

/** What every decision may look at beside the state: pure data, given by the caller. */
export interface DecisionContext {
  /** the instant of the decision (recorded at, before the log's own rule) */
  now: Instant;
  /** up to where the clock has been asked: now, or as far as an importing source has got */
  askedUpTo: Instant;
  reference: Reference;
  calendar: WorkingCalendar;
}

/** Where something stands, said in the answer to its commands. */
export interface Standing {
  phase: string;
  /** what it has promised next (UTC); null: nothing */
  dueAt: Instant | null;
}

/**
 * A kind of facts: what is received, opened, promised and ended in its own words. A decider: `decide(state, command) → events`,
 * `evolve(state, events) → state`, an initial state; all pure (architecture.md 1). Everything around it, from the doors to
 * the projections, works on this type and knows no kind by name.
 */
export interface Kind<S extends { version: number }, C extends { type: string }, D extends Draft = Draft> {
  /** its word in paths, batches, headers and names of streams */
  readonly kind: string;
  /** version of the payloads' schemas; a breaking change is a new one */
  readonly schema: number;
  /** type of event → schema of its payload; the contract of the topic */
  readonly schemas: Readonly<Record<string, TObject>>;
  /** the stream that holds the facts of what has this id */
  streamOf(id: string): string;
  initialState(stream: string): S;
  /** Folds events in any order; the given state is left as it was. */
  evolve(state: S, events: Iterable<RecordedEvent>): S;
  decide(state: S, command: C, context: DecisionContext): Decision<D>;
  standing(state: S, id: string): Standing;
}

/** Of a kind whose streams are prefixed with its word; streams of dossiers have none, and so keep their slots. */
const PREFIX = /^([a-z][a-z-]{0,30}):/;
export const DOSSIER = 'dossier';

/** The kind of whatever a stream holds. */
export const kindOf = (stream: string): string => PREFIX.exec(stream)?.[1] ?? DOSSIER;

/** What all kinds have, whatever they fold. */
export type AnyKind = Pick<Kind<{ version: number }, { type: string }>, 'kind' | 'schema' | 'schemas'>;
