import type pg from 'pg';

/** Channel on which the fold tells that something changed, once it is committed. Live views listen, and read what there is. */
export const CHANGED = 'read_changed';

export async function announce(client: pg.ClientBase): Promise<void> {
  await client.query({ name: 'announce', text: `select pg_notify('${CHANGED}', '')` });
}
