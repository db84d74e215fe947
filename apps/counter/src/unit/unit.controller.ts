import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { doneEvent } from '#application';
import { emptyRegister, evolveRegister, UNIT_STREAM, type UnitFact, unitLives } from '#domain';
import { EventStore } from '#event-store';
import { refuse } from '#platform';
import { CallerGuard } from '../caller/caller.js';
import { requireCode, storedEvents } from '../commands/stored.js';
import { UNITS } from '../kinds/unit/commands.js';
import { ApiProblems } from '../openapi/decorators.js';
import { PROBLEM_TEXTS, say } from '../texts.vi.js';
import { UnitDto } from './unit.dto.js';

@ApiTags('units')
@UseGuards(CallerGuard)
@Controller('v1/units/:code')
export class UnitController {
  constructor(private readonly store: EventStore) {}

  @Get()
  @ApiOperation({ operationId: 'unit', summary: 'What stands of a unit, straight from the log' })
  @ApiParam({ ...UNITS.code, name: 'code' })
  @ApiOkResponse({ type: UnitDto })
  @ApiProblems(400, 404, 503)
  async read(@Param('code') key: string): Promise<UnitDto> {
    requireCode(UNITS, key);
    const events = await storedEvents(this.store, UNIT_STREAM);
    const life = unitLives(evolveRegister(emptyRegister(), events)).get(key);
    if (!life) throw refuse('not-found', { detail: say(PROBLEM_TEXTS['no-such-unit'], { code: key }) });
    const { code, name, population, agencyCode, aliases, validFrom, validTo, successors, addresses } = life;
    return {
      key,
      code,
      name,
      population,
      agencyCode,
      aliases: [...aliases],
      validFrom,
      validTo,
      successors: [...successors],
      addresses,
      officersOnDuty: life.officersOnDuty.at(-1)?.n ?? null,
      events: events.filter(({ data }) => (data as UnitFact['data']).unit === key).map(doneEvent),
    };
  }
}
