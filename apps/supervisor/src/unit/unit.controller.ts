import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Type } from 'typebox';
import { ApiQuestion } from '../openapi/decorators.js';
import { FIGURES_OF } from '../openapi/parameters.js';
import type { RawQuery } from '../query/parameters.js';
import { SharedCodeView, UnitQuery, UnitView } from './unit.query.js';

@ApiTags('figures')
@Controller('api/unit')
export class UnitController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiQuestion({
    id: 'unit',
    summary: 'One unit against its targets, the year so far, its fields and procedures',
    required: ['unit'],
    parameters: FIGURES_OF,
    answer: Type.Union([UnitView, SharedCodeView]),
  })
  read(@Query() raw: RawQuery): Promise<UnitView | SharedCodeView> {
    return this.queries.execute(new UnitQuery(raw));
  }
}
