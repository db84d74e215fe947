import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';
import { type WeekPoint, WeeksQuery } from './weeks.query.js';

@Controller('api/weeks')
export class WeeksController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  read(@Query() raw: RawQuery): Promise<WeekPoint[]> {
    return this.queries.execute(new WeeksQuery(raw));
  }
}
