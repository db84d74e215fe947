import { conclude } from '../dossier/decide.js';
import { type Draft, dueAsStated, PENDING } from '../dossier/drafts.js';
import type { Due } from '../dossier/events.js';
import type { DossierState, FactOf } from '../dossier/state.js';
import type { Procedure } from '../reference/reference.js';
import { isAnother } from './another.js';
import { told } from './faults.js';
import { ENDS, type FeedContext, IntakeDraft, isFault, type Who } from './intake.js';
import type { Fault, FeedSupplement, Progress, Snapshot } from './message.js';
import { END_OF_REPORT, ProgressDraft } from './progress.js';

export type { FeedContext } from './intake.js';

/**
 * Not `ok`: kept aside with the reasons (`error`: a fault of the program). Otherwise the facts to append (none: nothing
 * new) and the defects of the message.
 */
export type FeedDecision =
  { ok: true; events: Draft[]; faults: Fault[] } | { ok: false; faults: Fault[]; error?: unknown };

/**
 * The facts that lead from what the log knows to the state that a message of the national feed describes.
 * Facts only accumulate: an absent value takes nothing back, the same message again adds nothing, two different values
 * are a correction by the later one; a due instant that moves without a ground is recorded and changes nothing.
 * Never throws: a fault of the program on one message concerns that message.
 * Source: domain.md, "The national exchange format".
 */
export function decideFeed(state: DossierState, message: Snapshot | Progress, context: FeedContext): FeedDecision {
  try {
    return decided(state, message, context);
  } catch (error) {
    return { ok: false, faults: [{ fault: 'undecidable' }], error };
  }
}

function decided(state: DossierState, message: Snapshot | Progress, context: FeedContext): FeedDecision {
  const draft = message.kind === 'progress' ? new ProgressDraft(state, context.now) : new SnapshotDraft(state, context);
  const refused = draft.read(message as never);
  if (refused) return { ok: false, faults: [refused] };
  return { ok: true, events: conclude(state, draft.drafts, context), faults: told(draft.faults) };
}

class SnapshotDraft extends IntakeDraft {
  /** an earlier state than the log's: its facts count, but it corrects nothing that was said */
  private stale = false;

  read(said: Snapshot): Fault | null {
    const first = this.find('Received') ?? this.find('Submitted') ?? this.find('Refused');
    if (first && isAnother(this, first, said, this.context)) return { fault: 'another-dossier', field: 'MaHoSo' };
    const intake = this.intake(said, first);
    if (isFault(intake)) return intake;
    const { procedure, transfers, ...who } = intake;
    const m = this.withDueInstants(said, who.unit, procedure.code);
    this.faults.push(...m.defects);
    if (m.status === 3) return this.refusedAtIntake(m, who);
    if (this.isRefused(m)) return null;
    if (!m.receivedAt && !this.find('Received')) return this.waitingForReceipt(m, who);
    this.stale = this.find('Received') !== undefined && this.isStale(m);
    const fault = this.received(m, who, procedure);
    if (fault || !this.find('Received')) return fault;
    this.submitted(m, who);
    this.digitised(m);
    this.fee(m);
    for (const item of [...m.supplements].sort((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1)))
      this.supplement(item);
    this.promise(m);
    this.ending(m);
    this.returned(m);
    this.transferred(transfers);
    return null;
  }

  /** A promise at midnight is a day without a time (policy `midnight-due`), whichever message states it. */
  private withDueInstants(m: Snapshot, unit: string, procedure: string): Snapshot {
    const due = (at: string | null) => at && dueAsStated(at, this.context, unit, procedure);
    return {
      ...m,
      dueAt: due(m.dueAt),
      supplements: m.supplements.map((item) => ({ ...item, due: due(item.due) })),
    };
  }

  /** Submitted and not yet received; it may be withdrawn before. */
  private waitingForReceipt(m: Snapshot, who: Who): Fault | null {
    if ((m.status !== 1 && m.status !== 7) || !m.submittedAt) return { fault: 'no-receipt', field: 'NgayTiepNhan' };
    this.submittedAt(m.submittedAt, who);
    if (m.status === 7) this.ending(m);
    return null;
  }

