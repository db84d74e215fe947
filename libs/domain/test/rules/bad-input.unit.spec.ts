import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { DossierCommand } from '../../src/dossier/commands.js';
import { decide } from '../../src/dossier/decide.js';
import { type DossierState, evolveAll, initialState } from '../../src/dossier/state.js';
import { timeline, Walk } from '../../src/dossier/timeline.js';
import { ReferenceData } from '../../src/reference/reference-data.js';
import { anyCommand } from '../arbitrary.js';
import { ask, CODE, Dossier, receive, resolve, supply } from '../dossier.js';
import { at, reasonRef, reference as usual } from '../reference.js';

const NOW = '2025-03-01T00:00:00.000Z';
const numRuns = Number(process.env.TRACKER_PROPERTY_RUNS ?? 1_000);
/** 26080 is no more from 10/12/2024 on, 26083 from 5/12; what it owned goes to 26080. */
const reference = new ReferenceData({
  ...usual.rows,
  units: usual.rows.units.map((unit) => {
    if (unit.code === '26080') return { ...unit, validTo: '2024-12-10', successors: ['LK-04@2019-06-01'] };
    return unit.code === '26083' ? { ...unit, validTo: '2024-12-05', successors: ['26080@2019-06-01'] } : unit;
  }),
});
const context = { now: NOW, askedUpTo: NOW, reference, calendar: reference.calendar };

describe('whatever is said of a dossier, in whatever order', () => {
  it('is answered: with facts, or with reasons', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(anyCommand, { maxLength: 14 }), (isReceived, commands) => {
        let state: DossierState = initialState(CODE);
        for (const command of isReceived ? [receive(), ...commands] : commands) {
          const decision = decide(state, command, context);
          if (!decision.ok) {
            expect(decision.refusals.length).toBeGreaterThan(0);
            continue;
          }
          const { version } = state;
          const events = decision.events.map((event, i) => ({ ...event, version: version + 1 + i, recordedAt: NOW }));
          state = evolveAll(state, events);
        }
        expect(timeline(state).asOf).toBeNull();
      }),
      { numRuns },
    );
  });
});

const correct = (event: number, more: object): DossierCommand => {
  return { type: 'correct', at: at(20), event, reasonRef, ...more } as DossierCommand;
};
const retract = (event: number): DossierCommand => ({ type: 'retract', at: at(20), event, reasonRef });
const life = (...commands: DossierCommand[]): Dossier => {
  const dossier = new Dossier(reference);
  for (const command of commands) dossier.do(command);
  return dossier;
};
const asks = (dossier: Dossier, command: DossierCommand): string[] => {
  const { state } = dossier;
  const decision = decide(state, command, { ...context, now: command.at, askedUpTo: command.at });
  return decision.ok ? decision.events.map(({ type }) => type) : decision.refusals.map(({ reason }) => reason);
};

describe('a mending of what cannot be mended', () => {
  it('a correction of a correction, and of a retraction', () => {
    const corrected = life(receive(), resolve(4), correct(2, { occurredAt: at(3) }));
    expect(asks(corrected, correct(3, { occurredAt: at(3) }))).toEqual(['not-correctable']);
    expect(asks(corrected, retract(3))).toEqual(['not-correctable']);
    const retracted = life(receive(), resolve(4), retract(2));
    expect(asks(retracted, correct(3, { occurredAt: at(3) }))).toEqual(['not-correctable']);
    expect(asks(retracted, retract(3))).toEqual(['not-correctable']);
  });

  it('a correction again of the same fact stands over the first', () => {
    const dossier = life(receive(), resolve(4), correct(2, { occurredAt: at(3) }), correct(2, { occurredAt: at(5) }));
    expect(timeline(dossier.state).rounds[0]!.ending!.at).toBe(at(5));
  });

  it('a retraction, or a correction, of what was already retracted', () => {
    const dossier = life(receive(), resolve(4), retract(2));
    expect(asks(dossier, retract(2))).toEqual(['already-retracted']);
    expect(asks(dossier, correct(2, { occurredAt: at(3) }))).toEqual(['already-retracted']);
  });

  it('of what was never told, and of the clock’s own', () => {
    const dossier = life(receive(), { type: 'ask-clock', at: at(9) });
    expect([asks(dossier, retract(7)), asks(dossier, retract(2))]).toEqual([['no-such-event'], ['not-correctable']]);
  });
});

