import { addDays, localDay } from '#domain';
import { isStock, type Mark, type Measure, measureNames } from '#metrics';
import {
  type By,
  type Counted,
  drill,
  dossier,
  type DrillItem,
  type Figure,
  recount,
  search,
  type Selection,
  series,
  seriesOfGroups,
  type SumRow,
  sums,
  worklist,
  worklistOwed,
  worklistTotal,
} from '../src/index.js';
import { codeOf, life, UNITS } from './histories.js';
import { startTestSystem, type TestSystem } from './system.js';

let system: TestSystem;
let all: { mark: Mark; counted: Counted }[];

beforeAll(async () => {
  system = await startTestSystem();
  await system.appendLives(Array.from({ length: 250 }, (_, n) => n));
  await system.projector().catchUp();
  all = [];
  await recount({ store: system.store, onMark: (mark, counted) => all.push({ mark, counted }) });
});
afterAll(() => system.stop());

const SPAN = { from: '2024-03-05', to: '2024-05-20' };
const standsAt = ({ day, until, n }: Mark, at: string): number => (day <= at && (until === null || until > at) ? n : 0);

/** The same sums by counting marks one by one. */
function expected(span: { from: string; to: string }, key: (mark: Mark, counted: Counted) => string | null): SumRow[] {
  const rows = new Map<string, SumRow>();
  for (const { mark, counted } of all) {
    const k = key(mark, counted);
    if (k === null) continue;
    const id = `${k} ${mark.measure}`;
    const row = rows.get(id) ?? { key: k, measure: mark.measure, before: 0, flow: 0, end: 0 };
    rows.set(id, row);
    if (isStock(mark.measure)) {
      row.before += standsAt(mark, addDays(span.from, -1));
      row.end += standsAt(mark, span.to);
    } else if (mark.day >= span.from && mark.day <= span.to) row.flow += mark.n;
  }
  return [...rows.values()].filter(({ before, flow, end }) => before || flow || end).sort(bySort);
}
const bySort = (a: SumRow, b: SumRow): number => (`${a.key} ${a.measure}` < `${b.key} ${b.measure}` ? -1 : 1);
const sorted = (rows: SumRow[]): SumRow[] => [...rows].sort(bySort);