  private received(m: Snapshot, { facts, ...who }: Who, procedure: Procedure): Fault | null {
    const known = this.find('Received');
    const at = m.receivedAt ?? known!.occurredAt;
    if (this.isFuture(at)) return { fault: 'in-the-future', field: 'NgayTiepNhan' };
    const dueAt = m.dueAt !== null && m.dueAt < at ? null : m.dueAt;
    if (dueAt !== m.dueAt) this.fault('dates-out-of-order', 'NgayHenTra');
    if (known) {
      // an end that moves with the receipt makes room for it first
      if (at > known.occurredAt) this.ending(m, at);
      this.corrected(known, m, { facts, ...who }, procedure);
      return null;
    }
    if (!dueAt && !procedure.limit) return { fault: 'no-due-instant', field: 'NgayHenTra' };
    const ended = this.find('Withdrawn');
    if (ended && ended.occurredAt <= at) {
      this.faults.push({ fault: 'no-effect', field: 'NgayTiepNhan', reason: 'already-ended' });
      return null;
    }
    this.add({
      type: 'Received',
      occurredAt: at,
      data: {
        procedure: facts,
        ...who,
        place: 'counter',
        byPostalStaff: false,
        limit: procedure.limit,
        rules: this.context.reference.rules(facts.code, at),
        due: dueAt ? stated(dueAt) : PENDING,
        ...assumedOf(m),
        ...this.person(m),
      },
    });
    return null;
  }

  /** Only what is filed online waits to be received. */
  private submitted(m: Snapshot, who: Who): void {
    const { occurredAt, data } = this.find('Received')!;
    if (m.submittedAt === null || m.submittedAt === occurredAt) return;
    if (m.submittedAt > occurredAt) this.fault('dates-out-of-order', 'NgayNopHoSo');
    else if (data.channel === 'online' || m.status === 1) this.submittedAt(m.submittedAt, who);
  }

  /** An earlier state than the log's; under way, one that lacks a supplement that is known and brings none. */
  private isStale(m: Snapshot): boolean {
    const stage = m.status === 10 ? 3 : m.status >= 7 ? 2 : 1;
    const known = this.find('ResultReturned') ? 3 : ENDS.some((kind) => this.find(kind)) ? 2 : 1;
    if (stage !== known || stage > 1) return stage < known;
    const answered = m.supplements.filter((item) => item.suppliedAt !== null);
    const requests = m.supplements.map((item) => this.requestOf(item));
    const answers = answered.map((item) => this.answerOf(item));
    if ([...requests, ...answers].includes(undefined)) return false;
    const told = new Set([...requests, ...answers].map((fact) => fact!.version));
    return [...this.all('SupplementRequested'), ...this.all('Supplemented')].some(
      ({ version, data }) => data.source !== undefined && !told.has(version),
    );
  }

  /** Two different values: the later delivered one corrects, unless it is stale; what was only assumed is filled in. */
  private corrected(known: FactOf<'Received'>, m: Snapshot, { facts, ...who }: Who, procedure: Procedure): void {
    const { assumed = [] } = known.data;
    const { assumed: missing = [] } = assumedOf(m);
    const { stale } = this;
    const says = (part: Assumed): boolean =>
      !missing.includes(part) &&
      known.data[part] !== who[part] &&
      (assumed.includes(part) ||
        (part === 'unit' && this.unitStands) ||
        (!stale && !this.hasSaid(known, (fact) => fact.data[part] === who[part] && !isAssumed(fact, part))));
    const data: Partial<FactOf<'Received'>['data']> = {};
    for (const part of ASSUMED) if (says(part)) data[part] = who[part] as never;
    if (!stale && !this.hasSaid(known, (fact) => fact.data.procedure.national === facts.national)) {
      const { limit } = procedure;
      const rules = this.context.reference.rules(facts.code, known.occurredAt);
      Object.assign(data, { procedure: facts, ...(limit ? { limit, rules } : {}) });
    }
    const still = assumed.filter((part) => missing.includes(part));
    if (still.length < assumed.length) data.assumed = still;
    if (!known.data.applicantRef) Object.assign(data, this.person(m));
    this.correct(known, { data });
    const { receivedAt } = m;
    if (!receivedAt || stale || this.hasSaid(known, (fact) => fact.occurredAt === receivedAt)) return;
    // the feed has no instant of its own for these
    const followers = [...this.all('Digitised'), ...this.all('FeePaid'), ...this.all('DueDateChanged')];
    this.move(this.find('Received')!, receivedAt, followers);
  }

  private digitised(m: Snapshot): void {
    const receivedAt = this.receivedAt();
    const digitised = this.all('Digitised');
    if (m.digitised && !digitised.some((fact) => !fact.data.ofResult))
      this.add({ type: 'Digitised', occurredAt: receivedAt, data: { complete: true, ofResult: false } });
    if (!m.electronicResult || digitised.some((fact) => fact.data.ofResult)) return;
    const endedAt = this.endOf(m);
    const at = endedAt !== null && endedAt >= receivedAt && !this.isFuture(endedAt) ? endedAt : receivedAt;
    const counts = this.context.unsignedResultCounts;
    this.add({
      type: 'Digitised',
      occurredAt: at,
      data: { complete: true, ofResult: true, signature: 'unknown', counts },
    });
  }

