import type { DossierCommand } from '#domain';
import {
  apologise,
  ask,
  counted,
  dossier,
  figures,
  instant,
  on,
  rateOf,
  reasonRef,
  receive,
  resolve,
  resume,
  supply,
  suspend,
} from './city.js';

/** Received on Monday 2/12 with 3 working days: due on 5/12 at 17:00. */
const after = (...commands: DossierCommand[]) => dossier([receive('12-02'), ...commands]);
const stocksOn = (state: ReturnType<typeof dossier>, day: string) => {
  const { openWithin, openLate, waiting } = figures(state, day, day).columns;
  return { openWithin, openLate, waiting };
};
const LATE = { openWithin: 0, openLate: 1, waiting: 0 };
const WAITING = { openWithin: 0, openLate: 0, waiting: 1 };

describe('late stays late', () => {
  it('papers asked for after the due instant restart nothing: resolved late', () => {
    const state = after(ask('12-09'), supply('12-12'), resolve('12-16'));
    expect(rateOf(figures(state), 'on-time')).toBe('0/1');
    expect(rateOf(figures(state), 'on-time-766')).toBe('0/1');
  });

  it('papers asked for before it begin the clock anew when they come', () => {
    const state = after(ask('12-04'), supply('12-12'), resolve('12-17 17:00'));
    expect(rateOf(figures(state), 'on-time')).toBe('1/1');
  });

  it('a due instant stated with papers that came too late is a new appointment, and changes no rate', () => {
    const state = after(ask('12-09'), supply('12-12', '12-20 17:00'), resolve('12-16'));
    expect(rateOf(figures(state), 'on-time')).toBe('0/1');
  });

  it('a due instant changed after it has passed is a new appointment, and changes no rate', () => {
    const change = on('12-06', 'change-due-date', { dueAt: instant('12-20'), basis: 'b', reasonRef: 'r' });
    const state = after(change, resolve('12-16'));
    expect(rateOf(figures(state), 'on-time')).toBe('0/1');
    expect(stocksOn(state, '12-10')).toEqual(LATE);
  });

  const changed = (when: string, dueAt: string) =>
    on(when, 'change-due-date', { dueAt: instant(dueAt), basis: 'b', reasonRef });
  const lateFrom = (state: ReturnType<typeof dossier>) => counted(state, 'becameOverdue').map(([day]) => day);
  const in766 = (state: ReturnType<typeof dossier>, day: string) => rateOf(figures(state, '12-02', day), 'on-time-766');

  it('a due instant changed, in time, to one that has passed: late from the change on, never before it', () => {
    const state = after(changed('12-04', '12-03'));
    expect([lateFrom(state), in766(state, '12-03'), in766(state, '12-04')]).toEqual([['2024-12-04'], '1/1', '0/1']);
    expect(stocksOn(state, '12-03')).toEqual({ openWithin: 1, openLate: 0, waiting: 0 });
    expect(stocksOn(state, '12-04')).toEqual(LATE);
  });

  it('and a change that turns out to have been made after the instant that it gives: from the change on, too', () => {
    const correct = on('12-30', 'correct', { event: 2, occurredAt: instant('12-05 10:00'), reasonRef });
    const state = after(changed('12-03', '12-04 16:00'), correct);
    expect([lateFrom(state), in766(state, '12-04'), in766(state, '12-05')]).toEqual([['2024-12-05'], '1/1', '0/1']);
    expect(stocksOn(state, '12-04')).toEqual({ openWithin: 1, openLate: 0, waiting: 0 });
  });

  it('and changed to a passed one while the office waits: from when the clock runs on, by QĐ 766 as well', () => {
    const state = after(suspend('12-03'), changed('12-04', '12-02 10:00'), resume('12-10'));
    expect([lateFrom(state), in766(state, '12-09'), in766(state, '12-10')]).toEqual([['2024-12-10'], '1/1', '0/1']);
    expect(stocksOn(state, '12-09')).toEqual(WAITING);
    expect(stocksOn(state, '12-10')).toEqual(LATE);
  });

  it('and ended within that wait it is in time: as of its beginning nothing had passed', () => {
    const ended = figures(after(suspend('12-03'), changed('12-04', '12-02 10:00'), resolve('12-10')));
    expect([rateOf(ended, 'on-time'), rateOf(ended, 'on-time-766')]).toEqual(['1/1', '1/1']);
  });

  it('while the office waits it is in the stock "waiting"; late again when the clock runs on; in 766 late all along', () => {
    const state = after(ask('12-09'), supply('12-12'));
    expect(stocksOn(state, '12-06')).toEqual(LATE);
    for (const day of ['12-09', '12-10', '12-11']) expect(stocksOn(state, day)).toEqual(WAITING);
    for (const day of ['12-12', '12-20']) expect(stocksOn(state, day)).toEqual(LATE);
    for (const day of ['12-06', '12-10', '12-12'])
      expect(rateOf(figures(state, '12-02', day), 'on-time-766')).toBe('0/1');
  });

  it('ended within a wait, it is held against the due instant as of the beginning of the wait', () => {
    expect(rateOf(figures(after(ask('12-04'), resolve('12-20'))), 'on-time')).toBe('1/1');
    expect(rateOf(figures(after(ask('12-09'), resolve('12-20'))), 'on-time')).toBe('0/1');
    expect(rateOf(figures(after(suspend('12-05 17:00'), resolve('12-20'))), 'on-time')).toBe('1/1');
  });

  it('a round counts in becameOverdue once, on the day of its first standing overdue', () => {
    const state = after(
      suspend('12-09'),
      resume('12-10'),
      ask('12-11'),
      supply('12-12'),
      ask('12-13'),
      supply('12-16'),
    );
    expect(counted(state, 'becameOverdue')).toEqual([['2024-12-05', 1]]);
  });

  it('an apology after a wait is held against the one overdue', () => {
    const state = after(suspend('12-09'), resume('12-10'), apologise('12-11'));
    expect([rateOf(figures(state), 'apology'), rateOf(figures(state), 'apology-in-time')]).toEqual(['1/1', '0/1']);
  });
});

describe('what takes lateness away is a fact that shows that the instant had not passed when it was asked', () => {
  const correct = (event: number, occurredAt: string) =>
    on('12-30', 'correct', { event, occurredAt: instant(occurredAt), reasonRef: 'r' });
  it.each<[string, DossierCommand[], string]>([
    ['an earlier end', [on('12-06', 'forward', { officer: 'x' }), resolve('12-05')], '1/1'],
    ['an earlier request', [on('12-06', 'forward', { officer: 'x' }), ask('12-05'), resolve('12-20')], '1/1'],
    ['a correction of the end', [resolve('12-09'), correct(2, '12-05')], '1/1'],
    ['a correction of the receipt', [resolve('12-06'), correct(1, '12-03')], '1/1'],
  ])('%s', (_, commands, expected) => {
    const { metrics } = figures(after(...commands));
    expect(`${metrics['on-time']!.numerator}/${metrics['on-time']!.denominator}`).toBe(expected);
  });

  it('a retraction of the receipt of papers that had not come: the office still waited when it ended', () => {
    const commands = [ask('12-05'), supply('12-06'), resolve('12-12')];
    expect(rateOf(figures(after(...commands)), 'on-time')).toBe('0/1');
    const taken = [...commands, on('12-30', 'retract', { event: 3, reasonRef: 'r' })];
    expect(rateOf(figures(after(...taken)), 'on-time')).toBe('1/1');
  });
});
