import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { search } from '#projections';
import { procedureName, unitName } from '../query/names.js';
import { Parameters } from '../query/parameters.js';
import { PresentReader } from '../query/present.js';
import { ReadModel } from '../query/read-model.js';
import { SearchQuery, type SearchView } from './search.query.js';

const MOST = 10;

@QueryHandler(SearchQuery)
export class SearchHandler implements IQueryHandler<SearchQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly present: PresentReader,
  ) {}

  async execute({ raw }: SearchQuery): Promise<SearchView> {
    const { today, reference } = await this.present.read();
    const parameters = new Parameters(raw);
    const text = parameters.required('q');
    parameters.done();
    // codes are written in capitals
    const found = await this.model.read((db) => search(db, text!.toUpperCase(), MOST));
    return {
      items: found.map(({ code, unit, procedure }) => ({
        code,
        unit: unit === null ? null : unitName(unit, reference),
        procedure: procedure === null ? null : procedureName(procedure, reference, today),
      })),
    };
  }
}