  /**
   * At most one payment a dossier, on the day of receipt: the feed has no time of payment. How it was paid may be said
   * before the fee is: it is kept with the amount 0, which counts as no payment.
   */
  private fee(m: Snapshot): void {
    if (m.fee === 0 && !m.paidOnline) return;
    const means = m.paidOnline ? 'online' : 'unknown';
    const known = this.find('FeePaid');
    if (!known) {
      const data = { amount: m.fee, means, onlineOnly: true } as const;
      return void this.add({ type: 'FeePaid', occurredAt: this.receivedAt(), data });
    }
    const later = (said: (fact: FactOf<'FeePaid'>) => boolean): boolean => !this.stale && !this.hasSaid(known, said);
    const data: { amount?: number; means?: string } = {};
    if (m.fee > 0 && (known.data.amount === 0 || later((fact) => fact.data.amount === m.fee))) data.amount = m.fee;
    if (m.paidOnline && (known.data.means === 'unknown' || later((fact) => fact.data.means === 'online')))
      data.means = means;
    if (m.paidOnline === false && known.data.means === 'online' && later((fact) => fact.data.means === 'unknown'))
      data.means = means;
    this.correct(known, { data });
  }

  private supplement(item: FeedSupplement): void {
    const request = this.requestOf(item);
    const answer = this.answerOf(item);
    const source = sourceOf(item, request);
    if (!request) {
      const data = { source, ...this.sealed(item.text) };
      this.add({ type: 'SupplementRequested', occurredAt: item.requestedAt, data });
    } else if (!this.stale && !this.hasSaid(request, (fact) => fact.occurredAt === item.requestedAt))
      this.correct(request, { occurredAt: item.requestedAt });
    if (!item.suppliedAt) return;
    if (item.suppliedAt < item.requestedAt) return this.fault('dates-out-of-order', 'NgayTiepNhanBoSung');
    const dueAt = item.due !== null && item.due < item.suppliedAt ? null : item.due;
    if (dueAt !== item.due) this.fault('dates-out-of-order', 'NgayHenTraMoi');
    if (!answer) {
      const due = dueAt ? stated(dueAt) : PENDING;
      return void this.add({ type: 'Supplemented', occurredAt: item.suppliedAt, data: { source, due } });
    }
    if (!this.stale && !this.hasSaid(answer, (fact) => fact.occurredAt === item.suppliedAt))
      this.correct(answer, { occurredAt: item.suppliedAt });
    if (dueAt && answer.data.due?.basis !== 'stated') this.restate(answer.version, dueAt);
  }

  /** The request that an item tells of: by the sender's id, or by its instant where one of the two has no id. */
  private requestOf(item: FeedSupplement): FactOf<'SupplementRequested'> | undefined {
    const requests = this.all('SupplementRequested');
    const bare = ({ data, occurredAt }: FactOf<'SupplementRequested'>): boolean =>
      !data.source || data.source === occurredAt;
    return (
      requests.find(({ data }) => item.id !== '' && data.source === item.id) ??
      requests.find((fact) => fact.occurredAt === item.requestedAt && (item.id === '' || bare(fact)))
    );
  }
  private answerOf(item: FeedSupplement): FactOf<'Supplemented'> | undefined {
    const source = sourceOf(item, this.requestOf(item));
    const answers = this.all('Supplemented');
    return (
      answers.find(({ data }) => data.source === source) ??
      answers.find(({ data, occurredAt }) => data.source === undefined && occurredAt === item.suppliedAt)
    );
  }

  /** A stated due instant stands over a computed one; one that moves without a ground is recorded, without effect. */
  private promise(m: Snapshot): void {
    const { version, occurredAt, data } = this.find('Received')!;
    const { dueAt } = m;
    if (!dueAt || dueAt < occurredAt || dueAt === data.due.at) return;
    if (data.due.basis === 'computed') return this.restate(version, dueAt);
    const dues = this.all('Supplemented').flatMap((fact) => fact.data.due ?? []);
    if (dues.some((due) => due.at === dueAt)) return;
    // what was taken for the first promise is the one that came with a supplement: its message was delivered before
    if (dues.some((due) => due.at === data.due.at && due.basis === 'stated')) return this.restate(version, dueAt);
    if (this.all('DueDateChanged').some((fact) => fact.data.due.at === dueAt)) return;
    this.add({ type: 'DueDateChanged', occurredAt: occurredAt, data: { due: stated(dueAt), ground: 'none' } });
  }

  private restate(of: number, at: string): void {
    this.add({ type: 'DueDateChanged', occurredAt: this.now, data: { of, due: stated(at), ground: 'stated' } });
  }

