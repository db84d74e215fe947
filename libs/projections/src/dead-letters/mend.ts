import type pg from 'pg';
import { inTransaction, OperatorError } from '#platform';
import { slotOf } from '#event-store';
import { BEGIN_HOLDING } from '../fold/checkpoints.js';
import type { FoldOptions } from '../fold/fold.js';
import { planOf, storedVersions } from '../fold/load.js';
import { foldBatch, knownOf, writeBatch } from '../fold/write.js';
import { generationOf } from '../generations/generations.js';

/** A dead letter as the operator sees it. Its bytes are sealed: `Vault.open(sealedRef)`. */
export interface DeadLetter {
  id: bigint;
  reason: string;
  detail: string;
  topic: string | null;
  partition: number | null;
  offset: bigint | null;
  key: string | null;
  headers: Record<string, string> | null;
  sealedRef: string | null;
  stream: string | null;
  version: number | null;
  position: bigint | null;
  times: number;
  firstAt: string;
  lastAt: string;
  state: 'open' | 'retried' | 'discarded';
  closedAt: string | null;
  why: string | null;
  /** dossiers that wait because of it */
  parked: string[];
}

export interface Mended {
  /** how many events were folded by it */
  events: number;
  /** dossiers whose waiting events are folded now */
  mended: string[];
  /** dossiers that still cannot be folded; the dead letter stays open */
  parked: string[];
  /** dossiers that are free of this dead letter, and wait at a later event because of another one */
  elsewhere: { code: string; deadLetter: bigint }[];
}

const SELECT = `
select d.id, d.reason, d.detail, d.topic, d.partition, d."offset", d.key, d.headers, d.sealed_ref as "sealedRef", d.stream, d.version, d.position,
  d.times, d.first_at as "firstAt", d.last_at as "lastAt", d.state, d.closed_at as "closedAt", d.why,
  array(select distinct p.code from ops.parked p join read.generation g on g.id = p.generation
    where p.dead_letter = d.id and g.state in ('current', 'building') order by p.code) as parked
from ops.dead_letter d`;

export interface DeadLetterFilter {
  state?: DeadLetter['state'];
  /** only those after this id: for the next page */
  after?: bigint;
  limit?: number;
}

/** Dead letters in the order in which they came. */
export async function listDeadLetters(pool: pg.Pool, filter: DeadLetterFilter = {}): Promise<DeadLetter[]> {
  const { rows } = await pool.query<DeadLetter>(
    `${SELECT} where ($1::text is null or d.state = $1) and d.id > $2 order by d.id limit $3`,
    [filter.state ?? null, filter.after ?? 0n, filter.limit ?? 100],
  );
  return rows;
}

/** @throws OperatorError when there is none of this id */
export async function deadLetter(pool: pg.Pool, id: bigint): Promise<DeadLetter> {
  const { rows } = await pool.query<DeadLetter>(`${SELECT} where d.id = $1`, [id]);
  if (rows.length === 0) throw new OperatorError(`There is no dead letter ${id}.`);
  return rows[0];
}

/**
 * Folds what waits because of a dead letter: the dossier's stream is read from the log, from its beginning to its end. Beside running
 * projectors: they wait for the slot meanwhile and then look again.
 * @throws OperatorError when there is none of this id, or it is closed already
 */
export async function retryDeadLetter(options: FoldOptions, id: bigint): Promise<Mended> {
  await openLetter(options.pool, id);
  const mended = await mendAll(options, id);
  if (mended.parked.length === 0) await close(options, id, 'retried', null);
  return mended;
}

/**
 * Lays a dead letter aside for good. What the log has is folded all the same: only the message is given up, never a fact.
 * @param why kept with it; not empty
 * @throws OperatorError when there is none of this id or it is closed already; when an event of the log itself cannot be folded: that takes a
 * newer program and a retry
 */
