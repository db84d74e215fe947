import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApiQuestion } from '../openapi/decorators.js';
import type { RawQuery } from '../query/parameters.js';
import { DossierQuery, DossierView } from './dossier.query.js';

@ApiTags('dossiers')
@Controller('api/dossiers')
export class DossierController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':code')
  @ApiQuestion({
    id: 'dossier',
    summary: 'One dossier as the figures know it',
    path: ['code'],
    answer: DossierView,
    problems: [404],
  })
  read(@Param('code') code: string, @Query() raw: RawQuery): Promise<DossierView> {
    // the code stands in the path: one in the query as well is a second one
    return this.queries.execute(new DossierQuery({ ...raw, code: 'code' in raw ? [code, raw['code']] : code }));
  }
}
