import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { migrations } from '#application';
import { EventStore, Vault } from '#event-store';
import { createPool, type EmbeddedPostgres, migrate, openEmbeddedPostgres, systemClock } from '#platform';
import { compareCells, Projector, type Span, sums } from '#projections';
import { type Latency, latencies } from '../frame/latencies.js';
import { shown } from '../frame/numbers.js';
import type { Table } from '../frame/table.js';
import type { BenchContext, Work } from '../frame/work.js';
import { BY_ROWS } from '../queries/by-rows.js';
import { fillReadTables } from '../queries/fill.js';
import { anySpan, QUESTIONS, YEAR } from '../queries/questions.js';

/** Differences between cells and marks are looked for where that takes seconds. */
const COMPARED_UP_TO = 100_000;

/** What the page asks, over read tables of a million dossiers; beside it the same by GROUP BY over rows. */
export const queries: Work = {
  name: 'queries',
  title: 'What the page asks, over a million dossiers',
  aim: 'p99 < 20 ms warm, cold named; the league table of a year at 10 M at least 100 × faster than GROUP BY',
  async run(context) {
    const dossiers = context.by({ quick: 20_000, normal: 1_000_000, big: 10_000_000 });
    const runs = context.by({ quick: 10, normal: 200 });
    const server = new Server(await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'tracker-queries-')));
    context.onClose(() => server.remove());
    await server.start();
    const sizes = await fill(server.pool, dossiers, context);
    const { cold, how } = await coldTimes(server, context);
    const warm = new Map<string, Latency>();
    for (const { name, ask } of QUESTIONS) {
      await timesOf((i) => ask(server.pool, i), Math.min(runs, 60));
      warm.set(name, await timesOf((i) => ask(server.pool, i), runs));
      context.say(`${name}: ${shown(warm.get(name)!.p50)} ms`);
    }
    const rows = QUESTIONS.map(({ name }) => {
      const { p50, p99 } = warm.get(name)!;
      const first = cold.get(name);
      return [name, p50, p99, ...(first === undefined ? ['–'] : [first])];
    });
    return {
      tables: [
        { heads: [`${dossiers.toLocaleString('en-US')} dossiers`, 'p50 ms', 'p99 ms', 'cold ms'], rows },
        await besideRows(server.pool, warm, context.by({ quick: 3, normal: 20 })),
        sizes,
      ],
      remarks: [how],
    };
  },
};

/** Asks so often, each time with another number. */
async function timesOf(question: (i: number) => Promise<unknown>, runs: number): Promise<Latency> {
  const found = latencies();
  for (let i = 0; i < runs; i++) await found.time(() => question(i));
  return found.summary();
}

/** A PostgreSQL of this benchmark's own, with settings as `npm start` has them. */
class Server {
  private running?: EmbeddedPostgres;
  private open?: pg.Pool;

  constructor(private readonly folder: string) {}

  get pool(): pg.Pool {
    return this.open!;
  }
  async start(): Promise<void> {
    this.running = await openEmbeddedPostgres({ folder: this.folder, role: 'owner' });
    await migrate(this.running.url, migrations);
    this.open = createPool(this.running.url, { max: 4 });
  }
  async stop(): Promise<void> {
    await this.open?.end();
    await this.running?.close();
    this.open = undefined;
    this.running = undefined;
  }
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function fill(pool: pg.Pool, dossiers: number, { say }: BenchContext): Promise<Table> {
  const store = new EventStore(pool);
  const vault = new Vault(pool, randomBytes(32), systemClock);
  await new Projector({ pool, store, vault, clock: systemClock }).catchUp();
  const { rows } = await pool.query<{ id: number }>(`select id from read.generation where state = 'current'`);
  const [{ id }] = rows as [{ id: number }];
  await fillReadTables(pool, id, dossiers, say);
  if (dossiers <= COMPARED_UP_TO && (await compareCells(pool, [id, id], 1)).length > 0) {
    throw new Error('The cells are not the sums of the marks.');
  }
  const { rows: sizes } = await pool.query<{ name: string; rows: number; table: number; indexes: number }>(
    `select split_part(c.relname, '_', 1) || 's' as name, sum(c.reltuples)::float8 as rows, sum(pg_table_size(c.oid)) / 1e6::float8 as table,
       sum(pg_indexes_size(c.oid)) / 1e6::float8 as indexes
     from unnest(array['cell_', 'mark_', 'dossier_']) as t (name), pg_partition_tree(to_regclass('read.' || t.name || $1)) p
     join pg_class c on c.oid = p.relid where p.isleaf group by 1 order by 1`,
    [id],
  );
  return {
    heads: ['', 'rows', 'MB', 'indexes, MB', 'bytes a dossier'],
    rows: sizes.map(({ name, rows: n, table, indexes }) => [
      name,
      n,
      table,
      indexes,
      ((table + indexes) * 1e6) / dossiers,
    ]),
  };
}

/** The first call of each question after a restart, with the machine's own cache dropped where this program may. */
async function coldTimes(server: Server, { scale }: BenchContext): Promise<{ cold: Map<string, number>; how: string }> {
  const cold = new Map<string, number>();
  let dropped = true;
  for (const { name, ask } of scale === 'quick' ? QUESTIONS.slice(0, 2) : QUESTIONS) {
    await server.stop();
    dropped &&= dropCaches();
    await server.start();
    await server.pool.query('select 1');
    const { max } = await timesOf((i) => ask(server.pool, i + 7), 1);
    cold.set(name, max);
  }
  const how = `Cold: the first call after a restart of PostgreSQL, ${dropped ? 'with the cache of files dropped' : 'the cache of files could not be dropped'}.`;
  return { cold, how };
}

function dropCaches(): boolean {
  try {
    spawnSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}

/** The league table by GROUP BY over the dossiers: first that it says the same, then how long it takes. */
async function besideRows(pool: pg.Pool, warm: ReadonlyMap<string, Latency>, runs: number): Promise<Table> {
  for (const span of [YEAR, anySpan(3)]) await expectSame(pool, span);
  const table: Table = { heads: ['by GROUP BY over the dossiers', 'p50 ms', 'p99 ms', '× the cells'], rows: [] };
  for (const [name, span] of [
    ['league table, a year', () => YEAR],
    ['league table, any days', anySpan],
  ] as const) {
    const byRows = (i: number): Promise<unknown> => pool.query(BY_ROWS, [span(i).from, span(i).to]);
    await timesOf(byRows, 2);
    const { p50, p99 } = await timesOf(byRows, runs);
    table.rows.push([name, p50, p99, p50 / warm.get(name)!.p50]);
  }
  return table;
}

async function expectSame(pool: pg.Pool, span: Span): Promise<void> {
  const { rows } = await pool.query<Record<string, string | bigint>>(BY_ROWS, [span.from, span.to]);
  const cells = await sums(pool, span);
  const found = new Map(cells.map(({ key, measure, flow, end }) => [`${key} ${measure}`, flow + end]));
  for (const { key, ...counts } of rows) {
    for (const [measure, n] of Object.entries(counts)) {
      const other = found.get(`${String(key)} ${measure}`) ?? 0;
      if (Number(n) !== other) throw new Error(`${String(key)} ${measure}: ${n} by rows, ${other} by cells.`);
    }
  }
}
