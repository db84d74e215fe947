import type pg from 'pg';
import type { EventStore } from '#event-store';
import { readSnapshot } from '../progress/snapshot.js';
import { Findings, type TableDifference, type TableReport } from './findings.js';
import { numbersOf } from './numbers.js';
import type { Verification, Verifying } from './verification.js';
import { VERIFICATIONS } from './verifications.js';
import { pagesOfDossiers } from './walk.js';

/** What was looked at of a projection. */
export interface ProjectionReport {
  name: string;
  tables: TableReport[];
}

export interface Comparison {
  generation: number;
  dossiers: number;
  events: number;
  /** dossiers that wait because of a dead letter: compared as far as they are folded */
  parked: number;
  projections: ProjectionReport[];
  /** how many differences there are … */
  found: number;
  /** … and the first of each table */
  differences: TableDifference[];
}

/** How far a comparison is. */
export interface CompareProgress {
  /** events of the log that have been counted anew, and how many there are */
  events: number;
  total: number;
  /** rows looked at so far and differences found, per projection */
  projections: { name: string; rows: number; found: number }[];
}

export interface CompareOptions {
  pool: pg.Pool;
  store: EventStore;
  /** Most differences of each table that are listed; default 100. */
  limit?: number;
  onProgress?: (progress: CompareProgress) => void;
}

/**
 * Counts the current generation anew from the log and lists what differs, projection by projection: every column of every table, but for those of
 * which is told why the log cannot say them. One snapshot, beside running projectors; what is not folded yet is no difference. Memory stays
 * bounded by what one page of dossiers has, and by units, procedures, slots and what is parked.
 */
export async function compareWithLog(options: CompareOptions): Promise<Comparison> {
  return readSnapshot(options.pool, (client) => compare(client, options));
}

async function compare(client: pg.ClientBase, { store, limit = 100, onProgress }: CompareOptions): Promise<Comparison> {
  const stand = await standOf(client);
  const { position: head } = await store.head();
  const numbers = await numbersOf(client);
  const verifying = { client, head, numbers, ...stand };
  const running = VERIFICATIONS.map((verification) => begin(verification, verifying, limit));
  const counts = { dossiers: 0, events: 0 };
  const tell = (): void =>
    onProgress?.({ events: counts.events, total: Number(head), projections: running.map(({ sums }) => sums()) });

  for await (const page of pagesOfDossiers(verifying, store)) {
    for (const { verifier } of running) await verifier.dossiers?.(page);
    for (const { events } of page) {
      counts.dossiers += events > 0 ? 1 : 0;
      counts.events += events;
    }
    tell();
  }
  for (const { verifier } of running) {
    await verifier.end?.();
    tell();
  }
  return {
    generation: stand.generation,
    ...counts,
    parked: stand.parked.size,
    projections: running.map(({ name, tables }) => ({ name, tables: tables.map(({ report }) => report) })),
    found: running.reduce((all, { sums }) => all + sums().found, 0),
    differences: running.flatMap(({ tables }) => tables.flatMap(({ listed }) => listed)),
  };
}

type Stand = Pick<Verifying, 'generation' | 'checkpoints' | 'parked'>;

/** Where the current generation stands, and what waits. */
async function standOf(client: pg.ClientBase): Promise<Stand> {
  const { rows: generations } = await client.query<{ id: number }>(
    `select id from read.generation where state = 'current'`,
  );
  if (generations.length === 0) throw new Error('There is no current generation: nothing has been folded yet.');
  const [{ id: generation }] = generations;
  const { rows } = await client.query<{ slot: number; position: bigint; mends: number }>(
    'select slot, position, mends from read.checkpoint where generation = $1 order by slot',
    [generation],
  );
  const { rows: waiting } = await client.query<{ code: string }>('select code from ops.parked where generation = $1', [
    generation,
  ]);
  return {
    generation,
    checkpoints: new Map(rows.map(({ slot, position, mends }) => [slot, { position, mends }])),
    parked: new Set(waiting.map(({ code }) => code)),
  };
}

function begin({ name, tables: columns, begin }: Verification, base: Omit<Verifying, 'findings'>, limit: number) {
  const tables = columns.map((each) => new Findings(each, limit));
  const findings = (table: string): Findings => tables.find((each) => each.columns.table === table)!;
  const sum = (of: (each: Findings) => number): number => tables.reduce((all, each) => all + of(each), 0);
  return {
    name,
    tables,
    verifier: begin({ ...base, findings }),
    sums: () => ({ name, rows: sum(({ rows }) => rows), found: sum(({ found }) => found) }),
  };
}
