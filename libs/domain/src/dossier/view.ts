import type { Channel, DossierEventData, Due, Limit, ProcedureFacts, Rules, Stop } from './events.js';
import type { Reason } from './reasons.js';
import type { FactOf } from './state.js';

export const PHASES = ['none', 'submitted', 'open', 'waiting', 'resolved', 'withdrawn', 'stopped', 'refused'] as const;
export type Phase = (typeof PHASES)[number];
export const WAIT_KINDS = ['supplement', 'obligation', 'suspension', 'consultation'] as const;
export type WaitKind = (typeof WAIT_KINDS)[number];

/** Something that was asked for and has not come yet. `stop` 'none': the clock runs on and nothing waits. */
export interface Wait {
  kind: WaitKind;
  from: string;
  stop: Stop;
  /** what tells its answer: the sender's id of a supplement request, the agency consulted */
  of: string | null;
  /** đồng still owed of an obligation; null: of an amount that is not known */
  owed: number | null;
}

/** A stretch of time that a dossier spent in one stock, owned by one unit. `to` null: still there. */
export interface Span {
  stock: 'submitted' | 'within' | 'late' | 'waiting' | 'unreturned';
  unit: string;
  from: string;
  to: string | null;
  /** of which round; null before the receipt */
  round: Round | null;
}

/** A stretch in which the clock of a round ran against one due instant that had not passed. */
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
  resolved?: DossierEventData<'Resolved'>;
}

/** The clock of QĐ 766 (2.1): the round's first promise, moved by each wait for the applicant by the time waited. */
export interface IndexClock {
  due: string;
  /** since when this due instant counts: one that had passed by then ran out then */
  countsFrom: string;
  /** the day to which promise and waits lead before a day off is rolled; undefined: that of `due` */
  unrolled?: string;
  /** since when it stands: while the applicant is waited for, or once the round has ended */
  standsSince: string | null;
  /** the instant at which it ran out */
  ranOutAt: string | null;
  /** the second request for a supplement in the round: late from then on */
  secondRequestAt: string | null;
}

/**
 * What lies between a beginning (Received, Reopened) and the next one. Whatever a figure asks is looked for within its
 * round, so that a later round never changes what an earlier one counts.
 */
export interface Round {
  from: string;
  due: Due | null;
  /** the due instant that was stated or changed after the round's had passed: shown beside it, never in its place */
  appointment: Due | null;
  /** the instant at which the clock ran past the due instant: late stays late */
  ranOutAt: string | null;
  /** the first standing overdue */
  overdue: { v: number; at: string; dueAt: string; unit: string } | null;
  index: IndexClock | null;
  supplementRequests: number;
  electronic: boolean;
  notifiedOfResult: boolean;
  apology: { at: string; newDate: string; v: number } | null;
  ending: Ending | null;
  rating: { at: string; unit: string; satisfied: boolean } | null;
}

/** What a dossier's facts amount to. All instants UTC. */
export interface Timeline {
  /** up to when the facts are looked at; null: all of them */
  asOf: string | null;
  phase: Phase;
  procedure: ProcedureFacts | null;
  channel: Channel | null;
  applicant: string | null;
  unit: string | null;
  receivingUnit: string | null;
  /** the dossier of which it is a stage: the whole is counted there */
  parent: string | null;
  holder: string | null;
  limit: Limit | null;
  rules: Rules | null;
  submittedAt: string | null;
  received: { at: string; unit: string; fact: FactOf<'Received'> } | null;
  refused: { at: string; unit: string } | null;
  /** the due instant of the latest round */
  due: Due | null;
  firstDue: Due | null;
  late: boolean;
  /** by the version of what asked for it */
  waits: Map<number, Wait>;
  /** linked dossiers whose stage is open */
  linkedStages: Set<string>;
  /** a hand-over that is neither accepted nor rejected yet; `back`: who holds the dossier if it is rejected */
  handover: { back: string | null } | null;
  digitised: boolean;
  movedWithoutGround: boolean;
  rounds: Round[];
  /** a fact that moved the clock of QĐ 766 was recorded before that clock was kept apart */
  incomplete: boolean;
  spans: Span[];
  stretches: Stretch[];
  reopenings: { at: string; unit: string }[];
  transfers: { at: string; from: string; to: string }[];
  payments: {
    at: string;
    unit: string;
    amount: number;
    means: DossierEventData<'FeePaid'>['means'];
    isKnown: boolean;
  }[];
  refunded: number;
  returned: { at: string; unit: string; byPost: boolean; failed: boolean }[];
  /** facts that have no effect at their place, with the reason; `waits`: they may yet have one, once facts between are known */
  ignored: { v: number; reason: Reason; waits: boolean }[];
}

