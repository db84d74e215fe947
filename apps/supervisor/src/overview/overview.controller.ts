import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';
import { OverviewQuery, type OverviewView } from './overview.query.js';

@Controller('api/overview')
export class OverviewController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  read(@Query() raw: RawQuery): Promise<OverviewView> {
    return this.queries.execute(new OverviewQuery(raw));
  }
}
