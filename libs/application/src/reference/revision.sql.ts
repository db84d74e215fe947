import type pg from 'pg';
import { UNIT_STREAM } from '#domain';

/** How often the reference data have been changed; 0 = no seeding has touched them. Its one row is also what seedings wait for each other by. */
export async function revisionOf(db: pg.Pool | pg.ClientBase): Promise<bigint> {
  const { rows } = await db.query<{ n: bigint }>('select n from ref.revision');
  return rows[0]!.n;
}

/** What the reference data stand at: the tables, and the units, whose facts are in the log. */
export async function standOfReference(db: pg.Pool): Promise<string> {
  const { rows } = await db.query<{ stand: string }>(
    `select n || '.' || coalesce((select max(version) from log.event where stream = $1), 0) as stand from ref.revision`,
    [UNIT_STREAM],
  );
  return rows[0]!.stand;
}

/** One seeding at a time, until the end of the transaction. */
export async function holdRevision(client: pg.ClientBase): Promise<void> {
  await client.query('select n from ref.revision for update');
}

export async function raiseRevision(client: pg.ClientBase): Promise<void> {
  await client.query('update ref.revision set n = n + 1');
}