export async function discardDeadLetter(options: FoldOptions, id: bigint, why: string): Promise<Mended> {
  if (why.trim() === '') throw new OperatorError('Say why the dead letter is discarded.');
  await openLetter(options.pool, id);
  const mended = await mendAll(options, id);
  if (mended.parked.length > 0) {
    throw new OperatorError(
      `Dead letter ${id} stands for an event of the log that this program cannot fold: it cannot be discarded, only retried with a newer program.`,
    );
  }
  await close(options, id, 'discarded', why.trim());
  return mended;
}

/** @throws OperatorError when there is none of this id, or nothing is left to be done about it */
async function openLetter(pool: pg.Pool, id: bigint): Promise<void> {
  const { state, closedAt, why } = await deadLetter(pool, id);
  if (state === 'open') return;
  throw new OperatorError(
    `Dead letter ${id} was ${state} at ${closedAt}${why === null ? '' : ` (${why})`}: nothing is left to be done.`,
  );
}

async function close(
  { pool, clock }: FoldOptions,
  id: bigint,
  state: 'retried' | 'discarded',
  why: string | null,
): Promise<void> {
  await pool.query(`update ops.dead_letter set state = $2, why = $3, closed_at = $4 where id = $1 and state = 'open'`, [
    id,
    state,
    why,
    clock.now(),
  ]);
}

async function mendAll(options: FoldOptions, id: bigint): Promise<Mended> {
  const { rows } = await options.pool.query<{ generation: number; code: string }>(
    `select p.generation, p.code from ops.parked p join read.generation g on g.id = p.generation
     where p.dead_letter = $1 and g.state in ('current', 'building') order by p.generation, p.code`,
    [id],
  );
  const result: Mended = { events: 0, mended: [], parked: [], elsewhere: [] };
  const elsewhere = new Map<string, bigint>();
  const outcomes = new Map<string, 'mended' | 'parked'>();
  for (const { generation, code } of rows) {
    const { events, parkedBy } = await mend(options, generation, code);
    // beside a rebuild each dossier is folded twice, and counts once
    if (!outcomes.has(code)) result.events += events;
    if (parkedBy === id) outcomes.set(code, 'parked');
    else {
      if (parkedBy !== null) elsewhere.set(code, parkedBy);
      if (outcomes.get(code) !== 'parked') outcomes.set(code, 'mended');
    }
  }
  for (const [code, outcome] of outcomes) {
    if (outcome === 'parked') result.parked.push(code);
    else if (elsewhere.has(code)) result.elsewhere.push({ code, deadLetter: elsewhere.get(code)! });
    else result.mended.push(code);
  }
  return result;
}

/**
 * One stream, in one transaction that holds its slot.
 * @returns how many events were folded, and the dead letter for which it waits after that; null: it is whole again
 */
async function mend(
  options: FoldOptions,
  generation: number,
  code: string,
): Promise<{ events: number; parkedBy: bigint | null }> {
  return inTransaction(options.pool, BEGIN_HOLDING, async (client) => {
    await client.query('update read.checkpoint set mends = mends + 1 where generation = $1 and slot = $2', [
      generation,
      slotOf(code),
    ]);
    await client.query('delete from ops.parked where generation = $1 and code = $2', [generation, code]);
    const { folds } = (await generationOf(client, generation))!;
    const before = (await storedVersions(client, folds, [code])).get(code) ?? 0;
    const events = (await options.store.readStreams([code])).get(code)!;
    const { plan, fault } = planOf(events, before);
    const rows = await foldBatch(plan ? [plan] : [], fault ? [fault] : [], options.terms);
    await writeBatch({ ...options, client, generation, folds }, rows);
    const parked = await client.query<{ id: bigint }>(
      'select dead_letter as id from ops.parked where generation = $1 and code = $2',
      [generation, code],
    );
    const more = knownOf(rows).reduce((sum, { version }) => sum + version - before, 0);
    return { events: more, parkedBy: parked.rows[0]?.id ?? null };
  });
}
