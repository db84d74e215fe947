import { type DossierCommand, timeline } from '#domain';
import { contribution } from '../../src/index.js';
import { apologise, ask, dossier, figures, notify, on, pay, rate, receive, reopen, resolve, supply } from './city.js';

const CHILD = 'H19.45.22-241202-0002';
const PARENT = 'H19.45.22-241202-0001';
const stage = (...commands: DossierCommand[]) =>
  dossier([receive('12-02', { parent: PARENT }), ...commands], { code: CHILD });
const measures = (state: ReturnType<typeof dossier>) =>
  contribution(state)
    .map(({ measure, day, n }) => `${measure} ${day.slice(5)} ${n}`)
    .sort();

describe('a dossier that is received as a stage of another', () => {
  it('counts in columns of its own: received, resolved, late', () => {
    expect(measures(stage(resolve('12-04')))).toEqual(['linkedReceived 12-02 1', 'linkedResolved 12-04 1']);
    expect(measures(stage(resolve('12-09')))).toEqual([
      'linkedLate 12-09 1',
      'linkedReceived 12-02 1',
      'linkedResolved 12-09 1',
    ]);
  });

  it('counts in no rate and in no other column, whatever becomes of it', () => {
    const state = stage(
      ...[on('12-02 10:00', 'digitise'), ask('12-03'), supply('12-04'), pay('12-04', 5, 'online')],
      ...[on('12-05', 'transfer', { unit: 'B' }), apologise('12-09'), resolve('12-12'), notify('12-12 10:00')],
      ...[rate('12-12 11:00'), reopen('12-13'), on('12-16', 'withdraw')],
    );
    expect(measures(state)).toEqual(['linkedLate 12-12 1', 'linkedReceived 12-02 1', 'linkedResolved 12-12 1']);
    for (const owner of ['A', 'B']) {
      const { columns, metrics } = figures(state, '12-01', '12-30', owner);
      const others = Object.entries(columns).filter(([id]) => !id.startsWith('linked'));
      expect(new Set(others.map(([, value]) => value))).toEqual(new Set([0]));
      expect(Object.values(metrics).every(({ denominator }) => denominator === 0)).toBe(true);
    }
  });

  it('is counted once, at its parent', () => {
    const parent = dossier([
      receive('12-02'),
      on('12-02 10:00', 'open-linked-stage', { child: CHILD, agency: 'X' }),
      on('12-04', 'complete-linked-stage', { child: CHILD }),
      resolve('12-05'),
    ]);
    expect(figures([parent, stage(resolve('12-04'))]).columns).toMatchObject({ received: 1, resolvedOnDay: 1 });
  });

  it('may turn out to be one after its receipt: its figures go where they belong', () => {
    const link: DossierCommand = { type: 'link', at: on('12-06', 'resume').at, parent: PARENT };
    const state = dossier([receive('12-02'), resolve('12-04'), link], { code: CHILD });
    expect(measures(state)).toEqual(measures(stage(resolve('12-04'))));
    expect(measures(dossier([receive('12-02'), link, resolve('12-04')], { code: CHILD }))).toEqual(measures(state));
  });

  it('keeps the parent that it was received with, and is no stage of itself', () => {
    const other: DossierCommand = { type: 'link', at: on('12-06', 'resume').at, parent: 'H19.45.22-241202-0009' };
    expect(timeline(stage(other)).parent).toBe(PARENT);
    const own = dossier([receive('12-02', { parent: CHILD })], { code: CHILD });
    expect([timeline(own).parent, figures(own).columns.received]).toEqual([null, 1]);
  });
});
