import type { DossierCommand } from '../src/dossier/commands.js';
import type { DossierEventData, Stop } from '../src/dossier/events.js';
import { timeline } from '../src/dossier/timeline.js';
import type { Timeline } from '../src/dossier/view.js';
import { ReferenceData } from '../src/reference/reference-data.js';
import { type Expected, given, type Recorded, referenceData, stateAfter } from './given.js';
import { at, reasonRef } from './reference.js';

/** Received on Monday 2/12/2024 at 09:00: due on 5/12 at 17:00. */
const receive: DossierCommand = {
  type: 'receive',
  at: at(2),
  procedure: '1.000001',
  unit: '26077',
  channel: 'counter',
  applicant: 'a',
};
const clock = (when: string): DossierCommand => ({ type: 'ask-clock', at: when });
const ask = (day: number): DossierCommand => ({ type: 'request-supplement', at: at(day) });
const supply = (day: number, dueAt?: string): DossierCommand => ({
  type: 'supplement',
  at: at(day),
  ...(dueAt ? { dueAt } : {}),
});
const suspend = (day: number): DossierCommand => ({ type: 'suspend', at: at(day), reasonRef });
const resume = (day: number): DossierCommand => ({ type: 'resume', at: at(day) });
const oblige = (day: number): DossierCommand => ({ type: 'request-financial-obligation', at: at(day) });
const pay = (day: number): DossierCommand => ({ type: 'record-payment', at: at(day), amount: 1, means: 'cash' });
const consult = (day: number): DossierCommand => ({ type: 'request-consultation', at: at(day), agency: 'A' });
const answer = (day: number): DossierCommand => ({ type: 'answer-consultation', at: at(day), agency: 'A' });
const resolve = (day: number, hour = 9): DossierCommand => ({
  type: 'resolve',
  at: at(day, hour),
  outcome: 'granted',
});
const reopen = (day: number): DossierCommand => ({ type: 'reopen', at: at(day), cause: 'complaint' });
const correct = (event: number, occurredAt: string, day: number): DossierCommand => ({
  type: 'correct',
  at: at(day),
  event,
  occurredAt,
  reasonRef,
});

const overdue = (dueAt: string, detectedAt: string, when = dueAt): Expected => [
  'BecameOverdue',
  { dueAt, detectedAt },
  when,
];
const takenBack = (event: number, when: string): Expected => ['OverdueRetracted', { event }, when];
const computed = (when: string) => ({ at: when, basis: 'computed' as const });
const granted: DossierEventData<'Resolved'> = {
  outcome: 'granted',
  authority: 'own',
  electronic: false,
  signature: 'unsigned',
  counts: false,
};
const withPolicy = (key: string, value: string) =>
  new ReferenceData({
    ...referenceData.rows,
    policies: [{ key, value, scope: '', effectiveFrom: '2000-01-01', source: '' }],
  });
const overdueOf = (t: Timeline) => t.rounds.flatMap(({ overdue: it }) => (it ? [[it.at, it.dueAt]] : []));
const lateOf = (t: Timeline) => t.spans.filter(({ stock }) => stock === 'late').map(({ from, to }) => [from, to]);
const after = (...steps: DossierCommand[]) => timeline(stateAfter(steps));

describe('a dossier becomes overdue', () => {
  it('at its due instant, whenever the clock asks, and once', () => {
    given(receive)
      .when(clock(at(9)))
      .then(overdue(at(5, 17), at(9)));
    given(receive, clock(at(9)))
      .when(clock(at(10)))
      .then();
  });

  it('not at the due instant itself: what is resolved then is on time', () => {
    given(receive)
      .when(clock(at(5, 17)))
      .then();
    given(receive)
      .when(clock(new Date(Date.parse(at(5, 17)) + 1).toISOString()))
      .then(overdue(at(5, 17), '2024-12-05T10:00:00.001Z'));
    given(receive)
      .when(resolve(5, 17), { now: at(9) })
      .then(['Resolved', granted]);
  });

  it('with any other command that comes by, not only when the clock asks', () => {
    given(receive)
      .when({ type: 'forward', at: at(6), officer: 'x' })
      .then(['Forwarded', { officer: 'x' }], overdue(at(5, 17), at(6)));
    given(receive)
      .when(resolve(6))
      .then(['Resolved', granted], overdue(at(5, 17), at(6)));
  });

  it('by the hour when its limit is one in hours', () => {
    const short = { ...receive, procedure: '1.000002' } as DossierCommand;
    given(short)
      .when(clock(at(2, 15)))
      .then(overdue(at(2, 14, 30), at(2, 15)));
  });

  it('never while it waits for the citizen', () => {
    for (const wait of [ask(3), oblige(3), suspend(3)])
      given(receive, wait)
        .when(clock(at(30)))
        .then();
  });

  it('only up to where the source has got, and then as of its due instant', () => {
    given(receive)
      .when(clock(at(20)), { askedUpTo: at(5, 17) })
      .then();
    given(receive)
      .when(clock(at(20)), { askedUpTo: at(6) })
      .then(overdue(at(5, 17), at(20)));
  });

  it('and what a later question found is not taken back by an earlier one', () => {
    given(receive, clock(at(20)))
      .when(clock(at(20)), { askedUpTo: at(4) })
      .then();
  });
});

