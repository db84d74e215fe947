import type { DossierEventData, Due, Rules, Stop } from './events.js';
import { whyNot } from './legality.js';
import { type Cut, type DossierState, effectiveFacts, type Fact, type FactOf } from './state.js';
import {
  type Ending,
  isOpen,
  isReturned,
  type Phase,
  type Span,
  type Standstill,
  type Timeline,
  type WaitKind,
} from './view.js';

const WAIT_OF = {
  SupplementRequested: ['supplement', 'supplement'],
  FinancialObligationRequested: ['obligation', 'obligation'],
  Suspended: ['suspension', 'suspension'],
  ConsultationRequested: ['consultation', 'consultation'],
} as const satisfies Record<string, [WaitKind, keyof Rules]>;

/** Walks facts in their order. `reckon` may give a clock-starting fact another due instant than it carries. */
export class Walk {
  readonly t: Timeline = {
    phase: 'none',
    procedure: null,
    channel: null,
    applicant: null,
    unit: null,
    receivingUnit: null,
    holder: null,
    limit: null,
    rules: null,
    submittedAt: null,
    received: null,
    refused: null,
    due: null,
    firstDue: null,
    late: false,
    waits: new Map(),
    consulting: new Set(),
    linkedStages: new Set(),
    handover: null,
    supplementRequests: 0,
    digitised: false,
    electronic: false,
    notifiedOfResult: false,
    movedWithoutGround: false,
    spans: [],
    stretches: [],
    endings: [],
    reopenings: [],
    transfers: [],
    payments: [],
    rating: null,
    returned: [],
    overdue: [],
    apology: null,
    ignored: [],
  };
  /** while the clock stands */
  standstill: Standstill | null = null;
  private overdueOfDue: string | null = null;
  /** promises other than the first, and the instants that a supplement gave as new ones */
  private readonly moved = new Set<string>();
  private readonly grounded = new Set<string>();

  constructor(private readonly reckon: (fact: Fact, walk: Walk) => Due | undefined = (fact) => statedDue(fact)) {}

  run(facts: readonly Fact[]): Timeline {
    for (const fact of facts) this.step(fact);
    const { t, moved, grounded } = this;
    t.movedWithoutGround = [...moved].some((at) => at !== t.firstDue?.at && !grounded.has(at));
    return t;
  }

  step(fact: Fact): void {
    const reason = whyNot(this.t, fact);
    if (reason) this.t.ignored.push({ v: fact.v, reason });
    else this.apply(fact);
  }

