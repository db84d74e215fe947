import type pg from 'pg';

/** The numbers of units and scopes as they are stored; −1 for what is not. */
export interface Numbers {
  unit(key: string): number;
  /** no procedure: a whole field; neither: everything */
  scope(term: { procedure: string | null; field: string | null }): number;
}

const keyOf = (procedure: string | null, field: string | null): string => `${procedure ?? ''}\n${field ?? ''}`;

/** All numbers, read once: what is verified is not written. */
export async function numbersOf(db: pg.ClientBase): Promise<Numbers> {
  const units = await db.query<{ id: number; key: string }>('select id, key from read.unit');
  const scopes = await db.query<{ id: number; procedure: string | null; field: string | null }>(
    'select id, procedure, field from read.scope',
  );
  const unit = new Map(units.rows.map(({ id, key }) => [key, id]));
  const scope = new Map(scopes.rows.map(({ id, procedure, field }) => [keyOf(procedure, field), id]));
  return {
    unit: (key) => unit.get(key) ?? -1,
    scope: ({ procedure, field }) => scope.get(keyOf(procedure, field)) ?? -1,
  };
}
