import type pg from 'pg';
import { numbers } from './sql-arrays.js';

/** Begins a transaction that locks slots. A process that freezes in the middle of it holds them for ten seconds more and no longer. */
export const BEGIN_HOLDING = `begin; set local idle_in_transaction_session_timeout = '10s'`;

export interface Checkpoint {
  position: bigint;
  mends: number;
}

export interface GenerationStand {
  state: 'building' | 'current' | 'retired' | 'dropped';
  /** whether it is derived from the log as it lives now */
  isOfThisEpoch: boolean;
  checkpoints: Map<number, Checkpoint>;
}

/** Where a generation stands; null when it is gone. */
export async function readStand(pool: pg.Pool, generation: number): Promise<GenerationStand | null> {
  const { rows } = await pool.query<{
    state: GenerationStand['state'];
    same: boolean;
    slot: number;
    position: bigint;
    mends: number;
  }>(
    `select g.state, g.epoch = log.current_epoch() as same, c.slot, c.position, c.mends
     from read.generation g join read.checkpoint c on c.generation = g.id where g.id = $1 order by c.slot`,
    [generation],
  );
  if (rows.length === 0) return null;
  return {
    state: rows[0].state,
    isOfThisEpoch: rows[0].same,
    checkpoints: new Map(rows.map(({ slot, position, mends }) => [slot, { position, mends }])),
  };
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
      numbers(moves.map(({ slot }) => slot)),
      numbers(moves.map(({ from }) => from.position)),
      numbers(moves.map(({ from }) => from.mends)),
      numbers(moves.map(({ to }) => to)),
    ],
  });
  return rowCount === moves.length;
}
