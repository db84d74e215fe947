import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiQuestion } from '../openapi/decorators.js';
import { FIGURES_OF } from '../openapi/parameters.js';
import type { RawQuery } from '../query/parameters.js';
import { DrillQuery, DrillView } from './drill.query.js';

@ApiTags('figures')
@Controller('api/drill')
export class DrillController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiQuestion({
    id: 'drill',
    summary: 'Exactly the dossiers that make a figure',
    required: ['figure'],
    parameters: [...FIGURES_OF, 'unit', 'after', 'limit'],
    answer: DrillView,
  })
  read(@Query() raw: RawQuery): Promise<DrillView> {
    return this.queries.execute(new DrillQuery(raw));
  }
}
