import type { Reason } from './reasons.js';
import type { Fact } from './state.js';
import { isEnded, isOpen, type Timeline } from './view.js';

/**
 * Whether a fact may stand where its instant puts it (NĐ 61/2018; domain.md "Events of a dossier").
 * After the hand-over only a rating, a re-opening, a failed return, a refund, the digitised result, an apology still
 * owed, a late overdue and corrections remain.
 */
export function whyNot(t: Timeline, fact: Fact): Reason | null {
  switch (fact.t) {
    case 'Submitted':
      if (t.phase === 'none') return null;
      return t.phase === 'submitted' ? 'already-submitted' : 'submitted-after-receipt';
    case 'Refused':
    case 'Received':
      if (t.phase === 'none' || t.phase === 'submitted') return null;
      return t.phase === 'refused' ? 'refused-at-intake' : 'already-received';
    case 'ProgressReported':
    case 'Corrected':
    case 'Retracted':
    case 'OverdueRetracted':
      return null;
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
      return needReceived(t) ?? (returned(t) ? 'already-returned' : null);
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
      return returned(t) && !fact.d.ofResult ? 'already-returned' : null;
    case 'ApplicantNotified':
      return null;
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
      return needOpen(t) ?? (t.waits.has('consultation') ? 'already-consulting' : null);
    case 'Resolved':
      return t.phase === 'resolved' ? 'result-exists' : needOpen(t);
    case 'ResultReturned':
      if (t.phase !== 'resolved') return 'not-resolved';
      return returned(t) ? 'already-returned' : null;
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

const needReceived = (t: Timeline): Reason | null => {
  if (t.received) return null;
  return t.phase === 'refused' ? 'refused-at-intake' : t.phase === 'withdrawn' ? 'already-ended' : 'not-received';
};
const needOpen = (t: Timeline): Reason | null =>
  needReceived(t) ??
  (isOpen(t.phase)
    ? null
    : returned(t)
      ? 'already-returned'
      : t.phase === 'resolved'
        ? 'result-exists'
        : 'already-ended');
const returned = (t: Timeline): boolean =>
  t.phase === 'resolved' && t.returned.length > 0 && t.returned.at(-1)!.at >= t.endings.at(-1)!.at;
