import type { DossierEventData, DossierEventType } from './events.js';

/** One recorded fact of a dossier: what the fold keeps of an event. */
export type Fact = {
  [T in DossierEventType]: {
    /** version in the dossier's stream: the order of recording */
    v: number;
    t: T;
    /** when it happened (UTC) */
    at: string;
    /** when it was recorded (UTC) */
    rec: string;
    d: DossierEventData<T>;
  };
}[DossierEventType];

export type FactOf<T extends DossierEventType> = Extract<Fact, { t: T }>;

/**
 * All that is known of a dossier: its facts as recorded. Everything else is derived from them, sorted by when they
 * happened, so that the order of delivery leaves no trace (but for the first promise, which goes by version).
 */
export interface DossierState {
  code: string;
  version: number;
  facts: Fact[];
}

export const initialState = (code: string): DossierState => ({ code, version: 0, facts: [] });

/** What `evolve` needs of a stored event. */
export interface RecordedEvent {
  version: number;
  type: string;
  occurredAt: string;
  recordedAt: string;
  data: unknown;
}

/** Folds one event; pure, the given state is left as it was. An event already folded changes nothing. */
export function evolve(state: DossierState, event: RecordedEvent): DossierState {
  return evolveAll(state, [event]);
}

/** Folds events in the order of their versions or any other. */
export function evolveAll(state: DossierState, events: Iterable<RecordedEvent>): DossierState {
  const facts = state.facts.slice();
  const known = new Set(facts.map((fact) => fact.v));
  let version = state.version;
  for (const event of events) {
    if (known.has(event.version)) continue;
    known.add(event.version);
    facts.push({
      v: event.version,
      t: event.type,
      at: event.occurredAt,
      rec: event.recordedAt,
      d: event.data,
    } as Fact);
    if (event.version > version) version = event.version;
  }
  return { code: state.code, version, facts };
}

/**
 * Rank of kinds that happen at the same instant: what opens comes before what goes on, what goes on before what ends,
 * and an overdue comes last, because a dossier resolved at its due instant is on time.
 */
const ORDER: DossierEventType[] = [
  'Submitted',
  'Refused',
  'Received',
  'Digitised',
  'DueDateChanged',
  'Transferred',
  'ApplicantSubstituted',
  'LinkedStageOpened',
  'LinkedStageCompleted',
  'ConsultationRequested',
  'ConsultationAnswered',
  'Forwarded',
  'HandoverAccepted',
  'HandoverRejected',
  'SupplementRequested',
  'FinancialObligationRequested',
  'Suspended',
  'Supplemented',
  'FeePaid',
  'FeeWaived',
  'FeeRefunded',
  'Resumed',
  'ProgressReported',
  'Resolved',
  'Withdrawn',
  'Stopped',
  'ApplicantNotified',
  'ResultReturned',
  'ReturnFailed',
  'Reopened',
  'Rated',
  'ApologyIssued',
  'BecameOverdue',
  'OverdueRetracted',
  'Corrected',
  'Retracted',
];
const RANK = new Map(ORDER.map((type, index) => [type, index]));

export const compareFacts = (a: Fact, b: Fact): number =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : RANK.get(a.t)! - RANK.get(b.t)! || a.v - b.v;

/** An instant up to which the facts are looked at: what happened later is left out. Corrections are knowledge, not facts: they always count. */
export interface Cut {
  asOf?: string;
}

const isMeta = (type: DossierEventType): boolean =>
  type === 'Corrected' || type === 'Retracted' || type === 'OverdueRetracted';

/**
 * The facts that stand: retracted ones gone, corrected ones as corrected, due instants as last reckoned; sorted by
 * (occurred at, rank of kind, version).
 */
export function effectiveFacts(state: DossierState, cut: Cut = {}): Fact[] {
  let special = false;
  for (const fact of state.facts) {
    if (isMeta(fact.t) || (fact.t === 'DueDateChanged' && fact.d.of !== undefined)) special = true;
  }
  let standing = state.facts;
  if (special) {
    const gone = new Set<number>();
    const byVersion = new Map<number, Fact>();
    for (const fact of [...state.facts].sort((a, b) => a.v - b.v)) {
      if (fact.t === 'Retracted' || fact.t === 'OverdueRetracted') gone.add(fact.d.event);
    }
    for (const fact of [...state.facts].sort((a, b) => a.v - b.v)) {
      if (gone.has(fact.v) || isMeta(fact.t)) continue;
      byVersion.set(fact.v, fact);
    }
    for (const fact of [...state.facts].sort((a, b) => a.v - b.v)) {
      if (gone.has(fact.v)) continue;
      if (fact.t === 'Corrected') {
        const target = byVersion.get(fact.d.event);
        if (target) {
          byVersion.set(target.v, {
            ...target,
            at: fact.d.occurredAt ?? target.at,
            d: { ...target.d, ...fact.d.data },
          } as Fact);
        }
      } else if (fact.t === 'DueDateChanged' && fact.d.of !== undefined) {
        byVersion.delete(fact.v);
        const target = byVersion.get(fact.d.of);
        if (target) byVersion.set(target.v, { ...target, d: { ...target.d, due: fact.d.due } } as Fact);
      }
    }
    standing = [...byVersion.values()];
  }
  const facts = cut.asOf === undefined ? standing.slice() : standing.filter((fact) => fact.at <= cut.asOf!);
  return facts.sort(compareFacts);
}
