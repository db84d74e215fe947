import type { Reason } from './reasons.js';
import type { Fact } from './state.js';
import { isEnded, isOpen, isReturned, roundOf, type Timeline, waitsFor } from './view.js';

/**
 * Whether a fact may stand where its instant puts it (NĐ 61/2018; domain.md "Events of a dossier").
 * After the hand-over only a rating, a re-opening, a failed return, a refund, the digitised result, an apology still
 * owed, a late overdue and corrections remain.
 */
export function whyNot(t: Timeline, fact: Fact): Reason | null {
  switch (fact.type) {
    case 'Submitted':
      if (t.received) return 'submitted-after-receipt';
      return t.phase === 'submitted' ? 'already-submitted' : needNothing(t);
    case 'Refused':
    case 'Received':
      if (t.received) return 'already-received';
      return t.phase === 'submitted' ? null : needNothing(t);
    case 'ProgressReported':
    case 'Corrected':
    case 'Retracted':
    case 'OverdueRetracted':
      return null;
    case 'DueDateChanged':
      // one that restates the due instant of another fact says something about that fact
      return fact.data.of === undefined ? needOpen(t) : null;
    case 'BecameOverdue':
      return t.phase === 'open' && !roundOf(t)!.overdue && t.due !== null && t.due.at <= fact.occurredAt
        ? null
        : 'no-overdue';
    case 'SupplementRequested':
      // a second request while the first is not answered is a request of its own
      return t.phase === 'submitted' ? null : needOpen(t);
    case 'Supplemented':
      if (t.phase === 'submitted') return null;
      return needOpen(t) ?? (waitsFor(t, 'supplement').length > 0 ? null : 'not-waiting-for-supplement');
    case 'FeePaid':
      if (t.phase === 'submitted') return null;
      return needReceived(t) ?? notReturned(t);
    case 'Withdrawn':
      if (t.phase === 'submitted') return null;
      return t.phase === 'resolved' ? 'result-exists' : needOpen(t);
    case 'ApplicantSubstituted':
      return t.phase === 'submitted' ? null : needOpen(t);
    default:
      return needReceived(t) ?? whyNotAfterReceipt(t, fact);
  }
}

function whyNotAfterReceipt(t: Timeline, fact: Fact): Reason | null {
  switch (fact.type) {
    case 'Digitised':
      return fact.data.ofResult ? null : notReturned(t);
    case 'ApplicantNotified':
      return notReturned(t);
    case 'HandoverAccepted':
    case 'HandoverRejected':
      return needOpen(t) ?? (t.handover ? null : 'not-a-holder');
    case 'LinkedStageOpened':
      return needOpen(t) ?? (t.linkedStages.has(fact.data.child) ? 'already-linked' : null);
    case 'LinkedStageCompleted':
      return needOpen(t) ?? (t.linkedStages.has(fact.data.child) ? null : 'no-linked-stage');
    case 'Transferred':
      // decided for a unit that turned out not to own it any more
      if (fact.data.from !== undefined && fact.data.from !== t.unit) return 'not-a-holder';
      // what is re-opened after its unit is no more goes to the successor just before
      if (fact.data.because === 'reopened' && isEnded(t.phase)) return null;
      return needOpen(t) ?? (t.unit === fact.data.unit ? 'same-unit' : null);
    case 'FinancialObligationRequested':
      return needOpen(t) ?? (waitsFor(t, 'obligation').length > 0 ? 'already-waiting-for-obligation' : null);
    case 'FeeRefunded':
      if (t.payments.length === 0) return 'no-payment';
      return t.refunded + fact.data.amount > paid(t) ? 'refund-above-paid' : null;
    case 'Suspended':
      return needOpen(t) ?? (waitsFor(t, 'suspension').length > 0 ? 'already-suspended' : null);
    case 'Resumed':
      return needOpen(t) ?? (waitsFor(t, 'suspension').length > 0 ? null : 'not-suspended');
    case 'ConsultationRequested':
      return needOpen(t) ?? (isConsulting(t, fact.data.agency) ? 'already-consulting' : null);
    case 'ConsultationAnswered':
      return needOpen(t) ?? (isConsulting(t, fact.data.agency) ? null : 'not-consulting');
    case 'Resolved':
      return t.phase === 'resolved' ? 'result-exists' : needOpen(t);
    case 'ResultReturned':
      return t.phase === 'resolved' ? notReturned(t) : 'not-resolved';
    case 'ReturnFailed':
      return t.phase === 'resolved' ? null : 'not-resolved';
    case 'Reopened':
      return isEnded(t.phase) ? null : 'not-ended';
    case 'Rated':
      if (!t.rounds.some(({ ending }) => ending)) return 'rating-before-end';
      return roundOf(t)!.rating ? 'already-rated' : null;
    case 'ApologyIssued': {
      const { apology, overdue, ranOutAt } = roundOf(t)!;
      if (apology) return 'second-apology';
      return isOpen(t.phase) || overdue || ranOutAt !== null ? null : 'apology-not-owed';
    }
    default:
      return needOpen(t);
  }
}

const paid = (t: Timeline): number => t.payments.reduce((sum, { amount }) => sum + amount, 0);
const isConsulting = (t: Timeline, agency: string): boolean =>
  waitsFor(t, 'consultation').some(([, { of }]) => of === agency);
const needNothing = (t: Timeline): Reason | null =>
  t.phase === 'none' ? null : t.phase === 'refused' ? 'refused-at-intake' : 'already-ended';
const needReceived = (t: Timeline): Reason | null =>
  t.received ? null : t.phase === 'submitted' ? 'not-received' : (needNothing(t) ?? 'not-received');
const needOpen = (t: Timeline): Reason | null => {
  const reason = needReceived(t);
  if (reason || isOpen(t.phase)) return reason;
  return notReturned(t) ?? (t.phase === 'resolved' ? 'result-exists' : 'already-ended');
};
const notReturned = (t: Timeline): Reason | null => (isReturned(t) ? 'already-returned' : null);
