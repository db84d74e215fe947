import { addDays, evolveAll, initialState, type ReferenceData } from '#domain';
import { COLUMNS, contribution, isStock, type Mark, type Measure, METRICS, parsePeriod } from '#metrics';
import type { Drill, Figures, Overview, UnitView } from '../../web/src/api.js';
import { RealSupervisor } from './real-supervisor.js';
import { randomHistory, UNITS } from './random-history.js';

const DOSSIERS = 130;
const PERIODS = ['month:2024-10', 'week:2024-W45', 'range:2024-09-20..2024-12-31'];

const FIGURES = [
  ...COLUMNS.map(({ id }) => `column:${id}`),
  ...METRICS.flatMap(({ id }) => [`metric:${id}:numerator`, `metric:${id}:denominator`]),
];

/** The number of a figure in an answer of another view. */
function valueIn({ columns, metrics }: Figures, figure: string): number {
  const [kind, id, side] = figure.split(':') as [string, string, 'numerator' | 'denominator'];
  return kind === 'column' ? columns[id]! : metrics[id]![side];
}

describe('the dossiers of a figure', () => {
  let system: RealSupervisor;
  let marks: { code: string; procedure: string; mark: Mark }[];
  let reference: ReferenceData;

  beforeAll(async () => {
    system = await RealSupervisor.start();
    const codes = await randomHistory(system, DOSSIERS, 20241);
    await system.fold();
    reference = await system.application.reference.data();
    // recounted from the log, by nothing that the read side is made of
    const streams = await system.application.store.readStreams(codes);
    marks = [...streams].flatMap(([code, events]) => {
      const state = evolveAll(initialState(code), events);
      const received = state.facts.find(({ data }) => 'procedure' in data)!.data as { procedure: { national: string } };
      return contribution(state).map((mark) => ({ code, procedure: received.procedure.national, mark }));
    });
  });
  afterAll(() => system.stop());

  /** What counts for some measures of some units, by dossier. */
  function recount(
    measures: readonly Measure[],
    at: 'before' | 'flow' | 'end',
    { from, to }: { from: string; to: string },
    counts: (unit: string, procedure: string) => boolean,
  ): Map<string, number> {
    const found = new Map<string, number>();
    const day = at === 'before' ? addDays(from, -1) : to;
    for (const { code, procedure, mark } of marks) {
      const holds = isStock(mark.measure)
        ? mark.day <= day && (mark.until === null || mark.until > day)
        : from <= mark.day && mark.day <= to;
      if (!measures.includes(mark.measure) || !holds || !counts(mark.unit, procedure)) continue;
      found.set(code, (found.get(code) ?? 0) + mark.n);
    }
    return found;
  }

  function expected(
    figure: string,
    days: { from: string; to: string },
    counts: (unit: string, procedure: string) => boolean,
  ): Map<string, number> {
    const [kind, id, side] = figure.split(':') as [string, string, 'numerator' | 'denominator'];
    const column = COLUMNS.find((each) => each.id === id);
    if (kind === 'column') return recount(column!.measures, column!.at, days, counts);
    const measures = METRICS.find((each) => each.id === id)![side];
    return recount(measures, 'end', days, counts);
  }

  /** All pages of a list, each of `limit` rows. */
  async function pages(query: string, limit: number): Promise<Drill[]> {
    const all: Drill[] = [];
    let after = '';
    do {
      const page: Drill = await system.read<Drill>(`/api/drill?${query}&limit=${limit}${after && `&after=${after}`}`);
      all.push(page);
      after = page.next ?? '';
    } while (after);
    return all;
  }

  const populationOf = (unit: string) => reference.unitByKey(unit)!.population;
  const SCOPES = {
    all: (unit: string) => populationOf(unit) !== 'branch',
    city: (unit: string) => populationOf(unit) === 'city',
    ward: (unit: string) => populationOf(unit) === 'ward',
    branch: (unit: string) => populationOf(unit) === 'branch',
  };

  it('leaves no kind of figure empty in this history', () => {
    const seen = new Set(marks.map(({ mark }) => mark.measure));
    const used = [
      ...COLUMNS.flatMap(({ measures }) => measures),
      ...METRICS.flatMap((m) => [...m.numerator, ...m.denominator]),
    ];
    expect(used.filter((measure) => !seen.has(measure))).toEqual([]);
  });

  it.each(PERIODS)('are exactly those that make it, for every column, metric and scope of %s', async (key) => {
    const days = parsePeriod(key)!;
    const { totals } = await system.read<Overview>(`/api/overview?period=${key}`);
    for (const [scope, isOf] of Object.entries(SCOPES)) {
      const total = totals.find(({ population }) => population === scope)!;
      for (const figure of FIGURES) {
        const list = await pages(`figure=${figure}&scope=${scope}&period=${key}`, 40);
        const found = new Map<string, number>();
        for (const { code, n } of list.flatMap(({ items }) => items)) found.set(code, (found.get(code) ?? 0) + n);
        const wanted = expected(figure, days, isOf);
        expect([figure, scope, [...found].sort()]).toEqual([figure, scope, [...wanted].sort()]);
        const sum = [...found.values()].reduce((a, b) => a + b, 0);
        expect([figure, scope, list[0]!.figure.value, valueIn(total, figure)]).toEqual([figure, scope, sum, sum]);
      }
    }
  });

  it.each(UNITS)("are the unit's own for the figures of %s, by field and procedure too", async (unit) => {
    const days = parsePeriod('quarter:2024-4')!;
    const query = `unit=${unit}&period=quarter:2024-4`;
    const view = await system.read<UnitView>(`/api/unit?${query}`);
    for (const figure of FIGURES) {
      const list = await pages(`figure=${figure}&${query}`, 200);
      expect([figure, list[0]!.figure.value]).toEqual([figure, valueIn(view.figures, figure)]);
      const parts = (groups: Figures[]): number => groups.reduce((sum, group) => sum + valueIn(group, figure), 0);
      expect([figure, parts(view.byField), parts(view.byProcedure)]).toEqual([
        figure,
        list[0]!.figure.value,
        list[0]!.figure.value,
      ]);
    }
    for (const { procedure, columns } of view.byProcedure) {
      const list = await pages(`figure=column:received&${query}&procedure=${procedure.code}`, 200);
      const wanted = expected(
        'column:received',
        days,
        (u, p) => u === unit && reference.procedureKnown(p)!.code === procedure.code,
      );
      expect(list[0]!.items.map(({ code }) => code).sort()).toEqual([...wanted.keys()].sort());
      expect(list[0]!.figure.value).toBe(columns['received']);
    }
  });

  it.each([1, 3, 7])('come once each, whatever the size of a page: %i', async (limit) => {
    for (const figure of [
      'column:received',
      'metric:on-time-766:denominator',
      'column:openLate',
      'metric:cashless:denominator',
    ]) {
      const query = `figure=${figure}&period=year:2024`;
      const whole = (await pages(query, 200)).flatMap(({ items }) => items);
      const list = await pages(query, limit);
      expect(list.flatMap(({ items }) => items)).toEqual(whole);
      expect(list.slice(0, -1).every(({ items }) => items.length === limit)).toBe(true);
      expect(new Set(list.map(({ figure: { value } }) => value)).size).toBe(1);
    }
  });

  it('make every row of every unit add up: what came in is what went out and what is there', async () => {
    for (const key of [...PERIODS, 'month:2024-11', 'year:2024']) {
      const { rows } = await system.read<Overview>(`/api/overview?period=${key}`);
      for (const { unit, columns } of rows) {
        const sum = (...ids: string[]): number => ids.reduce((n, id) => n + columns[id]!, 0);
        expect([key, unit.key, sum('carried', 'received', 'transferredIn', 'reopened')]).toEqual([
          key,
          unit.key,
          sum('resolvedBefore', 'resolvedOnDay', 'resolvedLate', 'withdrawn', 'stopped', 'transferredOut') +
            sum('openWithin', 'openLate', 'waiting'),
        ]);
      }
    }
  });

  it('come in pages by key from the work list too, none twice and none left out', async () => {
    const whole = await system.read<{ items: { code: string }[]; total: number }>('/api/worklist?kind=late&limit=200');
    expect(whole.items).toHaveLength(whole.total);
    expect(whole.total).toBeGreaterThan(5);
    const codes: string[] = [];
    let after = '';
    do {
      const page: { items: { code: string }[]; next: string | null } = await system.read(
        `/api/worklist?kind=late&limit=4${after && `&after=${after}`}`,
      );
      codes.push(...page.items.map(({ code }) => code));
      after = page.next ?? '';
    } while (after);
    expect(codes).toEqual(whole.items.map(({ code }) => code));
    expect(new Set(codes).size).toBe(codes.length);
    const csv = (await (await fetch(`${system.address}/api/worklist.csv?kind=late`)).text()).trimEnd().split('\r\n');
    expect(csv.slice(1).map((line) => line.split(',')[0])).toEqual(codes);
  });
});
