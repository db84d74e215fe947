import type { WorkingCalendar } from '../calendar/calendar.js';
import { computeDue, shiftDue } from '../calendar/limit.js';
import type { Due } from './events.js';
import type { Fact } from './state.js';
import type { Stretch } from './view.js';
import { statedDue, Walk } from './timeline.js';

/**
 * The due instant that a clock-starting fact has by the rules, at its place among the others. A stated one stands.
 * The calendar is taken as it was announced when the fact was recorded: a promise once printed is not rewritten by a
 * holiday announced later (that takes an event of its own, domain.md "The clock").
 * Rules: NĐ 61/2018 Đ.19 k.4 (restart after a supplement), the policies in the dossier's receipt.
 */
export function reckonDue(fact: Fact, { t, standstill }: Walk, calendar: WorkingCalendar): Due | undefined {
  const given = statedDue(fact);
  if (given?.basis === 'stated') return given;
  const { limit, rules, due } = t;
  const known = calendar.knownAt(fact.rec, t.unit);
  const begins = fact.t === 'Received' || fact.t === 'Reopened';
  if (begins || standstill?.restarted) {
    if (!limit || !rules) return given?.at ? given : undefined;
    const { at, steps } = computeDue(fact.at, limit, rules, known, fact.t === 'Received' ? 'received' : 'restarted');
    return { at, basis: 'computed', steps };
  }
  if (!standstill || !due) return due ?? undefined;
  // what is added keeps the steps that were there, so that the explanation stays whole
  let { at, steps = [] } = due;
  for (const pause of standstill.pauses) {
    const shifted = shiftDue(at, pause.from, pause.to, limit?.unit ?? 'working-day', rules!, known);
    at = shifted.at;
    steps = [...steps, ...shifted.steps];
  }
  return { at, basis: 'computed', steps };
}

/** Walks facts with every due instant reckoned anew; `dues` holds what came out per clock-starting fact. */
export function reckon(
  facts: readonly Fact[],
  calendar: WorkingCalendar,
): { walk: Walk; dues: Map<number, Due | undefined> } {
  const dues = new Map<number, Due | undefined>();
  const walk = new Walk((fact, w) => {
    const due = reckonDue(fact, w, calendar);
    dues.set(fact.v, due);
    return due;
  });
  walk.run(facts);
  return { walk, dues };
}

export interface Overdue {
  at: string;
  dueAt: string;
}

/**
 * When a dossier became overdue, by its clock alone: at the due instant, if the clock ran past it, or at the instant a
 * clock started again whose due instant had passed. Looked at up to `upTo` (exclusive): what lies later is not asked yet.
 */
export function overdueAt(stretches: readonly Stretch[], upTo: string): Overdue[] {
  const found: Overdue[] = [];
  for (const { from, to, due } of stretches) {
    const at = due >= from ? due : from;
    if (at < upTo && (to === null || to > at)) found.push({ at, dueAt: due });
  }
  return found;
}
