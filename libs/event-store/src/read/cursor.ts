import type pg from 'pg';
import { sqlTypes } from '#platform';

/**
 * The rows of a query in batches, through a cursor in one read-only transaction: memory holds one batch, and all batches are of one snapshot.
 * Whoever stops early (break, throw) gives the connection back as well.
 * @param fetch rows in a batch
 */
export async function* cursor<R extends unknown[]>(
  pool: pg.Pool,
  text: string,
  values: unknown[],
  fetch = 1000,
): AsyncGenerator<R[]> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read read only');
    // All rows will be wanted: plan for the whole, not for the first of them.
    await client.query('set local cursor_tuple_fraction = 1');
    await client.query({ text: `declare rows no scroll cursor for ${text}`, values });
    for (;;) {
      const { rows } = await client.query<R>({ text: `fetch ${fetch} from rows`, rowMode: 'array', types: sqlTypes });
      if (rows.length > 0) yield rows;
      if (rows.length < fetch) break;
    }
  } catch (error) {
    fault = error as Error;
    throw error;
  } finally {
    if (!fault) await client.query('rollback').catch((error: Error) => (fault = error));
    client.release(fault);
  }
}
