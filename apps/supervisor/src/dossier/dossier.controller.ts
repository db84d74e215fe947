import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';
import { DossierQuery, type DossierView } from './dossier.query.js';

@Controller('api/dossiers')
export class DossierController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':code')
  read(@Param('code') code: string, @Query() raw: RawQuery): Promise<DossierView> {
    return this.queries.execute(new DossierQuery({ ...raw, code }));
  }
}
