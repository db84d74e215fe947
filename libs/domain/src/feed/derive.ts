import { localDay, toMs } from '../calendar/time.js';
import { CLOCK_SKEW_MS, conclude, type DecisionContext, whyNotAtItsPlace } from '../dossier/decide.js';
import { type Draft, PENDING } from '../dossier/drafts.js';
import type { Due } from '../dossier/events.js';
import { type DossierState, effectiveFacts, evolve, type Fact, type FactOf } from '../dossier/state.js';
import { timeline } from '../dossier/timeline.js';
import { agencyOf, nationalPart, type Procedure } from '../reference/reference.js';
import type { Fault, FeedFault, FeedSupplement, Progress, Snapshot } from './message.js';

export interface FeedContext extends DecisionContext {
  /** subject id of the applicant (keyed digest of the number; never the number itself) */
  applicant: string;
  /** seals a free text and gives its reference */
  seal: (kind: 'applicant' | 'reason', text: string) => string;
  /** **policy** of the source: a result file without a known signature counts as an electronic result */
  unsignedResultCounts: boolean;
}

/** `refused`: kept aside with the reasons. Otherwise the facts to append (none: nothing new) and the defects of the message. */
export type FeedDecision = { ok: true; events: Draft[]; faults: Fault[] } | { ok: false; faults: Fault[] };

/**
 * The facts that lead from what the log knows to the state that a message of the national feed describes.
 * Facts only accumulate: an absent value takes nothing back, the same message again adds nothing, two different values
 * are a correction by the later one; a due instant that moves without a ground is recorded and changes nothing.
 * Source: domain.md, "The national exchange format".
 */
export function decideFeed(state: DossierState, message: Snapshot | Progress, context: FeedContext): FeedDecision {
  const draft = new FeedDraft(state, context);
  const refused = message.kind === 'progress' ? draft.progress(message) : draft.snapshot(message);
  if (refused) return { ok: false, faults: [refused] };
  return { ok: true, events: conclude(state, draft.drafts, context), faults: draft.faults };
}

class FeedDraft {
  readonly drafts: Draft[] = [];
  readonly faults: Fault[] = [];
  private next: DossierState;

  constructor(
    state: DossierState,
    private readonly context: FeedContext,
  ) {
    this.next = state;
  }

  progress(message: Progress): Fault | null {
    const known = this.all('ProgressReported').some(
      (fact) => fact.at === message.at && fact.d.status === message.status,
    );
    if (known) return null;
    this.add({
      type: 'ProgressReported',
      occurredAt: message.at,
      data: {
        status: message.status,
        ...(message.holder ? { holder: message.holder } : {}),
        ...(message.stageDue ? { stageDue: message.stageDue } : {}),
        due: PENDING,
      },
    });
    return null;
  }

  snapshot(m: Snapshot): Fault | null {
    const first = this.find('Received') ?? this.find('Submitted') ?? this.find('Refused');
    if (first && this.isAnother(first, m)) return { fault: 'another-dossier', field: 'MaHoSo' };
    const intake = this.intake(m);
    if (isFault(intake)) return intake;
    const { procedure, ...who } = intake;
    if (m.status === 3) return this.refusedAtIntake(m, who);
    if (!m.receivedAt && !this.find('Received')) return this.waitingForReceipt(m, who);
    if (m.receivedAt) {
      const fault = this.received(m, who, procedure);
      if (fault) return fault;
    }
    this.digitised(m);
    this.fee(m);
    for (const item of [...m.supplements].sort((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1)))
      this.supplement(item);
    this.promise(m);
    this.ending(m);
    return null;
  }

  private isAnother(known: FactOf<'Received' | 'Submitted' | 'Refused'>, m: Snapshot): boolean {
    const at = m.receivedAt ?? m.submittedAt;
    return (
      known.d.procedure.national !== nationalPart(m.procedure) &&
      known.d.applicant !== this.context.applicant &&
      at !== null &&
      localDay(known.at) !== localDay(at)
    );
  }

