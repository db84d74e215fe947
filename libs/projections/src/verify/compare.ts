import type pg from 'pg';
import type { EventStore } from '#event-store';
import { findCurrent } from '../generations/generations.js';
import { readSnapshot } from '../progress/snapshot.js';
import { Findings, type TableDifference, type TableReport } from './findings.js';
import { KIND_FOLDS } from '../projections.js';
import { numbersOf } from './numbers.js';
import type { Verification, Verifying } from './verification.js';
import { OF_ALL_KINDS } from './verifications.js';
import { pagesOf } from './walk.js';

/** What was looked at of a projection. */
export interface ProjectionReport {
  name: string;
  tables: TableReport[];
}

export interface Comparison {
  generation: number;
  /** kind → how many streams of it the log has */
  streams: Record<string, number>;
  events: number;
  /** streams that wait because of a dead letter: compared as far as they are folded */
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
 * bounded by what one page of streams has, and by units, procedures, slots and what is parked.
 */
export async function compareWithLog(options: CompareOptions): Promise<Comparison> {
  return readSnapshot(options.pool, (client) => compare(client, options));
}

async function compare(client: pg.ClientBase, { store, limit = 100, onProgress }: CompareOptions): Promise<Comparison> {
  const stand = await standOf(client);
  const { position: head } = await store.head();
  const numbers = await numbersOf(client);
  const verifying = { client, head, numbers, ...stand };
  const ofKinds = KIND_FOLDS.map((fold) => ({
    fold,
    running: fold.verifications.map((verification) => begin(verification, verifying, limit)),
  }));
  const ofAll = OF_ALL_KINDS.map((verification) => begin(verification, verifying, limit));
  const running = [...ofKinds.flatMap((each) => each.running), ...ofAll];
  const streams: Record<string, number> = {};
  let counted = 0;
  const tell = (): void =>
    onProgress?.({ events: counted, total: Number(head), projections: running.map(({ sums }) => sums()) });

  for (const { fold, running: ofKind } of ofKinds) {
    const { kind } = fold.kind;
    streams[kind] = 0;
    for await (const page of pagesOf(fold, verifying, store)) {
      for (const { verifier } of [...ofKind, ...ofAll]) await verifier.streams?.(page);
      for (const { events } of page) {
        streams[kind] += events > 0 ? 1 : 0;
        counted += events;
      }
      tell();
    }
  }
  for (const { verifier } of running) {
    await verifier.end?.();
    tell();
  }
  return {
    generation: stand.generation,
    streams,
    events: counted,
    parked: stand.parked.size,
    projections: running.map(({ name, tables }) => ({ name, tables: tables.map(({ report }) => report) })),
    found: running.reduce((all, { sums }) => all + sums().found, 0),
    differences: running.flatMap(({ tables }) => tables.flatMap(({ listed }) => listed)),
  };
}

type Stand = Pick<Verifying, 'generation' | 'parts' | 'checkpoints' | 'parked'>;

/** Where the current generation stands, and what waits. */
async function standOf(client: pg.ClientBase): Promise<Stand> {
  const current = await findCurrent(client);
  if (!current) throw new Error('There is no current generation: nothing has been folded yet.');
  const { id: generation, parts } = current;
  const { rows } = await client.query<{ slot: number; position: bigint; mends: number }>(
    'select slot, position, mends from read.checkpoint where generation = $1 order by slot',
    [generation],
  );
  const { rows: waiting } = await client.query<{ code: string }>('select code from ops.parked where generation = $1', [
    generation,
  ]);
  return {
    generation,
    parts,
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
