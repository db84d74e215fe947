import fc from 'fast-check';
import { addDays, at, instant, localDay, toMs } from '../../src/calendar/time.js';
import type { DossierCommand } from '../../src/dossier/commands.js';
import { timeline } from '../../src/dossier/timeline.js';
import { ReferenceData } from '../../src/reference/reference-data.js';
import { Dossier, receive } from '../dossier.js';
import { procedure, reasonRef, reference as usual } from '../reference.js';
import { seedDays } from '../seed-calendar.js';

const FIRST = toMs(at('2000-01-01', '00:00'));
const LAST = toMs(at('2099-12-31', '23:59'));
const units = ['working-day', 'calendar-day', 'hour', 'month'] as const;
const long = units.map((unit, i) => procedure(`2.00000${i}`, 1, { limit: { n: 2_147_483_647, unit } }));
/** The days off that are announced, up to the end of 2026; units that were always there. */
const reference = new ReferenceData({
  ...usual.rows,
  units: usual.rows.units.map((unit) => ({ ...unit, validFrom: '1990-01-01', validTo: null })),
  procedures: [...usual.rows.procedures, procedure('1.001699', 25), ...long],
  days: seedDays(),
});
const moment = fc.oneof(
  fc.integer({ min: FIRST, max: LAST }).map(instant),
  fc.constantFrom(instant(FIRST), instant(LAST), at('2026-12-31', '17:00'), at('2027-01-01', '00:00')),
);

describe('dates', () => {
  it('between 1/1/2000 and 31/12/2099 break no arithmetic, whatever is promised and waited for', () => {
    const always = reference.rows.procedures.filter(({ validTo = null }) => validTo === null);
    const code = fc.constantFrom(...always.map((each) => each.code));
    fc.assert(
      fc.property(
        fc.array(moment, { minLength: 7, maxLength: 7 }),
        code,
        fc.boolean(),
        (moments, ofProcedure, isStated) => {
          const [from, a, b, c, d, end, dueAt] = moments.sort() as [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
          ];
          const stated = isStated || ofProcedure === '1.000002' ? { dueAt } : {};
          const commands: DossierCommand[] = [
            receive({ at: from, procedure: ofProcedure, ...stated }),
            { type: 'suspend', at: a, reasonRef },
            { type: 'resume', at: b },
            { type: 'request-supplement', at: c },
            { type: 'supplement', at: d },
            { type: 'resolve', at: end, outcome: 'granted' },
          ];
          const dossier = new Dossier(reference);
          for (const command of commands) dossier.do(command, dueAt);
          const { rounds } = timeline(dossier.state);
          expect(rounds).toHaveLength(1);
          expect(rounds[0]!.due!.at >= from).toBe(true);
          expect(rounds[0]!.ending!.at).toBe(end);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('as far as the last one may be stated, and a wait may then carry the promise further', () => {
    const dossier = new Dossier(reference);
    dossier.do(receive({ at: at('2024-06-03', '09:00'), dueAt: at('2099-12-31', '17:00') }));
    dossier.do({ type: 'suspend', at: at('2024-06-04', '09:00'), reasonRef });
    dossier.do({ type: 'resume', at: at('2024-06-06', '09:00') });
    expect(localDay(timeline(dossier.state).due!.at)).toBe('2100-01-05');
  });
});

describe('a promise beyond the last announced year', () => {
  const dueOf = (day: string) => {
    const dossier = new Dossier(reference);
    dossier.do(receive({ at: at(day, '09:00'), procedure: '1.001699' }));
    const due = timeline(dossier.state).due!;
    return { at: due.at, steps: (due.steps as { kind: string }[]).map(({ kind }) => kind) };
  };

  it('knows the fixed holidays of the law: 25 working days from 27/11/2026 pass over 1/1/2027', () => {
    expect(dueOf('2026-11-27').at).toBe(at('2027-01-04', '17:00'));
  });

  it('is marked as provisional, one within is not', () => {
    expect(dueOf('2026-11-27').steps).toContain('provisional');
    expect(dueOf('2026-11-02').steps).not.toContain('provisional');
  });

  it.each(['01-01', '04-30', '05-01', '09-02'])('falls on no holiday of the law: %s', (holiday) => {
    for (const year of [2027, 2028, 2031, 2050, 2099])
      for (let day = addDays(`${year}-${holiday}`, -40), n = 0; n < 12; day = addDays(day, 1), n += 1)
        expect(localDay(dueOf(day).at)).not.toBe(`${year}-${holiday}`);
  });
});
