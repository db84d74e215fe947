import fc from 'fast-check';
import { decide } from '../../src/dossier/decide.js';
import { type DossierState, evolveAll, initialState } from '../../src/dossier/state.js';
import { timeline } from '../../src/dossier/timeline.js';
import { ReferenceData } from '../../src/reference/reference-data.js';
import { anyCommand } from '../arbitrary.js';
import { CODE, receive } from '../dossier.js';
import { reference as usual } from '../reference.js';

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
