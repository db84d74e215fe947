import type pg from 'pg';
import { textArray } from '#platform';
import { ADD_SCOPES, ADD_UNITS, FIND_SCOPES, FIND_UNITS } from './term.sql.js';

/** What a dossier is about, as it stands in its facts. */
export interface ScopeTerm {
  procedure: string;
  field: string;
}

const EVERYTHING = 0;
const idOf = (procedure: string | null, field: string): string => `${procedure ?? ''}\n${field}`;

/** Numbers of units and scopes, kept in memory; new ones are given outside of any transaction and never taken back. */
export class Terms {
  private readonly units = new Map<string, number>();
  private readonly scopes = new Map<string, number>();
  private readonly wider = new Map<number, readonly number[]>();

  constructor(private readonly pool: pg.Pool) {}

  /** Makes sure that these can be asked for. */
  async ensure(units: Iterable<string>, scopes: Iterable<ScopeTerm>): Promise<void> {
    const newUnits = [...new Set(units)].filter((key) => !this.units.has(key));
    if (newUnits.length > 0) await this.addUnits(newUnits);
    const newScopes = new Map<string, ScopeTerm>();
    for (const scope of scopes) {
      const id = idOf(scope.procedure, scope.field);
      if (!this.scopes.has(id)) newScopes.set(id, scope);
    }
    if (newScopes.size > 0) await this.addScopes([...newScopes.values()]);
  }

  readonly unit = (key: string): number => this.units.get(key)!;
  readonly scope = ({ procedure, field }: ScopeTerm): number => this.scopes.get(idOf(procedure, field))!;
  /** The scopes that hold everything of this one: its field, and everything. */
  readonly widerThan = (scope: number): readonly number[] => this.wider.get(scope)!;

  private async addUnits(keys: string[]): Promise<void> {
    const values = [textArray(keys.sort())];
    await this.pool.query(ADD_UNITS, values);
    const { rows } = await this.pool.query<{ id: number; key: string }>(FIND_UNITS, values);
    for (const { id, key } of rows) this.units.set(key, id);
  }

  private async addScopes(terms: ScopeTerm[]): Promise<void> {
    // in one order, so that two who add the same cannot wait for each other
    terms.sort((a, b) => (idOf(a.procedure, a.field) < idOf(b.procedure, b.field) ? -1 : 1));
    const fields = [...new Set(terms.map(({ field }) => field))].sort();
    const procedures: (string | null)[] = [...fields.map(() => null), ...terms.map(({ procedure }) => procedure)];
    const values = [textArray(procedures), textArray([...fields, ...terms.map(({ field }) => field)])];
    await this.pool.query(ADD_SCOPES, values);
    const { rows } = await this.pool.query<{ id: number; procedure: string | null; field: string }>(
      FIND_SCOPES,
      values,
    );
    for (const { id, procedure, field } of rows) this.scopes.set(idOf(procedure, field), id);
    for (const { procedure, field } of terms) {
      this.wider.set(this.scope({ procedure, field }), [this.scopes.get(idOf(null, field))!, EVERYTHING]);
    }
  }
}
