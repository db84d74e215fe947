import { hash } from 'node:crypto';
import type pg from 'pg';
import { type Instant, parseInstant } from '#domain';
import { OperatorError, sqlTypes } from '#platform';
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
 * @returns the last seal where nothing has been added since; null where the log is empty
 */
export async function seal(pool: pg.Pool, now: Instant): Promise<Seal | null> {
  const last = (await readSeals(pool)).at(-1);
  const head = await pool.query<{ position: bigint; recorded_at: Instant }>({
    text: 'select position, recorded_at from log.event order by position desc limit 1',
    types: sqlTypes,
  });
  if (head.rows.length === 0) return last ?? null;
  const { position, recorded_at: recordedAt } = head.rows[0];
  // a log that ends before what was sealed has lost its tail: the seal of before says so, a new one would hide it
  if (last && position <= last.position) return last;
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

/** A seal as it is kept elsewhere: one line of JSON. */
export const sealText = ({ position, recordedAt, digest }: Seal): string =>
  JSON.stringify({ position: position.toString(), recordedAt, digest });

/** The reverse of `sealText`. @throws OperatorError where the text is no seal */
export function parseSeal(text: string): Seal {
  const { position, recordedAt, digest } = jsonOf(text);
  const ok =
    typeof position === 'string' &&
    /^[1-9]\d{0,17}$/.test(position) &&
    typeof recordedAt === 'string' &&
    parseInstant(recordedAt) === recordedAt &&
    typeof digest === 'string' &&
    /^[0-9a-f]{64}$/.test(digest);
  if (!ok) throw new OperatorError('This is no seal of a log: one line of JSON with position, recordedAt and digest.');
  return { position: BigInt(position), recordedAt, digest };
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}
