import { decide, type DossierCommand, type DossierState, evolveAll, initialState, timeline } from '#domain';
import {
  ask,
  CODE,
  counted,
  dossier,
  figures,
  instant,
  on,
  pay,
  rate,
  rateOf,
  receive,
  reference,
  reopen,
  resolve,
  resume,
  supply,
  suspend,
} from './city.js';

const data = reference();
const NOW = instant('12-30');
const INTAKE = { procedure: '1.000003', unit: 'A' };
const context = { now: NOW, askedUpTo: NOW, reference: data, calendar: data.calendar };

/** Told in this order, long after; gives what was refused. */
function told(state: DossierState, commands: readonly DossierCommand[]): [DossierState, DossierCommand[]] {
  const refused: DossierCommand[] = [];
  for (const command of commands) {
    const decision = decide(state, command, context);
    if (!decision.ok) refused.push(command);
    else {
      const { version } = state;
      const events = decision.events.map((event, i) => ({ ...event, version: version + 1 + i, recordedAt: NOW }));
      state = evolveAll(state, events);
    }
  }
  return [state, refused];
}

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

/** Every order of the facts after the receipt gives the figures of their own order; the refused ones are sent again. */
function inEveryOrder(received: DossierCommand, ...facts: DossierCommand[]): { refusals: number; state: DossierState } {
  const [expected] = told(initialState(CODE), [received, ...facts]);
  let refusals = 0;
  for (const order of permutations(facts)) {
    let [state, refused] = told(initialState(CODE), [received, ...order]);
    if (refused.length === 0) expect(figures(state)).toEqual(figures(expected));
    refusals += refused.length;
    for (let sent = order.length; refused.length > 0 && refused.length < sent;) {
      sent = refused.length;
      [state, refused] = told(state, refused);
    }
    expect([order, refused]).toEqual([order, []]);
    expect(figures(state)).toEqual(figures(expected));
  }
  return { refusals, state: expected };
}

describe('the same facts in any order of delivery give the same figures', () => {
  it('resolved 4/6, then delivered: reopened 12/6, reopened 6/6, resolved 10/6: two re-openings, three rounds', () => {
    const received = receive('06-03');
    const order = [resolve('06-04'), reopen('06-12'), reopen('06-06'), resolve('06-10')];
    const [state, refused] = told(initialState(CODE), [received, ...order]);
    expect(refused).toEqual([]);
    expect(timeline(state).rounds.map(({ from, ending }) => [from, ending?.at])).toEqual([
      [instant('06-03'), instant('06-04')],
      [instant('06-06'), instant('06-10')],
      [instant('06-12'), undefined],
    ]);
    expect(counted(state, 'reopened')).toEqual([
      ['2024-06-06', 1],
      ['2024-06-12', 1],
    ]);
    expect(figures(state, '06-01', '06-30').columns).toMatchObject({ received: 1, reopened: 2, resolvedBefore: 2 });
  });

  it('in each of the 24 orders of that life', () => {
    const { state } = inEveryOrder(
      receive('06-03'),
      ...[resolve('06-04'), reopen('06-06'), resolve('06-10'), reopen('06-12')],
    );
    expect(timeline(state).rounds).toHaveLength(3);
  });

  it.each<[string, DossierCommand[]]>([
    ['requests and answers', [ask('12-03'), supply('12-04'), ask('12-05'), supply('12-06'), resolve('12-09')]],
    ['suspensions', [suspend('12-03'), resume('12-04'), suspend('12-05'), resume('12-06'), resolve('12-20')]],
    ['a wait in a second round', [resolve('12-03'), reopen('12-04'), ask('12-05'), supply('12-06'), resolve('12-09')]],
    [
      'a return between two rounds',
      [resolve('12-03'), on('12-03 10:00', 'return-result'), reopen('12-05'), resolve('12-09')],
    ],
    [
      'a return that failed',
      [
        resolve('12-03'),
        on('12-04', 'return-result'),
        on('12-05', 'record-failed-return'),
        on('12-06', 'return-result'),
      ],
    ],
    [
      'consultations of two agencies',
      [
        on('12-03', 'request-consultation', { agency: 'X' }),
        on('12-04', 'answer-consultation', { agency: 'X' }),
        on('12-05', 'request-consultation', { agency: 'X' }),
        on('12-06', 'answer-consultation', { agency: 'X' }),
        resolve('12-09'),
      ],
    ],
    [
      'two obligations',
      [
        on('12-03', 'request-financial-obligation', { amount: 5 }),
        pay('12-04', 5),
        on('12-05', 'request-financial-obligation', { amount: 7 }),
        pay('12-06', 7),
        resolve('12-09'),
      ],
    ],
    ['a withdrawal and a second life', [on('12-03', 'withdraw'), reopen('12-04'), resolve('12-05'), reopen('12-09')]],
  ])('%s', (_, facts) => {
    inEveryOrder(receive('12-02'), ...facts);
  });

  it('a transfer that turns out to have come after the end moves nothing; before it, all that was open', () => {
    const transfer = (when: string) => on(when, 'transfer', { unit: 'B' });
    const life = [receive('12-02'), resolve('12-04'), reopen('12-09'), resolve('12-11')];
    const [alone] = told(initialState(CODE), life);
    const [late, refused] = told(initialState(CODE), [life[0]!, transfer('12-06'), ...life.slice(1)]);
    expect([refused, figures(late), figures(late, '01-01', '12-30', 'B')]).toEqual([
      [],
      figures(alone),
      figures(alone, '01-01', '12-30', 'B'),
    ]);
    const [early] = told(initialState(CODE), [...life, transfer('12-03')]);
    expect(figures(early).columns).toMatchObject({
      received: 1,
      transferredOut: 1,
      resolvedOnDay: 0,
      resolvedBefore: 0,
    });
    expect(figures(early, '01-01', '12-30', 'B').columns).toMatchObject({
      transferredIn: 1,
      reopened: 1,
      resolvedBefore: 2,
    });
  });

  it('ratings and apologies too, once what was refused for want of an end is sent again', () => {
    const { refusals, state } = inEveryOrder(
      receive('12-02'),
      ...[resolve('12-03'), rate('12-03 10:00', 'not-satisfied'), reopen('12-04'), resolve('12-05'), rate('12-06')],
    );
    expect(refusals).toBeGreaterThan(0);
    expect(rateOf(figures(state), 'counter-rating')).toBe('1/2');
  });
});

