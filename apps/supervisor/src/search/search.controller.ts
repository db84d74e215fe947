import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';
import { SearchQuery, type SearchView } from './search.query.js';

@Controller('api/search')
export class SearchController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  read(@Query() raw: RawQuery): Promise<SearchView> {
    return this.queries.execute(new SearchQuery(raw));
  }
}
