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
  /** agencies that have been consulted and have not answered */
  consulting: Set<string>;
  /** linked dossiers whose stage is open */
  linkedStages: Set<string>;
  /** a hand-over that is neither accepted nor rejected yet; `back`: who holds the dossier if it is rejected */
  handover: { back: string | null } | null;
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
  payments: { at: string; unit: string; means: DossierEventData<'FeePaid'>['means']; isKnown: boolean }[];
  rating: { at: string; unit: string; satisfied: boolean } | null;
  returned: { at: string; unit: string; byPost: boolean; failed: boolean }[];
  overdue: { v: number; at: string; dueAt: string; unit: string; first: boolean }[];
  apology: { at: string; newDate: string; v: number } | null;
  /** facts that had no effect at their place, with the reason */
  ignored: { v: number; reason: Reason }[];
}

/** The clock stands: since when, what of it is subtracted from the time it runs, and whether it has just been restarted. */
export interface Standstill {
  from: string;
  pauses: { from: string; to: string }[];
  pausedSince: string | null;
  restarted: boolean;
}

export const isOpen = (phase: Phase): boolean => phase === 'open' || phase === 'waiting';
export const isEnded = (phase: Phase): boolean => phase === 'resolved' || phase === 'withdrawn' || phase === 'stopped';

/** Whether the result of the latest round has been handed over, as far as anybody knows. */
export function isReturned(t: Timeline): boolean {
  const last = t.returned.at(-1);
  return t.phase === 'resolved' && last !== undefined && !last.failed && last.at >= t.endings.at(-1)!.at;
}
