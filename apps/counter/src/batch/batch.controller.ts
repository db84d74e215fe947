import { Body, Controller, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ProblemException } from '#platform';
import { type Caller, CallerGuard, CurrentCaller } from '../caller/caller.js';
import { type KeyReading, REPLAYED_HEADER, RequestKey } from '../idempotency/idempotency-key.js';
import { RequestKeys } from '../idempotency/request-keys.js';
import { ApiIdempotent, ApiProblems } from '../openapi/decorators.js';
import { bodyFaults, invalid, keyReused, problemOfFailure } from '../problems/problems.js';
import { BatchAnswerDto, BatchDto, BatchItemDto } from './batch.dto.js';
import { BatchService } from './batch.service.js';
import { readEnvelope } from './envelope.js';

@ApiTags('batches')
@ApiExtraModels(BatchItemDto)
@UseGuards(CallerGuard)
@Controller('v1/commands')
export class BatchController {
  constructor(
    private readonly batch: BatchService,
    private readonly keys: RequestKeys,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'batch',
    summary:
      'Up to 1,000 commands, each whole or nothing with a verdict of its own; those of one dossier in their order',
  })
  @ApiBody({ type: BatchDto })
  @ApiOkResponse({ type: BatchAnswerDto, description: 'Every item has its verdict' })
  @ApiIdempotent()
  @ApiProblems(400, 413, 415, 422, 503)
  async execute(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @RequestKey() { key, errors }: KeyReading,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BatchAnswerDto> {
    const { items, findings } = readEnvelope(body);
    const faults = [...errors, ...bodyFaults(findings)];
    if (key === null || faults.length > 0) throw new ProblemException(invalid(faults));
    if ((await this.claim(caller, key, body)) === 'repeated') response.setHeader(REPLAYED_HEADER, 'true');
    const verdicts = await this.batch.execute(items, caller);
    const done = verdicts.filter((verdict) => verdict.done).length;
    return { done, refused: verdicts.length - done, items: verdicts };
  }

  private async claim(caller: Caller, key: string, body: unknown): Promise<'new' | 'repeated'> {
    const { is: claim } = await this.keys.claim(caller.id, 'batch', key, body).catch((error: unknown) => {
      const problem = problemOfFailure(error);
      throw problem ? new ProblemException(problem, { cause: error }) : error;
    });
    if (claim === 'key-reused') throw new ProblemException(keyReused());
    return claim;
  }
}
