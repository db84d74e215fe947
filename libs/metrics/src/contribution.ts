import {
  addDays,
  type DossierState,
  endedLate,
  type Ending,
  lateByIndex,
  localDay,
  type Round,
  type Rules,
  timeline,
  type Timeline,
} from '#domain';
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
  if (t.parent !== null) return linked(t, marks);
  if (t.refused) marks.flow('refused', t.refused.unit, t.refused.at);
  intake(t, marks);
  for (const { at, from, to } of t.transfers) {
    marks.flow('transferredOut', from, at);
    marks.flow('transferredIn', to, at);
  }
  for (const { at, unit } of t.reopenings) marks.flow('reopened', unit, at);
  for (const round of t.rounds) roundMarks(t, round, marks);
  for (const { at, unit, byPost } of t.returned) marks.flow('returned', unit, at).also(byPost, 'returnedByPost');
  for (const { at, unit, means, isKnown } of t.payments) {
    marks
      .flow('payments', unit, at)
      .also(means === 'online', 'onlinePayments')
      .also(isKnown, 'paymentsOfKnownMeans')
      .also(isKnown && means !== 'cash', 'cashlessPayments');
  }
  stocks(t, marks);
  return marks.list();
}

/** A stage of another dossier stands in columns of its own: the whole is counted once, at its parent. */
function linked(t: Timeline, marks: Marks): Mark[] {
  if (t.received) marks.flow('linkedReceived', t.received.unit, t.received.at);
  for (const { ending } of t.rounds) {
    if (ending?.kind === 'resolved')
      marks.flow('linkedResolved', ending.unit, ending.at).also(endedLate(ending), 'linkedLate');
  }
  return marks.list();
}

function intake(t: Timeline, marks: Marks): void {
  if (!t.received) return;
  const { at, unit, fact } = t.received;
  marks
    .flow('received', unit, at)
    .also(fact.data.channel === 'online', 'receivedOnline')
    .also(fact.data.channel === 'post', 'receivedByPost')
    .also(fact.data.byPostalStaff, 'receivedByPostalStaff')
    .also(t.digitised, 'digitised');
  marks.flow('takenIn', fact.data.receivingUnit, at).also(fact.data.receivingUnit !== unit, 'takenInForOthers');
}

/** What a round leaves; it asks nothing of any other round. */
function roundMarks(t: Timeline, round: Round, marks: Marks): void {
  const { ending, rating, overdue, apology } = round;
  if (ending) ended(t, round, ending, marks);
  if (rating) marks.flow('rated', rating.unit, rating.at).also(rating.satisfied, 'ratedSatisfied');
  if (!overdue) return;
  marks
    .flow('becameOverdue', overdue.unit, overdue.at)
    .also(apology !== null, 'apologised')
    .also(apology !== null && isInTime(apology.at, overdue.dueAt, t.rules!), 'apologisedInTime');
}

/** Before: resolved on an earlier day than the due one. */
function ended(t: Timeline, round: Round, ending: Ending, marks: Marks): void {
  const { kind, unit, at, due, measured } = ending;
  const { apology, electronic, notifiedOfResult } = round;
  const late = endedLate(ending);
  const end = marks.flow('ended766', unit, at).also(lateByIndex(t, round) === null, 'endedInTime766');
  if (kind !== 'resolved') {
    end.also(true, kind);
    return;
  }
  end
    .also(late, 'resolvedLate')
    .also(!late && localDay(measured) < localDay(due), 'resolvedBefore')
    .also(!late && localDay(measured) >= localDay(due), 'resolvedOnDay')
    .also(!t.procedure!.special, 'electronicResultOf')
    .also(!t.procedure!.special && electronic, 'electronicResult')
    .also(notifiedOfResult, 'notified')
    // a new date that was given after the end was no appointment any more
    .also(late && apology !== null && apology.at <= at && at <= apology.newDate, 'metNewDate');
}

/** An apology is in time when issued at the latest the policy's days before the due day (NĐ 61/2018 Đ.19 k.9). */
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
  for (const { stock, unit, from, to, round } of t.spans) {
    marks.stock(STOCK[stock], unit, from, to);
    if (round && stock !== 'unreturned') inTime766(t, round, unit, from, to, marks);
  }
}

/** Not late in the sense of QĐ 766, whose clock nobody asks: in time until the day's end on which it will have run out. */
function inTime766(t: Timeline, round: Round, unit: string, from: string, to: string | null, marks: Marks): void {
  const late = lateByIndex(t, round);
  const until = late !== null && (t.asOf === null || late < t.asOf) && (to === null || late < to) ? late : to;
  if (until === null || until > from) marks.stock('openInTime766', unit, from, until);
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
