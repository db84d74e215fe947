import fc from 'fast-check';
import { Dossier, receive } from '../../test/dossier.js';
import { reasonRef, reference } from '../../test/reference.js';
import type { DossierCommand } from './commands.js';
import { conclude, decide } from './decide.js';
import { type Draft, PENDING } from './drafts.js';
import { reckon } from './reckon.js';
import { type DossierState, effectiveFacts, evolveAll, initialState } from './state.js';
import { timeline } from './timeline.js';

/** 1,000 histories in the suite; `TRACKER_PROPERTY_RUNS=10000 npm run test:unit` for more. */
const numRuns = Number(process.env.TRACKER_PROPERTY_RUNS ?? 1_000);
const NOW = '2025-03-01T00:00:00.000Z';
const context = { now: NOW, askedUpTo: NOW, reference, calendar: reference.calendar };

const at = fc.integer({ min: 0, max: 80 }).map((n) => new Date(Date.UTC(2024, 11, 2, 2 + n * 4)).toISOString());
const command: fc.Arbitrary<DossierCommand> = fc.oneof(
  fc.record({
    type: fc.constantFrom('supplement', 'resume', 'withdraw', 'return-result', 'record-failed-return', 'waive-fee'),
    at,
  }),
  fc.record({ type: fc.constant('request-supplement'), at }),
  fc.record({ type: fc.constant('suspend'), at, reasonRef: fc.constant(reasonRef) }),
  fc.record({ type: fc.constant('request-financial-obligation'), at }),
  fc.record({ type: fc.constant('supplement'), at, dueAt: at }),
  fc.record({
    type: fc.constant('change-due-date'),
    at,
    dueAt: at,
    basis: fc.constant('b'),
    reasonRef: fc.constant(''),
  }),
  fc.record({ type: fc.constant('transfer'), at, unit: fc.constantFrom('26077', '26080') }),
  fc.record({ type: fc.constant('resolve'), at, outcome: fc.constant('granted') }),
  fc.record({ type: fc.constant('reopen'), at, cause: fc.constant('complaint') }),
) as fc.Arbitrary<DossierCommand>;

/** The facts that counters told, without what was reckoned from them. */
function told(commands: DossierCommand[]): Draft[] {
  const dossier = new Dossier();
  dossier.do(receive(), NOW);
  for (const each of commands) if (decide(dossier.state, each, context).ok) dossier.do(each, NOW);
  return dossier.state.facts
    .filter(({ t, d }) => !['BecameOverdue', 'OverdueRetracted'].includes(t) && !('of' in d))
    .map(({ t, at: occurredAt, d }) => {
      const computed = 'due' in d && d.due?.basis === 'computed';
      const starts = ['Supplemented', 'Resumed', 'FeeWaived'].includes(t) && !('due' in d && d.due);
      return { type: t, occurredAt, data: computed || starts ? { ...d, due: PENDING } : d } as Draft;
    });
}

/** Recorded one by one, as an import does: the due instants are reckoned as they come. */
function recorded(drafts: Draft[]): DossierState {
  return drafts.reduce((state, draft) => {
    const { version } = state;
    const events = conclude(state, [draft], context);
    return evolveAll(
      state,
      events.map((event, i) => ({ ...event, version: version + 1 + i, recordedAt: NOW })),
    );
  }, initialState('D'));
}

/** What the dossier amounts to, without versions. */
function amounts(state: DossierState) {
  const { spans, stretches, endings, transfers, reopenings, returned, due, phase, unit, overdue } = timeline(state);
  const episodes = overdue.map(({ v: _, ...episode }) => episode);
  return { spans, stretches, endings, transfers, reopenings, returned, due: due?.at, phase, unit, episodes };
}

const history = fc.array(command, { maxLength: 10 });

describe('the facts of a dossier', () => {
  it('amount to the same in whatever order they are recorded, due instants reckoned on the way', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (commands, random) => {
        const facts = told(commands);
        const shuffled = facts
          .map((fact) => ({ fact, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        expect(amounts(recorded(shuffled))).toEqual(amounts(recorded(facts)));
      }),
      { numRuns },
    );
  });

  it('carry the due instants that the rules give', () => {
    fc.assert(
      fc.property(history, (commands) => {
        const facts = effectiveFacts(recorded(told(commands)));
        const { dues } = reckon(facts, reference.calendar);
        for (const { v, d } of facts)
          if (dues.has(v)) expect((d as { due?: { at: string } }).due?.at).toBe(dues.get(v)?.at);
      }),
      { numRuns },
    );
  });
});