describe('a fact is refused where what is known forbids it for good', () => {
  it.each<[string, DossierCommand[], DossierCommand]>([
    ['already-received', [receive('12-02')], receive('12-03')],
    ['already-received', [receive('12-03')], receive('12-02')],
    ['already-received', [receive('12-03'), resolve('12-04')], receive('12-02')],
    ['result-exists', [receive('12-02'), resolve('12-03')], on('12-04', 'withdraw')],
    ['result-exists', [receive('12-02'), resolve('12-03')], resolve('12-04')],
    ['result-exists', [receive('12-02'), resolve('12-03')], on('12-04', 'transfer', { unit: 'B' })],
    ['result-exists', [receive('12-02'), resolve('12-03'), reopen('12-09')], on('12-04', 'transfer', { unit: 'B' })],
    ['already-ended', [receive('12-02'), on('12-03', 'withdraw')], on('12-04', 'withdraw')],
    ['already-ended', [receive('12-02'), on('12-04', 'withdraw')], on('12-03', 'withdraw')],
    ['not-ended', [receive('12-02'), resolve('12-03'), reopen('12-04')], reopen('12-05')],
    ['not-received', [], resolve('12-05')],
    ['not-received', [], reopen('12-05')],
    ['not-received', [receive('12-03')], resolve('12-02')],
    ['not-received', [receive('12-03')], suspend('12-02')],
    ['refused-at-intake', [on('12-02', 'refuse', INTAKE)], suspend('12-03')],
    ['not-received', [on('12-03', 'refuse', INTAKE)], suspend('12-02')],
  ])('%s', (reason, known, late) => {
    expect(() => dossier([...known, late])).toThrow(reason);
  });
});

describe('one of a kind that can happen again is recorded, and waits for the facts between', () => {
  it.each<[string, DossierCommand[], DossierCommand]>([
    ['re-opened before an end is known', [receive('12-02')], reopen('12-09')],
    ['papers before their request', [receive('12-02')], supply('12-04')],
    ['resumed before a suspension', [receive('12-02')], resume('12-04')],
    ['suspended twice', [receive('12-02'), suspend('12-03')], suspend('12-04')],
    ['an answer of an agency not asked', [receive('12-02')], on('12-04', 'answer-consultation', { agency: 'X' })],
  ])('%s', (_, known, fact) => {
    const before = dossier(known);
    const state = dossier([...known, fact]);
    expect(timeline(state).ignored).toEqual([expect.objectContaining({ waits: true })]);
    expect(figures(state)).toEqual(figures(before));
  });

  it.each<[string, DossierCommand]>([
    ['asked for papers', ask('12-05')],
    ['papers', supply('12-05')],
    ['an obligation', on('12-05', 'request-financial-obligation', { amount: 5 })],
    ['asked an agency', on('12-05', 'request-consultation', { agency: 'X' })],
    ['an answer of an agency', on('12-05', 'answer-consultation', { agency: 'X' })],
    ['suspended', suspend('12-05')],
    ['resumed', resume('12-05')],
  ])('%s before the receipt is known', (_, fact) => {
    const state = dossier([fact]);
    expect(timeline(state).ignored).toEqual([{ v: 1, reason: 'not-received', waits: true }]);
    expect(figures(state)).toEqual(figures(initialState(CODE)));
  });

  it('and counts once the receipt is: suspended and resumed, then received', () => {
    const facts = [receive('12-02'), suspend('12-03'), resume('12-05')];
    const [expected] = told(initialState(CODE), facts);
    for (const order of permutations(facts)) {
      const [state, refused] = told(initialState(CODE), order);
      expect([refused, timeline(state).ignored]).toEqual([[], []]);
      expect(timeline(state).due?.at).toBe(timeline(expected).due?.at);
      expect(figures(state)).toEqual(figures(expected));
    }
  });

  it('resolved again, said to be earlier than the known one: the later one waits', () => {
    const state = dossier([receive('12-02'), resolve('12-05'), resolve('12-04')]);
    expect(timeline(state).rounds.map(({ ending }) => ending?.at)).toEqual([instant('12-04')]);
    expect(timeline(state).ignored).toEqual([{ v: 2, reason: 'result-exists', waits: true }]);
    expect(figures(state).columns).toMatchObject({ resolvedBefore: 1, resolvedOnDay: 0 });
    const between = dossier([receive('12-02'), resolve('12-05'), resolve('12-03'), reopen('12-04')]);
    expect([timeline(between).ignored, timeline(between).rounds.length]).toEqual([[], 2]);
  });

  it('a re-opening that waits promises what it would by itself', () => {
    const waits = dossier([receive('12-02'), reopen('12-09')]);
    const known = dossier([receive('12-02'), reopen('12-09'), resolve('12-04')]);
    const due = waits.facts.flatMap((fact) => (fact.type === 'Reopened' ? [fact.data.due.at] : []));
    expect(due).toEqual([timeline(known).due!.at]);
  });
});
