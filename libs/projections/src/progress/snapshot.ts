import type pg from 'pg';

/** Runs several questions on one state of the read tables, so that their answers agree; reads only. */
export async function readSnapshot<T>(pool: pg.Pool, question: (db: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin isolation level repeatable read read only');
    const answer = await question(client);
    await client.query('commit');
    return answer;
  } catch (error) {
    await client.query('rollback').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}
