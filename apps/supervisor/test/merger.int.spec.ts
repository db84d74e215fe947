import { join } from 'node:path';
import { type CommandInput, projectFolder, seedFolder } from '#application';
import { addDays, at } from '#domain';
import { COLUMNS, METRICS } from '#metrics';
import type { Drill, Figures, Overview, SharedCode, UnitView, WeekPoint } from '../../web/src/api.js';
import { RealSupervisor } from './real-supervisor.js';

/** Old ward → the ward of 1/7/2025 that it is a part of (domain.md). */
const INTO: Record<string, string> = {
  26077: '26080',
  26080: '26080',
  26083: '26080',
  26086: '26080',
  26107: '26080',
  26095: '26089',
  26089: '26089',
  26098: '26098',
  26092: '26098',
  26101: '26104',
  26104: '26104',
  26110: '26113',
  26113: '26113',
};
const OLD = Object.keys(INTO);
const before = (code: string): string => `${code}@2019-06-01`;
const since = (code: string): string => `${code}@2025-07-01`;
const MERGER = '2025-07-01';
const YEAR = 'period=year:2025';
const FIGURES = [
  ...COLUMNS.map(({ id }) => `column:${id}`),
  ...METRICS.flatMap(({ id }) => [`metric:${id}:numerator`, `metric:${id}:denominator`]),
];
const folder = (name: string): string => join(projectFolder(), name);

