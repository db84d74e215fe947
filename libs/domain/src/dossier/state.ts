import type { RecordedEvent } from '../kind.js';
import type { DossierEventData, DossierEventType, Due } from './events.js';

/** One recorded fact of a dossier: what the fold keeps of an event of the log. */
export type Fact = {
  [T in DossierEventType]: RecordedEvent & { type: T; data: DossierEventData<T> };
}[DossierEventType];

export type FactOf<T extends DossierEventType> = Extract<Fact, { type: T }>;

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

/** Folds one event; pure, the given state is left as it was. An event already folded changes nothing. */
export function evolve(state: DossierState, event: RecordedEvent): DossierState {
  return evolveAll(state, [event]);
}

/** Folds events in the order of their versions or any other. */
export function evolveAll(state: DossierState, events: Iterable<RecordedEvent>): DossierState {
  const facts = state.facts.slice();
  const known = new Set(facts.map((fact) => fact.version));
  let version = state.version;
  for (const event of events) {
    if (known.has(event.version)) continue;
    known.add(event.version);
    facts.push({
      version: event.version,
      type: event.type,
      occurredAt: event.occurredAt,
      recordedAt: event.recordedAt,
      data: event.data,
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

/**
 * The order in which facts are folded: when they happened, then the rank of their kind. Two of one kind at one instant
 * are told apart by what they say, so that it does not matter which was recorded first; only twins go by version.
 */
export const compareFacts = (a: Fact, b: Fact): number =>
  byText(a.occurredAt, b.occurredAt) ||
  RANK.get(a.type)! - RANK.get(b.type)! ||
  (a.version === b.version
    ? 0
    : byOwner(a) - byOwner(b) || byText(contentOf(a.data), contentOf(b.data)) || a.version - b.version);

/** What the clock transfers from a unit that is no more comes after what brought the dossier there. */
const byOwner = ({ data }: Fact): number => ('from' in data ? 1 : 0);

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What a fact says, in one spelling: without what was reckoned from other facts and without references to texts. */
function contentOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `[${value.map(contentOf).join()}]`;
  const said = Object.entries(value).filter(
    ([key, part]) => !key.endsWith('Ref') && part !== undefined && (part as Due | null)?.basis !== 'computed',
  );
  return `{${said
    .map(([key, part]) => `${key}:${contentOf(part)}`)
    .sort()
    .join()}}`;
}

/** An instant up to which the facts are looked at: what happened later is left out. Corrections are knowledge, not facts: they always count. */
export interface Cut {
  asOf?: string;
}

/** What the clock has decided from the other facts, and decides again when they change: it stands in the way of none. */
export const isClocks = (fact: Fact): boolean =>
  fact.type === 'BecameOverdue' || (fact.type === 'Transferred' && fact.data.because !== undefined);

/** Kinds that say something about other facts and are none of their own. */
export const isMeta = (type: DossierEventType): boolean =>
  type === 'Corrected' || type === 'Retracted' || type === 'OverdueRetracted';

/**
 * The facts that stand: retracted ones gone, corrected ones as corrected, due instants as last reckoned; in the order
 * of `compareFacts`.
 */
export function effectiveFacts(state: DossierState, cut: Cut = {}): Fact[] {
  const { facts } = state;
  const plain = facts.every((fact) => !isMeta(fact.type) && !isRestatement(fact));
  const standing = plain ? facts.slice() : mended(facts);
  return (cut.asOf === undefined ? standing : standing.filter((fact) => fact.occurredAt <= cut.asOf!)).sort(
    compareFacts,
  );
}

/** A due instant reckoned again, or stated later, for the fact that started the clock. */
const isRestatement = (fact: Fact): boolean => fact.type === 'DueDateChanged' && fact.data.of !== undefined;

function mended(facts: readonly Fact[]): Fact[] {
  const inOrder = [...facts].sort((a, b) => a.version - b.version);
  const gone = new Set<number>();
  for (const { type, data } of inOrder) if (type === 'Retracted' || type === 'OverdueRetracted') gone.add(data.event);
  const standing = new Map<number, Fact>();
  for (const fact of inOrder) {
    if (!gone.has(fact.version) && !isMeta(fact.type) && !isRestatement(fact)) standing.set(fact.version, fact);
  }
  for (const fact of inOrder) {
    if (gone.has(fact.version)) continue;
    if (fact.type === 'Corrected') {
      const target = standing.get(fact.data.event);
      if (!target) continue;
      const { occurredAt = target.occurredAt, data } = fact.data;
      standing.set(target.version, { ...target, occurredAt: occurredAt, data: { ...target.data, ...data } } as Fact);
    } else if (fact.type === 'DueDateChanged' && fact.data.of !== undefined) {
      const target = standing.get(fact.data.of);
      if (target) standing.set(target.version, { ...target, data: { ...target.data, due: fact.data.due } } as Fact);
    }
  }
  return [...standing.values()];
}
