import {
  decide,
  type DossierCommand,
  type DossierState,
  evolveAll,
  initialState,
  type Population,
  ReferenceData,
} from '#domain';
import { contribution, figuresOf, isStock, type Mark, measureNames, METRICS, metricOf } from './index.js';

const unit = (code: string) => ({
  key: `${code}@2019-06-01`,
  code,
  name: code,
  population: 'ward' as Population,
  agencyCode: null,
  aliases: [],
  validFrom: '2019-06-01',
  validTo: null,
  successors: [],
});
const procedure = (code: string, special = false) => ({
  code,
  national: code,
  name: code,
  field: 'Hộ tịch',
  limit: { n: 3, unit: 'working-day' as const },
  feeVnd: 0,
  special,
  population: 'ward' as Population,
});
const reference = new ReferenceData({
  units: [unit('A'), unit('B')],
  procedures: [procedure('1.000001'), procedure('1.000002', true)],
  policies: [],
  days: [],
  hours: [],
});

/** An hour of a day of December 2024, in Vietnam; a receipt on Monday 2/12 at 09:00 is due on 5/12 at 17:00. */
const at = (day: number, hour = 9): string => new Date(Date.UTC(2024, 11, day, hour - 7)).toISOString();
const reasonRef = '00000000-0000-4000-8000-000000000000';

/** What became of a dossier by the end of the year, by the commands sent to it. */
function dossier(...commands: DossierCommand[]): DossierState {
  let state = initialState('D');
  const context = { now: at(31), askedUpTo: at(31), reference, calendar: reference.calendar };
  for (const command of [...commands, { type: 'ask-clock', at: at(31) } as const]) {
    const decision = decide(state, command, context);
    if (!decision.ok) throw new Error(JSON.stringify([command, decision.refusals]));
    const { version } = state;
    state = evolveAll(
      state,
      decision.events.map((event, i) => ({ ...event, version: version + 1 + i, recordedAt: context.now })),
    );
  }
  return state;
}

function figures(dossiers: DossierState[], from = '2024-12-01', to = '2024-12-31', owner = 'A', asOf?: string) {
  const marks = dossiers.flatMap((state) => contribution(state, asOf)).filter((mark) => mark.unit.startsWith(owner));
  const before = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10);
  const stands = ({ day, until, n }: Mark, on: string) => (day <= on && (until === null || until > on) ? n : 0);
  return figuresOf(
    measureNames.map((measure) => {
      const mine = marks.filter((mark) => mark.measure === measure);
      const sum = (of: (mark: Mark) => number) => mine.reduce((n, mark) => n + of(mark), 0);
      const stock = isStock(measure);
      return {
        measure,
        before: stock ? sum((mark) => stands(mark, before)) : 0,
        flow: stock ? 0 : sum(({ day, n }) => (day >= from && day <= to ? n : 0)),
        end: stock ? sum((mark) => stands(mark, to)) : 0,
      };
    }),
  );
}

const receive = (more: Partial<Extract<DossierCommand, { type: 'receive' }>> = {}): DossierCommand => ({
  type: 'receive',
  at: at(2),
  procedure: '1.000001',
  unit: 'A',
  channel: 'counter',
  applicant: 'a',
  ...more,
});
const resolve = (day: number, more: Partial<Extract<DossierCommand, { type: 'resolve' }>> = {}): DossierCommand => ({
  type: 'resolve',
  at: at(day),
  outcome: 'granted',
  ...more,
});
const pay = (means: 'cash' | 'card' | 'transfer' | 'online' | 'unknown'): DossierCommand => ({
  type: 'record-payment',
  at: at(3),
  amount: 8000,
  means,
});
const apology = (day: number): DossierCommand => ({ type: 'issue-apology', at: at(day), reasonRef, newDate: at(12) });
const returned = (day: number, byPost = false): DossierCommand => ({ type: 'return-result', at: at(day), byPost });
const rate = (rating: 'very-satisfied' | 'satisfied' | 'not-satisfied'): DossierCommand => ({
  type: 'rate',
  at: at(5),
  rating,
});
const notify = (about: 'result' | 'progress'): DossierCommand => ({
  type: 'notify-applicant',
  at: at(4, 10),
  means: 'sms',
  about,
});
const ask = (day: number): DossierCommand => ({ type: 'request-supplement', at: at(day), reasonRef });
const supply = (day: number): DossierCommand => ({ type: 'supplement', at: at(day) });