describe('sums', () => {
  it.each([
    ['a range', SPAN],
    ['one day', { from: '2024-04-17', to: '2024-04-17' }],
    ['a month', { from: '2024-04-01', to: '2024-04-30' }],
    ['a year', { from: '2024-01-01', to: '2024-12-31' }],
    ['a reporting year', { from: '2023-12-15', to: '2024-12-14' }],
    ['a time before the first dossier', { from: '2021-01-01', to: '2021-12-31' }],
  ])('over %s are what a count of marks gives, by unit', async (_, span) => {
    expect(sorted(await sums(system.pool, span))).toEqual(expected(span, ({ unit }) => unit));
  });

  it('of a field, of a procedure, of some units', async () => {
    const field = 'Chứng thực';
    const procedure = '2.000815';
    const ofField = expected(SPAN, ({ unit }, { timeline }) => (timeline.procedure!.field === field ? unit : null));
    expect(sorted(await sums(system.pool, SPAN, { field }))).toEqual(ofField);
    expect(sorted(await sums(system.pool, SPAN, { procedure }))).toEqual(ofField);
    expect(sorted(await sums(system.pool, SPAN, { procedure, field }))).toEqual(ofField);
    expect(await sums(system.pool, SPAN, { procedure, field: 'Hộ tịch' })).toEqual([]);
    const units = UNITS.slice(0, 2);
    expect(sorted(await sums(system.pool, SPAN, { units }))).toEqual(
      expected(SPAN, ({ unit }) => (units.includes(unit) ? unit : null)),
    );
    expect(await sums(system.pool, SPAN, { units: [] })).toEqual([]);
  });

  it('by field and by procedure', async () => {
    expect(sorted(await sums(system.pool, SPAN, { units: UNITS.slice(0, 2) }, 'field'))).toEqual(
      expected(SPAN, ({ unit }, { timeline }) => (UNITS.slice(0, 2).includes(unit) ? timeline.procedure!.field : null)),
    );
    expect(sorted(await sums(system.pool, SPAN, { field: 'Chứng thực' }, 'procedure'))).toEqual(
      expected(SPAN, (_, { timeline: { procedure } }) =>
        procedure!.field === 'Chứng thực' ? procedure!.national : null,
      ),
    );
    expect(sorted(await sums(system.pool, SPAN, {}, 'field'))).toEqual(
      expected(SPAN, (_, { timeline }) => timeline.procedure!.field),
    );
    expect(sorted(await sums(system.pool, SPAN, { units: [UNITS[1]] }, 'procedure'))).toEqual(
      expected(SPAN, ({ unit }, { timeline }) => (unit === UNITS[1] ? timeline.procedure!.national : null)),
    );
  });

  const SELECTIONS = [{}, { units: UNITS.slice(0, 2) }].flatMap((units) =>
    [{}, { procedure: '2.000815' }].flatMap((procedure) =>
      [{}, { field: 'Chứng thực' }, { field: 'Hộ tịch' }].map((field): Selection => ({
        ...units,
        ...procedure,
        ...field,
      })),
    ),
  );
  const isOf = (selection: Selection, { unit }: Mark, { timeline: { procedure } }: Counted): boolean =>
    (selection.units?.includes(unit) ?? true) &&
    (selection.procedure ?? procedure!.national) === procedure!.national &&
    (selection.field ?? procedure!.field) === procedure!.field;

  it.each(SELECTIONS)('of %j by unit, by field and by procedure', async (selection) => {
    const keys = {
      unit: (mark: Mark) => mark.unit,
      field: (_: Mark, counted: Counted) => counted.timeline.procedure!.field,
      procedure: (_: Mark, counted: Counted) => counted.timeline.procedure!.national,
    };
    for (const [by, key] of Object.entries(keys)) {
      const wanted = expected(SPAN, (mark, counted) => (isOf(selection, mark, counted) ? key(mark, counted) : null));
      expect(sorted(await sums(system.pool, SPAN, selection, by as By))).toEqual(wanted);
    }
  });

  it.each(SELECTIONS)('of %j over several spans', async (selection) => {
    const rows = await series(system.pool, [SPAN], selection);
    const found = rows.map(({ span: _, ...sum }) => ({ key: 'all', ...sum }));
    expect(sorted(found)).toEqual(expected(SPAN, (mark, counted) => (isOf(selection, mark, counted) ? 'all' : null)));
    const [group] = await seriesOfGroups(system.pool, [SPAN], [selection.units ?? UNITS], selection);
    expect(group).toEqual(rows);
  });

  it('of the whole table are planned once, not at every call', async () => {
    const client = await system.pool.connect();
    try {
      const days = Array.from({ length: 12 }, (_, i) => ({ from: '2024-01-01', to: addDays('2024-02-01', i * 17) }));
      for (const span of days) {
        await sums(client, span);
        await series(client, [span, SPAN], { units: [UNITS[0]] });
        await seriesOfGroups(client, [span, SPAN], [UNITS]);
      }
      const { rows } = await client.query<{ name: string; custom: number; general: number }>(
        `select name, custom_plans::int as custom, generic_plans::int as general from pg_prepared_statements
         where name in ('sums by unit', 'stretches units', 'stretches of groups')`,
      );
      expect(rows).toHaveLength(3);
      for (const { custom, general } of rows) {
        expect(custom).toBeLessThanOrEqual(5);
        expect(general).toBeGreaterThan(0);
      }
    } finally {
      client.release();
    }
  });

  it('of many spans in one statement', async () => {
    const spans = [SPAN, { from: '2024-01-01', to: '2024-01-31' }, SPAN, { from: '2024-07-01', to: '2024-07-14' }];
    const units = UNITS.slice(0, 2);
    for (const selection of [{}, { units }, { units: [UNITS[1]], field: 'Chứng thực' }, { units: [] }]) {
      const rows = await series(system.pool, spans, selection);
      for (const [i, span] of spans.entries()) {
        const found = rows.filter((row) => row.span === i).map(({ span: _, ...sum }) => ({ key: 'all', ...sum }));
        const counts = ({ unit }: Mark, { timeline }: Counted): boolean =>
          (selection.units?.includes(unit) ?? true) &&
          (selection.field === undefined || timeline.procedure!.field === selection.field);
        expect(sorted(found)).toEqual(expected(span, (mark, counted) => (counts(mark, counted) ? 'all' : null)));
      }
    }
  });
});

