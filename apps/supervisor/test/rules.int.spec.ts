import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedFolder } from '#application';
import { at } from '#domain';
import type { DossierView, Drill, Overview, SharedCode, UnitView, Worklist } from '../../web/src/api.js';
import { RealSupervisor } from './real-supervisor.js';
import { JUSTICE, receive, TAX, XUAN_BINH } from './small-world.js';

const OLD = '99001@2019-06-01';
const NEW = '99001@2024-11-20';
/** Two units, one after the other, that bear one code and one name. */
const UNITS = `unit,agency_code_placeholder,name,population,aliases,valid_from,valid_to,successors
99001,H19.45.71,Phường Bến Đá,ward,,2019-06-01,2024-11-15,
99001,H19.45.72,Phường Bến Đá,ward,,2024-11-20,,
`;

/** What the figures of one page must agree in; the present is Friday 20/12/2024, 10:00. */
describe('the rules of figures', () => {
  let system: RealSupervisor;
  let serial = 0;

  /** A dossier of three working days, received at 08:00; resolved on a day or not at all. */
  const dossier = async (unit: string, day: string, resolved?: string): Promise<string> => {
    serial += 1;
    const code = `H19.45-${day.slice(2).replaceAll('-', '')}-${String(serial).padStart(4, '0')}`;
    await system.accept(code, receive(unit, at(day, '08:00')));
    if (resolved) await system.accept(code, { type: 'resolve', at: at(resolved, '09:00'), outcome: 'granted' });
    return code;
  };
  const settled = async (): Promise<void> => {
    await system.application.deadlines.sweep();
    await system.fold();
  };

  beforeAll(async () => {
    system = await RealSupervisor.start();
    const folder = await mkdtemp(join(tmpdir(), 'supervisor-units-'));
    await writeFile(join(folder, 'units.csv'), UNITS);
    await seedFolder(system.database.pool, folder, { now: system.now });
    system.application.reference.invalidate();
    await rm(folder, { recursive: true });
  });
  afterAll(() => system.stop());

  describe('a code that two units had', () => {
    beforeAll(async () => {
      await dossier(OLD, '2024-11-04', '2024-11-05');
      await dossier(OLD, '2024-11-06', '2024-11-07');
      await dossier(NEW, '2024-11-21');
      await settled();
    });

    it('names both in a period of both, each on a line of its own, and never adds them up', async () => {
      const view = await system.read<SharedCode>('/api/unit?unit=99001&period=month:2024-11');
      expect(view).toMatchObject({ code: '99001', period: { key: 'month:2024-11' } });
      expect(view).not.toHaveProperty('unit');
      expect(view.rows.map(({ unit, columns }) => [unit.key, columns['received']])).toEqual([
        [OLD, 2],
        [NEW, 1],
      ]);
      expect(view.targets).toMatchObject({ ward: { 'on-time': { op: '>=', value: 97 } } });
    });

    it.each([
      ['month:2024-10', OLD, 0],
      ['range:2024-11-04..2024-11-14', OLD, 2],
      ['range:2024-11-15..2024-11-30', NEW, 1],
      ['month:2024-12', NEW, 0],
    ])('is the one of %s alone: %s', async (period, key, received) => {
      const view = await system.read<UnitView>(`/api/unit?unit=99001&period=${period}`);
      expect([view.unit.key, view.figures.columns['received']]).toEqual([key, received]);
    });

    it('is nobody’s between the two', async () => {
      const { status, body } = await system.get<{ errors: { detail: string }[] }>(
        '/api/unit?unit=99001&period=range:2024-11-16..2024-11-18',
      );
      expect(status).toBe(400);
      expect(body.errors[0]!.detail).toBe('Không có đơn vị nào có mã này từ ngày 16/11/2024 đến ngày 18/11/2024.');
    });

    it('has both in the head of a list, which is the sum of theirs', async () => {
      const list = await system.read<Drill>('/api/drill?figure=column:received&unit=99001&period=month:2024-11');
      expect(list.figure).toMatchObject({ value: 3, unit: null });
      expect(list.figure.units.map(({ key, value }) => [key, value])).toEqual([
        [OLD, 2],
        [NEW, 1],
      ]);
      expect(list.items.map(({ unit }) => unit.key).sort()).toEqual([OLD, OLD, NEW]);
    });

    it('has a line for each in the league table', async () => {
      const { rows } = await system.read<Overview>('/api/overview?period=month:2024-11');
      expect(rows.filter(({ unit }) => unit.code === '99001').map(({ unit }) => unit.key)).toEqual([OLD, NEW]);
    });
  });

  it('a week is reckoned from the first day of its week-year', async () => {
    await dossier(JUSTICE, '2019-12-30');
    await settled();
    const received = async (query: string): Promise<number> =>
      (await system.read<UnitView>(`/api/unit?unit=LK-01&period=week:2020-W01${query}`)).figures.columns['received']!;
    expect([await received(''), await received('&reckon=cumulative')]).toEqual([1, 1]);
  });

  it('a reporting quarter is not the calendar’s, and each says its rule', async () => {
    await dossier(JUSTICE, '2024-09-16');
    await dossier(JUSTICE, '2024-09-17');
    await dossier(JUSTICE, '2024-12-16');
    await settled();
    const view = (period: string) => system.read<UnitView>(`/api/unit?unit=${JUSTICE}&period=${period}`);
    const [calendar, reporting] = [await view('quarter:2024-4'), await view('reporting-quarter:2024-4')];
    expect([calendar.figures.columns['received'], reporting.figures.columns['received']]).toEqual([1, 2]);
    expect([calendar.period.rule, reporting.period.rule]).toEqual(['calendar', 'reporting']);
    expect(reporting.period).toMatchObject({ from: '2024-09-15', to: '2024-12-14' });
    expect(reporting.year.period).toMatchObject({ from: '2023-12-15', to: '2024-12-14' });
    expect(reporting.year.period.label).toBe('Từ đầu năm báo cáo 2024 đến 14/12/2024');
  });

  it('the list behind a rate has the target that the rate was held against', async () => {
    const target = async (query: string) =>
      (await system.read<Drill>(`/api/drill?figure=metric:on-time:numerator&period=month:2024-11&${query}`)).figure
        .target;
    expect(await target(`unit=${XUAN_BINH}`)).toEqual({ op: '>=', value: 97 });
    expect(await target('scope=city')).toEqual({ op: '>=', value: 97 });
    expect(await target('scope=all')).toBeNull();
    expect(await target(`unit=${TAX}`)).toBeNull();
  });

  it('the overview says from how many dossiers on a rate is ranked', async () => {
    expect((await system.read<Overview>('/api/overview')).rankingMinimum).toBe(10);
  });

  it('an apology is owed all the same when what was late has been resolved', async () => {
    const open = await dossier(XUAN_BINH, '2024-12-02');
    const resolved = await dossier(XUAN_BINH, '2024-12-03');
    const apologised = await dossier(XUAN_BINH, '2024-12-03');
    await settled();
    await system.accept(resolved, { type: 'resolve', at: at('2024-12-10', '09:00'), outcome: 'granted' });
    await system.accept(apologised, {
      type: 'issue-apology',
      at: at('2024-12-09', '09:00'),
      reason: 'thiếu người',
      newDate: at('2024-12-25', '17:00'),
    });
    await settled();
    const codes = async (query: string): Promise<string[]> => {
      const list = await system.read<Worklist>(`/api/worklist?kind=late&unit=${XUAN_BINH}${query}`);
      expect(list.items).toHaveLength(list.total);
      return list.items.map(({ code }) => code);
    };
    expect(await codes('')).toEqual([open, apologised]);
    expect(await codes('&apology=issued')).toEqual([apologised]);
    expect(await codes('&apology=owed')).toEqual([open, resolved]);
    const { items } = await system.read<Worklist>(`/api/worklist?kind=late&apology=owed&unit=${XUAN_BINH}`);
    // it was late until it was resolved, and is no later since
    expect(items[1]).toMatchObject({ phase: 'resolved', apology: 'owed', daysLate: { calendar: 4, working: 2 } });
    const csv = await fetch(`${system.address}/api/worklist.csv?kind=late&apology=owed&unit=${XUAN_BINH}`);
    expect(csv.headers.get('content-disposition')).toContain('ho-so-no-phieu-xin-loi-2024-12-20.csv');
    expect(await csv.text()).toContain('còn nợ,đã giải quyết');
    const week = (await system.read<Overview>('/api/overview')).thisWeek!.figures;
    const { total } = await system.read<Worklist>('/api/worklist?kind=late&apology=owed');
    expect(week.find(({ id }) => id === 'apologiesOwed')!.value).toBe(total);
  });

  it('a dossier whose latest round waits has not ended, although an earlier round has', async () => {
    const code = await dossier(JUSTICE, '2024-11-25', '2024-11-27');
    await system.accept(
      code,
      { type: 'reopen', at: at('2024-12-02', '08:00'), cause: 'agency-error', reason: 'sai sót' },
      { type: 'request-supplement', at: at('2024-12-11', '09:00'), reason: 'thiếu giấy tờ' },
    );
    await settled();
    const { items } = await system.read<Worklist>(`/api/worklist?kind=late&apology=owed&unit=${JUSTICE}`);
    // late in its second round, and no days are told while its clock stands
    expect(items.find((item) => item.code === code)).toMatchObject({
      phase: 'waiting',
      dueAt: at('2024-12-05', '17:00'),
      daysLate: null,
    });
    const view = await system.read<DossierView>(`/api/dossiers/${code}`);
    expect(view.state).toMatchObject({ phase: 'waiting', endedAt: null });
    expect(view.rounds.map(({ late, ending }) => [late, ending?.kind ?? null])).toEqual([
      [false, 'resolved'],
      [true, null],
    ]);
  });
});