/** Each metric: the dossiers of a month, and what it comes to. */
const EXAMPLES: Record<string, [DossierState[], number, number]> = {
  'on-time': [
    [
      dossier(receive(), resolve(4)),
      dossier(receive(), { ...resolve(5), at: at(5, 17) } as DossierCommand),
      dossier(receive(), resolve(6, { outcome: 'refused' })),
      dossier(receive(), { type: 'withdraw', at: at(4) }),
      dossier(receive()),
    ],
    2,
    3,
  ],
  'on-time-766': [
    [
      dossier(receive(), resolve(4)),
      dossier(receive(), resolve(6)),
      dossier(receive(), { type: 'stop', at: at(4), cause: 'death' }),
      dossier(receive(), ask(3), supply(4), ask(5), supply(6), resolve(9)),
      dossier(receive({ at: at(31, 8) })),
      dossier(receive()),
      dossier(receive(), ask(3)),
    ],
    4,
    7,
  ],
  digitised: [
    [
      dossier(receive(), { type: 'digitise', at: at(3) }),
      dossier(receive(), { type: 'digitise', at: at(3), complete: false }),
      dossier(receive(), { type: 'digitise', at: at(3), ofResult: true, signature: 'signed' }),
    ],
    1,
    3,
  ],
  'e-result': [
    [
      dossier(receive(), resolve(4, { electronic: true, signature: 'signed' })),
      dossier(receive(), resolve(4, { electronic: true, signature: 'unknown' })),
      dossier(receive(), resolve(4), { type: 'digitise', at: at(5), ofResult: true, signature: 'signed' }),
      dossier(receive({ procedure: '1.000002' }), resolve(4, { electronic: true, signature: 'signed' })),
    ],
    2,
    3,
  ],
  online: [[dossier(receive({ channel: 'online' })), dossier(receive()), dossier(receive({ channel: 'post' }))], 1, 3],
  cashless: [
    [
      dossier(receive(), pay('cash')),
      dossier(receive(), pay('card')),
      dossier(receive(), pay('transfer'), pay('online')),
      dossier(receive(), pay('unknown')),
    ],
    3,
    4,
  ],
  'online-payment': [[dossier(receive(), pay('online'), pay('cash')), dossier(receive(), pay('unknown'))], 1, 3],
  'counter-rating': [
    [
      dossier(receive(), resolve(4), rate('very-satisfied')),
      dossier(receive(), resolve(4), rate('satisfied')),
      dossier(receive(), resolve(4), rate('not-satisfied')),
      dossier(receive()),
    ],
    2,
    3,
  ],
  apology: [
    [dossier(receive(), apology(9)), dossier(receive(), resolve(9)), dossier(receive(), apology(3), resolve(4))],
    1,
    2,
  ],
  'apology-in-time': [
    [dossier(receive(), apology(4)), dossier(receive(), apology(5)), dossier(receive(), apology(9))],
    1,
    3,
  ],
  'non-territorial': [[dossier(receive({ receivingUnit: 'A', unit: 'B' })), dossier(receive())], 1, 2],
  'filed-by-post': [[dossier(receive({ channel: 'post' })), dossier(receive())], 1, 2],
  'returned-by-post': [
    [
      dossier(receive(), resolve(4), returned(5, true)),
      dossier(receive(), resolve(4), returned(5)),
      dossier(receive()),
    ],
    1,
    2,
  ],
  'received-by-postal-staff': [[dossier(receive({ byPostalStaff: true })), dossier(receive())], 1, 2],
  notified: [
    [
      dossier(receive(), resolve(4), notify('result')),
      dossier(receive(), resolve(4), notify('progress')),
      dossier(receive()),
    ],
    1,
    2,
  ],
};

describe('a metric', () => {
  it.each(METRICS.map(({ id }) => id))('%s comes to what its example says', (id) => {
    const [dossiers, numerator, denominator] = EXAMPLES[id]!;
    expect(figures(dossiers).metrics[id]).toEqual({ numerator, denominator });
  });

  it('of nothing is 0 of 0: no data, never 0 % and never 100 %', () => {
    for (const fraction of Object.values(figures([]).metrics))
      expect(fraction).toEqual({ numerator: 0, denominator: 0 });
  });

  it('is found by its id', () => {
    expect(metricOf('on-time')).toBe(METRICS[0]);
    expect(metricOf('other')).toBeUndefined();
    expect(new Set(METRICS.map(({ id }) => id)).size).toBe(METRICS.length);
  });
});

