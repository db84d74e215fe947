import { Body, Controller, HttpCode, Param, Post, Res, type Type, UseGuards } from '@nestjs/common';
import { ApiBody, ApiExcludeController, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ProblemException } from '#platform';
import { type Caller, CallerGuard, CurrentCaller } from '../caller/caller.js';
import { type KeyReading, REPLAYED_HEADER, RequestKey } from '../idempotency/idempotency-key.js';
import { dossierCode } from '../input/checks.js';
import { ApiIdempotent, ApiProblems } from '../openapi/decorators.js';
import { PATTERNS } from '../openapi/patterns.js';
import { bodyFaults, invalid, parameterFaults, unknownCommand } from '../problems/problems.js';
import { DoneDto } from './answer.dto.js';
import { Dispatcher } from './dispatcher.js';
import { acceptedOf, readCommand } from './read-command.js';
import { COMMANDS, type CommandType, commandTypes } from './registry.js';

export const CODE_PARAMETER = {
  name: 'code',
  description: 'Dossier code',
  example: 'H19.45.22-241205-0001',
  schema: { type: 'string', maxLength: 64, pattern: PATTERNS.dossierCode },
} as const;

/** `POST /v1/dossiers/{code}/<command>`: one route of its own per command, so that each is documented with its body. */
export function commandController(type: CommandType): Type {
  const { dto, group, summary } = COMMANDS[type];

  @ApiTags(group)
  @UseGuards(CallerGuard)
  @Controller('v1/dossiers/:code')
  class CommandController {
    constructor(private readonly dispatcher: Dispatcher) {}

    @Post(type)
    @HttpCode(200)
    @ApiOperation({ operationId: type, summary })
    @ApiParam(CODE_PARAMETER)
    @ApiBody({ type: dto })
    @ApiOkResponse({ type: DoneDto, description: 'Recorded' })
    @ApiIdempotent()
    @ApiProblems(400, 409, 413, 415, 422, 503)
    async execute(
      @Param('code') code: string,
      @Body() body: unknown,
      @CurrentCaller() caller: Caller,
      @RequestKey() { key, errors }: KeyReading,
      @Res({ passthrough: true }) response: Response,
    ): Promise<DoneDto> {
      const reading = readCommand(type, body);
      const accepted = acceptedOf(reading);
      const faults = [...errors, ...parameterFaults('code', dossierCode(code))];
      if (key === null || !accepted || faults.length > 0)
        throw new ProblemException(invalid([...faults, ...(reading.ok ? [] : bodyFaults(reading.findings))]));
      const answer = await this.dispatcher.execute(code, accepted, caller, key);
      if (answer.repeated) response.setHeader(REPLAYED_HEADER, 'true');
      if ('problem' in answer) throw new ProblemException(answer.problem);
      return answer.done;
    }
  }
  Object.defineProperty(CommandController, 'name', { value: `${dto.name.replace(/Dto$/, '')}Controller` });
  return CommandController;
}

/** Whatever else is posted to a dossier: says which commands there are. Must be the last of its path. */
@ApiExcludeController()
@UseGuards(CallerGuard)
@Controller('v1/dossiers/:code')
export class UnknownCommandController {
  @Post('*command')
  refuse(): never {
    throw new ProblemException(unknownCommand(commandTypes));
  }
}
