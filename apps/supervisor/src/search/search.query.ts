import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { named, nullable } from '../openapi/schema.js';
import { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';

export const SearchView = named('Search', {
  items: Type.Array(
    Type.Object({ code: Type.String(), unit: nullable(UnitName), procedure: nullable(ProcedureName) }),
    { description: 'the first ones, by code' },
  ),
});
export type SearchView = Static<typeof SearchView>;

/** Dossiers whose codes begin with a text. Parameter: q. */
export class SearchQuery extends Query<SearchView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
