import type pg from 'pg';
import type { Vault } from '#event-store';
import { messageContent, type MessageContent } from '#event-stream';
import type { DeadLetter } from './mend.js';

export interface Waiting {
  code: string;
  /** the first version that is not folded */
  version: number;
  /** events of the log that wait, that one included */
  events: number;
  since: string;
}

/** @returns null where nothing was sealed (an event of the log), or the key has been deleted since */
export async function openContent(vault: Vault, { sealedRef }: DeadLetter): Promise<MessageContent | null> {
  const opened = sealedRef === null ? null : await vault.open(sealedRef);
  return opened === null ? null : messageContent(opened);
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
