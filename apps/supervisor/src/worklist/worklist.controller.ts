import { pipeline } from 'node:stream/promises';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Type } from 'typebox';
import { ApiQuestion } from '../openapi/decorators.js';
import { WORKLIST_OF } from '../openapi/parameters.js';
import type { RawQuery } from '../query/parameters.js';
import { WorklistExportQuery } from './worklist-export.query.js';
import { WorklistQuery, WorklistView } from './worklist.query.js';

@ApiTags('work')
@Controller('api')
export class WorklistController {
  constructor(private readonly queries: QueryBus) {}

  @Get('worklist')
  @ApiQuestion({
    id: 'worklist',
    summary: 'What must be done: open and late, due today, due soon',
    parameters: [...WORKLIST_OF, 'after', 'limit'],
    answer: WorklistView,
  })
  read(@Query() raw: RawQuery): Promise<WorklistView> {
    return this.queries.execute(new WorklistQuery(raw));
  }

  /** The whole list as a file; what is wrong with the question is told before the first byte. */
  @Get('worklist.csv')
  @ApiQuestion({
    id: 'worklistFile',
    summary: 'All pages of the work list as a file: UTF-8 with a byte order mark, commas.',
    parameters: WORKLIST_OF,
    ignored: ['after'],
    answer: Type.String(),
    media: 'text/csv',
  })
  async download(@Query() raw: RawQuery, @Res() response: Response): Promise<void> {
    const { name, lines } = await this.queries.execute(new WorklistExportQuery(raw));
    response.setHeader('Content-Type', 'text/csv; charset=utf-8');
    response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    await pipeline(lines, response).catch((error: unknown) => {
      // a reader who goes away ends the export, and nobody is to be told
      if (!response.destroyed || response.errored) throw error;
    });
  }
}
