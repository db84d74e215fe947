import type { WorkingCalendar } from '../calendar/calendar.js';
import { computeDue, type DueStep, shiftDue } from '../calendar/limit.js';
import { type Clocks, statedDue } from './clocks.js';
import type { Due } from './events.js';
import type { Fact } from './state.js';
import { Walk } from './timeline.js';
import { roundOf, type Stretch, type Timeline } from './view.js';

/**
 * The due instant that a clock-moving fact has by the rules, at its place among the others, and that of QĐ 766 where a
 * wait for the applicant has moved it. A stated one stands; one that has passed stays.
 * The calendar is taken as it was announced when the fact was recorded: a promise once printed is not rewritten by a
 * holiday announced later (that takes an event of its own, domain.md "The clock").
 * Rules: NĐ 61/2018 Đ.19 k.4 (restart after a supplement), the policies in the dossier's receipt.
 */
export function reckonDue(fact: Fact, clocks: Clocks, calendar: WorkingCalendar): Due | undefined {
  const due = planDue(fact, clocks, calendar);
  const index = due?.basis === 'stated' ? undefined : indexDue(fact, clocks, calendar);
  return due && index !== undefined ? { ...due, index } : due;
}

function planDue(fact: Fact, { t, standstill, movement }: Clocks, calendar: WorkingCalendar): Due | undefined {
  const given = statedDue(fact);
  if (given?.basis === 'stated') return { ...bare(given), basis: 'stated' };
  const { limit, rules } = t;
  if (movement === 'begins' || (movement === 'restarts' && limit)) return dueFrom(fact, t, calendar) ?? given;
  const due = t.due ?? undefined;
  if (!due || !standstill || movement === 'none' || roundOf(t)!.ranOutAt !== null) return due && bare(due);
  const unit = limit?.unit ?? 'working-day';
  const shifted = shiftDue(
    due as Due & { steps?: DueStep[] },
    { from: standstill.counted, to: fact.occurredAt },
    unit,
    rules!,
    calendar.knownAt(fact.recordedAt, t.unit),
  );
  // what is added keeps the steps that were there, so that the explanation stays whole
  return { ...shifted, basis: 'computed', steps: [...(due.steps ?? []), ...shifted.steps] };
}

/** The due instant of a clock that starts, or starts anew, with a fact; undefined: there is no limit to count. */
export function dueFrom(fact: Fact, { limit, rules, unit }: Timeline, calendar: WorkingCalendar): Due | undefined {
  if (!limit || !rules) return undefined;
  const from = fact.type === 'Received' ? 'received' : 'restarted';
  return {
    ...computeDue(fact.occurredAt, limit, rules, calendar.knownAt(fact.recordedAt, unit), from),
    basis: 'computed',
  };
}

/** By the time waited, measured and rolled as the plan's own due instant is when a wait suspends its clock. */
function indexDue(fact: Fact, { t, indexPause }: Clocks, calendar: WorkingCalendar): Due['index'] {
  const index = t.rounds.at(-1)?.index;
  if (!indexPause || !index) return undefined;
  const unit = t.limit?.unit ?? 'working-day';
  const { due: at, unrolled: raw } = index;
  const due = { at, ...(raw === undefined ? {} : { unrolled: raw }) };
  const moved = shiftDue(due, indexPause, unit, t.rules!, calendar.knownAt(fact.recordedAt, t.unit));
  return { at: moved.at, ...(moved.unrolled === undefined ? {} : { unrolled: moved.unrolled }) };
}

/** A due instant that a fact did not move: reckoned, not stated with it, and without what the fact that brought it said. */
const bare = ({ at, unrolled, steps }: Due): Due => ({
  at,
  basis: 'computed',
  ...(unrolled === undefined ? {} : { unrolled }),
  ...(steps === undefined ? {} : { steps }),
});

/** Walks facts with every due instant reckoned anew; `dues` holds what came out per clock-starting fact. */
export function reckon(
  facts: readonly Fact[],
  calendar: WorkingCalendar,
): { walk: Walk; dues: Map<number, Due | undefined> } {
  const dues = new Map<number, Due | undefined>();
  const walk = new Walk((fact, clocks) => {
    const due = reckonDue(fact, clocks, calendar);
    dues.set(fact.version, due);
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