describe('mistakes that running systems make', () => {
  it('a dossier received at 00:00:00 of the first day is received, not carried over', () => {
    const { columns } = figures([dossier(receive({ at: at(1, 0) }))], '2024-12-01', '2024-12-31');
    expect(columns).toMatchObject({ carried: 0, received: 1 });
  });

  it('a year is not its months added: an open dossier is carried into each month and once into the year', () => {
    const open = [dossier(receive())];
    expect(figures(open, '2024-12-02', '2024-12-02').columns.openWithin).toBe(1);
    expect(figures(open, '2024-12-03', '2024-12-03').columns).toMatchObject({ carried: 1, openWithin: 1 });
    expect(figures(open, '2024-12-02', '2024-12-03').columns).toMatchObject({ carried: 0, received: 1, openWithin: 1 });
  });

  it('a dossier that moved away leaves nothing open behind, and its past where it was', () => {
    const moved = [dossier(receive(), { type: 'transfer', at: at(3), unit: 'B' }, resolve(4))];
    expect(figures(moved).columns).toMatchObject({ received: 1, transferredOut: 1, resolvedBefore: 0, openWithin: 0 });
    expect(figures(moved, undefined, undefined, 'B').columns).toMatchObject({
      received: 0,
      transferredIn: 1,
      resolvedBefore: 1,
    });
  });

  it('a past day is shown as it stood then, not with what happened since', () => {
    const late = [dossier(receive(), resolve(9))];
    expect(figures(late, '2024-12-01', '2024-12-05', 'A', at(5, 16)).columns).toMatchObject({
      openWithin: 1,
      openLate: 0,
    });
    expect(figures(late, '2024-12-01', '2024-12-06').columns).toMatchObject({ openLate: 1, resolvedLate: 0 });
  });

  it('what was late stays late after a re-appointment, and within the new date is counted apart', () => {
    const marks = contribution(dossier(receive(), apology(4), resolve(9))).map(({ measure }) => measure);
    expect(marks).toContain('resolvedLate');
    expect(marks).toContain('metNewDate');
    const afterwards = contribution(dossier(receive(), resolve(9), apology(10))).map(({ measure }) => measure);
    expect(afterwards).not.toContain('metNewDate');
  });

  it('papers and fees do not count a dossier twice', () => {
    const rich = dossier(receive(), pay('cash'), pay('online'), { type: 'digitise', at: at(3) }, resolve(4));
    expect(figures([rich]).columns).toMatchObject({ received: 1, resolvedBefore: 1 });
  });

  it('a waiting dossier is waiting and neither open within time nor late', () => {
    expect(figures([dossier(receive(), ask(3))]).columns).toMatchObject({ waiting: 1, openWithin: 0, openLate: 0 });
  });

  it('refused, withdrawn and stopped dossiers stand outside the rate, each in a column', () => {
    const { columns, metrics } = figures([
      dossier({ type: 'refuse', at: at(2), procedure: '1.000001', unit: 'A', channel: 'counter', applicant: 'a' }),
      dossier(receive(), { type: 'withdraw', at: at(3) }),
      dossier(receive(), { type: 'stop', at: at(3), cause: 'other' }),
    ]);
    expect(columns).toMatchObject({ received: 2, refused: 1, withdrawn: 1, stopped: 1 });
    expect(metrics['on-time']).toEqual({ numerator: 0, denominator: 0 });
  });

  it('a dossier opened again and resolved again counts in both periods, with an inflow between', () => {
    const twice = [dossier(receive(), resolve(4), { type: 'reopen', at: at(9), cause: 'complaint' }, resolve(11))];
    expect(figures(twice, '2024-12-01', '2024-12-06').columns).toMatchObject({ received: 1, resolvedBefore: 1 });
    expect(figures(twice, '2024-12-07', '2024-12-31').columns).toMatchObject({
      carried: 0,
      reopened: 1,
      resolvedBefore: 1,
    });
  });

  it('a return that failed stays counted on its day, and the result waits again', () => {
    const failed = dossier(receive(), resolve(4), returned(5), { type: 'record-failed-return', at: at(9) });
    expect(figures([failed]).columns.unreturned).toBe(1);
    expect(figures([failed]).metrics['returned-by-post']!.denominator).toBe(1);
    expect(figures([failed], '2024-12-01', '2024-12-06').columns.unreturned).toBe(0);
  });

  it('a linked stage is no dossier of its own: the whole is counted once', () => {
    const linked = dossier(
      receive(),
      { type: 'open-linked-stage', at: at(3), child: 'C', agency: 'Thuế' },
      { type: 'complete-linked-stage', at: at(4), child: 'C' },
    );
    expect(figures([linked]).columns.received).toBe(1);
  });

  it('a submission waits until it is received', () => {
    const waiting = dossier(
      { type: 'submit', at: at(1), procedure: '1.000001', unit: 'A', channel: 'online', applicant: 'a' },
      { type: 'receive', at: at(3) },
    );
    expect(figures([waiting], '2024-12-01', '2024-12-02').columns).toMatchObject({ submitted: 1, received: 0 });
    expect(figures([waiting]).columns).toMatchObject({ submitted: 0, received: 1 });
  });
});
