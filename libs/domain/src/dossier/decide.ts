import type { WorkingCalendar } from '../calendar/calendar.js';
import { instant, toMs } from '../calendar/time.js';
import { CLOCK_SKEW_MS, type Decision, type DecisionContext, Refused } from '../kind.js';
import type { CommandOf, DossierCommand } from './commands.js';
import { draft as draftOf, type Draft } from './drafts.js';
import type { Due } from './events.js';
import { closingTransfer } from './closings.js';
import { whyNot } from './legality.js';
import { awaitsOthers, waitsForOthers } from './late-facts.js';
import { correctedData, pushedOut, whyNotMend } from './mend.js';
import { dueFrom, overdueAt, reckon, reckonDue } from './reckon.js';
import type { Reason } from './reasons.js';
import {
  compareFacts,
  type DossierState,
  effectiveFacts,
  evolve,
  type Fact,
  type FactOf,
  isClocks,
  isMeta,
} from './state.js';
import { statedDue } from './clocks.js';
import { Walk } from './timeline.js';

/**
 * What a command makes of a dossier: the facts to append, or why not. Pure.
 * Every decision ends with the clock: due instants that the new facts move are restated, and where the dossier's
 * lateness differs from what stands, it becomes overdue or an overdue is retracted (architecture.md 9).
 */
export function decide(state: DossierState, command: DossierCommand, context: DecisionContext): Decision<Draft> {
  try {
    return { ok: true, events: conclude(state, proposed(state, command, context), context) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusals: error.refusals };
    throw error;
  }
}

function proposed(state: DossierState, command: DossierCommand, context: DecisionContext): Draft[] {
  if (command.type === 'ask-clock') return [];
  if (command.type === 'link') return linked(state, command);
  return [judged(state, propose(state, command, context), context)];
}

/** A dossier that turns out to be a stage of another one: its receipt says so from now on. Told again, it is nothing new. */
function linked(state: DossierState, { at, parent }: CommandOf<'link'>): Draft[] {
  const received = effectiveFacts(state).find((fact) => fact.type === 'Received');
  if (!received || received.data.parent !== undefined || parent === state.code) return [];
  return [{ type: 'Corrected', occurredAt: at, data: { event: received.version, data: { parent } } }];
}

function propose(
  state: DossierState,
  command: Exclude<DossierCommand, { type: 'ask-clock' | 'link' }>,
  { now, reference, calendar }: DecisionContext,
): Draft {
  const limit = instant(toMs(now) + CLOCK_SKEW_MS);
  if (command.at > limit) throw new Refused([{ reason: 'in-the-future', pointer: '/at' }]);
  const facts = effectiveFacts(state);
  if (command.type === 'correct') {
    if (command.occurredAt !== undefined && command.occurredAt > limit)
      throw new Refused([{ reason: 'in-the-future', pointer: '/occurredAt' }]);
    const { event } = command;
    const target = facts.find((fact) => fact.version === event);
    if (target)
      command = { ...command, data: correctedData(target, command, reference, { code: state.code, procedure: null }) };
  }
  const before = new Walk().run(facts.filter((fact) => fact.occurredAt <= command.at));
  return draftOf(command, { code: state.code, reference, calendar, now, before });
}

/** The draft, if it may stand where its instant puts it; throws `Refused` with the reason if not. */
function judged(state: DossierState, draft: Draft, { now }: DecisionContext): Draft {
  const reason = whyNotAtItsPlace(state, draft, now) ?? whyNotOnceMore(state, draft, now);
  if (!reason) return draft;
  const pointer = draft.type === 'Corrected' || draft.type === 'Retracted' ? '/event' : '/at';
  throw new Refused([{ reason, pointer }]);
}

/**
 * Why a fact is refused where its instant puts it among the others; null: it has its effect there, or is recorded and
 * waits for facts between.
 */
export function whyNotAtItsPlace(state: DossierState, draft: Draft, now: string): Reason | null {
  const fact = asFact(draft, state.version + 1, now);
  if (draft.type === 'Corrected' || draft.type === 'Retracted')
    return whyNotMend(state, draft, () => evolve(state, recorded(draft, fact.version, now)));
  const walk = new Walk();
  const facts = effectiveFacts(state);
  let at = 0;
  for (; at < facts.length && compareFacts(facts[at]!, fact) <= 0; at += 1) walk.step(facts[at]!);
  walk.clocks.tick(fact.occurredAt);
  const reason = whyNot(walk.t, fact);
  return reason && waitsForOthers(walk.t, fact, reason, facts.slice(at)) ? null : reason;
}

/**
 * One thing told twice is refused, in whatever order: a second receipt that is said to be the earlier one must not take
 * the place of the first (that would be a correction). Between facts of different kinds the earlier one counts, and what
 * can happen again waits for the facts between.
 */
function whyNotOnceMore(state: DossierState, draft: Draft, now: string): Reason | null {
  const facts = effectiveFacts(state);
  const fact = asFact(draft, state.version + 1, now);
  const place = facts.findIndex((known) => compareFacts(known, fact) > 0);
  if (place < 0 || isMeta(fact.type) || awaitsOthers(fact.type)) return null;
  return pushedOut(facts, facts.toSpliced(place, 0, fact), (known) => known.type === fact.type && !isClocks(known));
}

/**
 * The drafts with their due instants, and what follows from them: due instants restated, overdue found or taken back.
 * Drafts must be judged already. Also used by the national feed, whose one message may carry several facts.
 */
