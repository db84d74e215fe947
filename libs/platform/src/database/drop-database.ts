import type pg from 'pg';

/**
 * Drops a database, whoever is still connected. Not `with (force)`: that wants to end autovacuum's session as well, which belongs to a superuser, and
 * fails for it; a plain drop tells autovacuum to go.
 * @param admin connected to another database, of the role that owns this one and its sessions
 */
export async function dropDatabase(admin: pg.Pool | pg.Client, name: string): Promise<void> {
  await admin.query(`alter database ${name} with allow_connections false`); // nobody comes back meanwhile
  await admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user',
    [name],
  );
  await admin.query(`drop database ${name}`);
}
