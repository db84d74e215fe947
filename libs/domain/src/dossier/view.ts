import type { Channel, DossierEventData, Due, Limit, ProcedureFacts, Rules, Stop } from './events.js';
import type { Reason } from './reasons.js';
import type { FactOf } from './state.js';

export type Phase = 'none' | 'submitted' | 'open' | 'waiting' | 'resolved' | 'withdrawn' | 'stopped' | 'refused';
export type WaitKind = 'supplement' | 'obligation' | 'suspension' | 'consultation';

/** A stretch of time that a dossier spent in one stock, owned by one unit. `to` null: still there. */
export interface Span {
  stock: 'submitted' | 'within' | 'late' | 'waiting' | 'unreturned';
  unit: string;
  from: string;
  to: string | null;
  /** more than one supplement request by then: late in the sense of QĐ 766 */
  repeated: boolean;
}

/** A stretch in which the clock ran against one due instant. */
export interface Stretch {
  from: string;
  to: string | null;
  due: string;
}

export interface Ending {
  kind: 'resolved' | 'withdrawn' | 'stopped';
  at: string;
  unit: string;
  due: string;
  /** the instant that is held against the due instant: the end, or the beginning of the wait in which it fell */
  measured: string;
  repeated: boolean;
  resolved?: DossierEventData<'Resolved'>;
}

/** What a dossier's facts amount to. All instants UTC. */
export interface Timeline {
  phase: Phase;
  procedure: ProcedureFacts | null;
  channel: Channel | null;
  applicant: string | null;
  unit: string | null;
  receivingUnit: string | null;
  holder: string | null;
  limit: Limit | null;
  rules: Rules | null;
  submittedAt: string | null;
  received: { at: string; unit: string; fact: FactOf<'Received'> } | null;
  refused: { at: string; unit: string } | null;
  due: Due | null;
  firstDue: Due | null;
  late: boolean;
  waits: Map<WaitKind, { from: string; stop: Stop }>;
  supplementRequests: number;
  digitised: boolean;
  electronic: boolean;
  notifiedOfResult: boolean;
  movedWithoutGround: boolean;
  spans: Span[];
  stretches: Stretch[];
  endings: Ending[];
  reopenings: { at: string; unit: string }[];
  transfers: { at: string; from: string; to: string }[];
  payments: { at: string; unit: string; means: DossierEventData<'FeePaid'>['means'] }[];
  rating: { at: string; unit: string; satisfied: boolean } | null;
  returned: { at: string; unit: string; byPost: boolean }[];
  overdue: { v: number; at: string; dueAt: string; unit: string; first: boolean }[];
  apology: { at: string; newDate: string; v: number } | null;
  /** facts that had no effect at their place, with the reason */
  ignored: { v: number; reason: Reason }[];
}

export const isOpen = (phase: Phase): boolean => phase === 'open' || phase === 'waiting';
export const isEnded = (phase: Phase): boolean => phase === 'resolved' || phase === 'withdrawn' || phase === 'stopped';