/** The 13 wards and communes become five on 1/7/2025: a year that spans it, told both ways. */
describe('a year with a merger', () => {
  let system: RealSupervisor;
  const read = <T>(path: string, query: string): Promise<T> => system.read<T>(`/api/${path}?${YEAR}&${query}`);
  const seed = (name: string) => seedFolder(system.database.pool, folder(name), { now: system.now });

  beforeAll(async () => {
    system = await RealSupervisor.start();
    system.now = '2025-12-30T03:00:00.000Z';
    let number = 0;
    for (const day of ['2025-03-10', '2025-06-25', '2025-06-30', '2025-07-02', '2025-10-06']) {
      if (day === '2025-07-02') {
        // only now is the merger known: dossiers and figures are there
        await system.fold();
        await seed('seeds/2025-07');
        system.application.reference.invalidate();
      }
      const units = day < MERGER ? OLD.map(before) : [...new Set(Object.values(INTO))].map(since);
      for (const [i, unit] of units.entries()) {
        const code = `H19.45-250101-${String(++number).padStart(4, '0')}`;
        const done = async (command: CommandInput) => system.accept(code, command);
        await done({
          type: 'receive',
          at: at(day, '08:30'),
          procedure: '1.001193',
          unit,
          channel: i % 2 ? 'online' : 'counter',
          applicant: { name: 'Mẫu' },
        });
        if (i % 3 === 0) await done({ type: 'resolve', at: at(day, '10:00'), outcome: 'granted', electronic: true });
        if (i % 3 === 1 && day < '2025-06-20') await done({ type: 'withdraw', at: at(addDays(day, 1), '09:00') });
      }
    }
    await system.fold();
    await system.application.deadlines.sweep();
    await system.fold();
  }, 120_000);
  afterAll(() => system.stop());

  it('is seeded once: the folder again says nothing new', async () => {
    const { position } = await system.application.store.head();
    await seed('seeds/2025-07');
    expect((await system.application.store.head()).position).toBe(position);
  });

  it('is not un-seeded by the folder of the time before', async () => {
    await expect(seed('seeds')).rejects.toThrow(/26080/);
  });

  it('has what was open handed over at the end of the last day', async () => {
    const { rows } = await system.database.pool.query<{ unit: string; n: number }>(
      `select data ->> 'unit' as unit, count(*)::int as n from log.event
        where type = 'Transferred' and (occurred_at at time zone 'Asia/Ho_Chi_Minh')::date = $1 group by 1 order by 1`,
      [addDays(MERGER, -1)],
    );
    // of the old wards those that neither resolved nor withdrew theirs
    expect(rows.map(({ unit }) => unit)).toEqual(['26080', '26089', '26098', '26104', '26113'].map(since));
    const { rows: left } = await system.database.pool.query(
      `select from read.dossier d join read.unit u on u.id = d.unit where d.phase = 'open' and u.key like '26%@2019-06-01'`,
    );
    expect(left).toEqual([]);
  });

  it('gives the same totals under the unit of the day and under the successor', async () => {
    const [byDay, bySuccessor] = [
      await read<Overview>('overview', 'under=day'),
      await read<Overview>('overview', 'under=successor'),
    ];
    expect(bySuccessor.totals).toEqual(byDay.totals);
    const shown = ({ rows }: Overview) => rows.map(({ unit }) => unit.key).filter((key) => /^26/.test(key));
    expect(shown(byDay)).toEqual(expect.arrayContaining([...OLD.map(before), since('26080')]));
    expect(shown(bySuccessor).sort()).toEqual(['26080', '26089', '26098', '26104', '26113'].map(since));
    const add = (rows: readonly Figures[]): Record<string, number> => {
      const sums: Record<string, number> = {};
      for (const { columns, metrics } of rows) {
        for (const [id, n] of Object.entries(columns)) sums[id] = (sums[id] ?? 0) + n;
        for (const [id, { numerator, denominator }] of Object.entries(metrics)) {
          sums[`${id} numerator`] = (sums[`${id} numerator`] ?? 0) + numerator;
          sums[`${id} denominator`] = (sums[`${id} denominator`] ?? 0) + denominator;
        }
      }
      return sums;
    };
    for (const { unit, ...figures } of bySuccessor.rows) {
      const parts = byDay.rows.filter(
        ({ unit: { key } }) =>
          key === unit.key || (key.endsWith('@2019-06-01') && since(INTO[key.slice(0, 5)] ?? '') === unit.key),
      );
      expect([unit.key, add([figures])]).toEqual([unit.key, add(parts)]);
    }
  });

  it('has under each successor what the log has of it and of its parts', async () => {
    const { rows: events } = await system.database.pool.query<{ type: string; unit: string; n: number }>(
      `select e.type, r.data ->> 'unit' as unit, count(*)::int as n from log.event e
         join log.event r on r.stream = e.stream and r.type = 'Received'
        where e.type in ('Received', 'Resolved', 'Withdrawn') group by 1, 2`,
    );
    const counted = new Map<string, { received: number; resolved: number; withdrawn: number }>();
    for (const { type, unit, n } of events) {
      const key = unit.endsWith(MERGER) ? unit : since(INTO[unit.slice(0, 5)]!);
      const of = counted.get(key) ?? { received: 0, resolved: 0, withdrawn: 0 };
      of[type.toLowerCase() as keyof typeof of] += n;
      counted.set(key, of);
    }
    const { rows } = await read<Overview>('overview', 'under=successor');
    const shown = rows.filter(({ unit }) => unit.key.endsWith(MERGER));
    expect(counted.size).toBe(5);
    for (const { unit, columns } of shown) {
      const resolved = ['resolvedBefore', 'resolvedOnDay', 'resolvedLate'].reduce((n, id) => n + columns[id]!, 0);
      const { received, withdrawn } = columns;
      expect([unit.key, { received, resolved, withdrawn }]).toEqual([unit.key, counted.get(unit.key)]);
    }
    expect(shown).toHaveLength(5);
  });

  it('lists under each figure just the dossiers that make it', async () => {
    for (const unit of [since('26080'), since('26104')]) {
      const view = await read<UnitView>('unit', `unit=${unit}&under=successor`);
      for (const figure of FIGURES) {
        const list = await read<Drill>('drill', `unit=${unit}&under=successor&figure=${figure}&limit=200`);
        const [kind, id, side] = figure.split(':') as [string, string, 'numerator'];
        const value = kind === 'column' ? view.figures.columns[id]! : view.figures.metrics[id]![side];
        expect([figure, list.figure.value, list.items.reduce((n, each) => n + each.n, 0)]).toEqual([
          figure,
          value,
          value,
        ]);
        expect(list.figure.unit?.key).toBe(unit);
      }
    }
  });

  it('shows one unit for a code that two have borne, or each of them, by what is asked', async () => {
    const both = await read<SharedCode>('unit', 'unit=26080');
    expect(both.rows.map(({ unit }) => unit.key)).toEqual([before('26080'), since('26080')]);
    const one = await read<UnitView>('unit', 'unit=26080&under=successor');
    expect([one.unit.key, one.unit.name]).toEqual([since('26080'), 'Phường Long Khánh']);
    // the old ward leads to the one that it is a part of
    expect((await read<UnitView>('unit', `unit=${before('26083')}&under=successor`)).unit.key).toBe(since('26080'));
    const old = await read<UnitView>('unit', `unit=${before('26083')}`);
    expect([old.unit.validTo, old.unit.successors.map(({ name }) => name)]).toEqual([MERGER, ['Phường Long Khánh']]);
  });

  it('knows of no merger while it lies ahead of the period', async () => {
    const { rows } = await system.read<Overview>('/api/overview?period=month:2025-06&under=successor');
    expect(rows.map(({ unit }) => unit.key)).toEqual(expect.arrayContaining(OLD.map(before)));
  });

  it('draws its weeks by the same units', async () => {
    const weeks = await read<WeekPoint[]>('weeks', `unit=${since('26080')}&under=successor&count=53`);
    const { figures } = await read<UnitView>('unit', `unit=${since('26080')}&under=successor`);
    expect(weeks.reduce((n, { received }) => n + received, 0)).toBe(figures.columns['received']);
  });
});
