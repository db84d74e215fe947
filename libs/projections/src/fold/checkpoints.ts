import type pg from 'pg';
import { plainArray } from '#platform';

/** Begins a transaction that locks slots. A process that freezes in the middle of it holds them for ten seconds more and no longer. */
export const BEGIN_HOLDING = `begin; set local idle_in_transaction_session_timeout = '10s'`;

/**
 * The log is the truth: what a crash of the server takes of the last moments is folded again, so no commit waits for the disk.
 * Plans are made anew for each batch: one from the time when a table was empty would be kept while it grows.
 */
export const BEGIN_FOLDING = `${BEGIN_HOLDING}; set local synchronous_commit = off; set local plan_cache_mode = force_custom_plan`;

/** The generation has been replaced: fold the current one. */
export class GenerationGone extends Error {
  override name = 'GenerationGone';
}
/** The log began a new life: what was derived from the old one must be derived anew. */
export class EpochChanged extends Error {
  override name = 'EpochChanged';
}

export interface Checkpoint {
  position: bigint;
  mends: number;
}

/**
 * Where the slots of a generation stand.
 * @throws GenerationGone, EpochChanged when it must not be folded any more
 */
export async function requireStand(pool: pg.Pool, generation: number): Promise<Map<number, Checkpoint>> {
  const { rows } = await pool.query<{ folds: boolean; same: boolean; slot: number; position: bigint; mends: number }>(
    `select g.state in ('building', 'current') as folds, g.epoch = log.current_epoch() as same, c.slot, c.position, c.mends
     from read.generation g join read.checkpoint c on c.generation = g.id where g.id = $1 order by c.slot`,
    [generation],
  );
  if (rows.length === 0) throw new GenerationGone();
  if (!rows[0].same) throw new EpochChanged();
  if (!rows[0].folds) throw new GenerationGone();
  return new Map(rows.map(({ slot, position, mends }) => [slot, { position, mends }]));
}

export interface Move {
  slot: number;
  from: Checkpoint;
  to: bigint;
}

/** $1 generation, $2 slots, $3 from positions, $4 mends, $5 to positions. */
const MOVE = `
update read.checkpoint c set position = m.to_position, updated_at = now()
from unnest($2::smallint[], $3::bigint[], $4::int[], $5::bigint[]) as m (slot, from_position, mends, to_position), read.generation g
where c.generation = $1 and c.slot = m.slot and c.position = m.from_position and c.mends = m.mends
  and g.id = $1 and g.state in ('building', 'current') and g.epoch = log.current_epoch()`;

/**
 * Moves the checkpoints, and locks them until the transaction ends: nobody else folds these slots meanwhile.
 * @returns false when one of them is not where it was thought to be: roll back
 */
export async function moveCheckpoints(
  client: pg.ClientBase,
  generation: number,
  moves: readonly Move[],
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'checkpoints-move',
    text: MOVE,
    values: [
      generation,
      plainArray(moves.map(({ slot }) => slot)),
      plainArray(moves.map(({ from }) => from.position)),
      plainArray(moves.map(({ from }) => from.mends)),
      plainArray(moves.map(({ to }) => to)),
    ],
  });
  return rowCount === moves.length;
}
