import { untilItWorks } from '#event-stream';
import { isTransientDatabaseError } from '#platform';
import { Fold, type FoldOptions, type Generation } from '../fold/fold.js';
import { foldByDossier } from './fold-by-dossier.js';
import { analyze, buildingGeneration, dropRetired, switchTo } from './generations.js';
import { foldFromLog } from './fold-from-log.js';

export interface RebuildProgress {
  generation: number;
  position: bigint;
  head: bigint;
}

export interface RebuildOptions {
  signal?: AbortSignal;
  /** Events that are folded together; default 24,000 of whole dossiers, then 8,000 by position. */
  pageSize?: number;
  /** Told after each batch: for a progress bar. */
  onProgress?: (progress: RebuildProgress) => void;
}

/** One rebuild at a time in a database. */
const REBUILD_LOCK = 7_301_310;

/**
 * Folds a new generation beside the one that is read, dossier by dossier up to the log's head as it was, from there by position; makes it
 * current in one transaction, and drops the old one. A rebuild that was interrupted goes on where it stood. Safe beside running projectors: they go on with the new generation by themselves.
 * @returns the new generation, or null when another process is rebuilding
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
  { pageSize, onProgress }: RebuildOptions,
): Promise<Generation> {
  const { pool, store, logger } = options;
  const generation = await buildingGeneration(pool, await store.epoch());
  logger.info({ generation: generation.id }, 'rebuilding');
  const fold = new Fold(generation, { ...options, announces: false });
  const from = {
    store,
    signal,
    pageSize,
    onProgress: (position: bigint, head: bigint) => onProgress?.({ generation: generation.id, position, head }),
  };
  await foldByDossier(generation, { ...options, ...from });
  await analyze(pool, generation);
  await foldFromLog(fold, from);
  await switchTo(pool, generation, async (position) => void (await foldFromLog(fold, { ...from, upTo: position })));
  logger.info({ generation: generation.id }, 'the rebuilt generation is current');
  await untilItWorks(() => dropRetired(pool), { signal, isTransient: isTransientDatabaseError });
  return generation;
}
