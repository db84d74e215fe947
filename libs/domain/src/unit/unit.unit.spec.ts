import fc from 'fast-check';
import { recordedAfter } from '../kind.js';
import type { Reason } from '../reasons.js';
import type { UnitCommand, UnitRow } from './commands.js';
import { decideUnit } from './decide.js';
import { UNIT_KIND } from './kind.js';
import { emptyRegister, evolveRegister, unitLives, type UnitRegister } from './register.js';

const NOW = '2024-12-02T02:00:00.000Z';
const AT = '2024-10-28T02:00:00.000Z';
const context = { now: NOW, reference: { isPopulation: (key: string) => ['ward', 'city'].includes(key) } } as never;
const decideOn = (register: UnitRegister, command: UnitCommand) => decideUnit(register, command, context);

function after(...commands: UnitCommand[]): UnitRegister {
  let register = emptyRegister();
  for (const command of commands) {
    const decision = decideOn(register, command);
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.refusals)}`);
    register = evolveRegister(register, recordedAfter(register.version, decision.events, NOW));
  }
  return register;
}

const opened = (unit: string, more: object = {}): UnitCommand => ({
  type: 'open',
  at: AT,
  unit,
  name: `Phường ${unit}`,
  population: 'ward',
  ...more,
});
const close = (unit: string, on: string, ...successors: string[]): UnitCommand => ({
  type: 'close',
  at: AT,
  unit,
  on,
  successors,
});
const A = '26071@2019-06-01';
const B = '26080@2019-06-01';
const both = [opened(A, { agencyCode: 'H19.45.20' }), opened(B)];

describe('a command to the register of units', () => {
  it('opens, renames, changes and closes, each from its own day on', () => {
    const register = after(
      ...both,
      { type: 'rename', at: AT, unit: B, name: 'Phường Xuân An', from: '2024-01-01' },
      { type: 'change', at: AT, unit: B, from: '2024-09-01', officersOnDuty: 4, addresses: ['xa@example.vn'] },
      close(A, '2024-11-01', '26080'),
    );
    expect(unitLives(register).get(A)).toMatchObject({ validTo: '2024-11-01', successors: [B], closedBy: 5 });
    expect(unitLives(register).get(B)).toMatchObject({
      name: 'Phường Xuân An',
      aliases: [`Phường ${B}`],
      officersOnDuty: [{ from: '2024-09-01', n: 4 }],
      addresses: ['xa@example.vn'],
      validTo: null,
    });
    expect(UNIT_KIND.standing(register, A).phase).toBe('closed');
    expect(UNIT_KIND.standing(register, B).phase).toBe('open');
  });

  it('may be about a day ahead, since a merger is decided before its day', () => {
    expect(unitLives(after(...both, close(A, '2025-07-01', B))).get(A)!.validTo).toBe('2025-07-01');
  });

  it('that says what stands is nothing new', () => {
    const rename: UnitCommand = { type: 'rename', at: AT, unit: B, name: `Phường ${B}`, from: '2024-01-01' };
    expect(decideOn(after(...both), rename)).toEqual({ ok: true, events: [] });
  });

  it('takes a fact back, and with it what followed', () => {
    const closed = after(...both, close(A, '2024-11-01', B));
    const register = after(...both, close(A, '2024-11-01', B), { type: 'retract', at: AT, unit: A, event: 3 });
    expect(unitLives(closed).get(A)!.validTo).toBe('2024-11-01');
    expect(unitLives(register).get(A)).toMatchObject({ validTo: null, successors: [] });
  });

  const table: [string, UnitCommand[], UnitCommand, Reason, string][] = [
    ['opened twice', both, opened(A), 'unit-exists', '/code'],
    [
      'opened again under a key that is closed',
      [...both, close(A, '2024-11-01', B)],
      opened(A),
      'unit-exists',
      '/code',
    ],
    ['of a code in use', both, opened('26080@2024-11-01'), 'unit-code-in-use', '/code'],
    [
      'of a prefix in use',
      both,
      opened('1@2020-01-01', { agencyCode: 'H19.45.20' }),
      'agency-code-in-use',
      '/agencyCode',
    ],
    ['of no population of the plan', [], opened(A, { population: 'village' }), 'unknown-population', '/population'],
    ['said tomorrow', [], { ...opened(A), at: '2024-12-03T02:00:00.000Z' }, 'in-the-future', '/at'],
    [
      'renamed, and not there',
      [],
      { type: 'rename', at: AT, unit: A, name: 'x', from: '2024-01-01' },
      'unknown-unit',
      '/code',
    ],
    [
      'renamed after its end',
      [...both, close(A, '2024-11-01', B)],
      { type: 'rename', at: AT, unit: A, name: 'x', from: '2024-11-01' },
      'unit-not-in-force',
      '/from',
    ],
    [
      'changed before its first day',
      both,
      { type: 'change', at: AT, unit: A, from: '2019-05-31' },
      'unit-not-in-force',
      '/from',
    ],
    ['closed twice', [...both, close(A, '2024-11-01', B)], close(A, '2024-12-01', B), 'unit-already-closed', '/code'],
    ['closed on its first day', both, close(A, '2019-06-01', B), 'closed-before-opened', '/on'],
    ['merged into none that is known', both, close(A, '2024-11-01', B, '99999'), 'unknown-successor', '/successors/1'],
    ['merged into itself', both, close(A, '2024-11-01', A), 'successor-itself', '/successors/0'],
    ['merged into its own code', both, close(A, '2024-11-01', '26071'), 'successor-itself', '/successors/0'],
    [
      'merged in a circle',
      [...both, close(A, '2024-11-01', B)],
      close(B, '2024-12-01', A),
      'successor-not-in-force',
      '/successors/0',
    ],
    [
      'closed before the day on which it takes another over',
      [...both, close(A, '2024-11-01', B)],
      close(B, '2024-10-01'),
      'successor-of-another',
      '/on',
    ],
    [
      'a fact that is not there taken back',
      both,
      { type: 'retract', at: AT, unit: A, event: 9 },
      'no-such-event',
      '/event',
    ],
    ['another unit’s fact taken back', both, { type: 'retract', at: AT, unit: A, event: 2 }, 'no-such-event', '/event'],
    ['its opening taken back', both, { type: 'retract', at: AT, unit: A, event: 1 }, 'not-correctable', '/event'],
    [
      'a fact taken back twice',
      [...both, close(A, '2024-11-01', B), { type: 'retract', at: AT, unit: A, event: 3 }],
      { type: 'retract', at: AT, unit: A, event: 3 },
      'already-retracted',
      '/event',
    ],
  ];
  it.each(table)('is refused: %s', (_, given, command, reason, pointer) => {
    const decision = decideOn(after(...given), command);
    expect(decision).toEqual({ ok: false, refusals: [expect.objectContaining({ reason, pointer })] });
  });
});

describe('a table of units', () => {
  const row = (key: string, more: Partial<UnitRow> = {}): UnitRow => ({
    key,
    code: key.split('@')[0]!,
    name: `Phường ${key}`,
    population: 'ward',
    agencyCode: null,
    aliases: [],
    validFrom: key.split('@')[1]!,
    validTo: null,
    successors: [],
    ...more,
  });
  const restate = (...rows: UnitRow[]): UnitCommand => ({ type: 'restate', at: AT, rows });
  const chain = [
    row(A, { validTo: '2024-11-01', successors: [B] }),
    row(B, { validTo: '2025-07-01', successors: ['26080@2025-07-01'] }),
    row('26080@2025-07-01'),
  ];

  it('is taken whole: a code passes on to the unit that takes over on the same day', () => {
    const lives = unitLives(after(restate(...chain)));
    expect([...lives.values()].map(({ key, validTo }) => [key, validTo])).toEqual([
      [A, '2024-11-01'],
      [B, '2025-07-01'],
      ['26080@2025-07-01', null],
    ]);
  });

  it('adds nothing when it comes again, also after facts of their own', () => {
    const register = after(
      restate(...chain),
      { type: 'rename', at: AT, unit: B, name: 'Phường Xuân An', from: '2024-01-01' },
      restate(...chain),
    );
    expect(unitLives(register).get(B)!.name).toBe(`Phường ${B}`);
    expect(decideOn(register, restate(...chain))).toEqual({ ok: true, events: [] });
  });

  it('opens a unit again that it says is not closed', () => {
    const register = after(restate(...chain), restate(row(A)));
    expect(unitLives(register).get(A)).toMatchObject({ validTo: null, successors: [] });
  });

  it('is refused with two units of one code on one day', () => {
    expect(decideOn(emptyRegister(), restate(row(A), row('26071@2020-01-01')))).toMatchObject({
      refusals: [{ reason: 'unit-code-in-use' }],
    });
  });
});

it('gives the same units in whatever order its facts are folded', () => {
  const { facts } = after(
    ...both,
    { type: 'rename', at: AT, unit: B, name: 'Phường Xuân An', from: '2024-01-01' },
    { type: 'change', at: AT, unit: B, from: '2024-09-01', agencyCode: 'H19.45.23' },
    close(A, '2024-11-01', B),
    { type: 'retract', at: AT, unit: A, event: 5 },
    close(A, '2024-12-01', B),
  );
  const whole = unitLives(evolveRegister(emptyRegister(), facts));
  fc.assert(
    fc.property(fc.shuffledSubarray([...facts], { minLength: facts.length }), (shuffled) => {
      const folded = unitLives(evolveRegister(emptyRegister(), [...shuffled, ...shuffled]));
      expect(Object.fromEntries(folded)).toEqual(Object.fromEntries(whole));
    }),
  );
});
