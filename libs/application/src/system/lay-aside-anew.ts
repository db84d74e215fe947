import type pg from 'pg';
import { keyOnce, type LaidAside, type Vault } from '#event-store';
import { letterAside } from '#projections';
import { commandAside } from '../commands/refused-commands.js';
import { messageAside } from '../feed/message-store.js';

/** A message as it is kept. */
interface Kept {
  id: string;
  ref: string;
  code: string | null;
  digest: Buffer | null;
}
interface Place {
  table: string;
  /** as `Kept` names them */
  columns: string;
  aside(kept: Kept, text: string, vault: Vault): LaidAside;
}

const digestOf = ({ digest }: Kept): string => digest!.toString('hex');
const PLACES: Place[] = [
  {
    table: 'ops.refused_message',
    columns: 'code, digest',
    aside: (kept, raw) => messageAside({ digest: digestOf(kept), raw, code: kept.code }),
  },
  {
    table: 'ops.refused_command',
    columns: 'code, digest',
    aside: (kept, text) => commandAside(digestOf(kept), text, kept.code),
  },
  {
    table: 'ops.dead_letter',
    columns: 'coalesce(stream, key) as code, null as digest',
    aside: ({ code }, text, vault) => letterAside(vault, text, code),
  },
];

/**
 * Messages that were laid aside before their keys went with whom they are about (those of one kind had one key for all): sealed anew, once, so
 * that they are forgotten with a person like those that come from now on. What cannot be opened any more stays as it is.
 */
export const layAsideAnew = (pool: pg.Pool, vault: Vault): Promise<void> =>
  keyOnce(pool, 'whom messages are about', async (client) => {
    for (const { table, columns, aside } of PLACES) {
      const { rows } = await client.query<Kept>(
        `select id::text, sealed_ref as ref, ${columns} from ${table} where sealed_ref is not null order by id`,
      );
      for (const kept of rows) {
        const text = await vault.open(kept.ref);
        if (text === null) continue;
        const [row] = await vault.layAside([aside(kept, text, vault)]);
        await client.query(`update ${table} set sealed_ref = $2 where id::text = $1`, [kept.id, row!.ref]);
        await client.query('delete from log.sealed where ref = $1', [kept.ref]);
      }
    }
  });
