import { Clocks, type Reckon, statedDue } from './clocks.js';
import type { DossierEventData } from './events.js';
import { whyNot } from './legality.js';
import { awaitsOthers } from './late-facts.js';
import { type Cut, type DossierState, effectiveFacts, type Fact, type FactOf } from './state.js';
import {
  type Ending,
  isOpen,
  isReturned,
  type Phase,
  roundOf,
  type Span,
  standsStill,
  type Timeline,
  waitsFor,
} from './view.js';

const nothingKnown = (asOf: string | null): Timeline => ({
  asOf,
  phase: 'none',
  procedure: null,
  channel: null,
  applicant: null,
  unit: null,
  receivingUnit: null,
  parent: null,
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
  linkedStages: new Set(),
  handover: null,
  digitised: false,
  movedWithoutGround: false,
  rounds: [],
  incomplete: false,
  spans: [],
  stretches: [],
  reopenings: [],
  transfers: [],
  payments: [],
  refunded: 0,
  returned: [],
  ignored: [],
});

/** Walks facts in their order. `reckon` may give a clock-moving fact another due instant than it carries. */
export class Walk {
  readonly t: Timeline;
  readonly clocks: Clocks;
  /** promises other than the first, and the instants that a supplement gave as new ones */
  private readonly moved = new Set<string>();
  private readonly grounded = new Set<string>();

  constructor(reckon: Reckon = statedDue, asOf: string | null = null) {
    this.t = nothingKnown(asOf);
    this.clocks = new Clocks(this.t, reckon);
  }

  run(facts: readonly Fact[]): Timeline {
    for (const fact of facts) this.step(fact);
    const { t, moved, grounded } = this;
    t.movedWithoutGround = [...moved].some((at) => at !== t.firstDue?.at && !grounded.has(at));
    return t;
  }

  step(fact: Fact): void {
    this.clocks.tick(fact.occurredAt);
    const reason = whyNot(this.t, fact);
    if (reason) this.t.ignored.push({ v: fact.version, reason, waits: awaitsOthers(fact.type) });
    else this.apply(fact);
  }