describe('an overdue is taken back', () => {
  const late = [receive, clock(at(9))];
  it.each<[string, DossierCommand, Expected]>([
    ['a resolve', resolve(5, 16), ['Resolved', granted]],
    ['a withdrawal', { type: 'withdraw', at: at(5) }, ['Withdrawn', {}]],
    ['a stop', { type: 'stop', at: at(5), cause: 'death' }, ['Stopped', { cause: 'death' }]],
    ['a request for a supplement', ask(5), ['SupplementRequested', {}]],
    ['a suspension', suspend(5), ['Suspended', { reasonRef }]],
  ])('by %s that is told late', (_, command, fact) => {
    given(...late)
      .when(command, { now: at(9) })
      .then(fact, takenBack(2, at(9)));
  });

  it('by a correction of the supplement, which restarts the clock later', () => {
    // asked on 3/12, answered on 4/12: due on 9/12; in truth the answer came on 6/12
    given(receive, ask(3), supply(4), clock(at(10)))
      .when(correct(3, at(6), 10))
      .then(
        ['Corrected', { event: 3, occurredAt: at(6), data: {}, reasonRef }],
        ['DueDateChanged', { of: 3, due: computed(at(11, 17)), ground: 'reckoned' }],
        takenBack(4, at(10)),
      );
  });

  it('by a correction of the receipt, and the new due instant is restated for it', () => {
    given(...late)
      .when(correct(1, at(3), 9))
      .then(
        ['Corrected', { event: 1, occurredAt: at(3), data: {}, reasonRef }],
        ['DueDateChanged', { of: 1, due: computed(at(6, 17)), ground: 'reckoned' }],
        takenBack(2, at(9)),
        overdue(at(6, 17), at(9)),
      );
  });

  it('not by a resolve after the due instant', () => {
    given(...late)
      .when(resolve(5, 18), { now: at(9) })
      .then(['Resolved', granted]);
  });

  it('and found again when what took it back is retracted', () => {
    given(receive, resolve(4))
      .when({ type: 'retract', at: at(9), event: 2, reasonRef })
      .then(['Retracted', { event: 2, reasonRef }], overdue(at(5, 17), at(9)));
  });
});

describe('what stops the clock', () => {
  const WAITS: [string, string, DossierCommand, DossierCommand][] = [
    ['a supplement', 'supplement-clock', ask(3), supply(5)],
    ['a financial obligation', 'obligation-clock', oblige(3), pay(5)],
    ['a suspension', 'suspension-clock', suspend(3), resume(5)],
    ['a consultation', 'consultation-clock', consult(3), answer(5)],
  ];
  const DUES: [Stop, string][] = [
    ['restart', at(10, 17)],
    ['suspend', at(9, 17)],
    ['none', at(5, 17)],
  ];
  it.each(
    WAITS.flatMap(([name, key, from, to]) => DUES.map(([policy, due]) => ({ name, key, from, to, policy, due }))),
  )('$name from 3/12 to 5/12, policy $policy: due at $due', ({ key, policy, from, to, due }) => {
    const reference = withPolicy(key, policy);
    expect(timeline(stateAfter([receive, from, to], { reference })).due?.at).toBe(due);
  });

  it('adds up: a suspension after a restart moves the restarted due instant', () => {
    expect(timeline(stateAfter([receive, ask(3), supply(5), suspend(6), resume(9)])).due?.at).toBe(at(11, 17));
  });

  it('a day off within the wait is no working day that is given back', () => {
    // due on 18/12; from Friday 13/12 to Tuesday 17/12 there is one working day, since 16/12 is off
    const received = { ...receive, at: at(12) } as DossierCommand;
    expect(timeline(stateAfter([received, suspend(13), resume(17)])).due?.at).toBe(at(19, 17));
  });

  it('the due instant that is stated with the supplement stands over the restarted one', () => {
    expect(timeline(stateAfter([receive, ask(3), supply(5, at(18, 10))])).due).toMatchObject({ at: at(18, 10) });
  });
});

describe('lateness', () => {
  it.each([
    ['asked for papers', ask(6), supply(9)],
    ['suspended', suspend(6), resume(9)],
    ['asked for a payment', oblige(6), pay(9)],
  ])('that came before it was %s is not taken away: one overdue, late again when the clock goes on', (_, from, to) => {
    const t = after(receive, clock(at(6)), from, to, clock(at(13)));
    expect([overdueOf(t), lateOf(t), t.due?.at]).toEqual([
      [[at(5, 17), at(5, 17)]],
      [
        [at(5, 17), at(6)],
        [at(9), null],
      ],
      at(5, 17),
    ]);
  });

  it('a round that is opened again has its own due instant; the first one keeps its end and its lateness', () => {
    const t = after(receive, resolve(6), reopen(9), resolve(11));
    expect(t.rounds.map(({ ending, overdue: it }) => [ending?.at, ending?.due, it?.at])).toEqual([
      [at(6), at(5, 17), at(5, 17)],
      [at(11), at(12, 17), undefined],
    ]);
    expect(overdueOf(after(receive, resolve(4), reopen(9), clock(at(13))))).toEqual([[at(12, 17), at(12, 17)]]);
  });
});

