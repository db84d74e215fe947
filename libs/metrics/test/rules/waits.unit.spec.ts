import { at, type DossierCommand, type DossierState, timeline } from '#domain';
import {
  ask,
  type City,
  counted,
  dossier,
  figures,
  instant,
  on,
  pay,
  rateOf,
  receive,
  resolve,
  resume,
  supply,
  suspend,
} from './city.js';

/** Received on Monday 2/12 with 3 working days: due on 5/12 at 17:00. */
const life = (commands: DossierCommand[], city: City = {}) => dossier([receive('12-02'), ...commands], city);
const due = (state: DossierState) => timeline(state).due?.at;
const phase = (state: DossierState) => timeline(state).phase;
const owe = (when: string, amount?: number) =>
  on(when, 'request-financial-obligation', amount === undefined ? {} : { amount });
const consult = (when: string, agency = 'X') => on(when, 'request-consultation', { agency });
const answer = (when: string, agency = 'X') => on(when, 'answer-consultation', { agency });
const stocksOn = (state: DossierState, day: string) => {
  const { openWithin, openLate, waiting } = figures(state, day, day).columns;
  return [openWithin, openLate, waiting];
};
const [WITHIN, LATE, WAITING] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

describe('a policy `none`', () => {
  it('stops nothing: received 3/6 with 1 working day, suspended 4/6, resolved 18/6: open late from 4/6 17:00', () => {
    const state = dossier([receive('06-03', { procedure: '1.000001' }), suspend('06-04'), resolve('06-18')], {
      policies: { 'suspension-clock': 'none' },
    });
    const { spans } = timeline(state);
    expect(spans.map(({ stock, from, to }) => [stock, from, to]).slice(0, 2)).toEqual([
      ['within', instant('06-03'), at('2024-06-04', '17:00')],
      ['late', at('2024-06-04', '17:00'), instant('06-18')],
    ]);
    expect(stocksOn(state, '06-10')).toEqual(LATE);
    expect(rateOf(figures(state), 'on-time')).toBe('0/1');
  });

  it.each<[string, DossierCommand]>([
    ['supplement', ask('12-03')],
    ['obligation', owe('12-03')],
    ['suspension', suspend('12-03')],
    ['consultation', consult('12-03')],
  ])('holds for a %s: the dossier stays open', (kind, wait) => {
    const state = life([wait], { policies: { [`${kind}-clock`]: 'none' } });
    expect([phase(state), stocksOn(state, '12-04'), stocksOn(state, '12-06')]).toEqual(['open', WITHIN, LATE]);
  });

  it('does not stop the clock of QĐ 766 from standing while the applicant is waited for', () => {
    const policies = { 'supplement-clock': 'none' };
    const state = life([ask('12-05'), supply('12-09 09:00'), resolve('12-09 10:00')], { policies });
    expect([rateOf(figures(state), 'on-time'), rateOf(figures(state), 'on-time-766')]).toEqual(['0/1', '1/1']);
  });
});

describe('an obligation', () => {
  it('of a known amount ends when the payments since its request reach it; a smaller fee ends nothing', () => {
    const state = life([owe('12-03', 1_500_000), pay('12-04', 15_000)]);
    expect([phase(state), stocksOn(state, '12-20')]).toEqual(['waiting', WAITING]);
    expect(phase(life([owe('12-03', 1_500_000), pay('12-04', 15_000), pay('12-04 10:00', 1_485_000)]))).toBe('open');
    expect(phase(life([owe('12-03', 1_500_000), pay('12-04', 1_500_001)]))).toBe('open');
  });

  it('counts no payment from before its request', () => {
    expect(phase(life([pay('12-02 10:00', 1_500_000), owe('12-03', 1_500_000)]))).toBe('waiting');
  });

  it('of an unknown amount ends with the first payment after it, and with none of 0 đồng', () => {
    expect(phase(life([owe('12-03'), pay('12-04', 1)]))).toBe('open');
    expect(phase(life([owe('12-03'), pay('12-04', 0)]))).toBe('waiting');
  });

  it('ends by a waiver, of whatever amount', () => {
    for (const wait of [owe('12-03'), owe('12-03', 1_500_000)])
      expect(phase(life([wait, on('12-04', 'waive-fee')]))).toBe('open');
  });

  it('is not ended by Resumed, which ends the suspension and nothing else', () => {
    expect(phase(life([owe('12-03', 9), resume('12-04')]))).toBe('waiting');
    expect(phase(life([owe('12-03', 9), suspend('12-03'), resume('12-04')]))).toBe('waiting');
    expect(phase(life([ask('12-03'), suspend('12-03'), resume('12-04')]))).toBe('waiting');
  });
});

