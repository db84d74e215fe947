import { type Instant, localDay } from '../calendar/time.js';
import type { DecisionContext } from '../kind.js';
import type { DossierState, FactOf } from '../dossier/state.js';
import { nationalPart, type Procedure } from '../reference/reference.js';
import type { Applicants } from './another.js';
import { FeedDraft } from './draft.js';
import type { Fault, Snapshot } from './message.js';
import { type Place, placeOf } from './place.js';

/** `applicant`, `nobody`: subject ids (keyed digests of the number; never the number itself). */
export interface FeedContext extends DecisionContext, Applicants {
  /** seals a free text and gives its reference */
  seal: (kind: 'applicant' | 'reason', text: string) => string;
  /** **policy** of the source: a result file without a known signature counts as an electronic result */
  unsignedResultCounts: boolean;
}

export type Who = Pick<FactOf<'Received'>['data'], 'unit' | 'receivingUnit' | 'channel' | 'applicant'> & {
  facts: FactOf<'Received'>['data']['procedure'];
};

export const ENDS = ['Resolved', 'Withdrawn', 'Stopped'] as const;

export const isFault = (value: object): value is Fault => 'fault' in value;

/** How a dossier comes in by the feed: whose it is, whether it was accepted at all. */
export abstract class IntakeDraft extends FeedDraft {
  /** the unit of the receipt is the one that the message names, though another one was said later */
  protected unitStands = false;

  constructor(
    state: DossierState,
    protected readonly context: FeedContext,
  ) {
    super(state, context.now);
  }

  protected intake(
    m: Snapshot,
    known: FactOf<'Received' | 'Submitted' | 'Refused'> | undefined,
  ): Fault | (Who & { procedure: Procedure; transfers: Place['transfers'] }) {
    const { reference, now } = this.context;
    const received = known?.type === 'Received' ? known : undefined;
    const on = localDay(m.receivedAt ?? known?.occurredAt ?? m.submittedAt ?? m.refusedAt ?? now);
    const place = placeOf(m, { known: received, on, now, reference });
    if (isFault(place)) return place;
    if (m.responsible === '') this.fault('no-responsible-unit', 'DonViXuLy');
    const code = m.procedure || (known?.data.procedure.code ?? '');
    // of a dossier that is known the events say what was decided: a span that ended since says nothing against it
    const isSaid = known?.data.procedure.national === nationalPart(code);
    const procedure = isSaid ? reference.procedureKnown(code, on) : reference.procedure(code, on);
    if (!procedure) {
      const fault = reference.procedureKnown(code) ? 'procedure-not-in-force' : 'unknown-procedure';
      return { fault, field: 'MaTTHC' };
    }
    this.unitStands = place.stands;
    return {
      procedure,
      unit: place.unit,
      receivingUnit: place.receivingUnit,
      transfers: place.transfers,
      channel: m.channel ?? ('counter' as const),
      applicant: this.context.applicant,
      facts: { code, national: procedure.national, field: procedure.field, special: procedure.special },
    };
  }

  /** The unit of the receipt is closed since, and its successor has the dossier: if it was open still. */
  protected transferred(transfers: Place['transfers']): void {
    for (const { unit, at } of transfers) {
      if (this.all('Transferred').some((fact) => fact.occurredAt === at && fact.data.unit === unit)) continue;
      this.addIfItCounts({ type: 'Transferred', occurredAt: at, data: { unit } });
    }
  }

  /** Not accepted: never received. A receipt that was told before is taken back; an end that was told stands over it. */
  protected refusedAtIntake(m: Snapshot, { facts, ...who }: Who): null {
    const at = m.refusedAt ?? m.submittedAt ?? m.receivedAt;
    const known = this.find('Refused');
    const received = this.find('Received');
    if (known) {
      const { refusedAt } = m;
      if (refusedAt && !this.hasSaid(known, (fact) => fact.occurredAt === refusedAt))
        this.correct(known, { occurredAt: refusedAt });
    } else if (received && ENDS.some((kind) => this.find(kind)))
      this.faults.push({ fault: 'no-effect', field: 'TrangThaiHoSo', reason: 'already-received' });
    else if (!at) this.fault('state-without-instant', 'NgayTuChoi');
    else if (this.isFuture(at)) this.fault('in-the-future', 'NgayTuChoi');
    else {
      if (received) this.takeBack(received.version);
      const data = { procedure: facts, ...who, ...this.person(m), ...this.sealed(m.note) };
      this.add({ type: 'Refused', occurredAt: at, data });
    }
    return null;
  }

  /** After a refusal at intake only an end tells that the dossier was taken in after all. */
  protected isRefused(m: Snapshot): boolean {
    const refused = this.find('Refused');
    if (!refused) return false;
    const { receivedAt } = m;
    const endedAt = this.endOf(m);
    const hasEnded = m.status >= 7 && receivedAt && endedAt && endedAt >= receivedAt && !this.isFuture(endedAt);
    if (hasEnded) this.takeBack(refused.version);
    else this.faults.push({ fault: 'no-effect', field: 'TrangThaiHoSo', reason: 'refused-at-intake' });
    return this.find('Refused') !== undefined;
  }

  protected takeBack(event: number): void {
    this.add({ type: 'Retracted', occurredAt: this.now, data: { event } });
  }

  protected submittedAt(at: string, { facts, ...who }: Who): void {
    if (!this.find('Submitted')) this.add({ type: 'Submitted', occurredAt: at, data: { procedure: facts, ...who } });
  }

  /** When it ended. Returned without an end of processing: it ended when it was returned. */
  protected endOf({ endedAt, returnedAt, receivedAt, status }: Snapshot): Instant | null {
    if (endedAt !== null || status !== 10 || returnedAt === null || this.isFuture(returnedAt)) return endedAt;
    const from = receivedAt ?? this.find('Received')?.occurredAt;
    return from !== undefined && returnedAt >= from ? returnedAt : null;
  }

  protected person({ personal }: Snapshot): { applicantRef?: string } {
    return personal.name === '' ? {} : { applicantRef: this.context.seal('applicant', JSON.stringify(personal)) };
  }
  protected sealed(text: string): { reasonRef?: string } {
    return text === '' ? {} : { reasonRef: this.context.seal('reason', text) };
  }
}
