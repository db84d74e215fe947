import { at } from '#domain';
import type { Drill, DossierView, Overview, Search, Worklist } from '../../web/src/api.js';
import { RealSupervisor } from './real-supervisor.js';
import { JUSTICE, receive, XUAN_BINH } from './small-world.js';

const WHOLE = 'H19.45-241202-0001';
const STAGES = [2, 3, 4].map((n) => `H19.45-241202-000${n}`);
const [LATE, TODAY, RESOLVED] = STAGES;

/** A dossier with stages elsewhere; the present is Friday 20/12/2024, 10:00. */
describe('linked dossiers', () => {
  let system: RealSupervisor;

  beforeAll(async () => {
    system = await RealSupervisor.start();
    const parent = WHOLE;
    await system.accept(WHOLE, receive(XUAN_BINH, at('2024-12-02', '08:00')));
    await system.accept(LATE!, receive(JUSTICE, at('2024-12-03', '08:00'), { parent }));
    await system.accept(TODAY!, receive(JUSTICE, at('2024-12-17', '08:00'), { parent }));
    await system.accept(RESOLVED!, receive(JUSTICE, at('2024-12-03', '09:00'), { parent }), {
      type: 'resolve',
      at: at('2024-12-10', '09:00'),
      outcome: 'granted',
    });
    await system.application.deadlines.sweep();
    await system.fold();
  });
  afterAll(() => system.stop());

  it.each([
    ['linkedReceived', STAGES],
    ['linkedResolved', [RESOLVED]],
    ['linkedLate', [RESOLVED]],
  ])('are listed behind the column %s', async (column, codes) => {
    const query = `unit=${JUSTICE}&period=month:2024-12`;
    const list = await system.read<Drill>(`/api/drill?figure=column:${column}&${query}`);
    expect(list.figure.value).toBe(codes.length);
    expect(list.items.map(({ code }) => code).sort()).toEqual(codes);
    const { rows } = await system.read<Overview>('/api/overview?period=month:2024-12');
    expect(rows.find(({ unit }) => unit.key === JUSTICE)!.columns[column]).toBe(codes.length);
  });

  it('stand in no list of work, the whole does', async () => {
    const codes = async (query: string) =>
      (await system.read<Worklist>(`/api/worklist?${query}`)).items.map(({ code }) => code);
    expect(await codes('kind=late')).toEqual([WHOLE]);
    expect(await codes('kind=late&apology=owed')).toEqual([WHOLE]);
    expect(await codes('kind=today')).toEqual([]);
    expect(await codes('kind=soon&days=30')).toEqual([]);
    const { thisWeek } = await system.read<Overview>('/api/overview');
    expect(thisWeek!.figures.find(({ id }) => id === 'apologiesOwed')!.value).toBe(1);
  });

  it('are found by their codes, and name the whole', async () => {
    const { items } = await system.read<Search>('/api/search?q=H19.45-241202');
    expect(items.map(({ code }) => code)).toEqual([WHOLE, ...STAGES]);
    const view = await system.read<DossierView>(`/api/dossiers/${LATE}`);
    expect(view.parent).toBe(WHOLE);
    expect(view.rounds[0]).toMatchObject({ late: true, apology: null });
    expect((await system.read<DossierView>(`/api/dossiers/${WHOLE}`)).parent).toBeNull();
  });
});
