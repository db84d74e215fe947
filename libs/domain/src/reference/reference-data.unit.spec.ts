import { procedure, reference, unit } from '../../test/reference.js';
import { type Policy, ReferenceData } from './reference-data.js';
import { isInForce, type Succession, type Unit } from './reference.js';

const closed = (code: string, validTo: string, ...successors: string[]): Unit =>
  unit(code, code, { validTo, successors });
const key = (code: string): string => `${code}@2019-06-01`;
const dossier = { code: 'H19.45.20-241025-0001', procedure: '1.000001.000.00.00.H19' };

const world = (units: Unit[], successions: Succession[] = []): ReferenceData =>
  new ReferenceData({ units, procedures: [procedure('1.000001', 3)], policies: [], days: [], hours: [], successions });
const row = (successor: string, procedureCode: string, agencyCode = ''): Succession => {
  return { unit: key('A'), successor: key(successor), procedure: procedureCode, agencyCode };
};

describe('a unit', () => {
  it('is in force from its first day up to the day before the one on which it is no more', () => {
    const one = closed('A', '2024-11-01');
    expect(['2019-05-31', '2019-06-01', '2024-10-31', '2024-11-01'].map((on) => isInForce(one, on))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('that was the last to have a code, and is closed, is found by that code', () => {
    const again = unit('A', 'Another', { key: 'A@2025-01-01', validFrom: '2025-01-01', validTo: '2025-07-01' });
    const data = world([again, closed('A', '2024-11-01')]);
    expect(data.unitLastOf('A', '2024-10-31')).toBeNull();
    expect(data.unitLastOf('A', '2024-11-01')?.key).toBe(key('A'));
    expect(data.unitLastOf('A', '2025-03-01')?.key).toBe(key('A'));
    expect(data.unitLastOf('A', '2025-07-01')?.key).toBe('A@2025-01-01');
    expect(data.unitLastOf('B', '2025-07-01')).toBeNull();
  });
});

describe('what a closed unit still owns', () => {
  const open = [unit('B'), unit('C')];

  it('goes to its one successor, without any rule', () => {
    const data = world([closed('A', '2024-11-01', key('B')), ...open]);
    expect(data.successor(key('A'), dossier, '2024-11-01')?.code).toBe('B');
    expect(data.successor(key('A'), { code: '', procedure: null }, '2025-06-30')?.code).toBe('B');
  });

  it('goes to nobody as long as the unit is there, where it has no successor, and where it is not known', () => {
    const data = world([closed('A', '2024-11-01', key('B')), closed('D', '2024-11-01'), ...open]);
    expect(data.successor(key('A'), dossier, '2024-10-31')).toBeNull();
    expect(data.successor(key('B'), dossier, '2024-11-01')).toBeNull();
    expect(data.successor(key('D'), dossier, '2024-11-01')).toBeNull();
    expect(data.successor('A', dossier, '2024-11-01')).toBeNull();
    expect(data.successor(key('A'), dossier, '2019-01-01')).toBeNull();
  });

  it('follows the chain to the unit that is there on the day', () => {
    const data = world([closed('A', '2024-11-01', key('B')), closed('B', '2025-07-01', key('C')), unit('C')]);
    expect(data.successor(key('A'), dossier, '2025-06-30')?.code).toBe('B');
    expect(data.successor(key('A'), dossier, '2025-07-01')?.code).toBe('C');
  });

  it('does not go round for ever where stored rows lead in a circle', () => {
    const data = world([closed('A', '2024-11-01', key('B')), closed('B', '2024-11-01', key('A'))]);
    expect(data.successor(key('A'), dossier, '2025-01-01')).toBeNull();
  });

  describe('with several successors', () => {
    const several = (...rows: Succession[]) => world([closed('A', '2024-11-01', key('B'), key('C')), ...open], rows);
    const goesTo = (...rows: Succession[]) => several(...rows).successor(key('A'), dossier, '2024-11-05')?.code ?? null;

    it.each<[string, Succession[], string | null]>([
      ['is for a person to say where no row does', [], null],
      ['is for a person to say where no row fits', [row('B', '1.000002')], null],
      ['goes by its procedure', [row('C', '1.000001')], 'C'],
      ['goes by the prefix of its code', [row('B', '', 'H19.45.20')], 'B'],
      ['goes by both rather than by one', [row('B', '1.000001'), row('C', '1.000001', 'H19.45.20')], 'C'],
      ['is for a person to say where two rows disagree', [row('B', '1.000001'), row('C', '', 'H19.45.20')], null],
      ['goes where two rows agree', [row('C', '1.000001'), row('C', '', 'H19.45.20')], 'C'],
      ['does not go to a unit that is no successor', [row('D', '1.000001')], null],
    ])('it %s', (_, rows, expected) => expect(goesTo(...rows)).toBe(expected));

    it('it goes by no procedure where none is known', () => {
      const place = { ...dossier, procedure: null };
      expect(several(row('B', '1.000001')).successor(key('A'), place, '2024-11-05')).toBeNull();
    });
  });
});

describe('a procedure', () => {
  const rows = [
    procedure('1.000001', 5, { code: '1.000001.H19', name: 'Cũ', validTo: '2024-07-01' }),
    procedure('1.000001', 3, { code: '1.000001.H19', name: 'Mới', validFrom: '2024-07-01', validTo: '2025-01-01' }),
    procedure('1.000002', 1),
  ];
  const data = new ReferenceData({ units: [], procedures: rows, policies: [], days: [], hours: [] });
  const names = (code: string, ...days: string[]) => days.map((day) => data.procedure(code, day)?.name ?? null);

  it('is what is said of it on the day, by its code, its national part or with a suffix', () => {
    const days = ['2001-01-01', '2024-06-30', '2024-07-01', '2024-12-31', '2025-01-01'];
    for (const code of ['1.000001', '1.000001.H19', '1.000001.000.00.00.H19']) {
      expect(names(code, ...days)).toEqual(['Cũ', 'Cũ', 'Mới', 'Mới', null]);
    }
    expect(data.procedure('1.000001 Nguyễn', '2024-07-01')).toBeNull();
  });

  it('without dates holds always', () => {
    expect(names('1.000002', '2000-01-01', '2099-12-31')).toEqual(['1.000002', '1.000002']);
  });

  it('that is no more is known as it was last, and stands once in a list', () => {
    expect(data.procedureKnown('1.000001', '2024-01-01')?.name).toBe('Cũ');
    expect(data.procedureKnown('1.000001', '2026-01-01')?.name).toBe('Mới');
    expect(data.procedureKnown('1.000001')?.name).toBe('Mới');
    expect(data.procedureKnown('1.000009', '2026-01-01')).toBeNull();
    expect(data.proceduresOn('2024-01-01').map(({ name }) => name)).toEqual(['Cũ', '1.000002']);
    expect(data.proceduresOn('2026-01-01').map(({ name }) => name)).toEqual(['Mới', '1.000002']);
  });
});

describe('a policy', () => {
  const policy = (policyKey: string, value: string, scope = ''): Policy => {
    return { key: policyKey, value, scope, effectiveFrom: '2000-01-01', source: '' };
  };
  const on = '2024-12-02T02:00:00.000Z';
  const withPolicies = (...policies: Policy[]) => new ReferenceData({ ...reference.rows, policies });

  it('has a default where no row says anything', () => {
    expect(reference.policy('midnight-due', on, '1.000001')).toBe('end-of-office-hours');
    expect(reference.policy('ranking-minimum', on)).toBe('10');
  });

  it('is that of the procedure before that of all', () => {
    const data = withPolicies(policy('midnight-due', 'as-stated', '1.000001'));
    expect(data.policy('midnight-due', on, '1.000001.H19')).toBe('as-stated');
    expect(data.policy('midnight-due', on, '1.000002')).toBe('end-of-office-hours');
  });

  it('whose stored word is none of its words is not there: no decision rests on it', () => {
    const data = withPolicies(policy('after-hours', '25:00'), policy('apology-limit-days', 'một'));
    expect(data.rules('1.000001', on)).toMatchObject({ afterHours: '15:00', apologyDays: 1 });
  });
});