export function conclude(state: DossierState, drafts: Draft[], context: DecisionContext): Draft[] {
  const events = drafts.slice();
  let decided = decideDues(state, events, context);
  for (;;) {
    const transfer = closingTransfer(state.code, decided.walk.t, context);
    if (!transfer) break;
    const next = decideDues(state, [...events, transfer], context);
    const version = state.version + events.length + 1;
    // one that has no effect among the facts of its instant would be asked for again and again
    if (next.walk.t.ignored.some(({ v }) => v === version)) break;
    events.push(transfer);
    decided = next;
  }
  const { facts, walk, dues } = decided;
  for (const [version, due] of dues) {
    if (!due) continue;
    if (version > state.version) {
      const index = version - state.version - 1;
      events[index] = { ...events[index]!, data: { ...events[index]!.data, due } } as Draft;
    } else
      events.push({ type: 'DueDateChanged', occurredAt: context.now, data: { of: version, due, ground: 'reckoned' } });
  }
  for (const [index, event] of events.entries()) events[index] = withoutPending(event);
  return [...events, ...overdueEvents(facts, walk, context)];
}

function decideDues(state: DossierState, drafts: readonly Draft[], { now, calendar }: DecisionContext) {
  const old = effectiveFacts(state);
  let next = state;
  for (const draft of drafts) next = evolve(next, recorded(draft, next.version + 1, now));
  const facts = drafts.length === 0 ? old : effectiveFacts(next);
  return { facts, ...reckonAffected(old, facts, drafts.some(isMending), state.version, calendar) };
}

/**
 * Due instants that the new facts set or move. A fact that stood before is touched only where the new facts change
 * what comes out, never because reference data have changed in the meantime.
 */
function reckonAffected(old: Fact[], facts: Fact[], mended: boolean, version: number, calendar: WorkingCalendar) {
  const last = old.at(-1);
  const inOrder = !mended && facts.length >= old.length && (!last || facts[old.length - 1] === last);
  const dues = new Map<number, Due | undefined>();
  const before = inOrder ? null : reckon(old, calendar).dues;
  const walk = new Walk((fact, clocks) => {
    const stands = statedDue(fact);
    const isNew = fact.version > version;
    // in order, only what was recorded before the clock of QĐ 766 was kept apart lacks something: its due instant by that
    if (before === null && !isNew && !(clocks.indexPause && stands?.basis === 'computed' && stands.index === undefined))
      return stands;
    const due = reckonDue(fact, clocks, calendar);
    const untouched = before === null || (before.has(fact.version) && isSame(before.get(fact.version), due));
    const next = !isNew && untouched && stands ? withIndex(stands, due?.index) : due;
    if (isNew || (next && !isSame(next, stands))) dues.set(fact.version, next);
    return next;
  });
  walk.run(facts);
  for (const fact of facts) {
    // one that waits for facts between promises what it would by itself
    if (fact.type === 'Reopened' && fact.version > version && !dues.has(fact.version) && !statedDue(fact))
      dues.set(fact.version, dueFrom(fact, walk.t, calendar));
  }
  return { walk, dues };
}

const isSame = (a: Due | undefined, b: Due | undefined): boolean => a?.at === b?.at && a?.index?.at === b?.index?.at;

function withIndex({ index: _, ...due }: Due, index: Due['index']): Due {
  return index === undefined ? due : { ...due, index };
}

/** Whether a draft changes a fact that stands: due instants further on may hang on it. */
const isMending = ({ type, data }: Draft): boolean => isMeta(type) || 'of' in data;

/** Facts that turned out to start no clock carry no due instant. */
function withoutPending(event: Draft): Draft {
  if (!('due' in event.data) || (event.data.due as Due | undefined)?.at) return event;
  const { due: _, ...data } = event.data as { due?: Due };
  return { ...event, data } as Draft;
}

function overdueEvents(facts: Fact[], walk: Walk, { now, askedUpTo }: DecisionContext): Draft[] {
  const events: Draft[] = [];
  const expected = new Map(overdueAt(walk.t.stretches, askedUpTo).map((o) => [`${o.at}|${o.dueAt}`, o]));
  for (const fact of facts) {
    if (fact.type !== 'BecameOverdue') continue;
    const key = `${fact.occurredAt}|${fact.data.dueAt}`;
    if (expected.has(key)) expected.delete(key);
    else if (fact.occurredAt < askedUpTo || !stillRuns(walk, fact)) {
      events.push({ type: 'OverdueRetracted', occurredAt: now, data: { event: fact.version } });
    }
  }
  for (const { at, dueAt } of expected.values()) {
    events.push({ type: 'BecameOverdue', occurredAt: at, data: { dueAt, detectedAt: now } });
  }
  return events;
}

/** An overdue found by a later question than this one still stands when the clock ran past it. */
const stillRuns = (walk: Walk, fact: FactOf<'BecameOverdue'>): boolean =>
  overdueAt(walk.t.stretches, instant(toMs(fact.occurredAt) + 1)).some(
    (o) => o.at === fact.occurredAt && o.dueAt === fact.data.dueAt,
  );

const recorded = (draft: Draft, version: number, now: string) => ({
  version,
  type: draft.type,
  occurredAt: draft.occurredAt,
  recordedAt: now,
  data: draft.data,
});
const asFact = (draft: Draft, version: number, now: string): Fact =>
  ({ version: version, type: draft.type, occurredAt: draft.occurredAt, recordedAt: now, data: draft.data }) as Fact;