  private apply(fact: Fact): void {
    const { t, clocks } = this;
    switch (fact.type) {
      case 'Submitted':
        this.open(fact);
        t.submittedAt = fact.occurredAt;
        return this.enter('submitted', fact.occurredAt);
      case 'Refused':
        this.open(fact);
        t.refused = { at: fact.occurredAt, unit: fact.data.unit };
        return this.enter('refused', fact.occurredAt);
      case 'Received':
        this.open(fact);
        t.limit = fact.data.limit;
        t.rules = fact.data.rules;
        t.parent = fact.data.parent ?? null;
        t.received = { at: fact.occurredAt, unit: fact.data.unit, fact };
        clocks.start(fact);
        t.firstDue = t.due;
        return this.enter('open', fact.occurredAt);
      case 'Digitised':
        return this.digitised(fact.data);
      case 'Forwarded':
        t.handover = { back: t.handover ? t.handover.back : t.holder };
        t.holder = fact.data.officer ?? fact.data.stage ?? fact.data.unit ?? null;
        return;
      case 'HandoverAccepted':
        t.handover = null;
        t.holder = fact.data.officer ?? t.holder;
        return;
      case 'HandoverRejected':
        t.holder = t.handover!.back;
        t.handover = null;
        return;
      case 'LinkedStageOpened':
        t.linkedStages.add(fact.data.child);
        return;
      case 'LinkedStageCompleted':
        t.linkedStages.delete(fact.data.child);
        return;
      case 'Transferred':
        if (isOpen(t.phase)) t.transfers.push({ at: fact.occurredAt, from: t.unit!, to: fact.data.unit });
        t.unit = fact.data.unit;
        return this.enter(t.phase, fact.occurredAt);
      case 'ApplicantSubstituted':
        t.applicant = fact.data.applicant;
        return;
      case 'ApplicantNotified': {
        // before the round has ended there is no result to tell of
        const round = roundOf(t)!;
        if (round.ending) round.notifiedOfResult ||= fact.data.about === 'result';
        return;
      }
      case 'SupplementRequested':
        return this.supplementRequested(fact);
      case 'FinancialObligationRequested':
        return this.waitFor(fact, () =>
          clocks.ask(fact, 'obligation', t.rules!.obligation, { owed: fact.data.amount }),
        );
      case 'Suspended':
        return this.waitFor(fact, () => clocks.ask(fact, 'suspension', t.rules!.suspension));
      case 'ConsultationRequested':
        return this.waitFor(fact, () =>
          clocks.ask(fact, 'consultation', t.rules!.consultation, { of: fact.data.agency }),
        );
      case 'Supplemented': {
        if (fact.data.due) this.grounded.add(fact.data.due.at);
        const open = waitsFor(t, 'supplement');
        // an answer that does not say which request it answers, answers the first
        const answered = open.find(([, { of }]) => of !== null && of === fact.data.source) ?? open[0];
        return this.answer(fact, answered ? [answered[0]] : []);
      }
      case 'FeePaid':
        return this.paid(fact);
      case 'FeeWaived':
        return this.answer(fact, versionsOf(waitsFor(t, 'obligation')));
      case 'FeeRefunded':
        t.refunded += fact.data.amount;
        return;
      case 'Resumed':
        return this.answer(fact, versionsOf(waitsFor(t, 'suspension')));
      case 'ConsultationAnswered': {
        const asked = waitsFor(t, 'consultation').filter(([, { of }]) => of === fact.data.agency);
        return this.answer(fact, versionsOf(asked));
      }
      case 'ProgressReported':
        return this.progress(fact);
      case 'DueDateChanged':
        if (fact.data.ground === 'none') {
          this.moved.add(fact.data.due.at);
          return;
        }
        clocks.change(fact.data.due, fact.occurredAt);
        return this.enter(t.phase, fact.occurredAt);
      case 'BecameOverdue':
        clocks.runOut(fact.occurredAt);
        roundOf(t)!.overdue = { v: fact.version, at: fact.occurredAt, dueAt: fact.data.dueAt, unit: t.unit! };
        t.late = true;
        return this.span(fact.occurredAt);
      case 'ApologyIssued':
        roundOf(t)!.apology = { at: fact.occurredAt, newDate: fact.data.newDate, v: fact.version };
        return;
      case 'Resolved':
        roundOf(t)!.electronic ||= fact.data.electronic && fact.data.counts;
        return this.end(fact, 'resolved', fact.data);
      case 'Withdrawn':
        return this.end(fact, 'withdrawn');
      case 'Stopped':
        return this.end(fact, 'stopped');
      case 'ResultReturned':
        t.returned.push({ at: fact.occurredAt, unit: t.unit!, byPost: fact.data.byPost, failed: false });
        return this.span(fact.occurredAt);
      case 'ReturnFailed':
        // the result waits at the counter again; that it was sent stays counted on its day
        if (isReturned(t)) t.returned.at(-1)!.failed = true;
        return this.span(fact.occurredAt);
      case 'Reopened':
        t.reopenings.push({ at: fact.occurredAt, unit: t.unit! });
        clocks.start(fact);
        return this.enter('open', fact.occurredAt);
      case 'Rated':
        roundOf(t)!.rating = { at: fact.occurredAt, unit: t.unit!, satisfied: fact.data.rating !== 'not-satisfied' };
        return;
      default:
        return;
    }
  }

  private open(fact: FactOf<'Submitted' | 'Received' | 'Refused'>): void {
    const { t } = this;
    t.procedure = fact.data.procedure;
    t.channel = fact.data.channel;
    t.applicant = fact.data.applicant;
    t.unit = fact.data.unit;
    t.receivingUnit = fact.data.receivingUnit;
  }

  /** Papers are the dossier's; a result that comes to light while a later round is open is the earlier round's. */
  private digitised(said: DossierEventData<'Digitised'>): void {
    const { t } = this;
    if (!said.ofResult) {
      t.digitised ||= said.complete;
      return;
    }
    const last = roundOf(t)!;
    const round = last.ending ? last : (t.rounds.findLast(({ ending }) => ending?.kind === 'resolved') ?? last);
    round.electronic ||= said.counts ?? said.signature === 'signed';
  }

  private supplementRequested(fact: FactOf<'SupplementRequested'>): void {
    const { t } = this;
    // what is asked for before receipt stops no clock
    if (t.phase === 'submitted') return;
    const round = roundOf(t)!;
    round.supplementRequests += 1;
    if (round.supplementRequests === 2 && round.index) round.index.secondRequestAt = fact.occurredAt;
    this.waitFor(fact, () =>
      this.clocks.ask(fact, 'supplement', t.rules!.supplement, { of: fact.data.source ?? null }),
    );
  }

