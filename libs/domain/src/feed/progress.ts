import { PENDING } from '../dossier/drafts.js';
import type { Timeline } from '../dossier/view.js';
import { isReturned, roundOf } from '../dossier/view.js';
import { FeedDraft } from './draft.js';
import type { Progress } from './message.js';

/** Ends that a report may tell as well; the end's own instant stands over the report's. */
export const END_OF_REPORT = { 7: 'Withdrawn', 8: 'Stopped' } as const;

/** Received, in process, waiting for a supplement, for a financial obligation. */
const PASSING = [2, 4, 5, 6];

/** What a report of progress adds to a dossier. It is recorded also where it has no effect: what comes later may give it one. */
export class ProgressDraft extends FeedDraft {
  read({ at, status, holder, stageDue, defects }: Progress): null {
    this.faults.push(...defects);
    if (this.all('ProgressReported').some((fact) => fact.occurredAt === at && fact.data.status === status)) return null;
    const end = END_OF_REPORT[status as 7 | 8];
    const isNew = this.add({
      type: 'ProgressReported',
      occurredAt: at,
      data: {
        status,
        ...(holder ? { holder } : {}),
        ...(stageDue ? { stageDue } : {}),
        due: PENDING,
        ...(end && this.find(end) ? { superseded: true } : {}),
      },
    });
    if (!isNew) return null;
    // a state that passes is held against its own instant; of an end the report may be ahead
    const reason = whyNoEffect(status, this.asOf(PASSING.includes(status) ? at : undefined));
    if (reason) this.faults.push({ fault: 'no-effect', field: 'TrangThai', reason });
    return null;
  }
}

/** Why the dossier is not in the state that a report tells, the report counted; null: it is. */
function whyNoEffect(status: number, t: Timeline): string | null {
  if (status === 1) return t.phase === 'none' ? 'not-submitted' : null;
  if (status === 3) return t.phase === 'refused' ? null : t.received ? 'already-received' : 'not-submitted';
  if (t.phase === 'refused') return 'refused-at-intake';
  if (t.phase === 'withdrawn' || t.phase === 'stopped')
    return status === (t.phase === 'withdrawn' ? 7 : 8) ? null : 'already-ended';
  if (!t.received) return 'not-received';
  if (t.phase === 'resolved') {
    if (status === 10) return isReturned(t) ? null : 'no-return-told';
    return status === 9 ? null : 'result-exists';
  }
  if (status >= 9) return 'no-end-told';
  if (status === 5) return roundOf(t)!.supplementRequests > 0 ? null : 'no-supplement-told';
  if (status === 2 || status === 4) return t.phase === 'waiting' ? 'still-waiting' : null;
  return null;
}