  private intake(m: Snapshot): Fault | (Who & { procedure: Procedure }) {
    const { reference } = this.context;
    const on = localDay(m.receivedAt ?? m.submittedAt ?? m.refusedAt ?? this.context.now);
    const receiving = reference.unitByAgency(agencyOf(m.code), on);
    if (!receiving) return { fault: 'unknown-unit', field: 'MaHoSo' };
    const unit = m.responsible === '' ? receiving : reference.unitByName(m.responsible, on);
    if (!unit) return { fault: 'unknown-unit', field: 'DonViXuLy' };
    if (m.responsible === '') this.fault('no-responsible-unit', 'DonViXuLy');
    const procedure = reference.procedure(m.procedure);
    if (!procedure) return { fault: 'unknown-procedure', field: 'MaTTHC' };
    return {
      procedure,
      unit: unit.key,
      receivingUnit: receiving.key,
      channel: m.channel ?? ('counter' as const),
      applicant: this.context.applicant,
      facts: { code: m.procedure, national: procedure.national, field: procedure.field, special: procedure.special },
    };
  }

  private refusedAtIntake(m: Snapshot, { facts, ...who }: Who): Fault | null {
    const at = m.refusedAt ?? m.submittedAt;
    if (this.find('Received'))
      this.faults.push({ fault: 'no-effect', field: 'TrangThaiHoSo', reason: 'already-received' });
    else if (!at) this.fault('state-without-instant', 'NgayTuChoi');
    else if (!this.find('Refused')) {
      this.add({
        type: 'Refused',
        occurredAt: at,
        data: { procedure: facts, ...who, ...this.person(m), ...this.sealed(m.note) },
      });
    }
    return null;
  }

  private waitingForReceipt(m: Snapshot, { facts, ...who }: Who): Fault | null {
    if (m.status !== 1 || !m.submittedAt) return { fault: 'no-receipt', field: 'NgayTiepNhan' };
    if (!this.find('Submitted')) {
      this.add({ type: 'Submitted', occurredAt: m.submittedAt, data: { procedure: facts, ...who } });
    }
    return null;
  }

  private received(m: Snapshot, { facts, ...who }: Who, procedure: Procedure): Fault | null {
    const at = m.receivedAt!;
    if (this.isFuture(at)) return { fault: 'in-the-future', field: 'NgayTiepNhan' };
    const dueAt = m.dueAt !== null && m.dueAt < at ? null : m.dueAt;
    if (dueAt !== m.dueAt) this.fault('dates-out-of-order', 'NgayHenTra');
    const known = this.find('Received');
    if (!known) {
      if (!dueAt && !procedure.limit) return { fault: 'no-due-instant', field: 'NgayHenTra' };
      this.add({
        type: 'Received',
        occurredAt: at,
        data: {
          procedure: facts,
          ...who,
          place: 'counter',
          byPostalStaff: false,
          limit: procedure.limit,
          rules: this.context.reference.rules(m.procedure, at),
          due: dueAt ? stated(dueAt) : PENDING,
          ...assumedOf(m),
          ...this.person(m),
        },
      });
    } else this.corrected(known, m, facts, who);
    this.submitted(m, { facts, ...who });
    return null;
  }

  private submitted(m: Snapshot, { facts, ...who }: Who): void {
    if (m.submittedAt === null || m.submittedAt === m.receivedAt || this.find('Submitted')) return;
    if (m.submittedAt > m.receivedAt!) this.fault('dates-out-of-order', 'NgayNopHoSo');
    else if (m.channel === 'online') {
      this.add({ type: 'Submitted', occurredAt: m.submittedAt, data: { procedure: facts, ...who } });
    }
  }

  /** An earlier state than the log's, with nothing new: it must not correct what a later one said. */
  private isStale(m: Snapshot): boolean {
    const t = timeline(this.next);
    const ended = t.phase === 'resolved' || t.phase === 'withdrawn' || t.phase === 'stopped';
    return (
      (ended && m.status < 7) ||
      (t.returned.length > 0 && m.status !== 10) ||
      (t.phase === 'waiting' && m.status < 5 && m.supplements.every((item) => !item.suppliedAt))
    );
  }

  /** Two different values: the later delivered one corrects, unless it is stale; a value that was only assumed is filled in. */
  private corrected(known: FactOf<'Received'>, m: Snapshot, facts: Who['facts'], who: Omit<Who, 'facts'>): void {
    const { assumed = [] } = known.d;
    const stale = this.isStale(m);
    const missing = assumedOf(m).assumed ?? [];
    const says = (part: Assumed, known: string, said: string): boolean =>
      !missing.includes(part) && known !== said && (!stale || assumed.includes(part));
    const still = assumed.filter((part) => missing.includes(part));
    const data = {
      ...(stale || known.d.procedure.national === facts.national ? {} : { procedure: facts }),
      ...(says('unit', known.d.unit, who.unit) ? { unit: who.unit } : {}),
      ...(says('channel', known.d.channel, who.channel) ? { channel: who.channel } : {}),
      ...(says('applicant', known.d.applicant, who.applicant) ? { applicant: who.applicant } : {}),
    };
    const moved = stale || known.at === m.receivedAt ? {} : { occurredAt: m.receivedAt! };
    if (Object.keys(data).length === 0 && !moved.occurredAt && still.length === assumed.length) return;
    this.add({
      type: 'Corrected',
      occurredAt: this.context.now,
      data: { event: known.v, ...moved, data: { ...data, ...(assumed.length > 0 ? { assumed: still } : {}) } },
    });
  }