describe('sums of many spans by group of units', () => {
  it('are those of each group asked for alone', async () => {
    const spans = [SPAN, { from: '2024-01-01', to: '2024-01-31' }, { from: '2024-07-01', to: '2024-07-14' }];
    const groups = [UNITS.slice(0, 2), UNITS.slice(1), [], UNITS];
    for (const selection of [{}, { field: 'Chứng thực' }]) {
      const found = await seriesOfGroups(system.pool, spans, groups, selection);
      const alone = groups.map((units) => series(system.pool, spans, { ...selection, units }));
      expect(found).toEqual(await Promise.all(alone));
      expect(found[0]).not.toEqual([]);
    }
  });
});

describe('the drill-down', () => {
  async function everything(figure: Figure, limit: number): Promise<DrillItem[]> {
    const items: DrillItem[] = [];
    for (let after: string | undefined; ;) {
      const page = await drill(system.pool, figure, { after, limit });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      items.push(...page.items);
      if (page.next === null) return items;
      after = page.next;
    }
  }
  const total = (items: DrillItem[]): number => items.reduce((n, item) => n + item.n, 0);

  it('lists exactly the dossiers that make a figure, for every measure and every place', async () => {
    const rows = await sums(system.pool, SPAN);
    for (const measure of measureNames) {
      for (const at of isStock(measure) ? (['before', 'end'] as const) : (['flow'] as const)) {
        const figure = rows.filter((row) => row.measure === measure).reduce((n, row) => n + row[at], 0);
        const items = await everything({ ...SPAN, measures: [measure], at }, 40);
        expect({ measure, at, n: total(items) }).toEqual({ measure, at, n: figure });
        expect(new Set(items.map(({ code, unit, day }) => `${code} ${unit} ${day}`)).size).toBe(items.length);
      }
    }
  });

  it('adds several measures up, and filters by unit, field and procedure', async () => {
    const measures: Measure[] = ['resolvedBefore', 'resolvedOnDay', 'resolvedLate'];
    const selection = { units: [UNITS[0]], field: 'Hộ tịch', procedure: '1.004884' };
    const figure = (await sums(system.pool, SPAN, selection))
      .filter(({ measure }) => measures.includes(measure))
      .reduce((n, { flow }) => n + flow, 0);
    const items = await everything({ ...SPAN, ...selection, measures, at: 'flow' }, 2);
    expect(total(items)).toBe(figure);
    expect(figure).toBeGreaterThan(2);
    for (const item of items) {
      expect(item).toMatchObject({ unit: UNITS[0], field: 'Hộ tịch', procedure: '1.004884', phase: 'resolved' });
      expect(item.endedAt && localDay(item.endedAt)).toBe(item.day);
    }
  });

  it('refuses a cursor that it has not made, and flows mixed with stocks', async () => {
    const figure: Figure = { ...SPAN, measures: ['received'], at: 'flow' };
    for (const after of [
      '',
      'x',
      Buffer.from('[1,"x","y"]').toString('base64url'),
      Buffer.from('{}').toString('base64url'),
    ]) {
      await expect(drill(system.pool, figure, { after })).rejects.toThrow(RangeError);
    }
    await expect(drill(system.pool, { ...figure, measures: ['received', 'openLate'] })).rejects.toThrow(RangeError);
  });
});

