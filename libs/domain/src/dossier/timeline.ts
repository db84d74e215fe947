import type { DossierEventData, Due, Rules, Stop } from './events.js';
import { whyNot } from './legality.js';
import { type Cut, type DossierState, effectiveFacts, type Fact, type FactOf } from './state.js';
import { type Ending, isOpen, type Phase, type Span, type Timeline, type WaitKind } from './view.js';

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
  /** since when the clock stands, and by which policies */
  stretchOfWaiting: { from: string; stops: Stop[] } | null = null;
  private overdueOfDue: string | null = null;

  constructor(private readonly reckon: (fact: Fact, walk: Walk) => Due | undefined = (fact) => statedDue(fact)) {}

  run(facts: readonly Fact[]): Timeline {
    for (const fact of facts) this.step(fact);
    return this.t;
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
        t.holder = fact.d.officer ?? fact.d.stage ?? fact.d.unit ?? null;
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
      case 'ConsultationRequested':
        return this.wait(fact);
      case 'Supplemented':
        return this.unwait(fact, ['supplement']);
      case 'FeePaid':
        t.payments.push({ at: fact.at, unit: t.unit!, means: fact.d.means });
        return this.unwait(fact, ['obligation']);
      case 'FeeWaived':
        return this.unwait(fact, ['obligation']);
      case 'Resumed':
        return this.unwait(fact, ['suspension', 'obligation']);
      case 'ConsultationAnswered':
        return this.unwait(fact, ['consultation']);
      case 'ProgressReported':
        return this.progress(fact);
      case 'DueDateChanged':
        if (fact.d.ground === 'none') {
          t.movedWithoutGround ||= fact.d.due.at !== t.firstDue?.at;
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
        t.returned.push({ at: fact.at, unit: t.unit!, byPost: fact.d.byPost });
        return this.span(fact.at);
      case 'ReturnFailed':
        // the latest hand-over did not take place: the result waits at the counter again
        t.returned.pop();
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
    const stop = this.t.rules![rule] as Stop;
    if (kind === 'consultation' && stop === 'none') return;
    this.startWait(kind, stop, fact.at);
  }

  private startWait(kind: WaitKind, stop: Stop, at: string): void {
    this.t.waits.set(kind, { from: at, stop });
    this.stretchOfWaiting ??= { from: at, stops: [] };
    this.stretchOfWaiting.stops.push(stop);
    this.enter('waiting', at);
  }

  private unwait(fact: Fact, kinds: WaitKind[]): void {
    const { t } = this;
    let ended = false;
    for (const kind of kinds) ended = t.waits.delete(kind) || ended;
    if (!ended || t.waits.size > 0) return;
    t.due = this.reckon(fact, this) ?? t.due;
    this.stretchOfWaiting = null;
    this.enter('open', fact.at);
  }

  /** A report of the national feed: states 6 and 8 have no instant of their own in a snapshot and are taken from here. */
  private progress(fact: FactOf<'ProgressReported'>): void {
    const { t } = this;
    t.holder = fact.d.holder ?? t.holder;
    if (!isOpen(t.phase)) return;
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
        measured: this.stretchOfWaiting?.from ?? fact.at,
        repeated: t.supplementRequests > 1,
        resolved,
      });
    }
    t.waits.clear();
    this.stretchOfWaiting = null;
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
      return t.returned.length === 0 || t.returned.at(-1)!.at < t.endings.at(-1)!.at ? 'unreturned' : null;
    default:
      return null;
  }
}

/** The due instant that a fact carries, if it starts a clock. */
export const statedDue = (fact: Fact): Due | undefined =>
  'due' in fact.d ? (fact.d.due as Due | undefined) : undefined;

/** What the facts of a dossier amount to, as of an instant (default: all of them). Pure. */
export const timeline = (state: DossierState, cut: Cut = {}): Timeline => new Walk().run(effectiveFacts(state, cut));
