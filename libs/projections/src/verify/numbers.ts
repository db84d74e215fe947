import type pg from 'pg';
import type { ScopeTerm } from '../fold/terms.js';

/** The numbers of units and scopes as they are stored; −1 for what is not. */
export interface Numbers {
  unit(key: string): number;
  scope(term: ScopeTerm): number;
}

/** All numbers, read once: what is verified is not written. */
export async function numbersOf(db: pg.ClientBase): Promise<Numbers> {
  const units = await db.query<{ id: number; key: string }>('select id, key from read.unit');
  const scopes = await db.query<{ id: number } & ScopeTerm>(
    'select id, procedure, field from read.scope where procedure is not null',
  );
  const unit = new Map(units.rows.map(({ id, key }) => [key, id]));
  const scope = new Map(scopes.rows.map(({ id, procedure, field }) => [`${procedure}\n${field}`, id]));
  return {
    unit: (key) => unit.get(key) ?? -1,
    scope: ({ procedure, field }) => scope.get(`${procedure}\n${field}`) ?? -1,
  };
}
