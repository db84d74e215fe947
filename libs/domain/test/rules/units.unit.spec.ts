import type { DossierCommand } from '../../src/dossier/commands.js';
import { decide } from '../../src/dossier/decide.js';
import type { Draft } from '../../src/dossier/drafts.js';
import type { Refusal } from '../../src/kind.js';
import { timeline } from '../../src/dossier/timeline.js';
import { ReferenceData } from '../../src/reference/reference-data.js';
import type { Succession, Unit } from '../../src/reference/reference.js';
import { ask, Dossier, receive, resolve, supply } from '../dossier.js';
import { at, reasonRef, reference as usual, unit } from '../reference.js';

const key = (code: string) => `${code}@2019-06-01`;
const OLD = '26071';
const NEW = '26080';
/** The end of Monday 9/12/2024, the last day of the unit that closes. */
const LAST = '2024-12-09T16:59:59.999Z';

/** `OLD` is no more from 10/12/2024 on; the usual units besides. */
function city(old: Partial<Unit> = {}, others: Unit[] = [], successions: Succession[] = []): ReferenceData {
  const closing = unit(OLD, 'Phường Xuân Trung', { validTo: '2024-12-10', successors: [key(NEW)], ...old });
  return new ReferenceData({ ...usual.rows, units: [...usual.rows.units, closing, ...others], successions });
}
const at26071 = (more: object = {}) => receive({ unit: OLD, ...more });
const submit = (more: object = {}): DossierCommand => ({ ...receive(), ...more, type: 'submit', at: at(1) }) as never;
const reopen = (day: number): DossierCommand => ({ type: 'reopen', at: at(day), cause: 'complaint' });

function life(reference: ReferenceData, ...commands: DossierCommand[]): Dossier {
  const dossier = new Dossier(reference);
  for (const command of commands) dossier.do(command);
  return dossier;
}
const transfersIn = (events: Draft[]) => events.filter(({ type }) => type === 'Transferred');
const toNew = (occurredAt = LAST, more: object = {}) => ({
  type: 'Transferred',
  occurredAt,
  data: { unit: key(NEW), from: key(OLD), because: 'unit-closed', ...more },
});

describe('a unit that closes owns nothing any more', () => {
  it('its open dossiers are transferred at the end of its last day, once, when the clock asks', () => {
    const dossier = life(city(), at26071({ dueAt: at(20) }));
    expect(dossier.ask(LAST)).toEqual([]);
    expect(dossier.ask(at(10))).toEqual([toNew()]);
    expect(dossier.ask(at(10))).toEqual([]);
    expect(dossier.ask(at(31))).toContainEqual(expect.objectContaining({ type: 'BecameOverdue' }));
    const { unit: owner, transfers, rounds } = timeline(dossier.state);
    expect([owner, rounds[0]!.overdue!.unit]).toEqual([key(NEW), key(NEW)]);
    expect(transfers).toEqual([{ at: LAST, from: key(OLD), to: key(NEW) }]);
  });

  it('by any decision on them, and also while they wait', () => {
    const open = life(city(), at26071({ dueAt: at(20) }));
    const forward: DossierCommand = { type: 'forward', at: at(11), officer: 'x' };
    expect(open.types(forward)).toEqual(['Forwarded', 'Transferred']);
    const waiting = life(city(), at26071(), ask(3));
    expect(waiting.ask(at(10))).toEqual([toNew()]);
    expect(timeline(waiting.state)).toMatchObject({ phase: 'waiting', unit: key(NEW) });
  });

  it('not before the source has got so far', () => {
    const dossier = life(city(), at26071());
    expect(transfersIn(dossier.ask(at(20), LAST))).toEqual([]);
    expect(transfersIn(dossier.ask(at(20), at(10)))).toEqual([toNew()]);
  });

  it('as are those that arrive late', () => {
    const dossier = new Dossier(city());
    expect(dossier.types(at26071(), at(20))).toEqual(['Received', 'Transferred', 'BecameOverdue']);
    expect(timeline(dossier.state).rounds[0]!.overdue!.unit).toBe(key(OLD));
  });

  it('what has ended, what is not returned and what is not received stays where it is', () => {
    const returned: DossierCommand = { type: 'return-result', at: at(4, 10), byPost: false };
    for (const commands of [
      [at26071(), resolve(4)],
      [at26071(), resolve(4), returned],
      [at26071(), { type: 'withdraw', at: at(4) }],
      [submit({ unit: OLD })],
    ] as DossierCommand[][]) {
      const dossier = life(city(), ...commands);
      expect(transfersIn(dossier.ask(at(31)))).toEqual([]);
      expect(timeline(dossier.state).unit).toBe(key(OLD));
    }
  });

  it('facts about what it still owns are taken until it has been transferred', () => {
    const dossier = life(city(), at26071());
    expect(dossier.types(ask(9), at(11))).toEqual(['SupplementRequested', 'Transferred', 'BecameOverdue']);
  });

  it('an end before its last day, told later, leaves no transfer behind', () => {
    const dossier = life(city(), at26071());
    dossier.ask(at(11));
    expect(timeline(dossier.state).transfers).toHaveLength(1);
    dossier.do(resolve(4), at(12));
    const t = timeline(dossier.state);
    expect([t.transfers, t.rounds[0]!.ending?.unit, t.unit]).toEqual([[], key(OLD), key(OLD)]);
  });

  it('a transfer to another unit before its last day, told later, stands in the place of the clock’s', () => {
    const dossier = life(city(), at26071());
    dossier.ask(at(11));
    dossier.do({ type: 'transfer', at: at(6), unit: '26077' }, at(12));
    const t = timeline(dossier.state);
    expect([t.transfers.map(({ to }) => to), t.unit]).toEqual([[key('26077')], key('26077')]);
  });

  it('a transfer by the clock is taken back by nobody: it follows from the others', () => {
    const dossier = life(city(), at26071({ dueAt: at(20) }));
    dossier.ask(at(10));
    const retract: DossierCommand = { type: 'retract', at: at(11), event: 2, reasonRef };
    expect(() => dossier.do(retract)).toThrow('not-correctable');
  });
});

