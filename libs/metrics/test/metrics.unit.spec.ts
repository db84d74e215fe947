import {
  addDays,
  decide,
  type DossierCommand,
  type DossierState,
  evolveAll,
  initialState,
  type Population,
  ReferenceData,
} from '#domain';
import { COLUMNS, contribution, type Figures, figuresOf, isStock, measureNames, METRICS } from '../src/index.js';

const unit = (code: string) => ({
  key: code,
  code,
  name: code,
  population: 'ward' as Population,
  agencyCode: null,
  aliases: [],
  validFrom: '2019-06-01',
  validTo: null,
  successors: [],
});
const procedure = (code: string, special: boolean) => ({
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
  procedures: [procedure('1.000001', false), procedure('1.000002', true)],
  policies: [],
  days: [],
  hours: [],
});
const reasonRef = '00000000-0000-4000-8000-000000000000';

/** An hour of a day of December 2024, in Vietnam; a receipt on Monday 2/12 at 09:00 is due on 5/12 at 17:00. */
const at = (day: number, hour = 9): string => new Date(Date.UTC(2024, 11, day, hour - 7)).toISOString();

type CommandFields = Record<string, unknown>;
const receive = (more: CommandFields = {}): DossierCommand =>
  ({
    ...{ type: 'receive', at: at(2), procedure: '1.000001', unit: 'A', channel: 'counter', applicant: 'a' },
    ...(more as object),
  }) as DossierCommand;
const on = (day: number, type: DossierCommand['type'], more: CommandFields = {}): DossierCommand =>
  ({ at: at(day), type, ...more }) as DossierCommand;
const resolve = (day: number, more: CommandFields = {}) => on(day, 'resolve', { outcome: 'granted', ...more });
const pay = (means: string) => on(3, 'record-payment', { amount: 8000, means });
const rate = (rating: string) => on(5, 'rate', { rating });
const apologise = (day: number) => on(day, 'issue-apology', { reasonRef, newDate: at(20) });

/** A dossier after commands, and after the clock has asked at `now`. */
function dossier(commands: DossierCommand[], now = at(31)): DossierState {
  let state = initialState('H19.45.22-241202-0001');
  for (const command of [...commands, { type: 'ask-clock', at: now } as const]) {
    const decision = decide(state, command, { now, askedUpTo: now, reference, calendar: reference.calendar });
    if (!decision.ok) throw new Error(JSON.stringify([command, decision.refusals]));
    const { version } = state;
    state = evolveAll(
      state,
      decision.events.map((event, i) => ({ ...event, version: version + 1 + i, recordedAt: now })),
    );
  }
  return state;
}

/** What a unit's cells come to over a span of days. */
function figures(dossiers: DossierState[], from = '2024-12-01', to = '2024-12-31', owner = 'A'): Figures {
  const marks = dossiers.flatMap((state) => contribution(state)).filter((mark) => mark.unit === owner);
  return figuresOf(
    measureNames.map((measure) => {
      const mine = marks.filter((mark) => mark.measure === measure);
      const standing = (day: string) =>
        mine
          .filter((mark) => mark.day <= day && (mark.until === null || day < mark.until))
          .reduce((n, m) => n + m.n, 0);
      const flow = mine.filter(({ day }) => from <= day && day <= to).reduce((n, mark) => n + mark.n, 0);
      return isStock(measure)
        ? { measure, before: standing(addDays(from, -1)), flow: 0, end: standing(to) }
        : { measure, before: 0, flow, end: 0 };
    }),
  );
}

/** carried + received + transferred in + reopened = resolved + withdrawn + stopped + transferred out + open + waiting */
function expectBalance({ columns: c }: Figures): void {
  const sum = (...ids: string[]) => ids.reduce((n, id) => n + c[id]!, 0);
  expect(sum('carried', 'received', 'transferredIn', 'reopened')).toBe(
    sum(
      ...['resolvedBefore', 'resolvedOnDay', 'resolvedLate', 'withdrawn', 'stopped', 'transferredOut'],
      ...['openWithin', 'openLate', 'waiting'],
    ),
  );
}

