import { ask, Dossier, receive, resolve, supply } from '../../test/dossier.js';
import { at, reasonRef, reference } from '../../test/reference.js';
import { ReferenceData } from '../reference/reference-data.js';
import type { DossierCommand } from './commands.js';
import { effectiveFacts } from './state.js';
import { timeline } from './timeline.js';

const after = (...commands: DossierCommand[]): Dossier => {
  const dossier = new Dossier();
  for (const command of commands) dossier.do(command);
  return dossier;
};
const due = ({ state }: Dossier) => timeline(state).due?.at;
const overdue = ({ state }: Dossier) =>
  timeline(state).rounds.flatMap((round) => (round.overdue ? [[round.overdue.at, round.overdue.dueAt]] : []));
const late = ({ state }: Dossier) =>
  timeline(state)
    .spans.filter(({ stock }) => stock === 'late')
    .map(({ from, to }) => [from, to]);
const withPolicy = (key: string, value: string) =>
  new ReferenceData({
    ...reference.rows,
    policies: [{ key, value, scope: '', effectiveFrom: '2000-01-01', source: '' }],
  });
const suspend = (day: number): DossierCommand => ({ type: 'suspend', at: at(day), reasonRef });
const resume = (day: number): DossierCommand => ({ type: 'resume', at: at(day) });
const oblige = (day: number): DossierCommand => ({ type: 'request-financial-obligation', at: at(day) });

describe('an overdue', () => {
  it('happens at the due instant, and is found when the clock asks', () => {
    const dossier = after(receive());
    expect(dossier.ask(at(5, 17))).toEqual([]);
    expect(dossier.ask(at(9))).toEqual([
      { type: 'BecameOverdue', occurredAt: at(5, 17), data: { dueAt: at(5, 17), detectedAt: at(9) } },
    ]);
    expect(dossier.ask(at(9))).toEqual([]);
    expect(dossier.ask(at(10))).toEqual([]);
  });

  it('does not happen when resolved at the very due instant', () => {
    expect(after(receive(), resolve(5, 17)).ask(at(9))).toEqual([]);
  });

  it.each<[string, DossierCommand[], DossierCommand]>([
    ['a resolve', [], resolve(4)],
    ['a withdrawal', [], { type: 'withdraw', at: at(4) }],
    ['a request for a supplement', [], ask(4)],
    ['a supplement', [ask(3)], supply(4)],
    [
      'a lawful change of the due date',
      [],
      { type: 'change-due-date', at: at(4), dueAt: at(20), basis: 'b', reasonRef },
    ],
    ['a correction of the receipt', [], { type: 'correct', at: at(9), event: 1, occurredAt: at(9, 8), reasonRef }],
  ])('is taken back by %s that is told late', (_, before, late) => {
    const dossier = after(receive(), ...before);
    dossier.ask(at(9));
    const had = overdue(dossier).length;
    const types = dossier.types(late, at(9));
    expect(types.includes('OverdueRetracted')).toBe(had > 0);
    expect(overdue(dossier)).toEqual([]);
  });

  it('comes back when what took it back is retracted', () => {
    const dossier = after(receive(), resolve(4));
    expect(dossier.types({ type: 'retract', at: at(9), event: 2, reasonRef })).toEqual(['Retracted', 'BecameOverdue']);
  });

  it('happens once in a round: what is asked for too late restarts no clock, and what goes on is late at once', () => {
    for (const wait of [
      [ask(6), supply(9)],
      [suspend(6), resume(9)],
    ]) {
      const dossier = after(receive(), ...wait);
      dossier.ask(at(20));
      expect(overdue(dossier)).toEqual([[at(5, 17), at(5, 17)]]);
      expect(late(dossier)).toEqual([
        [at(5, 17), at(6)],
        [at(9), null],
      ]);
      expect(due(dossier)).toBe(at(5, 17));
    }
  });

  it('does not happen while waiting, nor at the due instant that was before the wait', () => {
    const dossier = after(receive(), ask(3));
    expect(dossier.ask(at(30))).toEqual([]);
    dossier.do(supply(30));
    expect([overdue(dossier), due(dossier)]).toEqual([[], '2025-01-02T10:00:00.000Z']);
  });

  it('stays though a re-appointment was made', () => {
    const dossier = after(receive());
    dossier.do({ type: 'issue-apology', at: at(4), reasonRef, newDate: at(12) });
    dossier.ask(at(9));
    expect([due(dossier), overdue(dossier)]).toEqual([at(5, 17), [[at(5, 17), at(5, 17)]]]);
  });

  it('is looked for only as far as the source has got', () => {
    const dossier = after(receive());
    expect(dossier.ask(at(20), at(5))).toEqual([]);
    dossier.ask(at(20));
    expect(dossier.ask(at(20), at(5))).toEqual([]);
    expect(dossier.types(resolve(4), at(20), at(5))).toEqual(['Resolved', 'OverdueRetracted']);
  });
});

