import { Body, Controller, HttpCode, Param, Post, Res, type Type, UseGuards } from '@nestjs/common';
import { ApiBody, ApiExcludeController, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DOSSIER } from '#domain';
import { ProblemException } from '#platform';
import { type Caller, CallerGuard, CurrentCaller } from '../caller/caller.js';
import { type KeyReading, REPLAYED_HEADER, RequestKey } from '../idempotency/idempotency-key.js';
import type { CounterKind } from '../kinds/counter-kind.js';
import { commandTypesOf } from '../kinds/kinds.js';
import { ApiIdempotent, ApiProblems } from '../openapi/decorators.js';
import { bodyFaults, invalid, parameterFaults, unknownCommand } from '../problems/problems.js';
import { DoneDto } from './answer.dto.js';
import { Dispatcher } from './dispatcher.js';
import { acceptedOf, readCommand } from './read-command.js';

/** `POST /v1/<kind>/{code}/<command>`: one route of its own per command, so that each is documented with its body. */
export function commandController(kind: CounterKind, type: string): Type {
  const { dto, group, summary } = kind.commands[type]!;

  @ApiTags(group)
  @UseGuards(CallerGuard)
  @Controller(`v1/${kind.path}/:code`)
  class CommandController {
    constructor(private readonly dispatcher: Dispatcher) {}

    @Post(type)
    @HttpCode(200)
    @ApiOperation({ operationId: kind.kind === DOSSIER ? type : `${type}-${kind.kind}`, summary })
    @ApiParam({ ...kind.code, name: 'code' })
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
      const reading = readCommand(kind, type, body);
      const accepted = acceptedOf(kind, code, reading);
      const faults = [...errors, ...parameterFaults('code', kind.check(code))];
      if (key === null || !accepted || faults.length > 0)
        throw new ProblemException(invalid([...faults, ...(reading.ok ? [] : bodyFaults(reading.findings))]));
      const answer = await this.dispatcher.execute(accepted, caller, key);
      if (answer.repeated) response.setHeader(REPLAYED_HEADER, 'true');
      if ('problem' in answer) throw new ProblemException(answer.problem);
      return answer.done;
    }
  }
  Object.defineProperty(CommandController, 'name', { value: `${dto.name.replace(/Dto$/, '')}Controller` });
  return CommandController;
}

/** Whatever else is posted to one of a kind: says which commands there are. Must be the last of its path. */
export function unknownCommandController(kind: CounterKind): Type {
  @ApiExcludeController()
  @UseGuards(CallerGuard)
  @Controller(`v1/${kind.path}/:code`)
  class UnknownCommandController {
    @Post('*command')
    refuse(): never {
      throw new ProblemException(unknownCommand(commandTypesOf(kind)));
    }
  }
  return UnknownCommandController;
}