it('a unit of which it is said later that it had closed gives back what it took since', () => {
  const dossier = life(usual, receive({ dueAt: at(31) }), { type: 'transfer', at: at(11), unit: NEW });
  const closed = (validTo: string) =>
    new ReferenceData({
      ...usual.rows,
      units: usual.rows.units.map((each) =>
        each.code === NEW ? { ...each, validTo, successors: [key('26083')] } : each,
      ),
    });
  const now = at(12);
  for (const validTo of ['2024-12-10', '2024-12-11', '2024-12-12']) {
    const reference = closed(validTo);
    const context = { now, askedUpTo: now, reference, calendar: reference.calendar };
    const decision = decide(dossier.state, { type: 'ask-clock', at: now }, context);
    const occurredAt = validTo === '2024-12-12' ? '2024-12-11T16:59:59.999Z' : at(11);
    const data = { unit: key('26083'), from: key(NEW), because: 'unit-closed' };
    expect(decision).toEqual({ ok: true, events: [{ type: 'Transferred', occurredAt, data }] });
  }
});

describe('the successor', () => {
  it('that has closed, too, has a successor: one transfer for each closing', () => {
    const between = unit('26074', 'Phường Xuân Thanh', { validTo: '2024-12-13', successors: [key(NEW)] });
    const dossier = life(city({ successors: [key('26074')] }, [between]), at26071({ dueAt: at(31) }));
    expect(transfersIn(dossier.ask(at(20))).map(({ occurredAt, data }) => [occurredAt, data])).toEqual([
      [LAST, { unit: key('26074'), from: key(OLD), because: 'unit-closed' }],
      ['2024-12-12T16:59:59.999Z', { unit: key(NEW), from: key('26074'), because: 'unit-closed' }],
    ]);
  });

  it('that closed on the same day is passed over', () => {
    const between = unit('26074', 'Phường Xuân Thanh', { validTo: '2024-12-10', successors: [key(NEW)] });
    const dossier = life(city({ successors: [key('26074')] }, [between]), at26071());
    expect(transfersIn(dossier.ask(at(20)))).toEqual([toNew()]);
  });

  const successors = [key(NEW), key('26077')];
  const row = (successor: string, procedure: string, agencyCode: string): Succession => {
    return { unit: key(OLD), successor: key(successor), procedure, agencyCode };
  };
  it.each<[string, Succession[], string | null]>([
    ['by procedure', [row('26077', '1.000001', ''), row(NEW, '1.000003', '')], '26077'],
    ['by agency code', [row('26077', '', 'H19.45.22'), row(NEW, '', 'H19.45.23')], '26077'],
    ['by both before either', [row(NEW, '1.000001', ''), row('26077', '1.000001', 'H19.45.22')], '26077'],
    ['by none: a person has to say it', [], null],
    ['by two that say different things: a person has to say it', [row('26077', '', ''), row(NEW, '', '')], null],
  ])('of several is decided %s', (_, rows, expected) => {
    const dossier = life(city({ successors }, [], rows), at26071());
    const to = transfersIn(dossier.ask(at(20))).map(({ data }) => (data as { unit: string }).unit);
    expect(to).toEqual(expected === null ? [] : [key(expected)]);
  });

  it('that nobody has decided may be said by a person, by a transfer', () => {
    const dossier = life(city({ successors }), at26071());
    dossier.ask(at(20));
    expect(dossier.types({ type: 'transfer', at: at(20), unit: '26077' })).toEqual(['Transferred']);
    expect(timeline(dossier.state).unit).toBe(key('26077'));
  });

  it('takes over what is re-opened later, just before the re-opening: no dossier was transferred', () => {
    const dossier = life(city(), at26071(), resolve(4), reopen(11));
    const reopened = { ...toNew(at(11)), data: { unit: key(NEW), from: key(OLD), because: 'reopened' } };
    const facts = dossier.state.facts.map(({ type, occurredAt, data }) => ({ type: type, occurredAt, data: data }));
    expect(facts).toContainEqual(reopened);
    const t = timeline(dossier.state);
    expect(t).toMatchObject({ unit: key(NEW), transfers: [], reopenings: [{ at: at(11), unit: key(NEW) }] });
    expect(t.rounds[0]!.ending!.unit).toBe(key(OLD));
  });

  it('of what is re-opened later is the one of that day, at the end of the chain', () => {
    const between = unit('26070', 'Phường Xuân Thanh', { validTo: '2024-12-13', successors: [key(NEW)] });
    const reference = city({ successors: [key('26070')] }, [between]);
    const owners = (day: number) => {
      const { reopenings, unit: last } = timeline(life(reference, at26071(), resolve(4), reopen(day)).state);
      return [reopenings[0]!.unit, last];
    };
    expect(owners(11)).toEqual([key('26070'), key('26070')]);
    expect(owners(16)).toEqual([key(NEW), key(NEW)]);
  });
});

