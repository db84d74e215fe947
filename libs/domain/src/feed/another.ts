import { localDay } from '../calendar/time.js';
import { nationalPart } from '../reference/reference.js';
import type { FactOf } from '../dossier/state.js';
import type { FeedDraft } from './draft.js';
import type { Snapshot } from './message.js';

type Intake = FactOf<'Received' | 'Submitted' | 'Refused'>;

/** Subject ids of the applicant that a message names, and of one that nobody has named. */
export interface Applicants {
  applicant: string;
  nobody?: string;
}

/**
 * Whether a message is of another dossier under the same code: of national procedure, day of receipt and applicant's
 * number two differ. What is not said is not different, nor is what was once said and has been corrected since.
 */
export function isAnother(draft: FeedDraft, known: Intake, m: Snapshot, { applicant, nobody }: Applicants): boolean {
  const national = nationalPart(m.procedure);
  const received = known.type === 'Received' ? known : undefined;
  const day = m.receivedAt === null ? null : localDay(m.receivedAt);
  const isAssumed = (received?.data.assumed?.includes('applicant') ?? false) || known.data.applicant === nobody;
  const differences = [
    m.procedure !== '' && !draft.hasSaid(known, (fact) => fact.data.procedure.national === national),
    received && day !== null && !draft.hasSaid(received, (fact) => localDay(fact.occurredAt) === day),
    m.personal.identity !== '' &&
      !isAssumed &&
      !draft.hasSaid(known, (fact) => fact.data.applicant === applicant) &&
      !draft.all('ApplicantSubstituted').some((fact) => fact.data.applicant === applicant),
  ];
  return differences.filter(Boolean).length >= 2;
}
