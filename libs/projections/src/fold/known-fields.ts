import type pg from 'pg';

/** Every field that some figure is about, also one that the reference data no longer have. */
export async function knownFields(db: pg.Pool | pg.ClientBase): Promise<string[]> {
  const { rows } = await db.query<{ field: string }>({
    name: 'known-fields',
    text: 'select field from read.scope where procedure is null and field is not null',
  });
  return rows.map(({ field }) => field);
}