  private digitised(m: Snapshot): void {
    if (m.digitised && !this.all('Digitised').some((fact) => !fact.d.ofResult)) {
      this.add({ type: 'Digitised', occurredAt: this.receivedAt(), data: { complete: true, ofResult: false } });
    }
    if (m.electronicResult && !this.all('Digitised').some((fact) => fact.d.ofResult)) {
      const at = m.endedAt !== null && m.endedAt >= this.receivedAt() ? m.endedAt : this.receivedAt();
      this.add({
        type: 'Digitised',
        occurredAt: at,
        data: { complete: true, ofResult: true, signature: 'unknown', counts: this.context.unsignedResultCounts },
      });
    }
  }

  /**
   * At most one payment a dossier, on the day of receipt: the feed has no time of payment. How it was paid may be said
   * before the fee is: it is kept with the amount 0, which counts as no payment.
   */
  private fee(m: Snapshot): void {
    if (m.fee === 0 && !m.paidOnline) return;
    const known = this.find('FeePaid');
    if (!known) {
      const means = m.paidOnline ? 'online' : 'unknown';
      this.add({ type: 'FeePaid', occurredAt: this.receivedAt(), data: { amount: m.fee, means } });
      return;
    }
    const data = {
      ...(m.fee > 0 && known.d.amount === 0 ? { amount: m.fee } : {}),
      ...(m.paidOnline && known.d.means !== 'online' ? { means: 'online' } : {}),
    };
    if (Object.keys(data).length === 0) return;
    this.add({ type: 'Corrected', occurredAt: this.context.now, data: { event: known.v, data } });
  }

  private supplement(item: FeedSupplement): void {
    const requested = this.all('SupplementRequested').find((fact) => fact.d.source === item.id);
    if (!requested) {
      this.add({
        type: 'SupplementRequested',
        occurredAt: item.requestedAt,
        data: { source: item.id, ...this.sealed(item.text) },
      });
    }
    if (!item.suppliedAt) return;
    if (item.suppliedAt < item.requestedAt) return this.fault('dates-out-of-order', 'NgayTiepNhanBoSung');
    const known = this.all('Supplemented').find((fact) => fact.d.source === item.id);
    if (!known) {
      this.add({
        type: 'Supplemented',
        occurredAt: item.suppliedAt,
        data: { source: item.id, due: item.due ? stated(item.due) : PENDING },
      });
    } else if (item.due && known.d.due?.basis === 'computed') this.restate(known.v, item.due);
  }

  /** A stated due instant stands over a computed one; one that moves without a ground is recorded, without effect. */
  private promise(m: Snapshot): void {
    const received = this.find('Received');
    if (!m.dueAt || !received || m.dueAt < received.at) return;
    const { due } = received.d;
    if (due.at === m.dueAt) return;
    if (due.basis === 'computed') return this.restate(received.v, m.dueAt);
    const grounded = this.all('Supplemented').some((fact) => fact.d.due?.at === m.dueAt);
    const recorded = this.all('DueDateChanged').some((fact) => fact.d.due.at === m.dueAt);
    if (grounded || recorded) return;
    this.add({
      type: 'DueDateChanged',
      occurredAt: received.at,
      data: { due: stated(m.dueAt), ground: 'none' },
    });
  }

  private restate(of: number, at: string): void {
    this.add({ type: 'DueDateChanged', occurredAt: this.context.now, data: { of, due: stated(at), ground: 'stated' } });
  }

