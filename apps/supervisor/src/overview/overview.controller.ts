import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiQuestion } from '../openapi/decorators.js';
import { FIGURES_OF } from '../openapi/parameters.js';
import type { RawQuery } from '../query/parameters.js';
import { OverviewQuery, OverviewView } from './overview.query.js';

@ApiTags('figures')
@Controller('api/overview')
export class OverviewController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiQuestion({
    id: 'overview',
    summary: 'Are we on target, and who is behind?',
    parameters: FIGURES_OF,
    answer: OverviewView,
  })
  read(@Query() raw: RawQuery): Promise<OverviewView> {
    return this.queries.execute(new OverviewQuery(raw));
  }
}