describe('a month of one unit', () => {
  const signed = { electronic: true, signature: 'signed' };
  const told = on(4, 'notify-applicant', { means: 'sms', about: 'result', at: at(4, 10) });
  const month = [
    // before its day, signed, told of, returned by post, rated well, paid online
    dossier([
      receive({ channel: 'online' }),
      pay('online'),
      resolve(4, signed),
      told,
      on(5, 'return-result', { byPost: true }),
      rate('satisfied'),
    ]),
    // on its day, by post, paid in cash, rated badly
    dossier([
      receive({ channel: 'post' }),
      pay('cash'),
      resolve(5),
      on(5, 'return-result', { at: at(5, 10) }),
      rate('not-satisfied'),
    ]),
    // late, with an apology in time; special, so outside the electronic results
    dossier([receive({ procedure: '1.000002' }), apologise(4), resolve(9, signed), pay('card')]),
    // late and open, with an apology that came too late; digitised; taken in by postal staff
    dossier([receive({ byPostalStaff: true }), on(3, 'digitise'), apologise(5), pay('unknown')]),
    // late and open, without an apology
    dossier([receive()]),
    // asked for more, twice: late in the sense of QĐ 766 though resolved in time
    dossier([
      receive(),
      on(3, 'request-supplement'),
      on(4, 'supplement'),
      on(5, 'request-supplement'),
      on(6, 'supplement'),
      resolve(9),
    ]),
    // waiting, withdrawn, stopped, refused
    dossier([receive(), on(3, 'request-supplement')]),
    dossier([receive(), on(3, 'withdraw')]),
    dossier([receive(), on(9, 'stop', { cause: 'death' })]),
    dossier([{ ...receive(), type: 'refuse' } as DossierCommand]),
    // taken in for another unit
    dossier([receive({ unit: 'B', receivingUnit: 'A' }), resolve(4)]),
  ];

  const EXPECTED: Record<string, [number, number]> = {
    'on-time': [3, 4],
    // ended in time: two resolved, the withdrawn one; in time and open: the waiting one. All: 6 ended, 3 open
    'on-time-766': [4, 9],
    digitised: [1, 9],
    'e-result': [1, 3],
    online: [1, 9],
    cashless: [2, 3],
    'online-payment': [1, 4],
    'counter-rating': [1, 2],
    // overdue: the two resolved or stopped late, the two that are open
    apology: [2, 4],
    'apology-in-time': [1, 4],
    'non-territorial': [1, 10],
    'filed-by-post': [1, 9],
    'returned-by-post': [1, 2],
    'received-by-postal-staff': [1, 9],
    notified: [1, 4],
  };

  it.each(METRICS.map(({ id }) => id))('comes to its numerator and denominator: %s', (id) => {
    const { numerator, denominator } = figures(month).metrics[id]!;
    expect([numerator, denominator]).toEqual(EXPECTED[id]);
  });

  it('has every column, and the columns balance', () => {
    const { columns } = figures(month);
    expect(columns).toEqual({
      carried: 0,
      received: 9,
      transferredIn: 0,
      reopened: 0,
      resolvedBefore: 2,
      resolvedOnDay: 1,
      resolvedLate: 1,
      withdrawn: 1,
      stopped: 1,
      transferredOut: 0,
      openWithin: 0,
      openLate: 2,
      waiting: 1,
      refused: 1,
      submitted: 0,
      unreturned: 2,
      linkedReceived: 0,
      linkedResolved: 0,
      linkedLate: 0,
    });
    expect(Object.keys(columns)).toEqual(COLUMNS.map(({ id }) => id));
    for (const to of ['2024-12-02', '2024-12-04', '2024-12-05', '2024-12-06', '2024-12-31'])
      for (const from of ['2024-12-01', '2024-12-02'])
        for (const owner of ['A', 'B']) expectBalance(figures(month, from, to, owner));
  });
});

