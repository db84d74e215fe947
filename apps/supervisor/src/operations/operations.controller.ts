import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiQuestion } from '../openapi/decorators.js';
import type { RawQuery } from '../query/parameters.js';
import { OperationsQuery, OperationsView } from './operations.query.js';

@ApiTags('system')
@Controller('api/operations')
export class OperationsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiQuestion({
    id: 'operations',
    summary: 'How the machinery stands, and what in it waits for a person',
    answer: OperationsView,
  })
  read(@Query() raw: RawQuery): Promise<OperationsView> {
    return this.queries.execute(new OperationsQuery(raw));
  }
}