  private apply(fact: Fact): void {
    const { t } = this;
    switch (fact.t) {
      case 'Submitted':
        this.open(fact);
        t.submittedAt = fact.at;
        return this.enter('submitted', fact.at);
      case 'Refused':
        this.open(fact);
        t.refused = { at: fact.at, unit: fact.d.unit };
        return this.enter('refused', fact.at);
      case 'Received':
        this.open(fact);
        t.limit = fact.d.limit;
        t.rules = fact.d.rules;
        t.received = { at: fact.at, unit: fact.d.unit, fact };
        t.due = this.reckon(fact, this) ?? null;
        t.firstDue = t.due;
        return this.enter('open', fact.at);
      case 'Digitised':
        if (!fact.d.ofResult) t.digitised ||= fact.d.complete;
        else t.electronic ||= fact.d.counts ?? fact.d.signature === 'signed';
        return;
      case 'Forwarded':
        t.handover = { back: t.handover ? t.handover.back : t.holder };
        t.holder = fact.d.officer ?? fact.d.stage ?? fact.d.unit ?? null;
        return;
      case 'HandoverAccepted':
        t.handover = null;
        t.holder = fact.d.officer ?? t.holder;
        return;
      case 'HandoverRejected':
        t.holder = t.handover!.back;
        t.handover = null;
        return;
      case 'LinkedStageOpened':
        t.linkedStages.add(fact.d.child);
        return;
      case 'LinkedStageCompleted':
        t.linkedStages.delete(fact.d.child);
        return;
      case 'Transferred':
        t.transfers.push({ at: fact.at, from: t.unit!, to: fact.d.unit });
        t.unit = fact.d.unit;
        return this.enter(t.phase, fact.at);
      case 'ApplicantSubstituted':
        t.applicant = fact.d.applicant;
        return;
      case 'ApplicantNotified':
        t.notifiedOfResult ||= fact.d.about === 'result';
        return;
      case 'SupplementRequested':
        // what is asked for before receipt stops no clock
        if (t.phase === 'submitted') return;
        t.supplementRequests += 1;
        return this.wait(fact);
      case 'FinancialObligationRequested':
      case 'Suspended':
        return this.wait(fact);
      case 'ConsultationRequested':
        t.consulting.add(fact.d.agency);
        return this.wait(fact);
      case 'Supplemented':
        if (fact.d.due) this.grounded.add(fact.d.due.at);
        return this.unwait(fact, ['supplement']);
      case 'FeePaid':
        // the feed may know how something was paid before it knows that there is a fee
        if (fact.d.amount > 0)
          t.payments.push({
            at: fact.at,
            unit: t.unit!,
            means: fact.d.means,
            isKnown: fact.d.means !== 'unknown' && !fact.d.onlineOnly,
          });
        return this.unwait(fact, ['obligation']);
      case 'FeeWaived':
        return this.unwait(fact, ['obligation']);
      case 'Resumed':
        return this.unwait(fact, ['suspension', 'obligation']);
      case 'ConsultationAnswered':
        t.consulting.delete(fact.d.agency);
        return t.consulting.size === 0 ? this.unwait(fact, ['consultation']) : undefined;
      case 'ProgressReported':
        return this.progress(fact);
      case 'DueDateChanged':
        if (fact.d.ground === 'none') {
          this.moved.add(fact.d.due.at);
          return;
        }
        t.due = fact.d.due;
        return this.enter(t.phase, fact.at);
      case 'BecameOverdue':
        t.overdue.push({
          v: fact.v,
          at: fact.at,
          dueAt: fact.d.dueAt,
          unit: t.unit!,
          first: this.overdueOfDue !== fact.d.dueAt,
        });
        this.overdueOfDue = fact.d.dueAt;
        t.late = true;
        return this.span(fact.at);
      case 'ApologyIssued':
        t.apology = { at: fact.at, newDate: fact.d.newDate, v: fact.v };
        return;
      case 'Resolved':
        t.electronic ||= fact.d.electronic && fact.d.counts;
        return this.end(fact, 'resolved', fact.d);
      case 'Withdrawn':
        return this.end(fact, 'withdrawn');
      case 'Stopped':
        return this.end(fact, 'stopped');
      case 'ResultReturned':
        t.returned.push({ at: fact.at, unit: t.unit!, byPost: fact.d.byPost, failed: false });
        return this.span(fact.at);
      case 'ReturnFailed':
        // the result waits at the counter again; that it was sent stays counted on its day
        if (isReturned(t)) t.returned.at(-1)!.failed = true;
        return this.span(fact.at);
      case 'Reopened':
        t.reopenings.push({ at: fact.at, unit: t.unit! });
        t.due = this.reckon(fact, this) ?? null;
        return this.enter('open', fact.at);
      case 'Rated':
        t.rating = { at: fact.at, unit: t.unit!, satisfied: fact.d.rating !== 'not-satisfied' };
        return;
      default:
        return;
    }
  }

  private open(fact: FactOf<'Submitted' | 'Received' | 'Refused'>): void {
    const { t } = this;
    t.procedure = fact.d.procedure;
    t.channel = fact.d.channel;
    t.applicant = fact.d.applicant;
    t.unit = fact.d.unit;
    t.receivingUnit = fact.d.receivingUnit;
  }

  private wait(fact: FactOf<keyof typeof WAIT_OF>): void {
    const [kind, rule] = WAIT_OF[fact.t];
    const stop = this.t.rules![rule];
    if (kind === 'consultation' && (stop === 'none' || this.t.waits.has(kind))) return;
    this.startWait(kind, stop, fact.at);
  }

  private startWait(kind: WaitKind, policy: Stop, at: string): void {
    const { t } = this;
    // without a limit there is nothing to count anew: the time waited is subtracted
    const stop = policy === 'restart' && !t.limit ? 'suspend' : policy;
    t.waits.set(kind, { from: at, stop });
    this.standstill ??= { from: at, pauses: [], pausedSince: null, restarted: false };
    if (stop === 'suspend') this.standstill.pausedSince ??= at;
    this.enter('waiting', at);
  }

