import type pg from 'pg';
import { untilItWorks } from '#event-stream';
import { isTransientDatabaseError, OperatorError } from '#platform';
import { Fold, type FoldOptions, type Generation } from '../fold/fold.js';
import { PROJECTIONS } from '../projections.js';
import { foldByStream } from './fold-by-stream.js';
import { foldFromLog } from './fold-from-log.js';
import {
  analyze,
  buildingGeneration,
  currentGeneration,
  dropRetired,
  outdated,
  switchTo,
  togetherWith,
} from './generations.js';
import { bringShared, sharedParts } from './shared.js';

export interface RebuildProgress {
  generation: number;
  position: bigint;
  head: bigint;
}

export interface RebuildOptions {
  signal?: AbortSignal;
  /** Names of projections; these and the others of their kinds are derived anew, and what is derived by other rules. Default: all. */
  only?: Iterable<string>;
  /** Events that are folded together; default 24,000 of whole streams, then 8,000 by position. */
  pageSize?: number;
  /** Told after each batch: for a progress bar. */
  onProgress?: (progress: RebuildProgress) => void;
}

/** One rebuild at a time in a database. */
const REBUILD_LOCK = 7_301_310;

/**
 * Folds a new generation beside the one that is read, stream by stream up to the log's head as it was, from there by position; makes it
 * current in one transaction, and drops the old one. A rebuild that was interrupted goes on where it stood. Safe beside running projectors: they go on with the new generation by themselves.
 * @returns the new generation, or null when another process is rebuilding
 * @throws OperatorError for a name that no projection has
 */
export async function rebuild(fold: FoldOptions, options: RebuildOptions = {}): Promise<Generation | null> {
  const signal = options.signal ?? new AbortController().signal;
  const lock = await fold.pool.connect();
  let broken = false;
  lock.on('error', () => (broken = true));
  try {
    const { rows } = await lock.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [REBUILD_LOCK]);
    if (!rows[0].mine) return null;
    const generation = await build(fold, signal, options);
    await lock.query('select pg_advisory_unlock($1)', [REBUILD_LOCK]);
    return generation;
  } catch (error) {
    broken = true; // ends the session, and the lock with it
    throw error;
  } finally {
    lock.release(broken);
  }
}

async function build(
  options: FoldOptions,
  signal: AbortSignal,
  { only, pageSize, onProgress }: RebuildOptions,
): Promise<Generation> {
  const { pool, store, logger } = options;
  const epoch = await store.epoch();
  const anew = new Set([...named(only), ...outdated(await currentGeneration(pool), epoch)]);
  const generation = await buildingGeneration(pool, epoch, anew);
  logger.info({ generation: generation.id, projections: [...generation.folds.keys()] }, 'rebuilding');
  const fold = new Fold(generation, { ...options, announces: false });
  const from = {
    store,
    signal,
    pageSize,
    onProgress: (position: bigint, head: bigint) => onProgress?.({ generation: generation.id, position, head }),
  };
  await foldByStream(generation, { ...options, ...from });
  await analyze(pool, generation);
  // what is shared is brought on within the switch: the less, the better
  const isShared = sharedParts(generation).size > 0;
  let reached = await foldFromLog(fold, { ...from, upTo: isShared ? await reachedByCurrent(pool) : undefined });
  await switchTo(
    pool,
    generation,
    async (position) => void (reached = await foldFromLog(fold, { ...from, upTo: position })),
    (held) => bringShared(held, generation, reached, options),
  );
  logger.info({ generation: generation.id }, 'the rebuilt generation is current');
  await untilItWorks(() => dropRetired(pool), { signal, isTransient: isTransientDatabaseError });
  return generation;
}

function named(only?: Iterable<string>): Set<string> {
  const names = PROJECTIONS.map(({ name }) => name);
  if (only === undefined) return new Set(names);
  const wanted = [...only];
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new OperatorError(`There is no projection ${unknown}: there are ${names.join(', ')}.`);
  return togetherWith(PROJECTIONS.filter(({ name }) => wanted.includes(name)));
}

async function reachedByCurrent(pool: pg.Pool): Promise<bigint> {
  const { rows } = await pool.query<{ position: bigint | null }>(
    `select max(c.position) as position from read.checkpoint c join read.generation g on g.id = c.generation
     where g.state = 'current'`,
  );
  return rows[0].position ?? 0n;
}