describe('a retraction', () => {
  it('of the receipt leaves nothing of the dossier; what came after it has no effect until it is received', () => {
    const dossier = life(receive(), resolve(4), retract(1));
    const t = timeline(dossier.state);
    expect([t.phase, t.received, t.rounds, t.spans]).toEqual(['none', null, [], []]);
    dossier.do(receive(), at(21));
    expect(timeline(dossier.state).rounds.map(({ ending }) => ending?.at)).toEqual([at(4)]);
  });

  it('of a re-opening joins what came after it to the round before', () => {
    const reopen: DossierCommand = { type: 'reopen', at: at(9), cause: 'complaint' };
    const dossier = life(receive(), resolve(4), reopen, resolve(11), retract(3));
    const { rounds, ignored } = timeline(dossier.state);
    expect(rounds.map(({ ending }) => ending?.at)).toEqual([at(4)]);
    expect(ignored).toEqual([{ v: 4, reason: 'result-exists', waits: true }]);
  });

  it('of a transfer leaves the dossier where it was, with all that came after', () => {
    const transfer: DossierCommand = { type: 'transfer', at: at(3), unit: 'LK-04' };
    const dossier = life(receive(), transfer, resolve(4), retract(2));
    const { rounds, transfers } = timeline(dossier.state);
    expect([rounds[0]!.ending!.unit, transfers]).toEqual(['26077@2019-06-01', []]);
  });
});

it('a wait that ends before it begins ends nothing, and moves no due instant back', () => {
  const dossier = life(receive(), ask(4));
  dossier.do(supply(3), at(5));
  const t = timeline(dossier.state);
  expect([t.phase, t.due?.at, t.ignored]).toEqual([
    'waiting',
    at(5, 17),
    [{ v: 3, reason: 'not-waiting-for-supplement', waits: true }],
  ]);
});

describe('60 rounds in one dossier', () => {
  const hours = (n: number): string => new Date(Date.parse(at(2)) + n * 3_600_000).toISOString();
  const round = (n: number): DossierCommand[] => {
    const of = (step: number, type: DossierCommand['type'], more: object = {}) =>
      ({ type, at: hours(12 * n + step), ...more }) as DossierCommand;
    return [
      n === 0 ? receive() : of(0, 'reopen', { cause: 'complaint' }),
      ...[of(1, 'request-supplement', { reasonRef }), of(2, 'supplement'), of(3, 'forward', { officer: 'x' })],
      ...[
        of(4, 'suspend', { reasonRef }),
        of(5, 'resume'),
        of(6, 'notify-applicant', { means: 'sms', about: 'progress' }),
      ],
      ...[of(7, 'resolve', { outcome: 'granted' }), of(8, 'return-result'), of(9, 'rate', { rating: 'satisfied' })],
    ];
  };
  const rounds = (n: number) => Array.from({ length: n }, (_, i) => round(i)).flat();

  const told = (n: number) => life(...rounds(n));
  const counted = (run: () => void) => {
    const [steps, reckoned] = [jest.spyOn(Walk.prototype, 'step'), jest.spyOn(reference.calendar, 'knownAt')];
    run();
    const counts = { steps: steps.mock.calls.length, reckoned: reckoned.mock.calls.length };
    for (const spy of [steps, reckoned]) spy.mockRestore();
    return counts;
  };

  it('each have their beginning, their end and their rating', () => {
    const { rounds: all, ignored } = timeline(told(60).state);
    expect(
      all.map(({ ending, rating, supplementRequests }) => [ending?.kind, rating?.satisfied, supplementRequests]),
    ).toEqual(Array.from({ length: 60 }, () => ['resolved', true, 1]));
    expect(ignored).toEqual([]);
  });

  it('told in order, one more is looked at in proportion to what is known, and reckoned by itself', () => {
    const [few, many] = [30, 60].map((n) => {
      const dossier = told(n);
      return counted(() => round(n).forEach((command) => dossier.do(command)));
    });
    expect(few!.reckoned).toBeGreaterThan(0);
    expect(many!.reckoned).toBe(few!.reckoned);
    expect(many!.steps).toBeLessThan(2.1 * few!.steps);
  });

  it('a fact told late among them costs one look at each other fact, not one at each pair', () => {
    const [few, many] = [30, 60].map((n) => {
      const dossier = told(n);
      return counted(() => dossier.do({ type: 'forward', at: hours(3), officer: 'y' }, NOW));
    });
    expect(few!.reckoned).toBeGreaterThan(30);
    expect(many!.reckoned).toBeLessThan(2.1 * few!.reckoned);
    expect(many!.steps).toBeLessThan(2.1 * few!.steps);
  });
});