  private ending(m: Snapshot): void {
    const kind = ({ 7: 'Withdrawn', 8: 'Stopped', 9: 'Resolved', 10: 'Resolved' } as const)[m.status];
    if (!kind) {
      const reported = this.all('ProgressReported').some((fact) => fact.d.status === m.status);
      const asked = m.status === 5 && m.supplements.length > 0;
      if ((m.status === 5 || m.status === 6) && !reported && !asked)
        this.fault('state-without-instant', 'TrangThaiHoSo');
      return;
    }
    if (!m.endedAt) {
      if (kind === 'Resolved') return this.fault('processed-without-end', 'NgayKetThucXuLy');
      const reported = this.all('ProgressReported').some((fact) => fact.d.status === m.status);
      return reported ? undefined : this.fault('state-without-instant', 'NgayKetThucXuLy');
    }
    if (m.endedAt < this.receivedAt()) return this.fault('end-before-receipt', 'NgayKetThucXuLy');
    const known = this.find(kind);
    if (!known) {
      this.supersede(m.status);
      this.add(endOf(kind, m.endedAt));
    } else if (known.at !== m.endedAt && !this.isStale(m)) {
      this.add({ type: 'Corrected', occurredAt: this.context.now, data: { event: known.v, occurredAt: m.endedAt } });
    }
    if (m.status === 10 && m.returnedAt && !this.find('ResultReturned')) {
      if (m.returnedAt < m.endedAt) return this.fault('dates-out-of-order', 'NgayTra');
      this.add({ type: 'ResultReturned', occurredAt: m.returnedAt, data: { byPost: m.returnedByPost } });
    }
  }

  /** A report of the same end gives way to the end's own instant. */
  private supersede(status: number): void {
    for (const report of this.all('ProgressReported')) {
      if (report.d.status !== status || report.d.superseded) continue;
      this.add({
        type: 'Corrected',
        occurredAt: this.context.now,
        data: { event: report.v, data: { superseded: true } },
      });
    }
  }

  private add(draft: Draft): void {
    const { now } = this.context;
    const reason = this.isFuture(draft.occurredAt) ? 'in-the-future' : whyNotAtItsPlace(this.next, draft, now);
    if (reason) {
      this.faults.push(reason === 'in-the-future' ? { fault: reason } : { fault: 'no-effect', reason });
      return;
    }
    this.drafts.push(draft);
    this.next = evolve(this.next, {
      version: this.next.version + 1,
      type: draft.type,
      occurredAt: draft.occurredAt,
      recordedAt: now,
      data: draft.data,
    });
  }

  private all<T extends Fact['t']>(type: T): FactOf<T>[] {
    return effectiveFacts(this.next).filter((fact) => fact.t === type) as FactOf<T>[];
  }
  private find<T extends Fact['t']>(type: T): FactOf<T> | undefined {
    return this.all(type)[0];
  }
  private receivedAt(): string {
    return this.find('Received')!.at;
  }
  private isFuture(at: string): boolean {
    return toMs(at) > toMs(this.context.now) + CLOCK_SKEW_MS;
  }
  private fault(fault: FeedFault, field: string): void {
    this.faults.push({ fault, field });
  }
  private person({ personal }: Snapshot): { applicantRef?: string } {
    return personal.name === '' ? {} : { applicantRef: this.context.seal('applicant', JSON.stringify(personal)) };
  }
  private sealed(text: string): { reasonRef?: string } {
    return text === '' ? {} : { reasonRef: this.context.seal('reason', text) };
  }
}

type Who = Pick<FactOf<'Received'>['d'], 'unit' | 'receivingUnit' | 'channel' | 'applicant'> & {
  facts: FactOf<'Received'>['d']['procedure'];
};

type Assumed = NonNullable<FactOf<'Received'>['d']['assumed']>[number];

/** What a message leaves out and is taken by default. */
function assumedOf(m: Snapshot): { assumed?: Assumed[] } {
  const assumed: Assumed[] = [
    ...(m.channel === null ? (['channel'] as const) : []),
    ...(m.responsible === '' ? (['unit'] as const) : []),
    ...(m.personal.identity === '' ? (['applicant'] as const) : []),
  ];
  return assumed.length > 0 ? { assumed } : {};
}

const isFault = (value: object): value is Fault => 'fault' in value;

const stated = (at: string): Due => ({ at, basis: 'stated' });

const endOf = (kind: 'Resolved' | 'Withdrawn' | 'Stopped', occurredAt: string): Draft =>
  kind === 'Resolved'
    ? {
        type: kind,
        occurredAt,
        data: { outcome: 'granted', authority: 'own', electronic: false, signature: 'unknown', counts: false },
      }
    : kind === 'Withdrawn'
      ? { type: kind, occurredAt, data: {} }
      : { type: kind, occurredAt, data: { cause: 'other' } };
