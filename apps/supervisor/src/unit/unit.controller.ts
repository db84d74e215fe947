import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';
import { type SharedCodeView, UnitQuery, type UnitView } from './unit.query.js';

@Controller('api/unit')
export class UnitController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  read(@Query() raw: RawQuery): Promise<UnitView | SharedCodeView> {
    return this.queries.execute(new UnitQuery(raw));
  }
}
