/** Why a message of the national feed is kept aside, or what was wrong with a part of it. Codes are never renamed. */
export const FEED_FAULTS = [
  // kept aside
  'broken-json',
  'not-a-batch',
  'not-utf8',
  'line-too-long',
  'cut-off',
  'wrong-type',
  'broken-text',
  'too-many',
  'too-deep',
  'no-code',
  'code-shape',
  'unknown-status',
  'unknown-unit',
  'unit-closed',
  'unknown-procedure',
  'procedure-not-in-force',
  'no-receipt',
  'no-due-instant',
  'another-dossier',
  'cannot-be-stored',
  'undecidable',
  // kept aside where it is the receipt or the instant of a report; recorded where it is another date
  'impossible-date',
  'date-out-of-range',
  // recorded, the rest of the message counts
  'unknown-value',
  'not-a-number',
  'processed-without-end',
  'end-before-receipt',
  'state-without-instant',
  'dates-out-of-order',
  'in-the-future',
  'no-responsible-unit',
  'no-effect',
  // the faults beyond those that are told
  'more-faults',
] as const;
export type FeedFault = (typeof FEED_FAULTS)[number];

/** Why a report of progress has no effect, beside the reasons that a dossier gives. Codes are never renamed. */
export const FEED_REASONS = [
  'not-submitted',
  'still-waiting',
  'no-supplement-told',
  'no-end-told',
  'no-return-told',
] as const;
export type FeedReason = (typeof FEED_REASONS)[number];

export interface Fault {
  fault: FeedFault;
  /** the field of the message */
  field?: string;
  /** a reason of the dossier’s own, or of the feed’s, for `no-effect` */
  reason?: string;
  /** for its text; never what the sender wrote */
  values?: Record<string, string | number>;
}

/** So many faults of one message are told one by one. */
const MOST_TOLD = 19;

/** The first faults of a message, and how many more there are: an answer is never much longer than what was sent. */
export const told = (faults: Fault[]): Fault[] =>
  faults.length <= MOST_TOLD
    ? faults
    : [...faults.slice(0, MOST_TOLD), { fault: 'more-faults', values: { count: faults.length - MOST_TOLD } }];
