import pg from 'pg';
import { CommandFingerprints } from '../append/fingerprint.js';
import { logOwner } from './sql/owner.sql.js';

/** Whoever gets this lock first does it; the others wait until it is done. */
const LOCK = 7_301_011;
const PAGE = 5_000;

/** Does what has to be done once in a database's life, in one transaction. Several programs may ask at the same time. */
export async function keyOnce(
  pool: pg.Pool,
  what: string,
  work: (client: pg.ClientBase) => Promise<void>,
): Promise<void> {
  const isDone = 'select from ops.keyed where what = $1';
  if ((await pool.query(isDone, [what])).rowCount) return;
  const client = new pg.Client(pool.options); // of its own: the pool may have no more than one
  client.on('error', () => undefined); // the statement in hand fails too
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    if (!(await client.query(isDone, [what])).rowCount) {
      await work(client);
      await client.query('insert into ops.keyed (what) values ($1)', [what]);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/**
 * Gives the fingerprints of a log that was written before they had a key the one of this master key: a command of that time is still recognised
 * when it comes again. Nothing that an event's hash covers is touched. To be called before anything is appended, with the programs of before ended.
 */
export function keyTheLog(pool: pg.Pool, masterKey: Buffer): Promise<void> {
  const fingerprints = new CommandFingerprints(masterKey);
  return keyOnce(pool, 'log', async (client) => {
    const { rows } = await client.query<{ owner: string }>(logOwner);
    await client.query(`set local role "${rows[0]!.owner}"`);
    for (const { table, id, type } of [
      { table: 'answer', id: 'command', type: 'uuid' },
      { table: 'event', id: 'position', type: 'bigint' },
    ]) {
      const trigger = `alter table log.${table} %s trigger ${table}_is_append_only`;
      await client.query(trigger.replace('%s', 'disable'));
      await keyTable(client, fingerprints, table, id, type);
      await client.query(trigger.replace('%s', 'enable'));
    }
    await client.query('reset role');
  });
}

async function keyTable(
  client: pg.ClientBase,
  fingerprints: CommandFingerprints,
  table: string,
  id: string,
  type: string,
): Promise<void> {
  // a cursor sees the table as it was when it was opened: nothing is keyed twice
  await client.query(`declare unkeyed no scroll cursor for
    select ${id}::text as id, replace(command::text, '-', '') as command, replace(body::text, '-', '') as body
      from log.${table} where command is not null`);
  for (;;) {
    const { rows } = await client.query<{ id: string; command: string; body: string }>(`fetch ${PAGE} from unkeyed`);
    if (rows.length === 0) break;
    await client.query(
      `update log.${table} t set command = k.command, body = k.body
         from unnest($1::${type}[], $2::uuid[], $3::uuid[]) as k (id, command, body) where t.${id} = k.id`,
      [
        rows.map((row) => row.id),
        rows.map(({ command }) => fingerprints.again(command)),
        rows.map(({ body }) => fingerprints.again(body)),
      ],
    );
  }
  await client.query('close unkeyed');
}
