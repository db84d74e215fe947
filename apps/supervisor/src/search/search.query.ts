import { Query } from '@nestjs/cqrs';
import type { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';

export interface SearchView {
  items: { code: string; unit: UnitName | null; procedure: ProcedureName | null }[];
}

/** Dossiers whose codes begin with a text. Parameter: q. */
export class SearchQuery extends Query<SearchView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
