import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiQuestion } from '../openapi/decorators.js';
import type { RawQuery } from '../query/parameters.js';
import { SearchQuery, SearchView } from './search.query.js';

@ApiTags('dossiers')
@Controller('api/search')
export class SearchController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiQuestion({
    id: 'search',
    summary: 'Dossiers whose codes begin with a text',
    required: ['q'],
    answer: SearchView,
  })
  read(@Query() raw: RawQuery): Promise<SearchView> {
    return this.queries.execute(new SearchQuery(raw));
  }
}
