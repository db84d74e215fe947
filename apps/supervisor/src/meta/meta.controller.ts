import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiQuestion } from '../openapi/decorators.js';
import type { RawQuery } from '../query/parameters.js';
import { MetaQuery, MetaView } from './meta.query.js';

@ApiTags('system')
@Controller('api/meta')
export class MetaController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiQuestion({
    id: 'meta',
    summary: 'What can be chosen, and what the numbers mean',
    answer: MetaView,
  })
  read(@Query() raw: RawQuery): Promise<MetaView> {
    return this.queries.execute(new MetaQuery(raw));
  }
}
