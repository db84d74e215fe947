import type { Reason } from './reasons.js';
import type { Fact } from './state.js';
import { isEnded, isOpen, isReturned, type Timeline } from './view.js';

/**
 * Whether a fact may stand where its instant puts it (NĐ 61/2018; domain.md "Events of a dossier").
 * After the hand-over only a rating, a re-opening, a failed return, a refund, the digitised result, an apology still
 * owed, a late overdue and corrections remain.
 */
export function whyNot(t: Timeline, fact: Fact): Reason | null {
  switch (fact.t) {
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
      return fact.d.of === undefined ? needOpen(t) : null;
    case 'BecameOverdue':
      return t.phase === 'open' && !t.late && t.due !== null && t.due.at <= fact.at ? null : 'no-overdue';
    case 'SupplementRequested':
      if (t.phase === 'submitted') return null;
      return needOpen(t) ?? (t.waits.has('supplement') ? 'already-waiting-for-supplement' : null);
    case 'Supplemented':
      if (t.phase === 'submitted') return null;
      return needOpen(t) ?? (t.waits.has('supplement') ? null : 'not-waiting-for-supplement');
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
  switch (fact.t) {
    case 'Digitised':
      return fact.d.ofResult ? null : notReturned(t);
    case 'ApplicantNotified':
      return notReturned(t);
    case 'HandoverAccepted':
    case 'HandoverRejected':
      return needOpen(t) ?? (t.handover ? null : 'not-a-holder');
    case 'LinkedStageOpened':
      return needOpen(t) ?? (t.linkedStages.has(fact.d.child) ? 'already-linked' : null);
    case 'LinkedStageCompleted':
      return needOpen(t) ?? (t.linkedStages.has(fact.d.child) ? null : 'no-linked-stage');
    case 'Transferred':
      return needOpen(t) ?? (t.unit === fact.d.unit ? 'same-unit' : null);
    case 'FinancialObligationRequested':
      return needOpen(t) ?? (t.waits.has('obligation') ? 'already-waiting-for-obligation' : null);
    case 'FeeRefunded':
      return t.payments.length > 0 ? null : 'no-payment';
    case 'Suspended':
      return needOpen(t) ?? (t.waits.has('suspension') ? 'already-suspended' : null);
    case 'Resumed':
      return needOpen(t) ?? (t.waits.has('suspension') || t.waits.has('obligation') ? null : 'not-suspended');
    case 'ConsultationRequested':
      return needOpen(t) ?? (t.consulting.has(fact.d.agency) ? 'already-consulting' : null);
    case 'ConsultationAnswered':
      return needOpen(t) ?? (t.consulting.has(fact.d.agency) ? null : 'not-consulting');
    case 'Resolved':
      return t.phase === 'resolved' ? 'result-exists' : needOpen(t);
    case 'ResultReturned':
      return t.phase === 'resolved' ? notReturned(t) : 'not-resolved';
    case 'ReturnFailed':
      return t.phase === 'resolved' ? null : 'not-resolved';
    case 'Reopened':
      return isEnded(t.phase) ? null : 'not-ended';
    case 'Rated':
      return t.rating ? 'already-rated' : null;
    case 'ApologyIssued': {
      if (t.apology) return 'second-apology';
      const owed = isOpen(t.phase) || t.overdue.length > 0;
      return owed ? null : 'apology-not-owed';
    }
    default:
      return needOpen(t);
  }
}

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