describe('the work list', () => {
  const now = '2024-05-06T03:00:00.000Z';
  const open = (): Counted[] =>
    [...new Map(all.map(({ counted }) => [counted.state.code, counted])).values()].filter(
      ({ timeline }) => timeline.phase === 'open',
    );

  it('has the late ones, longest late first, page by page', async () => {
    const late = open()
      .filter(({ timeline }) => timeline.late)
      .map(({ state, timeline }) => ({ code: state.code, due: timeline.due!.at }))
      .sort((a, b) => (`${a.due} ${a.code}` < `${b.due} ${b.code}` ? -1 : 1));
    expect(late.length).toBeGreaterThan(2);
    const found: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await worklist(system.pool, { kind: 'late', now }, { after, limit: 2 });
      found.push(...page.items.map(({ code }) => code));
      if (page.next === null) break;
      after = page.next;
    }
    expect(found).toEqual(late.map(({ code }) => code));
    expect(await worklistTotal(system.pool, { kind: 'late', now })).toBe(late.length);
    const owed = await worklistTotal(system.pool, { kind: 'late', now, apology: 'owed' });
    expect(await worklistOwed(system.pool, { kind: 'late', now })).toEqual({ total: late.length, owed });
  });

  it.each([
    ['units', { units: UNITS.slice(0, 2) }],
    ['a procedure', { procedure: '2.000815' }],
    ['a field', { field: 'Hộ tịch' }],
    ['a procedure of another field', { procedure: '2.000815', field: 'Hộ tịch' }],
    ['all of these', { units: UNITS.slice(0, 2), procedure: '1.004884', field: 'Hộ tịch' }],
  ] as const)('of %s lists and counts the same', async (_, selection) => {
    const question = { kind: 'late', now, ...selection } as const;
    const wanted = open()
      .filter(({ timeline: { late, unit, procedure } }) => {
        const {
          units = UNITS,
          procedure: code = procedure!.national,
          field = procedure!.field,
        } = selection as Selection;
        return late && units.includes(unit!) && procedure!.national === code && procedure!.field === field;
      })
      .map(({ state }) => state.code);
    const { items } = await worklist(system.pool, question, { limit: 200 });
    expect(items.map(({ code }) => code).sort()).toEqual(wanted.sort());
    expect(await worklistTotal(system.pool, question)).toBe(wanted.length);
    expect(await worklistOwed(system.pool, question)).toMatchObject({ total: wanted.length });
  });

  it('has what is due today and what is due in the days after', async () => {
    const dueOn = (days: string[]): number =>
      open().filter(({ timeline }) => !timeline.late && days.includes(localDay(timeline.due!.at))).length;
    const [some] = open().filter(({ timeline }) => !timeline.late);
    const day = localDay(some.timeline.due!.at);
    const noon = `${day}T05:00:00.000Z`;
    expect(await worklistTotal(system.pool, { kind: 'today', now: noon })).toBe(dueOn([day]));
    const before = `${addDays(day, -2)}T05:00:00.000Z`;
    const days = [addDays(day, -1), day, addDays(day, 1)];
    expect(await worklistTotal(system.pool, { kind: 'soon', days: 3, now: before })).toBe(dueOn(days));
    expect(await worklistTotal(system.pool, { kind: 'soon', days: 3, now: before, units: [] })).toBe(0);
  });

  it('refuses a cursor that it has not made', async () => {
    await expect(worklist(system.pool, { kind: 'late', now }, { after: 'x' })).rejects.toThrow(RangeError);
  });
});

describe('a dossier', () => {
  it('is shown as far as the figures know it', async () => {
    const code = codeOf(7);
    const before = (await dossier(system.pool, system.store, code))!;
    expect(before.version).toBe(life(7).length);
    expect(before.marks.length).toBeGreaterThan(0);
    await system.append(code, [
      { type: 'ApplicantNotified', occurredAt: '2024-08-01T03:00:00.000Z', data: { means: 'sms', about: 'progress' } },
    ]);
    expect((await dossier(system.pool, system.store, code))!.version).toBe(before.version);
    await system.projector().catchUp();
    expect((await dossier(system.pool, system.store, code))!.events).toHaveLength(before.version + 1);
    expect(await dossier(system.pool, system.store, 'H19.45-999999-0001')).toBeNull();
  });

  it('is found by the beginning of its code', async () => {
    const prefix = codeOf(3).slice(0, -1);
    const codes = Array.from({ length: 250 }, (_, n) => codeOf(n))
      .filter((code) => code.startsWith(prefix))
      .sort();
    expect((await search(system.pool, prefix)).map(({ code }) => code)).toEqual(codes.slice(0, 20));
    expect(await search(system.pool, 'nothing')).toEqual([]);
    expect(await search(system.pool, '%')).toEqual([]);
  });
});
