import { compareWithLog, PROJECTIONS, unitFacts } from '../src/index.js';
import { codeOf, life, REGISTER, unitEvents } from './histories.js';
import { startTestSystem, type TestSystem } from './system.js';

let system: TestSystem;
let lives = 0;
const next = (n: number): number[] => Array.from({ length: n }, () => lives++);

/** projection → the number of its partitions that are read */
const parts = async (): Promise<Record<string, number>> => {
  const { rows } = await system.pool.query<{ projection: string; number: number }>('select * from read.current_part');
  return Object.fromEntries(rows.map(({ projection, number }) => [projection, number]));
};
const partitions = async (): Promise<string[]> => {
  const { rows } = await system.pool.query<{ name: string }>(
    `select relid::regclass::text as name from pg_partition_tree('read.mark') where isleaf
     union all select relid::regclass::text from pg_partition_tree('read.unit_fact') where isleaf order by 1`,
  );
  return rows.map(({ name }) => name);
};
const differences = async () => (await compareWithLog({ pool: system.pool, store: system.store })).differences;

beforeAll(async () => {
  system = await startTestSystem();
  await system.appendLives(next(20));
  await system.append(REGISTER, unitEvents());
  await system.projector().catchUp();
}, 120_000);
afterAll(() => system.stop());

it('derives units anew alone: what the facts of dossiers made stays where it is', async () => {
  const [before, rows] = [await parts(), await system.rows()];
  const generation = await system.projector().rebuild({ only: ['units'] });
  const after = await parts();
  expect(after).toEqual({ ...before, units: generation!.id });
  expect(after.units).not.toBe(before.units);
  expect(await system.rows()).toEqual(rows);
  expect(await partitions()).toEqual([`read.mark_${before.marks}`, `read.unit_fact_${generation!.id}`]);
  expect(await differences()).toEqual([]);
});

it('brings what is shared to where the new one stands, also where the current one was behind the log', async () => {
  await system.appendLives(next(15));
  const waiting = codeOf(9_001);
  const [received] = life(9_001);
  await system.append(waiting, [received!, { type: 'Teleported', occurredAt: received!.occurredAt, data: {} }]);
  await system.append(codeOf(9_002), [life(9_002)[0]!]);
  lives += 2;
  const before = await parts();
  await system.projector().rebuild({ only: ['units'] });
  expect(await parts()).toMatchObject({ dossiers: before.dossiers, marks: before.marks, cells: before.cells });
  expect(await differences()).toEqual([]);
  const { streams, parked } = await compareWithLog({ pool: system.pool, store: system.store });
  expect([streams, parked]).toEqual([{ dossier: lives, unit: 1 }, 1]);
  // what waits goes on waiting, however often it is handed on; the others go on being folded
  await system.projector().rebuild({ only: ['units'] });
  await system.appendLives(next(3));
  await system.projector().catchUp();
  expect(await differences()).toEqual([]);
  const { rows } = await system.pool.query(
    `select code from ops.parked p join read.generation g on g.id = p.generation and g.state = 'current'`,
  );
  expect(rows).toEqual([{ code: waiting }]);
});

it.each(PROJECTIONS.map(({ name }) => name))(
  'derives %s anew by itself when it has other rules now, with its kind and nothing else',
  async (name) => {
    const before = await parts();
    await system.pool.query(
      `update read.part p set version = 0 from read.generation g where g.id = p.generation and g.state = 'current' and projection = $1`,
      [name],
    );
    await system.appendLives(next(2));
    await system.projector().catchUp();
    const after = await parts();
    const isOfUnits = name === 'units';
    for (const each of ['dossiers', 'marks', 'cells'])
      expect([each, after[each] === before[each]]).toEqual([each, isOfUnits]);
    expect(after.units === before.units).toBe(!isOfUnits);
    expect(await differences()).toEqual([]);
  },
);

it('derives what is new to a database from before, and leaves the rest', async () => {
  const before = await parts();
  await system.pool.query(`delete from read.part where projection = 'units'`);
  await system.append(REGISTER, [
    {
      type: 'UnitRenamed',
      occurredAt: '2024-05-01T01:00:00.000Z',
      data: { unit: '26080@2024-01-01', name: 'Xuân An', from: '2024-05-01' },
    },
  ]);
  await system.projector().catchUp();
  expect(await parts()).toMatchObject({ marks: before.marks });
  expect(
    (await unitFacts(system.pool, '26080@2024-01-01')).map(({ type, day, stands }) => [type, day, stands]),
  ).toEqual([
    ['UnitOpened', '2024-01-01', true],
    ['UnitRenamed', '2024-02-01', true],
    ['UnitChanged', '2024-03-01', true],
    ['UnitChanged', '2024-03-01', false],
    ['UnitRenamed', '2024-05-01', true],
    ['UnitFactRetracted', null, false],
  ]);
  expect(await differences()).toEqual([]);
});

it('goes on with one that was interrupted, and begins anew where another one is asked for', async () => {
  const abort = new AbortController();
  const interrupted = system.projector().rebuild({
    only: ['marks'],
    pageSize: 20,
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  await expect(interrupted).rejects.toThrow(/abort/i);
  const { rows } = await system.pool.query<{ id: number }>(`select id from read.generation where state = 'building'`);
  const before = await parts();
  const other = await system.projector().rebuild({ only: ['units'] });
  expect(other!.id).toBeGreaterThan(rows[0]!.id);
  expect(await parts()).toEqual({ ...before, units: other!.id });
  expect((await partitions()).includes(`read.mark_${rows[0]!.id}`)).toBe(false);
  expect(await differences()).toEqual([]);
});

it('refuses the name of no projection', async () => {
  await expect(system.projector().rebuild({ only: ['figures'] })).rejects.toThrow(/no projection figures/);
});

it('passes over a kind that it does not know', async () => {
  await system.append('weather:1', [{ type: 'RainFell', occurredAt: '2024-05-01T01:00:00.000Z', data: {} }]);
  await system.appendLives(next(1));
  await system.projector().catchUp();
  const { rows } = await system.pool.query(`select from ops.dead_letter where stream = 'weather:1'`);
  expect(rows).toEqual([]);
  expect(await differences()).toEqual([]);
  await system.projector().rebuild();
  expect(await differences()).toEqual([]);
});
