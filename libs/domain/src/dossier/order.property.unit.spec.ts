import fc from 'fast-check';
import { history } from '../../test/arbitrary.js';
import { CODE, Dossier, receive } from '../../test/dossier.js';
import { reference as usual } from '../../test/reference.js';
import { ReferenceData } from '../reference/reference-data.js';
import type { DossierCommand } from './commands.js';
import { conclude, decide } from './decide.js';
import { type Draft, PENDING } from './drafts.js';
import { reckon } from './reckon.js';
import { type DossierState, effectiveFacts, evolveAll, initialState } from './state.js';
import { timeline } from './timeline.js';

/** 1,000 histories in the suite; `TRACKER_PROPERTY_RUNS=10000 npm run test:unit` for more. */
const numRuns = Number(process.env.TRACKER_PROPERTY_RUNS ?? 1_000);
const NOW = '2025-03-01T00:00:00.000Z';
/** 26080 is no more from 10/12/2024 on. */
const reference = new ReferenceData({
  ...usual.rows,
  units: usual.rows.units.map((unit) =>
    unit.code === '26080' ? { ...unit, validTo: '2024-12-10', successors: ['LK-04@2019-06-01'] } : unit,
  ),
});
const context = { now: NOW, askedUpTo: NOW, reference, calendar: reference.calendar };

/** The facts that counters told, without what was decided or reckoned from them. */
function told(commands: DossierCommand[]): Draft[] {
  const dossier = new Dossier(reference);
  dossier.do(receive(), NOW);
  for (const each of commands) if (decide(dossier.state, each, context).ok) dossier.do(each, NOW);
  return dossier.state.facts
    .filter(
      ({ type, data }) =>
        !['BecameOverdue', 'OverdueRetracted'].includes(type) && !('of' in data) && !('because' in data),
    )
    .map(({ type, occurredAt, data }) => {
      const isStated = 'due' in data && data.due?.basis === 'stated';
      return {
        type: type,
        occurredAt,
        data: isStated || !MOVES.includes(type) ? data : { ...data, due: PENDING },
      } as Draft;
    });
}
const MOVES = 'Received Supplemented Resumed FeePaid FeeWaived ConsultationAnswered Reopened'.split(' ');

/** Recorded one by one, as an import does: the due instants are reckoned as they come. */
const recorded = (drafts: Draft[]): DossierState =>
  drafts.reduce((state, draft) => appended(state, conclude(state, [draft], context)), initialState(CODE));

const appended = (state: DossierState, events: Draft[]): DossierState =>
  evolveAll(
    state,
    events.map((event, i) => ({ ...event, version: state.version + 1 + i, recordedAt: NOW })),
  );

/** All that the dossier amounts to, without the versions and without the way in which a due instant was reckoned. */
function amounts(state: DossierState): unknown {
  const { ignored, waits, received, ...t } = timeline(state);
  const facts = new Map(effectiveFacts(state).map((fact) => [fact.version, fact]));
  const without = ignored
    .map(({ v, ...why }) => [facts.get(v)!.type, facts.get(v)!.occurredAt, why] as const)
    .filter(([type]) => type !== 'Transferred');
  const all = { ...t, received: [received?.at, received?.unit], waits: [...waits.values()], without };
  return JSON.parse(
    JSON.stringify(all, (key, value: unknown) =>
      key === 'v' || key === 'steps' || key === 'incomplete' || key === 'linkedStages' ? undefined : value,
    ),
  );
}

/** Sent by counters in this order; what is refused is sent again once all has been sent, for as long as that helps. */
function sent(commands: readonly DossierCommand[]): Dossier {
  const dossier = new Dossier(reference);
  for (let left = commands, before = -1; left.length > 0 && left.length !== before;) {
    before = left.length;
    left = left.filter((each) => {
      const { ok } = decide(dossier.state, each, context);
      if (ok) dossier.do(each, NOW);
      return !ok;
    });
  }
  return dossier;
}

/** The commands whose facts have an effect in the end, each once. */
function withEffect(commands: readonly DossierCommand[]): DossierCommand[] {
  const dossier = new Dossier(reference);
  const by = new Map<number, DossierCommand>();
  for (const each of [receive(), ...commands]) {
    if (!decide(dossier.state, each, context).ok) continue;
    by.set(dossier.state.version + 1, each);
    dossier.do(each, NOW);
  }
  for (const { v } of timeline(dossier.state).ignored) by.delete(v);
  return [...by.values()];
}

const shuffled = <T>(items: readonly T[], random: Iterator<number>): T[] =>
  items
    .map((item) => ({ item, key: random.next().value as number }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

describe('the facts of a dossier', () => {
  it('amount to the same in whatever order they are recorded, due instants and transfers found on the way', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (commands, random) => {
        const facts = told(commands);
        expect(amounts(recorded(shuffled(facts, random)))).toEqual(amounts(recorded(facts)));
      }),
      { numRuns },
    );
  });

  it('amount to the same whatever counter is heard first, once what was refused is sent again', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (commands, random) => {
        const facts = withEffect(commands);
        const [first, ...rest] = facts;
        expect(amounts(sent([first!, ...shuffled(rest, random)]).state)).toEqual(amounts(sent(facts).state));
      }),
      { numRuns: numRuns / 4 },
    );
  });

  it('carry the due instants that the rules give', () => {
    fc.assert(
      fc.property(history, (commands) => {
        const facts = effectiveFacts(recorded(told(commands)));
        const { dues } = reckon(facts, reference.calendar);
        for (const { version, data } of facts)
          if (dues.has(version)) expect((data as { due?: { at: string } }).due?.at).toBe(dues.get(version)?.at);
      }),
      { numRuns },
    );
  });
});
