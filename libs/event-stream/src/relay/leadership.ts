import pg from 'pg';
import { clientConfig } from '#platform';
import { pause } from '../back-off.js';

/** Two keys of one advisory lock: what it is for, and which one. */
const RELAY_LOCK = 7_301_200;

/**
 * $1, $2 the lock's keys, $3 milliseconds → ends the session that holds the lock and has said nothing for so long: its process is frozen, or
 * its machine is gone without a word. Its own role may always do so.
 */
const END_SILENT = `
select pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.classid = $1::int::oid and l.objid = hashtext($2)::oid and l.objsubid = 2 and l.granted
  and l.database = (select oid from pg_database where datname = current_database())
  and a.state_change < clock_timestamp() - $3::int * interval '1 ms'`;

/**
 * Runs `work` while this process is the one leader of `name` in the database, on a session lock of a direct connection (a pooler between
 * would give the session to somebody else). `work` gets a signal that aborts when the lock may be lost; what it writes must stand
 * by compare-and-swap all the same, because a frozen leader wakes up later.
 * @param pace.retryMs how often the lock is asked for, and how often its holder says that it lives
 * @param pace.silentMs a holder that has said nothing for so long loses it
 * @returns what `work` returned, or null when `signal` aborted before this process became the leader
 */
export async function asLeader<T>(
  url: string,
  name: string,
  signal: AbortSignal,
  work: (leading: AbortSignal) => Promise<T>,
  { retryMs = 1_000, silentMs = 10_000 } = {},
): Promise<T | null> {
  const client = new pg.Client(clientConfig(url, { applicationName: `dossier-tracker ${name}` }));
  const lost = new AbortController();
  const stop = (): void => lost.abort();
  client.on('error', stop);
  client.on('end', stop);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    while (!lost.signal.aborted) {
      const { rows } = await client.query<{ leads: boolean }>(
        'select pg_try_advisory_lock($1, hashtext($2)) as leads',
        [RELAY_LOCK, name],
      );
      if (rows[0].leads) return await whileBeating(client, retryMs, lost, work);
      await client.query(END_SILENT, [RELAY_LOCK, name, silentMs]);
      await pause(retryMs, lost.signal);
    }
    return null;
  } finally {
    signal.removeEventListener('abort', stop);
    await client.end().catch(() => undefined);
  }
}

/** Works, and lets the database hear from this session meanwhile. */
async function whileBeating<T>(
  client: pg.Client,
  everyMs: number,
  lost: AbortController,
  work: (leading: AbortSignal) => Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const until = AbortSignal.any([done.signal, lost.signal]);
  const beat = async (): Promise<void> => {
    for (;;) {
      await pause(everyMs, until);
      if (until.aborted) return;
      await client.query('select 1');
    }
  };
  beat().catch(() => lost.abort());
  try {
    return await work(lost.signal);
  } finally {
    done.abort();
  }
}
