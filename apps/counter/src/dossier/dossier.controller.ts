import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { doneEvent } from '#application';
import { evolveAll, initialState, timeline } from '#domain';
import { EventStore } from '#event-store';
import { refuse } from '#platform';
import { CallerGuard } from '../caller/caller.js';
import { requireCode, storedEvents } from '../commands/stored.js';
import { DOSSIERS } from '../kinds/dossier/commands.js';
import { ApiProblems } from '../openapi/decorators.js';
import { PROBLEM_TEXTS, say } from '../texts.vi.js';
import { DossierDto } from './dossier.dto.js';

@ApiTags('dossiers')
@UseGuards(CallerGuard)
@Controller('v1/dossiers/:code')
export class DossierController {
  constructor(private readonly store: EventStore) {}

  @Get()
  @ApiOperation({ operationId: 'dossier', summary: 'Where a dossier stands, straight from the log' })
  @ApiParam({ ...DOSSIERS.code, name: 'code' })
  @ApiOkResponse({ type: DossierDto })
  @ApiProblems(400, 404, 503)
  async read(@Param('code') code: string): Promise<DossierDto> {
    requireCode(DOSSIERS, code);
    const events = await storedEvents(this.store, code);
    if (events.length === 0) throw refuse('not-found', { detail: say(PROBLEM_TEXTS['unknown-dossier'], { code }) });
    const state = evolveAll(initialState(code), events);
    const t = timeline(state);
    return {
      code,
      version: state.version,
      phase: t.phase,
      procedure: t.procedure?.code ?? null,
      unit: t.unit,
      receivedAt: t.received?.at ?? null,
      dueAt: t.due?.at ?? null,
      firstDueAt: t.firstDue?.at ?? null,
      late: t.late,
      events: events.map(doneEvent),
    };
  }
}