  /** A wait ends. The due instant moves when the clock is restarted, when a new one is stated, or when the last wait ends. */
  private unwait(fact: Fact, kinds: WaitKind[]): void {
    const { t, standstill } = this;
    const ended = kinds.flatMap((kind) => t.waits.get(kind) ?? []);
    if (!standstill || ended.length === 0) return;
    for (const kind of kinds) t.waits.delete(kind);
    if (standstill.pausedSince !== null && ![...t.waits.values()].some(({ stop }) => stop === 'suspend')) {
      standstill.pauses.push({ from: standstill.pausedSince, to: fact.at });
      standstill.pausedSince = null;
    }
    standstill.restarted = ended.some(({ stop }) => stop === 'restart');
    const anew = standstill.restarted || statedDue(fact)?.basis === 'stated';
    if (anew || t.waits.size === 0) t.due = this.reckon(fact, this) ?? t.due;
    if (t.waits.size === 0) {
      this.standstill = null;
      return this.enter('open', fact.at);
    }
    if (!anew) return;
    const pausedSince = standstill.pausedSince === null ? null : fact.at;
    this.standstill = { from: fact.at, pauses: [], pausedSince, restarted: false };
  }

  /** A report of the national feed: states 6 and 8 have no instant of their own in a snapshot and are taken from here. */
  private progress(fact: FactOf<'ProgressReported'>): void {
    const { t } = this;
    t.holder = fact.d.holder ?? t.holder;
    if (!isOpen(t.phase) || fact.d.superseded) return;
    if (fact.d.status === 8) return this.end(fact, 'stopped');
    if (fact.d.status === 7) return this.end(fact, 'withdrawn');
    if (fact.d.status === 6) {
      if (!t.waits.has('obligation')) this.startWait('obligation', t.rules!.obligation, fact.at);
    } else if (fact.d.status !== 5) this.unwait(fact, ['obligation']);
  }

  private end(fact: Fact, kind: Ending['kind'], resolved?: DossierEventData<'Resolved'>): void {
    const { t } = this;
    if (t.received && isOpen(t.phase)) {
      t.endings.push({
        kind,
        at: fact.at,
        unit: t.unit!,
        due: t.due!.at,
        measured: this.standstill?.from ?? fact.at,
        repeated: t.supplementRequests > 1,
        resolved,
      });
    }
    t.waits.clear();
    t.consulting.clear();
    this.standstill = null;
    this.enter(kind, fact.at);
  }

  /** A change of phase, owner or due instant: the clock's stretch and the stock's span end and begin here. */
  private enter(phase: Phase, at: string): void {
    const { t } = this;
    const running = t.stretches.at(-1);
    const due = phase === 'open' ? (t.due?.at ?? null) : null;
    if (running && running.to === null && running.due !== due) running.to = at;
    if (due !== null && (!running || running.to !== null)) {
      t.stretches.push({ from: at, to: null, due });
      t.late = false;
    }
    if (phase !== 'open') t.late = false;
    t.phase = phase;
    this.span(at);
  }

  private span(at: string): void {
    const { t } = this;
    const stock = stockOf(t);
    const repeated = t.supplementRequests > 1;
    const last = t.spans.at(-1);
    if (last && last.to === null) {
      if (last.stock === stock && last.unit === t.unit && last.repeated === repeated) return;
      last.to = at;
    }
    if (stock) t.spans.push({ stock, unit: t.unit!, from: at, to: null, repeated });
  }
}

function stockOf(t: Timeline): Span['stock'] | null {
  switch (t.phase) {
    case 'submitted':
      return 'submitted';
    case 'open':
      return t.late ? 'late' : 'within';
    case 'waiting':
      return 'waiting';
    case 'resolved':
      return isReturned(t) ? null : 'unreturned';
    default:
      return null;
  }
}

/** The due instant that a fact carries, if it starts a clock. */
export const statedDue = (fact: Fact): Due | undefined =>
  'due' in fact.d ? (fact.d.due as Due | undefined) : undefined;

/** What the facts of a dossier amount to, as of an instant (default: all of them). Pure. */
export const timeline = (state: DossierState, cut: Cut = {}): Timeline => new Walk().run(effectiveFacts(state, cut));