describe('several waits at once', () => {
  it('the clock runs on when the last one that stops it ends', () => {
    const state = life([suspend('12-03'), owe('12-03 10:00', 9), resume('12-04'), pay('12-06 09:00', 9)]);
    const { spans } = timeline(state);
    expect(spans.find(({ stock }) => stock === 'waiting')).toMatchObject({
      from: instant('12-03'),
      to: instant('12-06'),
    });
    // stood from Tuesday 09:00 to Friday 09:00: three working days
    expect(due(state)).toBe(at('2024-12-10', '17:00'));
  });

  it('one that stops nothing holds nothing back', () => {
    const state = life([suspend('12-03'), consult('12-03 10:00'), resume('12-04'), answer('12-20')]);
    expect([due(state), stocksOn(state, '12-04')]).toEqual([at('2024-12-06', '17:00'), WITHIN]);
  });

  it('two requests for papers that overlap are two: both counted, waited for until each is answered', () => {
    const two = [ask('12-03'), ask('12-04')];
    expect(phase(life([...two, supply('12-05')]))).toBe('waiting');
    const state = life([...two, supply('12-05'), supply('12-06'), resolve('12-11 17:00')]);
    expect(due(state)).toBe(at('2024-12-11', '17:00'));
    expect(timeline(state).rounds[0]!.supplementRequests).toBe(2);
    expect([rateOf(figures(state), 'on-time'), rateOf(figures(state), 'on-time-766')]).toEqual(['1/1', '0/1']);
  });
});

describe('a wait is added to the due day before it is rolled, and the sum is rolled once', () => {
  const calendarDays = (...commands: DossierCommand[]) =>
    dossier([receive('05-02', { procedure: '1.000030' }), ...commands], { until: instant('05-31') });

  it('30 calendar days end on Sat 1/6, waited two days: Mon 3/6, not 5/6', () => {
    expect(due(calendarDays())).toBe(at('2024-06-03', '17:00'));
    expect(due(calendarDays(suspend('05-08'), resume('05-10')))).toBe(at('2024-06-03', '17:00'));
  });

  it('also where the two days are waited one after the other, and one day more rolls no further than it must', () => {
    const twice = calendarDays(suspend('05-08'), resume('05-09'), suspend('05-14'), resume('05-15'));
    expect(due(twice)).toBe(at('2024-06-03', '17:00'));
    expect(due(calendarDays(suspend('05-08'), resume('05-11')))).toBe(at('2024-06-04', '17:00'));
    expect(due(calendarDays(suspend('05-08'), resume('05-08 16:00')))).toBe(at('2024-06-03', '17:00'));
  });

  it('a limit in working days that a wait has moved ends with office hours again', () => {
    expect(due(life([suspend('12-03 09:00'), resume('12-03 11:00')]))).toBe(at('2024-12-06', '17:00'));
    expect(due(life([suspend('12-03 09:00'), resume('12-04 09:00')]))).toBe(at('2024-12-06', '17:00'));
    const twice = [suspend('12-03 09:00'), resume('12-03 11:00'), suspend('12-04 09:00'), resume('12-04 10:00')];
    expect(due(life(twice))).toBe(at('2024-12-09', '17:00'));
  });

  it('but not where it is due by the clock of the receipt', () => {
    const policies = { 'due-clock': 'same-clock-time' };
    expect(due(life([suspend('12-03 09:00'), resume('12-03 11:00')], { policies }))).toBe(at('2024-12-05', '11:00'));
  });
});

describe('a due instant that is stated', () => {
  it('at 00:00:00 is a day without a time: due at the end of that day’s office hours', () => {
    const midnight = { dueAt: at('2024-12-10', '00:00') };
    const state = dossier([receive('12-02', midnight), resolve('12-10 16:00')]);
    expect(due(state)).toBe(at('2024-12-10', '17:00'));
    expect(rateOf(figures(state), 'on-time')).toBe('1/1');
    const asStated = { policies: { 'midnight-due': 'as-stated' } };
    expect(due(dossier([receive('12-02', midnight)], asStated))).toBe(midnight.dueAt);
  });

  it('at 00:00:00 with papers, a re-opening or a change is such a day, too', () => {
    expect(due(life([ask('12-03'), supply('12-04', '12-12 00:00')]))).toBe(at('2024-12-12', '17:00'));
    const change = on('12-03', 'change-due-date', { dueAt: at('2024-12-12', '00:00'), basis: 'b', reasonRef: 'r' });
    expect(due(life([change]))).toBe(at('2024-12-12', '17:00'));
    const again = on('12-05', 'reopen', { cause: 'complaint', dueAt: at('2024-12-12', '00:00') });
    expect(due(life([resolve('12-04'), again]))).toBe(at('2024-12-12', '17:00'));
  });

  it('for a stage never moves the dossier’s', () => {
    const stageDue = instant('12-20');
    const stages = [
      on('12-03', 'forward', { stage: 'S', stageDue }),
      on('12-03', 'open-linked-stage', { child: 'C', agency: 'X', stageDue }),
    ];
    expect(due(life(stages))).toBe(at('2024-12-05', '17:00'));
    expect(counted(life(stages), 'becameOverdue')).toEqual([['2024-12-05', 1]]);
  });
});

it('a refund above what was paid is refused, also in parts', () => {
  const refund = (when: string, amount: number) => on(when, 'refund-payment', { amount });
  expect(() => life([pay('12-03', 100), refund('12-04', 101)])).toThrow('refund-above-paid');
  expect(() => life([pay('12-03', 100), refund('12-04', 60), refund('12-05', 41)])).toThrow('refund-above-paid');
  expect(timeline(life([pay('12-03', 100), refund('12-04', 60), refund('12-05', 40)])).refunded).toBe(100);
});

it('a wait that ends before it begins ends nothing: the answer waits for its request', () => {
  const state = life([suspend('12-04'), resume('12-03')]);
  expect([phase(state), timeline(state).ignored]).toEqual([
    'waiting',
    [{ v: 3, reason: 'not-suspended', waits: true }],
  ]);
});
