import {
  apologise,
  ask,
  counted,
  dossier,
  figures,
  notify,
  on,
  rate,
  rateOf,
  receive,
  reopen,
  resolve,
  supply,
} from './city.js';

const signed = { electronic: true, signature: 'signed' };
const rates = (state: ReturnType<typeof dossier>, from: string, to: string) => {
  const of = figures(state, from, to);
  return [rateOf(of, 'e-result'), rateOf(of, 'notified')];
};
/** Received on Monday 2/12, 3 working days, resolved on 4/12 on paper, told of on 4/12. */
const first = [receive('12-02'), resolve('12-04'), notify('12-04 10:00')];
const second = [reopen('12-09'), resolve('12-11', signed)];

describe('what a figure asks of a round is looked for within that round', () => {
  it('round 1 on paper and told of, round 2 signed and not told of: each counts what it was', () => {
    const state = dossier([...first, ...second]);
    expect(rates(state, '12-01', '12-06')).toEqual(['0/1', '1/1']);
    expect(rates(state, '12-09', '12-13')).toEqual(['1/1', '0/1']);
  });

  it('a result digitised after the end of round 1 and before the re-opening is round 1’s, and so is a notice', () => {
    const scan = on('12-06', 'digitise', { ofResult: true, signature: 'signed' });
    const state = dossier([
      receive('12-02'),
      resolve('12-04'),
      scan,
      notify('12-06'),
      reopen('12-09'),
      resolve('12-11'),
    ]);
    expect(rates(state, '12-01', '12-06')).toEqual(['1/1', '1/1']);
    expect(rates(state, '12-09', '12-13')).toEqual(['0/1', '0/1']);
  });

  it('a result digitised while round 2 is open is still round 1’s; a notice then belongs to nothing', () => {
    const scan = on('12-10', 'digitise', { ofResult: true, signature: 'signed' });
    const state = dossier([
      receive('12-02'),
      resolve('12-04'),
      reopen('12-09'),
      scan,
      notify('12-10'),
      resolve('12-11'),
    ]);
    expect(rates(state, '12-01', '12-06')).toEqual(['1/1', '0/1']);
    expect(rates(state, '12-09', '12-13')).toEqual(['0/1', '0/1']);
  });

  it('papers are the dossier’s, whenever they were digitised: it is received once', () => {
    const state = dossier([...first, reopen('12-09'), on('12-10', 'digitise'), resolve('12-11')]);
    expect(rateOf(figures(state, '12-01', '12-06'), 'digitised')).toBe('1/1');
    expect(rateOf(figures(state, '12-07', '12-30'), 'digitised')).toBe('0/0');
  });

  it('an apology of round 1 says nothing of the overdue of round 2', () => {
    const state = dossier([
      receive('12-02'),
      apologise('12-09'),
      resolve('12-10'),
      reopen('12-11', '12-13 17:00'),
      resolve('12-17'),
    ]);
    const of = figures(state);
    expect([rateOf(of, 'apology'), rateOf(of, 'apology-in-time')]).toEqual(['1/2', '0/2']);
    expect(counted(state, 'becameOverdue')).toEqual([
      ['2024-12-05', 1],
      ['2024-12-13', 1],
    ]);
  });

  it('each round may have its apology and its rating', () => {
    const state = dossier([
      receive('12-02'),
      apologise('12-04'),
      resolve('12-10'),
      rate('12-10 10:00', 'not-satisfied'),
      reopen('12-11', '12-13 17:00'),
      apologise('12-12'),
      resolve('12-17'),
      rate('12-17 10:00'),
    ]);
    const of = figures(state);
    expect([rateOf(of, 'apology-in-time'), rateOf(of, 'counter-rating')]).toEqual(['2/2', '1/2']);
  });

  it('the requests for papers of round 1 do not make round 2 late in the sense of QĐ 766', () => {
    const state = dossier([
      ...[receive('12-02'), ask('12-03'), supply('12-03 10:00'), resolve('12-04')],
      ...[reopen('12-09'), ask('12-10'), supply('12-10 10:00'), resolve('12-11')],
    ]);
    expect(rateOf(figures(state), 'on-time-766')).toBe('2/2');
  });

  it('a later round never changes what an earlier one counts', () => {
    const alone = figures(dossier(first), '12-01', '12-08');
    const later = [
      ...[
        reopen('12-09'),
        ask('12-10'),
        supply('12-11'),
        ask('12-11 10:00'),
        supply('12-12'),
        apologise('12-12 10:00'),
      ],
      ...[resolve('12-30', signed), notify('12-30 10:00'), rate('12-30 11:00', 'not-satisfied')],
    ];
    expect(figures(dossier([...first, ...later]), '12-01', '12-08')).toEqual(alone);
  });

  it('an ending of every kind begins the next round with a re-opening', () => {
    for (const [end, column] of [
      [on('12-04', 'withdraw'), 'withdrawn'],
      [on('12-04', 'stop', { cause: 'death' }), 'stopped'],
    ] as const) {
      const of = figures(dossier([receive('12-02'), end, reopen('12-09'), resolve('12-10')]));
      expect(of.columns).toMatchObject({ received: 1, [column]: 1, reopened: 1, resolvedBefore: 1, openLate: 0 });
    }
  });
});
