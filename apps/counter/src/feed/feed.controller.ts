import { Body, Controller, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { FeedIntake } from '#application';
import { readBatch } from '#domain';
import type { Json } from '#event-store';
import { ProblemException } from '#platform';
import { type Caller, CallerGuard, CurrentCaller } from '../caller/caller.js';
import { type KeyReading, REPLAYED_HEADER, RequestKey } from '../idempotency/idempotency-key.js';
import { RequestKeys } from '../idempotency/request-keys.js';
import { type Finding, found } from '../input/finding.js';
import { MOST_MESSAGES } from '../input/limits.js';
import { ApiIdempotent, ApiProblems } from '../openapi/decorators.js';
import { bodyFaults, invalid, keyReused, problemOfFailure } from '../problems/problems.js';
import { FeedBatchDto, FeedReportDto } from './feed.dto.js';
import { reportOf } from './feed-report.js';

/** What is wrong with a batch as a whole. */
function envelopeFaults(body: unknown): Finding[] {
  const batch = readBatch(body);
  if (!batch) return found('not-a-batch');
  const count = batch.data.length;
  return count > MOST_MESSAGES ? found('too-many', { max: MOST_MESSAGES, count }, '/data') : [];
}

@ApiTags('feed')
@UseGuards(CallerGuard)
@Controller('v1/feed')
export class FeedController {
  constructor(
    private readonly intake: FeedIntake,
    private readonly keys: RequestKeys,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'feed',
    summary: 'A batch of the national exchange format; refused messages are kept aside, their neighbours count',
  })
  @ApiBody({ type: FeedBatchDto })
  @ApiOkResponse({ type: FeedReportDto })
  @ApiIdempotent()
  @ApiProblems(400, 413, 415, 422, 503)
  async take(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @RequestKey() { key, errors }: KeyReading,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FeedReportDto> {
    const faults = [...errors, ...bodyFaults(envelopeFaults(body))];
    if (key === null || faults.length > 0) throw new ProblemException(invalid(faults));
    try {
      const { report, repeated } = await this.once(body, caller, key);
      if (repeated) response.setHeader(REPLAYED_HEADER, 'true');
      return report;
    } catch (error) {
      const problem = problemOfFailure(error);
      throw problem ? new ProblemException(problem, { cause: error }) : error;
    }
  }

  private async once(
    body: unknown,
    caller: Caller,
    key: string,
  ): Promise<{ report: FeedReportDto; repeated: boolean }> {
    const claim = await this.keys.claim(caller.id, 'feed', key, body);
    if (claim.is === 'key-reused') throw new ProblemException(keyReused());
    const first = claim.is === 'repeated' ? await this.keys.answer(caller.id, 'feed', key, claim) : null;
    if (first !== null) return { report: first as unknown as FeedReportDto, repeated: true };
    // also after a delivery that was cut off: what it took adds nothing a second time
    const taken = await this.intake.take(body, { source: caller.id, door: 'feed' });
    const report = reportOf(taken!);
    const answer = await this.keys.keepAnswer(caller.id, 'feed', key, claim, report as unknown as Json);
    return { report: answer as unknown as FeedReportDto, repeated: false };
  }
}
