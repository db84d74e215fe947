import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';
import { DrillQuery, type DrillView } from './drill.query.js';

@Controller('api/drill')
export class DrillController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  read(@Query() raw: RawQuery): Promise<DrillView> {
    return this.queries.execute(new DrillQuery(raw));
  }
}
