import pg from 'pg';
import { clientConfig } from '#platform';
import { pause } from '../back-off.js';

/** Two keys of one advisory lock: what it is for, and which one. */
const RELAY_LOCK = 7_301_200;

/**
 * Runs `work` while this process is the one leader of `name` in the database, on a session lock of a direct connection (a pooler between
 * would give the session to somebody else). `work` gets a signal that aborts when the lock may be lost; what it writes must stand
 * by compare-and-swap all the same, because a frozen leader wakes up later.
 * @returns what `work` returned, or null when `signal` aborted before this process became the leader
 */
export async function asLeader<T>(
  url: string,
  name: string,
  signal: AbortSignal,
  work: (leading: AbortSignal) => Promise<T>,
  retryMs = 1_000,
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
      if (rows[0].leads) return await work(lost.signal);
      await pause(retryMs, lost.signal);
    }
    return null;
  } finally {
    signal.removeEventListener('abort', stop);
    await client.end().catch(() => undefined);
  }
}
