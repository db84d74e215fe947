import { createHash } from 'node:crypto';
import type pg from 'pg';
import { keyOnce, keyTheLog, type Vault } from '#event-store';
import { meantBy, subjectOfMessage } from '../feed/message-store.js';

/**
 * Gives every fingerprint of a database that was written before they had a key the one of this master key, once. What comes again is still known:
 * commands by their keys, refused messages by what they mean. Only a defect told of before is told anew (its message was not kept).
 */
export async function keyFingerprints(pool: pg.Pool, masterKey: Buffer, vault: Vault): Promise<void> {
  await keyTheLog(pool, masterKey);
  await keyOnce(pool, 'laid aside', async (client) => {
    await keyMessages(client, vault);
    await keyDefects(client, vault);
    await keyCommands(client, vault);
    await keyDeadLetters(client, vault);
  });
}

interface Refused {
  id: string;
  digest: Buffer;
  sealed_ref: string;
  subject: string | null;
}

const PAGE = 200;
const hexOf = (digest: Buffer): string => digest.toString('hex');

/** Refused messages: also the subjects whose keys seal them were named by an unkeyed hash, so they are sealed anew and the old ones are deleted. */
async function keyMessages(client: pg.ClientBase, vault: Vault): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await client.query<Refused>(
      `select m.id, m.digest, m.sealed_ref, s.subject from ops.refused_message m left join log.sealed s on s.ref = m.sealed_ref
        where m.id > $1 order by m.id limit $2`,
      [after, PAGE],
    );
    if (rows.length === 0) break;
    const raws = await vault.openMany(rows.map((row) => row.sealed_ref));
    for (const row of rows) await keyMessage(client, vault, row, raws.get(row.sealed_ref));
    after = rows.at(-1)!.id;
  }
}

async function keyMessage(client: pg.ClientBase, vault: Vault, row: Refused, raw: string | undefined): Promise<void> {
  const digest = vault.fingerprint(raw === undefined ? hexOf(row.digest) : meantBy(raw));
  const text = { subject: subjectOfMessage(digest), kind: 'raw-message', plaintext: raw ?? '' };
  const [sealed] = raw === undefined ? [] : await vault.sealAndStore([text]);
  // two spellings of one message were two rows: the first one stays
  const { rowCount } = await client.query(
    `update ops.refused_message m set digest = $2, sealed_ref = $3 where id = $1
        and not exists (select from ops.refused_message o where o.source = m.source and o.digest = $2 and o.id <> m.id)`,
    [row.id, Buffer.from(digest, 'hex'), sealed?.ref ?? row.sealed_ref],
  );
  if (rowCount === 0) await client.query('delete from ops.refused_message where id = $1', [row.id]);
  await client.query('delete from log.sealed where ref = $1', [row.sealed_ref]);
  if (row.subject !== null)
    await client.query(
      'delete from log.subject s where id = $1 and not exists (select from log.sealed x where x.subject = s.id)',
      [row.subject],
    );
}

/** Defects: their messages were not kept. */
async function keyDefects(client: pg.ClientBase, vault: Vault): Promise<void> {
  const { rows } = await client.query<{ source: string; digest: Buffer }>(
    'select source, digest from ops.message_defect',
  );
  for (const { source, digest } of rows)
    await client.query('update ops.message_defect set digest = $3 where source = $1 and digest = $2', [
      source,
      digest,
      Buffer.from(vault.fingerprint(hexOf(digest)), 'hex'),
    ]);
}

async function keyCommands(client: pg.ClientBase, vault: Vault): Promise<void> {
  const { rows } = await client.query<{ id: string; digest: Buffer; sealed_ref: string }>(
    'select id, digest, sealed_ref from ops.refused_command',
  );
  for (const { id, digest, sealed_ref: ref } of rows) {
    const keyed = vault.fingerprint((await vault.open(ref)) ?? hexOf(digest));
    await client.query('update ops.refused_command set digest = $2 where id = $1', [id, Buffer.from(keyed, 'hex')]);
  }
}

const LAST_STEP = /[0-9a-f]{16}$/;

async function keyDeadLetters(client: pg.ClientBase, vault: Vault): Promise<void> {
  const { rows } = await client.query<{ id: bigint; origin: string; sealed_ref: string }>(
    'select id, origin, sealed_ref from ops.dead_letter where topic is not null',
  );
  for (const { id, origin, sealed_ref: ref } of rows) {
    const keyed = vault.fingerprint((await vault.open(ref)) ?? createHash('sha256').update(origin).digest('hex'));
    await client.query('update ops.dead_letter set origin = $2 where id = $1', [
      id,
      origin.replace(LAST_STEP, keyed.slice(0, 16)),
    ]);
  }
}
