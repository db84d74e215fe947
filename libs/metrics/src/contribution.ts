import { addDays, type DossierState, type Ending, localDay, type Rules, timeline, type Timeline } from '#domain';
import { type Measure, measureCode } from './measures.js';

/**
 * One mark that a dossier leaves: a flow on `day`, or a stock from the end of `day` until the end of `until`
 * (exclusive; null: still). Days are local (Asia/Ho_Chi_Minh). `n` > 1 where a dossier did the same twice on a day.
 */
export interface Mark {
  measure: Measure;
  unit: string;
  day: string;
  until: string | null;
  n: number;
}

/** All marks of a dossier. They depend on its state and on nothing else (metrics.md, "How a metric is written"). */
export const contribution = (state: DossierState, asOf?: string): Mark[] =>
  marksOf(timeline(state, asOf === undefined ? {} : { asOf }));

/** All marks of what a dossier's facts amount to. */
export function marksOf(t: Timeline): Mark[] {
  const marks = new Marks();
  if (t.refused) marks.flow('refused', t.refused.unit, t.refused.at);
  intake(t, marks);
  for (const { at, from, to } of t.transfers) {
    marks.flow('transferredOut', from, at);
    marks.flow('transferredIn', to, at);
  }
  for (const { at, unit } of t.reopenings) marks.flow('reopened', unit, at);
  for (const ending of t.endings) ended(t, ending, marks);
  for (const { at, unit, byPost } of t.returned) marks.flow('returned', unit, at).also(byPost, 'returnedByPost');
  for (const { at, unit, means, isKnown } of t.payments) {
    marks
      .flow('payments', unit, at)
      .also(means === 'online', 'onlinePayments')
      .also(isKnown, 'paymentsOfKnownMeans')
      .also(isKnown && means !== 'cash', 'cashlessPayments');
  }
  if (t.rating) marks.flow('rated', t.rating.unit, t.rating.at).also(t.rating.satisfied, 'ratedSatisfied');
  overdue(t, marks);
  stocks(t, marks);
  return marks.list();
}

function intake(t: Timeline, marks: Marks): void {
  if (!t.received) return;
  const { at, unit, fact } = t.received;
  marks
    .flow('received', unit, at)
    .also(fact.d.channel === 'online', 'receivedOnline')
    .also(fact.d.channel === 'post', 'receivedByPost')
    .also(fact.d.byPostalStaff, 'receivedByPostalStaff')
    .also(t.digitised, 'digitised');
  marks.flow('takenIn', fact.d.receivingUnit, at).also(fact.d.receivingUnit !== unit, 'takenInForOthers');
}

/** On time: resolved ≤ due; before: on an earlier day than the due one. */
function ended(t: Timeline, ending: Ending, marks: Marks): void {
  const { kind, unit, at, due, measured, repeated } = ending;
  const late = measured > due;
  const end = marks.flow('ended766', unit, at).also(!late && !repeated, 'endedInTime766');
  if (kind !== 'resolved') {
    end.also(true, kind);
    return;
  }
  end
    .also(late, 'resolvedLate')
    .also(!late && localDay(measured) < localDay(due), 'resolvedBefore')
    .also(!late && localDay(measured) >= localDay(due), 'resolvedOnDay')
    .also(!t.procedure!.special, 'electronicResultOf')
    .also(!t.procedure!.special && t.electronic, 'electronicResult')
    .also(t.notifiedOfResult, 'notified')
    // a new date that was given after the end was no appointment any more
    .also(late && t.apology !== null && t.apology.at <= at && at <= t.apology.newDate, 'metNewDate');
}

/** An apology is in time when issued at the latest the policy's days before the due day (NĐ 61/2018 Đ.19 k.9). */
function overdue(t: Timeline, marks: Marks): void {
  for (const { at, dueAt, unit, first } of t.overdue) {
    if (!first) continue;
    marks
      .flow('becameOverdue', unit, at)
      .also(t.apology !== null, 'apologised')
      .also(t.apology !== null && isInTime(t.apology.at, dueAt, t.rules!), 'apologisedInTime');
  }
}

const isInTime = (issuedAt: string, dueAt: string, rules: Rules): boolean =>
  localDay(issuedAt) <= addDays(localDay(dueAt), -rules.apologyDays);

const STOCK = {
  within: 'openWithin',
  late: 'openLate',
  waiting: 'waiting',
  submitted: 'submitted',
  unreturned: 'unreturned',
} as const;

function stocks(t: Timeline, marks: Marks): void {
  for (const { stock, unit, from, to, repeated } of t.spans) {
    marks.stock(STOCK[stock], unit, from, to);
    if ((stock === 'within' || stock === 'waiting') && !repeated) marks.stock('openInTime766', unit, from, to);
  }
}

class Marks {
  private readonly byKey = new Map<string, Mark>();

  flow(measure: Measure, unit: string, at: string) {
    const day = localDay(at);
    const also = (holds: boolean, next: Measure) => {
      if (holds) this.add(next, unit, day, null);
      return { also };
    };
    this.add(measure, unit, day, null);
    return { also };
  }

  /** What is entered and left on one day is in no stock at a day's end. Neighbouring stretches are one. */
  stock(measure: Measure, unit: string, from: string, to: string | null): void {
    const day = localDay(from);
    const until = to === null ? null : localDay(to);
    if (day === until) return;
    for (const mark of this.byKey.values()) {
      if (mark.measure === measure && mark.unit === unit && mark.until === day) {
        mark.until = until;
        return;
      }
    }
    this.add(measure, unit, day, until);
  }

  private add(measure: Measure, unit: string, day: string, until: string | null): void {
    const key = `${measureCode(measure)}|${unit}|${day}`;
    const known = this.byKey.get(key);
    if (known) known.n += 1;
    else this.byKey.set(key, { measure, unit, day, until, n: 1 });
  }

  list(): Mark[] {
    return [...this.byKey.values()];
  }
}