describe('a promise', () => {
  it('that is made anew after an apology leaves the due instant and the lateness', () => {
    const apology: DossierCommand = { type: 'issue-apology', at: at(4), reasonRef, newDate: at(20) };
    const t = after(receive, apology, clock(at(9)));
    expect([t.due?.at, t.late, overdueOf(t).length]).toEqual([at(5, 17), true, 1]);
  });

  it('that is changed by law after it has passed is a new appointment beside the old one: late stays late', () => {
    const change: DossierCommand = { type: 'change-due-date', at: at(6), dueAt: at(20), basis: 'b', reasonRef };
    const t = after(receive, clock(at(6)), change, clock(at(9)));
    expect([t.due?.at, t.late, overdueOf(t).length]).toEqual([at(5, 17), true, 1]);
    expect(t.rounds[0]!.appointment?.at).toBe(at(20));
  });

  it('that is changed by law in time is the promise', () => {
    const change: DossierCommand = { type: 'change-due-date', at: at(5), dueAt: at(20), basis: 'b', reasonRef };
    const t = after(receive, change, clock(at(9)));
    expect([t.due?.at, t.late, overdueOf(t), t.rounds[0]!.appointment]).toEqual([at(20), false, [], null]);
  });

  it('is restated only where a late fact moves it', () => {
    given(receive, suspend(4), resume(5))
      .when({ type: 'digitise', at: at(3) }, { now: at(5) })
      .then(['Digitised', { complete: true, ofResult: false }]);
    given(receive, ask(4), supply(5))
      .when({ type: 'transfer', at: at(3), unit: '26080' }, { now: at(5) })
      .then(['Transferred', { unit: '26080@2019-06-01' }]);
    given(receive, suspend(5), resume(6))
      .when(correct(2, at(4), 6))
      .then(
        ['Corrected', { event: 2, occurredAt: at(4), data: {}, reasonRef }],
        ['DueDateChanged', { of: 3, due: computed(at(9, 17)), ground: 'reckoned' }],
      );
  });

  it('that was stated is not reckoned again', () => {
    given({ ...receive, dueAt: at(6, 11) } as DossierCommand)
      .when(correct(1, at(3), 4))
      .then(['Corrected', { event: 1, occurredAt: at(3), data: {}, reasonRef }]);
  });

  const newDayOff = new ReferenceData({
    ...referenceData.rows,
    days: [{ day: '2024-12-04', kind: 'off', unit: null, announcedAt: at(3), note: '' }],
  });
  it('is not rewritten by a day off that is announced later', () => {
    given(receive)
      .when({ type: 'forward', at: at(4), officer: 'x' }, { reference: newDayOff })
      .then(['Forwarded', { officer: 'x' }]);
    given(receive)
      .when(clock(at(6)), { reference: newDayOff })
      .then(overdue(at(5, 17), at(6)));
  });

  it('that is made after the announcement reckons with the day off', () => {
    const today = { reference: newDayOff, now: at(3, 10) };
    given()
      .when(receive, today)
      .then([
        'Received',
        {
          procedure: { code: '1.000001', national: '1.000001', field: 'Hộ tịch', special: false },
          unit: '26077@2019-06-01',
          receivingUnit: '26077@2019-06-01',
          channel: 'counter',
          applicant: 'a',
          place: 'counter',
          byPostalStaff: false,
          limit: { n: 3, unit: 'working-day' },
          rules: referenceData.rules('1.000001', at(2)),
          due: computed(at(6, 17)),
        },
      ]);
  });

  it('moves by a change of the calendar only through an event that says so', () => {
    const moved: Recorded = {
      type: 'DueDateChanged',
      occurredAt: at(4),
      data: { due: { at: at(6, 17), basis: 'computed' }, ground: 'calendar' },
    };
    given(receive, moved)
      .when(clock(at(6)))
      .then();
    given(receive, moved)
      .when(clock(at(9)))
      .then(overdue(at(6, 17), at(9)));
  });
});

it('an overdue that the dossier does not bear out has no effect, and is taken back when the clock asks', () => {
  const early: Recorded = { type: 'BecameOverdue', occurredAt: at(4), data: { dueAt: at(4), detectedAt: at(4) } };
  expect(timeline(stateAfter([receive, early]))).toMatchObject({
    late: false,
    rounds: [{ overdue: null }],
    ignored: [{ v: 2, reason: 'no-overdue', waits: false }],
  });
  given(receive, early)
    .when(clock(at(5)))
    .then(takenBack(2, at(5)));
});
