import { dayNumber, instantOnDay, localDay } from '../calendar/time.js';
import type { Reference, Unit } from '../reference/reference.js';
import type { Draft } from './drafts.js';
import type { Timeline } from './view.js';

/** The last instant of a closed unit: the end of the day before the one from which it is no more; null: it is not closed. */
export const lastInstant = (unit: Unit): string | null =>
  unit.validTo === null ? null : instantOnDay(dayNumber(unit.validTo), -1);

/**
 * A unit that closes owns nothing any more: what was open at its last day's end goes to the successor then, what came
 * open later goes at once. The first such transfer that is due and does not stand yet; null: none, or the data do not
 * decide between several successors.
 */
export function closingTransfer(
  code: string,
  t: Timeline,
  { reference, askedUpTo }: { reference: Reference; askedUpTo: string },
): Draft | null {
  for (const { stock, unit: key, from, to } of t.spans) {
    if (stock === 'submitted' || stock === 'unreturned') continue;
    const unit = reference.unit(key, '');
    const last = unit && lastInstant(unit);
    if (!last) continue;
    const isLater = from > last;
    const at = isLater ? from : last;
    const isAsked = isLater ? at <= askedUpTo : at < askedUpTo;
    if (!isAsked || (to !== null && to <= at)) continue;
    const on = isLater ? localDay(at) : unit.validTo!;
    const successor = reference.successor(key, { code, procedure: t.procedure?.code ?? null }, on);
    if (!successor || successor.key === key) continue;
    const because = t.reopenings.some((reopening) => reopening.at === at) ? 'reopened' : 'unit-closed';
    return { type: 'Transferred', occurredAt: at, data: { unit: successor.key, from: key, because } };
  }
  return null;
}
