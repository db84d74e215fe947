import type { DossierEventType } from './events.js';
import type { Reason } from './reasons.js';
import type { Fact } from './state.js';
import { roundOf, type Timeline } from './view.js';

/**
 * Kinds that can happen again in a dossier's life. One of them that has no effect at its place may yet have one: facts
 * between may be on their way (re-opened before the resolution is known, an answer before its request). It is recorded
 * and waits for them. Of all other kinds, what is known forbids a second one for good.
 */
const AGAIN = new Set<DossierEventType>([
  'Reopened',
  'Resolved',
  'SupplementRequested',
  'Supplemented',
  'FinancialObligationRequested',
  'ConsultationRequested',
  'ConsultationAnswered',
  'Suspended',
  'Resumed',
  'ResultReturned',
  'ReturnFailed',
]);
export const awaitsOthers = (type: DossierEventType): boolean => AGAIN.has(type);

/** What is missing may come, wherever in the dossier's life the fact stands. */
const GAPS = new Set<Reason>([
  'not-waiting-for-supplement',
  'not-suspended',
  'not-consulting',
  'already-suspended',
  'already-consulting',
  'already-waiting-for-obligation',
]);

/** Kinds that shape the rounds: one known to have happened later tells that not all between is known. */
const SHAPES = new Set<DossierEventType>(['Reopened', 'Resolved', 'Withdrawn', 'Stopped', 'ResultReturned']);

/**
 * What takes a receipt that is known: an end is none of a dossier that is not received (domain.md "Events of a dossier"), and a
 * re-opening bears a promise, which is reckoned from the limit in the receipt.
 */
const AFTER_RECEIPT = new Set<DossierEventType>(['Resolved', 'ResultReturned', 'ReturnFailed', 'Reopened']);
const INTAKES = new Set<DossierEventType>(['Received', 'Refused']);

/**
 * Whether a fact without effect at its place is recorded all the same. `t`: the dossier at its place; `later`: what is
 * known to have happened after it. A round ends once and begins once: of two ends or two beginnings in a row the second is
 * refused, unless something known to lie further on shows that facts between are missing. Before any receipt is known the
 * receipt may be on its way too; one that is known to lie further on forbids the fact for good.
 */
export function waitsForOthers(t: Timeline, fact: Fact, reason: Reason, later: readonly Fact[]): boolean {
  if (!AGAIN.has(fact.type)) return false;
  if (reason === 'not-received')
    return !AFTER_RECEIPT.has(fact.type) && !later.some((known) => INTAKES.has(known.type));
  if (!t.received) return false;
  if (GAPS.has(reason) || later.some((known) => SHAPES.has(known.type))) return true;
  return fact.type === 'Reopened' && reason === 'not-ended' && roundOf(t)!.from === t.received.at;
}
