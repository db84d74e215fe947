import type pg from 'pg';
import type { Vault } from '#event-store';
import type { DeadLetter } from './mend.js';

/** Bytes as a person can read them: as text where they are UTF-8, else as base64. */
export type Content = { text: string } | { base64: string };

/** A message as it came. It may hold personal data: whoever opens it answers for it. */
export interface DeadLetterContent {
  key: Content | null;
  headers: { name: string; value: Content | null }[];
  /** null: the message had none (a tombstone) */
  value: Content | null;
}

export interface Waiting {
  code: string;
  /** the first version that is not folded */
  version: number;
  /** events of the log that wait, that one included */
  events: number;
  since: string;
}

interface Sealed {
  key: string | null;
  headers: [string, string | null][];
  value: string | null;
}

/** @returns null where nothing was sealed (an event of the log), or the key has been deleted since */
export async function openContent(vault: Vault, { sealedRef }: DeadLetter): Promise<DeadLetterContent | null> {
  const opened = sealedRef === null ? null : await vault.open(sealedRef);
  if (opened === null) return null;
  const { key, headers, value } = JSON.parse(opened) as Sealed;
  return {
    key: contentOf(key),
    headers: headers.map(([name, sealed]) => ({ name, value: contentOf(sealed) })),
    value: contentOf(value),
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function contentOf(base64: string | null): Content | null {
  if (base64 === null) return null;
  try {
    return { text: decoder.decode(Buffer.from(base64, 'base64')) };
  } catch {
    return { base64 };
  }
}

const WAITING = `
select p.code, min(p.version) as version, min(p.since) as since,
  (select count(*)::int from log.event e where e.stream = p.code and e.version >= min(p.version)) as events
from ops.parked p join read.generation g on g.id = p.generation
where p.dead_letter = $1 and g.state in ('current', 'building')
group by p.code order by p.code`;

export async function waitingFor(pool: pg.Pool, id: bigint): Promise<Waiting[]> {
  const { rows } = await pool.query<Waiting>(WAITING, [id]);
  return rows;
}
