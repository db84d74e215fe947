import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';
import { OperationsQuery, type OperationsView } from './operations.query.js';

@Controller('api/operations')
export class OperationsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  read(@Query() raw: RawQuery): Promise<OperationsView> {
    return this.queries.execute(new OperationsQuery(raw));
  }
}