describe('a unit takes a new dossier, a transfer or a forwarded one only on days on which it is in force', () => {
  const later = unit('26086', 'Phường Xuân Lập', { validFrom: '2025-01-01', key: '26086@2025-01-01' });
  const reference = city({}, [later]);
  function refusals(before: DossierCommand[], command: DossierCommand): Refusal[] {
    const { state } = life(reference, ...before);
    const now = command.at;
    const decision = decide(state, command, { now, askedUpTo: now, reference, calendar: reference.calendar });
    return decision.ok ? [] : decision.refusals;
  }
  const closed = (pointer: string): Refusal => ({
    reason: 'unit-closed',
    pointer,
    values: { day: '2024-12-09', successor: NEW, name: 'Phường Xuân An' },
  });
  const notOpen = (pointer: string): Refusal => ({ reason: 'unit-not-open', pointer, values: { day: '2025-01-01' } });

  it.each<[string, DossierCommand[], DossierCommand, Refusal]>([
    ['a receipt by code', [], at26071({ at: at(10) }), closed('/unit')],
    ['a receipt by key', [], receive({ at: at(10), unit: key(OLD) }), closed('/unit')],
    [
      'a receipt of what was submitted there',
      [submit({ unit: OLD })],
      { type: 'receive', at: at(10) },
      closed('/unit'),
    ],
    ['a submission', [], { ...submit({ unit: OLD }), at: at(10) } as DossierCommand, closed('/unit')],
    ['a refusal at intake', [], { ...at26071({ at: at(10) }), type: 'refuse' } as DossierCommand, closed('/unit')],
    ['a counter by code', [], receive({ at: at(10), receivingUnit: OLD }), closed('/receivingUnit')],
    ['a counter by key', [], receive({ at: at(10), receivingUnit: key(OLD) }), closed('/receivingUnit')],
    ['a transfer', [receive({ at: at(10) })], { type: 'transfer', at: at(11), unit: OLD }, closed('/unit')],
    ['a forwarded one', [receive({ at: at(10) })], { type: 'forward', at: at(11), unit: key(OLD) }, closed('/unit')],
    [
      'a correction of the receipt',
      [receive({ at: at(10) })],
      { type: 'correct', at: at(11), event: 1, data: { unit: OLD }, reasonRef },
      closed('/data/unit'),
    ],
    ['before it opens: a receipt by code', [], receive({ unit: '26086' }), notOpen('/unit')],
    ['before it opens: a receipt by key', [], receive({ unit: later.key }), notOpen('/unit')],
    ['before it opens: a transfer', [receive()], { type: 'transfer', at: at(3), unit: '26086' }, notOpen('/unit')],
    ['before it opens: a counter', [], receive({ receivingUnit: '26086' }), notOpen('/receivingUnit')],
  ])('%s is refused, and the answer names the successor or the day', (_, before, command, expected) => {
    expect(refusals(before, command)).toEqual([expected]);
  });

  it('what was submitted there is received by the successor, at its counter, when that is named', () => {
    const dossier = life(reference, submit({ unit: OLD }), { type: 'receive', at: at(10), unit: NEW });
    expect(timeline(dossier.state)).toMatchObject({ unit: key(NEW), receivingUnit: key(NEW) });
  });

  it('also when a fact is moved to such a day by a correction, unless that names another unit', () => {
    const correct = (event: number, day: number, data?: object): DossierCommand =>
      ({ type: 'correct', at: at(12), event, occurredAt: at(day), reasonRef, ...(data && { data }) }) as DossierCommand;
    const moved = closed('/occurredAt');
    expect(refusals([at26071()], correct(1, 11))).toEqual([moved]);
    expect(refusals([receive(), { type: 'transfer', at: at(6), unit: OLD }], correct(2, 11))).toEqual([moved]);
    const dossier = life(reference, at26071());
    expect(dossier.types(correct(1, 6))).toContain('Corrected');
    dossier.do(correct(1, 11, { unit: NEW, receivingUnit: NEW }));
    expect(timeline(dossier.state)).toMatchObject({ unit: key(NEW), received: { at: at(11) }, transfers: [] });
  });

  it('until the end of its last day it takes them, also when that is told later', () => {
    expect(life(reference, at26071({ at: LAST })).state.version).toBe(1);
    const dossier = new Dossier(reference);
    expect(dossier.types(at26071({ at: at(9) }), at(20))).toContain('Received');
  });

  it('without a decided successor the answer names none', () => {
    const undecided = city({ successors: [key(NEW), key('26077')] });
    const now = at(10);
    const context = { now, askedUpTo: now, reference: undecided, calendar: undecided.calendar };
    const decision = decide(new Dossier().state, at26071({ at: now }), context);
    expect(decision).toEqual({
      ok: false,
      refusals: [{ reason: 'unit-closed', pointer: '/unit', values: { day: '2024-12-09' } }],
    });
  });

  it('a code that is used again names the unit of the day', () => {
    const again = unit(OLD, 'Phường mới', { key: `${OLD}@2025-01-01`, validFrom: '2025-01-01' });
    const dossier = life(city({}, [again]), receive({ at: '2025-01-02T02:00:00.000Z', unit: OLD }));
    expect(timeline(dossier.state).unit).toBe(again.key);
  });
});

it('a wait that began in the closed unit goes on in the successor, and its clock is the dossier’s', () => {
  const dossier = life(city(), at26071(), ask(4), supply(12));
  const t = timeline(dossier.state);
  expect([t.unit, t.due?.at]).toEqual([key(NEW), at(17, 17)]);
  expect(
    t.spans.filter(({ stock }) => stock === 'waiting').map(({ unit: owner, from, to }) => [owner, from, to]),
  ).toEqual([
    [key(OLD), at(4), LAST],
    [key(NEW), LAST, at(12)],
  ]);
});