/** The plan's clock stands. */
export interface Standstill {
  /** since when */
  from: string;
  /** from when on the time that it stands is not in the due instant yet: that may have been stated meanwhile */
  counted: string;
  /** whether it begins anew when it goes on */
  restarts: boolean;
}

export interface Pause {
  from: string;
  to: string;
}

export const isOpen = (phase: Phase): boolean => phase === 'open' || phase === 'waiting';
export const isEnded = (phase: Phase): boolean => phase === 'resolved' || phase === 'withdrawn' || phase === 'stopped';

/** The latest round; undefined before the receipt. */
export const roundOf = (t: Timeline): Round | undefined => t.rounds.at(-1);

/** The end of the latest round that has one. */
export const lastEnding = (t: Timeline): Ending | undefined =>
  t.rounds.findLast(({ ending }) => ending)?.ending ?? undefined;

/** Whether an end came after the due instant that is held against it; at the due instant is in time. */
export const endedLate = ({ measured, due }: Ending): boolean => measured > due;

/** Whether a round is late: by its end, and as long as it runs by its standing overdue. */
export const isLateRound = ({ ending, overdue }: Round): boolean => (ending ? endedLate(ending) : overdue !== null);

/** Whether something is waited for, so that the clock stands. */
export const standsStill = (t: Timeline): boolean => [...t.waits.values()].some(({ stop }) => stop !== 'none');

/** What is waited for of one kind, the first asked first. */
export const waitsFor = (t: Timeline, kind: WaitKind): [number, Wait][] =>
  [...t.waits].filter(([, wait]) => wait.kind === kind);

/** Whether the applicant is owed an apology for the latest round: it was late, and none was issued in it. */
export function owesApology(t: Timeline): boolean {
  const round = roundOf(t);
  return t.parent === null && round !== undefined && round.overdue !== null && round.apology === null;
}

/** Whether the result of the latest round has been handed over, as far as anybody knows. */
export function isReturned(t: Timeline): boolean {
  const last = t.returned.at(-1);
  return t.phase === 'resolved' && last !== undefined && !last.failed && last.at >= roundOf(t)!.ending!.at;
}

/** When the clock of QĐ 766 runs out if nothing moves it. */
export const passes = ({ due, countsFrom }: IndexClock): string => (due > countsFrom ? due : countsFrom);

/**
 * From when on a round is late in the sense of QĐ 766 (2.1): its clock ran out, or will at its due instant if nothing
 * ends it before; more than one supplement request. Null: not by what is known. Where it runs along with the plan's
 * clock, which is asked, that one's overdue tells.
 */
export function lateByIndex(t: Timeline, round: Round): string | null {
  const { index, due, overdue } = round;
  if (!index) return null;
  const isAsked = t.phase === 'open' && round === roundOf(t) && due?.at === index.due;
  const willRunOut = index.standsSince !== null ? null : isAsked ? (overdue?.at ?? null) : passes(index);
  const out = index.ranOutAt ?? willRunOut;
  const second = index.secondRequestAt;
  return out !== null && (second === null || out < second) ? out : second;
}
