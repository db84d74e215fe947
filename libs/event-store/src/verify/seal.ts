import { hash } from 'node:crypto';
import type pg from 'pg';
import type { Instant } from '#domain';
import { sqlTypes } from '#platform';
import { cursor } from '../read/cursor.js';

/** What the log was up to a position. Kept elsewhere, it shows a cut or rewritten log: one seal speaks for everything before it. */
export interface Seal {
  position: bigint;
  /** When the event at this position was recorded (UTC). */
  recordedAt: Instant;
  /** SHA-256 in hex, folded over every event from position 1 on, see `fold`. */
  digest: string;
}

/** Position, recorded at in microseconds since 1970, hash. */
export type Link = [bigint, string, string];

/** $1 the position after which to begin, $2 the last one. */
export const LINKS = `
select e.position, (extract(epoch from e.recorded_at) * 1000000)::bigint::text, encode(e.hash, 'hex')
  from log.event e where e.position > $1 and e.position <= $2 order by e.position`;

/** The digest at a position from the digest at the one before it ('' before the first). */
export const fold = (digest: string, [position, recordedAt, eventHash]: Link): string =>
  hash('sha256', `${digest}\n${position} ${recordedAt} ${eventHash}`, 'hex');

export async function readSeals(pool: pg.Pool): Promise<Seal[]> {
  const { rows } = await pool.query<{ position: bigint; recorded_at: Instant; digest: string }>({
    text: `select position, recorded_at, encode(digest, 'hex') as digest from log.seal order by position`,
    types: sqlTypes,
  });
  return rows.map((row) => ({ position: row.position, recordedAt: row.recorded_at, digest: row.digest }));
}

/**
 * Seals the log as it stands, in the table log.seal; the result is worth keeping elsewhere too (printed, mailed, with another
 * administration). Goes on from the last seal; memory is bounded.
 * @param now the present (UTC)
 * @returns null where nothing has been added since the last seal
 */
export async function seal(pool: pg.Pool, now: Instant): Promise<Seal | null> {
  const last = (await readSeals(pool)).at(-1);
  const head = await pool.query<{ position: bigint; recorded_at: Instant }>({
    text: 'select position, recorded_at from log.event order by position desc limit 1',
    types: sqlTypes,
  });
  if (head.rows.length === 0 || head.rows[0].position === last?.position) return null;
  const { position, recorded_at: recordedAt } = head.rows[0];
  let digest = last?.digest ?? '';
  for await (const links of cursor<Link>(pool, LINKS, [last?.position ?? 0n, position])) {
    for (const link of links) digest = fold(digest, link);
  }
  // Another process may have sealed the same position meanwhile: then the two are equal.
  await pool.query(
    `insert into log.seal (position, recorded_at, digest, sealed_at) values ($1, $2, decode($3, 'hex'), $4) on conflict do nothing`,
    [position, recordedAt, digest, now],
  );
  return { position, recordedAt, digest };
}
