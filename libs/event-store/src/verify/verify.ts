import type pg from 'pg';
import type { Instant } from '#domain';

/** Proof of what the log was, to be kept elsewhere: it shows a cut or rewritten tail. */
export interface Seal {
  number: number;
  /** First and last position that it covers. */
  from: bigint;
  to: bigint;
  /** When the last one was recorded (UTC). */
  recordedAt: Instant;
  /** SHA-256 in hex, chained over the seals before it. */
  digest: string;
}

export interface Difference {
  kind: 'hash' | 'version-missing' | 'slot' | 'position-gap' | 'recorded-backwards' | 'seal' | 'tail-cut';
  position: bigint | null;
  stream: string | null;
  version: number | null;
  detail: string;
}

export interface Verification {
  events: number;
  streams: number;
  differences: Difference[];
}

/** Seals everything after the last seal; null where nothing is new. */
export function seal(_pool: pg.Pool, _now: Instant): Promise<Seal | null> {
  throw new Error('not yet');
}

/**
 * Walks the whole log and lists every difference.
 * @param seals seals kept elsewhere, beside the ones in the database
 * @param onProgress events looked at so far, and how many there will be (each is looked at twice)
 */
export function verifyChain(
  _pool: pg.Pool,
  _options: { seals?: Seal[]; onProgress?: (done: number, total: number) => void } = {},
): Promise<Verification> {
  throw new Error('not yet');
}
