import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';
import { MetaQuery, type MetaView } from './meta.query.js';

@Controller('api/meta')
export class MetaController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  read(@Query() raw: RawQuery): Promise<MetaView> {
    return this.queries.execute(new MetaQuery(raw));
  }
}
