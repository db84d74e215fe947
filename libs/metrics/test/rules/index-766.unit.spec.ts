import { type DossierCommand, timeline } from '#domain';
import {
  ask,
  type City,
  dossier,
  figures,
  instant,
  on,
  pay,
  rateOf,
  receive,
  reopen,
  resolve,
  resume,
  supply,
  suspend,
} from './city.js';

/** Received on Monday 2/12 with 3 working days: due on 5/12 at 17:00. */
const rateAfter = (...commands: DossierCommand[]) => rateWith({}, ...commands);
function rateWith(city: City, ...commands: DossierCommand[]): string {
  const of = figures(dossier([receive('12-02'), ...commands], city));
  return `${rateOf(of, 'on-time')} and ${rateOf(of, 'on-time-766')}`;
}

describe('the due instant of QĐ 766', () => {
  it('is the first promise moved by the time waited, whatever the plan says: a restart does not restart it', () => {
    // restart: due 12/12; by the time waited (two working days): 9/12
    const waited = [ask('12-03'), supply('12-05')];
    expect(rateAfter(...waited, resolve('12-09 17:00'))).toBe('1/1 and 1/1');
    expect(rateAfter(...waited, resolve('12-10'))).toBe('1/1 and 0/1');
    expect(rateAfter(...waited, resolve('12-11'))).toBe('0/1 and 0/1');
  });

  it('is moved by a wait for a payment, also where the plan’s clock runs on', () => {
    const waited = [on('12-03', 'request-financial-obligation', { amount: 9 }), pay('12-05', 9)];
    expect(rateWith({ policies: { 'obligation-clock': 'none' } }, ...waited, resolve('12-09'))).toBe('0/1 and 1/1');
  });

  it('is moved by a suspension whatever the plan’s policy, and by no consultation', () => {
    const waited = [suspend('12-03'), resume('12-05'), resolve('12-09')];
    expect(rateAfter(...waited)).toBe('1/1 and 1/1');
    expect(rateWith({ policies: { 'suspension-clock': 'none' } }, ...waited)).toBe('0/1 and 1/1');
    const asked = [
      on('12-03', 'request-consultation', { agency: 'X' }),
      on('12-05', 'answer-consultation', { agency: 'X' }),
      resolve('12-09'),
    ];
    expect(rateWith({ policies: { 'consultation-clock': 'suspend' } }, ...asked)).toBe('1/1 and 0/1');
  });

  it('is what was stated with papers asked for in time', () => {
    expect(rateAfter(ask('12-05'), supply('12-12', '12-20 17:00'), resolve('12-20'))).toBe('1/1 and 1/1');
    expect(rateAfter(ask('12-06'), supply('12-12', '12-20 17:00'), resolve('12-20'))).toBe('0/1 and 0/1');
  });

  it('is what it was changed to on a legal ground in time', () => {
    const change = (when: string) =>
      on(when, 'change-due-date', { dueAt: instant('12-20'), basis: 'b', reasonRef: 'r' });
    expect(rateAfter(change('12-05'), resolve('12-19'))).toBe('1/1 and 1/1');
    expect(rateAfter(change('12-06'), resolve('12-19'))).toBe('0/1 and 0/1');
  });
});

describe('late in the sense of QĐ 766', () => {
  it('once is late for the round: also while it waits, and when it ends within the wait', () => {
    const asked = [receive('12-02'), ask('12-09')];
    for (const day of ['12-06', '12-09', '12-20'])
      expect(rateOf(figures(dossier(asked), '12-02', day), 'on-time-766')).toBe('0/1');
    const stopped = dossier([...asked, on('12-12', 'stop', { cause: 'not-supplemented' })]);
    expect(rateOf(figures(stopped), 'on-time-766')).toBe('0/1');
  });

  it('is a second request for papers in a round, from its day on', () => {
    const state = dossier([receive('12-02'), ask('12-03'), supply('12-03 10:00'), ask('12-04'), supply('12-04 10:00')]);
    expect(rateOf(figures(state, '12-02', '12-03'), 'on-time-766')).toBe('1/1');
    expect(rateOf(figures(state, '12-02', '12-04'), 'on-time-766')).toBe('0/1');
  });

  it('is no request for papers before the receipt', () => {
    const submit = on('11-29', 'submit', { procedure: '1.000003', unit: 'A', channel: 'online', applicant: 'a' });
    const state = dossier([
      ...[submit, ask('11-29 10:00'), supply('11-30'), ask('12-01'), supply('12-01 10:00')],
      ...[receive('12-02'), ask('12-03'), supply('12-03 10:00'), resolve('12-04')],
    ]);
    expect(rateOf(figures(state), 'on-time-766')).toBe('1/1');
    expect(timeline(state).rounds[0]!.supplementRequests).toBe(1);
  });

  it('is nothing that a round before was', () => {
    const state = dossier([receive('12-02'), resolve('12-09'), reopen('12-10'), resolve('12-11')]);
    expect(rateOf(figures(state, '12-01', '12-09'), 'on-time-766')).toBe('0/1');
    expect(rateOf(figures(state, '12-10', '12-30'), 'on-time-766')).toBe('1/1');
  });
});

describe('an end in the sense of QĐ 766', () => {
  it.each<[string, DossierCommand]>([
    ['a refusal after receipt', resolve('12-04', { outcome: 'refused' })],
    ['a stop', on('12-04', 'stop', { cause: 'death' })],
    ['a withdrawal', on('12-04', 'withdraw')],
    ['the end of processing', resolve('12-04')],
  ])('is %s', (_, end) => {
    expect(rateOf(figures(dossier([receive('12-02'), end])), 'on-time-766')).toBe('1/1');
    expect(rateOf(figures(dossier([receive('12-02'), { ...end, at: instant('12-06') }])), 'on-time-766')).toBe('0/1');
  });

  it('is the end of processing, not the return after it', () => {
    const state = dossier([receive('12-02'), resolve('12-05'), on('12-20', 'return-result')]);
    expect(rateOf(figures(state), 'on-time-766')).toBe('1/1');
  });
});