describe('cells do not make the mistakes that running systems make', () => {
  it('an empty period is 0 of 0 for every metric, whatever happened before it', () => {
    const { metrics } = figures([dossier([receive(), resolve(4)])], '2024-12-20', '2024-12-31');
    for (const id of METRICS.map((metric) => metric.id)) expect(metrics[id]).toEqual({ numerator: 0, denominator: 0 });
  });

  it('the lateness of a closed dossier does not grow: its marks are the same however late the clock asks', () => {
    const commands = [receive(), resolve(9)];
    expect(contribution(dossier(commands, at(30)))).toEqual(contribution(dossier(commands, at(9, 10))));
  });

  it('a cell whose last dossier moved away is empty from that day on', () => {
    const moved = [dossier([receive(), on(3, 'transfer', { unit: 'B' })])];
    expect(figures(moved, '2024-12-03', '2024-12-03').columns).toMatchObject({
      carried: 1,
      transferredOut: 1,
      openWithin: 0,
    });
    expect(figures(moved, '2024-12-04', '2024-12-31').columns).toMatchObject({
      carried: 0,
      openWithin: 0,
      openLate: 0,
    });
    for (const owner of ['A', 'B']) expectBalance(figures(moved, '2024-12-03', '2024-12-31', owner));
  });

  it('a correction moves a figure out of the cell where it was; a retraction takes it away', () => {
    const corrected = [dossier([receive(), on(4, 'correct', { event: 1, data: { unit: 'B' }, reasonRef })])];
    expect([
      figures(corrected).columns.received,
      figures(corrected, undefined, undefined, 'B').columns.received,
    ]).toEqual([0, 1]);
    const retracted = dossier([receive(), on(4, 'retract', { event: 1, reasonRef })]);
    expect(contribution(retracted)).toEqual([]);
  });

  it.each([
    [at(1, 0), '2024-12-01'],
    [new Date(Date.parse(at(2, 0)) - 1).toISOString(), '2024-12-01'],
    [at(2, 0), '2024-12-02'],
  ])('a day goes from midnight to midnight in Vietnam: received at %s counts on %s', (when, day) => {
    const marks = contribution(dossier([receive({ at: when })]));
    expect(marks.find(({ measure }) => measure === 'received')?.day).toBe(day);
  });

  it('12:30 is half past twelve: resolved after a due instant in the morning is late', () => {
    const marks = contribution(
      dossier([receive({ dueAt: at(4, 12) }), resolve(4, { at: '2024-12-04T05:30:00.000Z' })]),
    );
    expect(marks.map(({ measure }) => measure)).toContain('resolvedLate');
  });

  it('a year is counted from its days, not added from months: an open dossier is one', () => {
    const open = [dossier([receive()])];
    const months = ['2024-12', '2025-01', '2025-02'].map(
      (month) => figures(open, `${month}-01`, `${month}-28`).columns.openLate,
    );
    expect(months).toEqual([1, 1, 1]);
    expect(figures(open, '2024-12-01', '2025-02-28').columns).toMatchObject({ received: 1, openLate: 1 });
  });

  it('a stock that is entered and left on one day is in no day’s end', () => {
    const marks = contribution(dossier([receive(), on(2, 'resolve', { outcome: 'granted', at: at(2, 10) })]));
    expect(marks.filter(({ measure }) => measure === 'openWithin')).toEqual([]);
  });

  it('a waiting dossier is never late, and what it was before it waited stays counted', () => {
    const late = [dossier([receive(), on(9, 'request-supplement')])];
    expect(figures(late).columns).toMatchObject({ openLate: 0, openWithin: 0, waiting: 1 });
    expect(figures(late).metrics.apology).toEqual({ numerator: 0, denominator: 1 });
    expectBalance(figures(late, '2024-12-06', '2024-12-08'));
  });
});