  private ending(m: Snapshot, receivedAt = this.find('Received')?.occurredAt ?? m.submittedAt!): void {
    const kind = ({ 7: 'Withdrawn', 8: 'Stopped', 9: 'Resolved', 10: 'Resolved' } as const)[m.status];
    if (!kind) return this.stateWithoutEnd(m);
    if (!m.endedAt && kind === 'Resolved') this.faultOnce('processed-without-end', 'NgayKetThucXuLy');
    const endedAt = this.endOf(m);
    if (!endedAt) {
      if (kind === 'Resolved' || this.isReported(m)) return;
      return this.faultOnce('state-without-instant', 'NgayKetThucXuLy');
    }
    if (endedAt < receivedAt) return this.faultOnce('end-before-receipt', 'NgayKetThucXuLy');
    const known = this.find(kind);
    if (!known) {
      this.add(endOf(kind, endedAt, m.endedAt === null));
      return this.supersede(m.status);
    }
    const isAssumed = isAssumedEnd(known);
    // what was only assumed gives way to what is told, and to nothing else
    if (m.endedAt === null ? !isAssumed : this.stale && !isAssumed) return;
    if (this.hasSaid(known, (fact) => fact.occurredAt === endedAt && (m.endedAt === null || !isAssumedEnd(fact))))
      return;
    // a return that moves with the end makes room for it first
    if (endedAt > known.occurredAt && m.returnedAt && m.returnedAt >= endedAt) this.returned(m);
    const results = this.all('Digitised').filter((fact) => fact.data.ofResult);
    if (endedAt !== known.occurredAt) this.move(known, endedAt, results);
    if (isAssumed && m.endedAt !== null && this.find(kind)?.occurredAt === endedAt)
      this.correct(known, { data: { assumed: [] } });
  }

  /** States 5 and 6 have no instant in a snapshot: 5 has it from its list of supplements, 6 from a report. */
  private stateWithoutEnd(m: Snapshot): void {
    const known = m.status === 5 ? this.find('SupplementRequested') !== undefined : this.isReported(m);
    if ((m.status === 5 || m.status === 6) && !known) this.faultOnce('state-without-instant', 'TrangThaiHoSo');
  }

  private isReported(m: Snapshot): boolean {
    return this.all('ProgressReported').some((fact) => fact.data.status === m.status);
  }

  /** A report of the same end gives way to the end's own instant. */
  private supersede(status: number): void {
    if (!(status in END_OF_REPORT)) return;
    for (const report of this.all('ProgressReported')) {
      if (report.data.status === status && !report.data.superseded)
        this.correct(report, { data: { superseded: true } });
    }
  }

  private returned(m: Snapshot): void {
    const { returnedAt } = m;
    if (m.status !== 10 || !returnedAt) return;
    if (returnedAt < (m.endedAt ?? this.receivedAt())) return this.fault('dates-out-of-order', 'NgayTra');
    const known = this.find('ResultReturned');
    if (!known) {
      this.add({ type: 'ResultReturned', occurredAt: returnedAt, data: { byPost: m.returnedByPost } });
      return;
    }
    if (!this.hasSaid(known, (fact) => fact.occurredAt === returnedAt)) this.correct(known, { occurredAt: returnedAt });
    if (m.returnedByPost && !known.data.byPost) this.correct(known, { data: { byPost: true } });
  }

  private receivedAt(): string {
    return this.find('Received')!.occurredAt;
  }
  private faultOnce(fault: Fault['fault'], field: string): void {
    if (!this.faults.some((known) => known.fault === fault)) this.fault(fault, field);
  }
}

const ASSUMED = ['channel', 'unit', 'applicant'] as const;
type Assumed = (typeof ASSUMED)[number];

const isAssumed = ({ data }: FactOf<'Received'>, part: Assumed): boolean => data.assumed?.includes(part) ?? false;

/** The feed told no end, and the return was taken for it. */
const isAssumedEnd = (fact: FactOf<(typeof ENDS)[number]>): boolean =>
  fact.type === 'Resolved' && (fact.data.assumed?.length ?? 0) > 0;

/** The id under which a request and its answer are known. */
const sourceOf = (item: FeedSupplement, request: FactOf<'SupplementRequested'> | undefined): string =>
  request?.data.source ?? (item.id || item.requestedAt);

/** What a message leaves out and is taken by default. */
function assumedOf(m: Snapshot): { assumed?: Assumed[] } {
  const said = { channel: m.channel ?? '', unit: m.responsible, applicant: m.personal.identity };
  const assumed = ASSUMED.filter((part) => said[part] === '');
  return assumed.length > 0 ? { assumed } : {};
}

const stated = (at: string): Due => ({ at, basis: 'stated' });

function endOf(type: (typeof ENDS)[number], occurredAt: string, isAssumed: boolean): Draft {
  if (type === 'Withdrawn') return { type, occurredAt, data: {} };
  if (type === 'Stopped') return { type, occurredAt, data: { cause: 'other' } };
  const data = {
    outcome: 'granted',
    authority: 'own',
    electronic: false,
    signature: 'unknown',
    counts: false,
  } as const;
  return { type, occurredAt, data: isAssumed ? { ...data, assumed: ['end'] } : data };
}