  private waitFor(fact: Fact, ask: () => void): void {
    ask();
    this.enter(standsStill(this.t) ? 'waiting' : 'open', fact.occurredAt);
  }

  private answer(fact: Fact, versions: readonly number[]): void {
    if (!isOpen(this.t.phase)) return;
    this.clocks.answer(fact, versions);
    this.enter(standsStill(this.t) ? 'waiting' : 'open', fact.occurredAt);
  }

  /** A payment of 0 đồng is none: the feed may know how something was paid before it knows that there is a fee. */
  private paid(fact: FactOf<'FeePaid'>): void {
    const { t } = this;
    const { amount, means, onlineOnly } = fact.data;
    if (amount === 0) return;
    t.payments.push({ at: fact.occurredAt, unit: t.unit!, amount, means, isKnown: means !== 'unknown' && !onlineOnly });
    const met: number[] = [];
    for (const [version, wait] of waitsFor(t, 'obligation')) {
      if (wait.owed !== null) wait.owed -= amount;
      if (wait.owed === null || wait.owed <= 0) met.push(version);
    }
    this.answer(fact, met);
  }

  /** A report of the national feed: states 6 and 8 have no instant of their own in a snapshot and are taken from here. */
  private progress(fact: FactOf<'ProgressReported'>): void {
    const { t } = this;
    t.holder = fact.data.holder ?? t.holder;
    if (!isOpen(t.phase) || fact.data.superseded) return;
    if (fact.data.status === 8) return this.end(fact, 'stopped');
    if (fact.data.status === 7) return this.end(fact, 'withdrawn');
    const owed = waitsFor(t, 'obligation');
    if (fact.data.status !== 6) {
      if (fact.data.status !== 5) this.answer(fact, versionsOf(owed));
    } else if (owed.length === 0) this.waitFor(fact, () => this.clocks.ask(fact, 'obligation', t.rules!.obligation));
  }

  private end(fact: Fact, kind: Ending['kind'], resolved?: DossierEventData<'Resolved'>): void {
    const { t, clocks } = this;
    const round = roundOf(t);
    if (round && isOpen(t.phase)) {
      const measured = clocks.standstill?.from ?? fact.occurredAt;
      // while a receipt is judged, its due instant is not reckoned yet: nothing is late by it
      const due = clocks.standstill && round.ranOutAt === null ? heldAgainst(t, measured) : (t.due?.at ?? measured);
      round.ending = { kind, at: fact.occurredAt, unit: t.unit!, due, measured, resolved };
      clocks.stop(fact.occurredAt);
    }
    this.enter(kind, fact.occurredAt);
  }

  /** A change of phase, owner or due instant: the clock's stretch and the stock's span end and begin here. */
  private enter(phase: Phase, at: string): void {
    const { t } = this;
    const round = roundOf(t);
    const running = t.stretches.at(-1);
    const runs = phase === 'open' && round !== undefined && round.ranOutAt === null;
    const due = runs ? (round.due?.at ?? null) : null;
    if (running?.to === null && running.due !== due) running.to = at;
    if (due !== null && running?.to !== null) t.stretches.push({ from: at, to: null, due });
    t.late = phase === 'open' && round?.overdue != null;
    t.phase = phase;
    this.span(at);
  }

  private span(at: string): void {
    const { t } = this;
    const stock = stockOf(t);
    const round = roundOf(t) ?? null;
    const last = t.spans.at(-1);
    if (last && last.to === null) {
      if (last.stock === stock && last.unit === t.unit && last.round === round) return;
      last.to = at;
    }
    if (stock) t.spans.push({ stock, unit: t.unit!, from: at, to: null, round });
  }
}

/** Within a wait, of a clock that had not run out as it began: an instant that was stated since and had passed by then makes nothing late. */
const heldAgainst = ({ due }: Timeline, begun: string): string => (due && due.at > begun ? due.at : begun);

const versionsOf = (waits: [number, unknown][]): number[] => waits.map(([version]) => version);

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

/** What the facts of a dossier amount to, as of an instant (default: all of them). Pure. */
export const timeline = (state: DossierState, cut: Cut = {}): Timeline =>
  new Walk(undefined, cut.asOf ?? null).run(effectiveFacts(state, cut));
