import type pg from 'pg';

/** How far a topic has got: written by the leading relay, by compare-and-swap. */
export interface RelayCheckpoint {
  epoch: string;
  position: bigint;
  /** partition → offset after the last acknowledged message */
  ends: Map<number, bigint>;
}

/** Where the relay of a topic stands; null before its first start. */
export async function readCheckpoint(pool: pg.Pool, topic: string): Promise<RelayCheckpoint | null> {
  const { rows } = await pool.query<{ epoch: string; position: bigint; ends: Record<string, string> }>(
    'select epoch, position, ends from log.relay where topic = $1',
    [topic],
  );
  if (rows.length === 0) return null;
  const [{ epoch, position, ends }] = rows;
  return { epoch, position, ends: new Map(Object.entries(ends).map(([slot, end]) => [Number(slot), BigInt(end)])) };
}

/**
 * Moves the checkpoint from where it was read. Goes back as well: to 0 for a new epoch or a topic made anew.
 * @returns false when somebody else has moved it: there is another leader
 */
export async function moveCheckpoint(
  pool: pg.Pool,
  topic: string,
  from: RelayCheckpoint | null,
  to: RelayCheckpoint,
): Promise<boolean> {
  const ends = JSON.stringify(Object.fromEntries([...to.ends].map(([slot, end]) => [slot, String(end)])));
  const { rowCount } =
    from === null
      ? await pool.query(
          'insert into log.relay (topic, epoch, position, ends) values ($1, $2, $3, $4) on conflict do nothing',
          [topic, to.epoch, to.position, ends],
        )
      : await pool.query({
          name: 'relay-move',
          text: `update log.relay set epoch = $2, position = $3, ends = $4, updated_at = now()
                 where topic = $1 and epoch = $5 and position = $6`,
          values: [topic, to.epoch, to.position, ends, from.epoch, from.position],
        });
  return rowCount === 1;
}