describe('the due instant', () => {
  it.each([
    ['restart', at(11, 17)],
    ['suspend', at(6, 17)],
    ['none', at(5, 17)],
  ])('after a supplement, policy %s', (policy, expected) => {
    const dossier = new Dossier(withPolicy('supplement-clock', policy));
    for (const command of [receive(), ask(3), supply(policy === 'restart' ? 6 : 4)]) dossier.do(command);
    expect(due(dossier)).toBe(expected);
  });

  it('does not move by a consultation, unless policy says so', () => {
    const consult = (dossier: Dossier) => {
      dossier.do(receive());
      dossier.do({ type: 'request-consultation', at: at(3), agency: 'A' });
      dossier.do({ type: 'request-consultation', at: at(3, 10), agency: 'B' });
      dossier.do({ type: 'answer-consultation', at: at(4), agency: 'A' });
      const { phase } = timeline(dossier.state);
      dossier.do({ type: 'answer-consultation', at: at(5), agency: 'B' });
      return [phase, due(dossier)];
    };
    expect(consult(new Dossier())).toEqual(['open', at(5, 17)]);
    expect(consult(new Dossier(withPolicy('consultation-clock', 'suspend')))).toEqual(['waiting', at(9, 17)]);
  });

  it('is subtracted once for waits that overlap, and only for those that stop the clock', () => {
    const both = after(receive(), suspend(3), oblige(3), { type: 'waive-fee', at: at(4) }, resume(5));
    expect(due(both)).toBe(at(9, 17));
    const dossier = new Dossier(withPolicy('supplement-clock', 'none'));
    for (const command of [receive(), ask(3, 8), suspend(3), resume(4), supply(5)]) dossier.do(command);
    expect(due(dossier)).toBe(at(6, 17));
  });

  it('restarts when the file is complete, though the clock still stands for another reason', () => {
    const dossier = after(receive(), ask(3), suspend(4), supply(5));
    expect(timeline(dossier.state).phase).toBe('waiting');
    dossier.do(resume(6));
    expect(due(dossier)).toBe(at(11, 17));
  });

  it('that was stated while the clock still stood is kept, and moved by the rest of the wait', () => {
    const dossier = after(
      receive(),
      ask(3),
      suspend(4),
      { type: 'supplement', at: at(5), dueAt: at(12, 17) },
      resume(6),
    );
    expect(due(dossier)).toBe(at(13, 17));
  });

  it('of QĐ 766 that was stated is moved by what is waited for after it only, also where the plan waits no more', () => {
    const dossier = new Dossier(withPolicy('suspension-clock', 'none'));
    const stated: DossierCommand = { type: 'supplement', at: at(5), dueAt: at(12, 17) };
    for (const command of [receive(), ask(3), suspend(4), stated, resume(6)]) dossier.do(command);
    expect(due(dossier)).toBe(at(12, 17));
    expect(timeline(dossier.state).rounds[0]!.index!.due).toBe(at(13, 17));
  });

  it('keeps the steps that led to it when a pause moves it', () => {
    const dossier = after(receive(), suspend(3), resume(4));
    const kinds = timeline(dossier.state).due?.steps?.map((step: { kind: string }) => step.kind);
    expect(kinds).toEqual(['start', 'working-days', 'due', 'paused', 'due']);
  });

  it('of a round that is opened again is its own; the first round keeps its end', () => {
    const dossier = after(receive(), resolve(4));
    dossier.do({ type: 'reopen', at: at(9), cause: 'complaint' });
    expect(due(dossier)).toBe(at(12, 17));
    dossier.ask(at(16));
    expect(overdue(dossier)).toEqual([[at(12, 17), at(12, 17)]]);
    expect(timeline(dossier.state).rounds.map(({ ending }) => ending?.at)).toEqual([at(4), undefined]);
  });

  it('is restated only where a late fact changes it', () => {
    const dossier = after(receive(), ask(4), supply(6));
    expect(due(dossier)).toBe(at(11, 17));
    expect(dossier.types({ type: 'forward', at: at(3), officer: 'x' }, at(9))).toEqual(['Forwarded']);
    const suspended = after(receive(), suspend(4), resume(5));
    const types = suspended.types({ type: 'correct', at: at(5), event: 2, occurredAt: at(3), reasonRef });
    expect(types).toEqual(['Corrected', 'DueDateChanged']);
    expect(due(suspended)).toBe(at(9, 17));
    expect(effectiveFacts(suspended.state).some(({ type }) => type === 'DueDateChanged')).toBe(false);
  });

  it('is not rewritten by a day off that is announced later', () => {
    const dossier = after(receive());
    const days = [{ day: '2024-12-04', kind: 'off' as const, unit: null, announcedAt: at(3), note: '' }];
    const announced = new ReferenceData({ ...reference.rows, days });
    const later = new Dossier(announced);
    later.state = dossier.state;
    expect(later.types({ type: 'forward', at: at(3, 10), officer: 'x' })).toEqual(['Forwarded']);
    expect(later.types({ type: 'digitise', at: at(2, 10) }, at(3, 11))).toEqual(['Digitised']);
    expect(due(later)).toBe(at(5, 17));
    expect(later.ask(at(6)).map(({ type }) => type)).toEqual(['BecameOverdue']);
  });
});
