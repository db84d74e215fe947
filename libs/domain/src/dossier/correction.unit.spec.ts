import { DEFAULT_OFFICE_HOURS } from '../calendar/calendar.js';
import { ReferenceData } from '../reference/reference-data.js';
import type { Procedure, Unit } from '../reference/reference.js';
import type { DossierCommand } from './commands.js';
import { decide } from './decide.js';
import type { Refusal } from '../kind.js';
import { type DossierState, effectiveFacts, evolveAll, initialState } from './state.js';
import { timeline } from './timeline.js';

const unit = (code: string): Unit => ({
  key: `${code}@2019-06-01`,
  code,
  name: code,
  population: 'ward',
  agencyCode: null,
  aliases: [],
  validFrom: '2019-06-01',
  validTo: null,
  successors: [],
});
const procedure = (code: string, days: number): Procedure => ({
  national: code,
  code,
  name: code,
  field: `field of ${code}`,
  limit: { n: days, unit: 'working-day' },
  feeVnd: 0,
  special: false,
  population: 'ward',
});
const reference = new ReferenceData({
  units: [unit('26077'), unit('26080')],
  procedures: [procedure('1.000001', 3), procedure('1.000002', 5)],
  policies: [],
  days: [],
  hours: [DEFAULT_OFFICE_HOURS],
});
const reasonRef = '00000000-0000-4000-8000-000000000000';

/** A dossier received on Monday 2/12/2024 at 09:00 (due 5/12 17:00) and forwarded. */
class Dossier {
  state: DossierState = initialState('H19.45.22-241202-0001');

  constructor() {
    this.do({ type: 'receive', at: '2024-12-02T02:00:00.000Z', procedure: '1.000001', unit: '26077', applicant: 'a' });
    this.do({ type: 'forward', at: '2024-12-02T03:00:00.000Z', officer: 'x' });
  }

  /** Gives the types of the events; each command is decided at the instant of its fact. */
  do(command: DossierCommand): string[] {
    const decision = this.decide(command);
    if (!decision.ok) throw new Error(JSON.stringify(decision.refusals));
    const { version } = this.state;
    const recorded = decision.events.map((event, i) => ({
      ...event,
      version: version + 1 + i,
      recordedAt: command.at,
    }));
    this.state = evolveAll(this.state, recorded);
    return decision.events.map(({ type }) => type);
  }

  correct(more: { event: number; occurredAt?: string; data?: Record<string, unknown> }): string[] {
    return this.do({ type: 'correct', at: '2024-12-03T03:00:00.000Z', reasonRef, ...more });
  }

  refusals(command: DossierCommand): Refusal[] {
    const decision = this.decide(command);
    return decision.ok ? [] : decision.refusals;
  }

  private decide(command: DossierCommand) {
    const { at: now } = command;
    return decide(this.state, command, { now, askedUpTo: now, reference, calendar: reference.calendar });
  }
}

describe('A correction', () => {
  it('of the receipt’s instant moves the due instant, though other facts came after it', () => {
    const dossier = new Dossier();
    expect(dossier.correct({ event: 1, occurredAt: '2024-11-28T02:00:00.000Z' })).toEqual([
      'Corrected',
      'DueDateChanged',
    ]);
    expect(timeline(dossier.state).due?.at).toBe('2024-12-03T10:00:00.000Z');
    expect(dossier.do({ type: 'ask-clock', at: '2024-12-04T03:00:00.000Z' })).toEqual(['BecameOverdue']);
  });

  it('of the procedure brings its field and its limit, and moves the due instant', () => {
    const dossier = new Dossier();
    dossier.correct({ event: 1, data: { procedure: '1.000002' } });
    const t = timeline(dossier.state);
    expect(t.procedure).toMatchObject({ code: '1.000002', field: 'field of 1.000002' });
    expect(t.due?.at).toBe('2024-12-09T10:00:00.000Z');
  });

  it('of the unit is looked up like the unit of a command', () => {
    const dossier = new Dossier();
    dossier.correct({ event: 1, data: { unit: '26080' } });
    expect(timeline(dossier.state).unit).toBe('26080@2019-06-01');
  });

  it.each([
    [{ unit: '99999' }, 'unknown-unit', '/data/unit'],
    [{ procedure: '9.999999' }, 'unknown-procedure', '/data/procedure'],
  ])('that names something unknown is refused: %j', (data, reason, pointer) => {
    const command = { type: 'correct', at: '2024-12-03T03:00:00.000Z', reasonRef, event: 1, data } as const;
    expect(new Dossier().refusals(command)).toEqual([expect.objectContaining({ reason, pointer })]);
  });

  it('of the signature decides anew whether the result counts as an electronic one', () => {
    const dossier = new Dossier();
    dossier.do({ type: 'resolve', at: '2024-12-03T02:00:00.000Z', outcome: 'granted', electronic: true });
    const counts = () =>
      effectiveFacts(dossier.state).flatMap((fact) => (fact.type === 'Resolved' ? [fact.data.counts] : []));
    expect(counts()).toEqual([false]);
    dossier.correct({ event: 3, data: { signature: 'signed' } });
    expect(counts()).toEqual([true]);
    dossier.correct({ event: 3, data: { electronic: false } });
    expect(counts()).toEqual([false]);
  });
});
