import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Type } from 'typebox';
import { ApiQuestion } from '../openapi/decorators.js';
import { FIGURES_OF } from '../openapi/parameters.js';
import type { RawQuery } from '../query/parameters.js';
import { WeekPoint, WeeksQuery } from './weeks.query.js';

@ApiTags('figures')
@Controller('api/weeks')
export class WeeksController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiQuestion({
    id: 'weeks',
    summary: 'Received and resolved per ISO week, with what was open and late at its end',
    parameters: [...FIGURES_OF, 'unit', 'count'],
    answer: Type.Array(WeekPoint),
  })
  read(@Query() raw: RawQuery): Promise<WeekPoint[]> {
    return this.queries.execute(new WeeksQuery(raw));
  }
}
