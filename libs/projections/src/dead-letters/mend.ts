import type pg from 'pg';
import { OperatorError } from '#platform';
import { slotOf } from '#event-store';
import type { FoldOptions } from '../fold/fold.js';
import { planOf } from '../fold/load.js';
import { writeBatch } from '../fold/write.js';

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
  /** dossiers whose waiting events are folded now */
  mended: string[];
  /** dossiers that still cannot be folded; the dead letter stays open */
  parked: string[];
}

const SELECT = `
select d.id, d.reason, d.detail, d.topic, d.partition, d."offset", d.key, d.headers, d.sealed_ref as "sealedRef", d.stream, d.version, d.position,
  d.times, d.first_at as "firstAt", d.last_at as "lastAt", d.state, d.closed_at as "closedAt", d.why,
  array(select distinct p.code from ops.parked p where p.dead_letter = d.id order by p.code) as parked
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
 */
export async function retryDeadLetter(options: FoldOptions, id: bigint): Promise<Mended> {
  await deadLetter(options.pool, id);
  const mended = await mendAll(options, id);
  if (mended.parked.length === 0) await close(options, id, 'retried', null);
  return mended;
}

/**
 * Lays a dead letter aside for good. What the log has is folded all the same: only the message is given up, never a fact.
 * @throws OperatorError when an event of the log itself cannot be folded: that takes a newer program and a retry
 */
export async function discardDeadLetter(options: FoldOptions, id: bigint, why: string): Promise<Mended> {
  if (why.trim() === '') throw new OperatorError('Say why the dead letter is discarded.');
  await deadLetter(options.pool, id);
  const mended = await mendAll(options, id);
  if (mended.parked.length > 0) {
    throw new OperatorError(
      `Dead letter ${id} stands for an event of the log that this program cannot fold: it cannot be discarded, only retried with a newer program.`,
    );
  }
  await close(options, id, 'discarded', why);
  return mended;
}

async function close(
  { pool, clock }: FoldOptions,
  id: bigint,
  state: 'retried' | 'discarded',
  why: string | null,
): Promise<void> {
  await pool.query('update ops.dead_letter set state = $2, why = $3, closed_at = $4 where id = $1', [
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
  const result: Mended = { mended: [], parked: [] };
  for (const { generation, code } of rows) {
    ((await mend(options, generation, code)) ? result.mended : result.parked).push(code);
  }
  return result;
}

/** One dossier, in one transaction that holds its slot. @returns whether it is whole again */
async function mend(options: FoldOptions, generation: number, code: string): Promise<boolean> {
  const client = await options.pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    await client.query('update read.checkpoint set mends = mends + 1 where generation = $1 and slot = $2', [
      generation,
      slotOf(code),
    ]);
    await client.query('delete from ops.parked where generation = $1 and code = $2', [generation, code]);
    const { rows } = await client.query<{ version: number }>(
      'select version from read.dossier where generation = $1 and code = $2',
      [generation, code],
    );
    const events = (await options.store.readStreams([code])).get(code)!;
    const plan = planOf(code, events, rows[0]?.version ?? 0);
    const written = await writeBatch({ ...options, client, generation, plans: [plan], faults: [] });
    await client.query('commit');
    return written.deadLetters === 0;
  } catch (error) {
    await client.query('rollback').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}
