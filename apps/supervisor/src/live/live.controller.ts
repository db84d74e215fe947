import { Controller, Get, Headers, Query as QueryParameters, Req, Res } from '@nestjs/common';
import { type Query, QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Type } from 'typebox';
import { DossierQuery } from '../dossier/dossier.query.js';
import { ApiQuestion } from '../openapi/decorators.js';
import { FIGURES_OF } from '../openapi/parameters.js';
import { OverviewQuery } from '../overview/overview.query.js';
import type { AsOf } from '../query/as-of.js';
import { Parameters, type RawQuery } from '../query/parameters.js';
import { UnitQuery } from '../unit/unit.query.js';
import { WorklistQuery } from '../worklist/worklist.query.js';
import { OPENING } from './frames.js';
import { LiveHub } from './live.hub.js';
import { LIVE_VIEWS, type LiveView } from './live-views.js';
import { Viewer } from './viewer.js';

/** The same questions as their GET, with the same parameters. */
const VIEWS: Record<LiveView, (query: RawQuery) => Query<{ asOf: AsOf }>> = {
  overview: (query) => new OverviewQuery(query),
  unit: (query) => new UnitQuery(query),
  worklist: (query) => new WorklistQuery(query),
  dossier: (query) => new DossierQuery(query),
};

@ApiTags('live')
@Controller('api/live')
export class LiveController {
  constructor(
    private readonly hub: LiveHub,
    private readonly queries: QueryBus,
  ) {}

  /**
   * Server-sent events: `figures` with the body of the view's GET, at once and after every change (`id:` is the position
   * at which they stand, in which life of the log), and a `heartbeat` each 10 s. With `changes=true` a `changes` may come instead of `figures` on a
   * stream that has brought some: `asOf`, and what stands anew since the frame before, by its place ([path, value]).
   * What is wrong with the question is told before the stream begins. Described in docs/asyncapi.yaml.
   */
  @Get()
  @ApiQuestion({
    id: 'live',
    summary: 'Server-sent events with the figures of a view, as docs/asyncapi.yaml describes them',
    required: ['view'],
    parameters: ['changes', ...FIGURES_OF, 'unit', 'kind', 'days', 'apology', 'after', 'limit', 'code'],
    answer: Type.String(),
    media: 'text/event-stream',
    problems: [404],
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'the last `id:` of a stream that broke',
    schema: { type: 'string' },
  })
  async watch(
    @QueryParameters() raw: RawQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { view: name, changes, ...query } = raw;
    const parameters = new Parameters({ view: name, changes });
    const view = parameters.oneOf('view', LIVE_VIEWS, null);
    if (name === undefined) parameters.fault('view', 'required', 'Bắt buộc phải có.');
    const takesChanges = parameters.oneOf('changes', ['true', 'false'], 'false') === 'true';
    parameters.done();

    const compute = (): Promise<{ asOf: AsOf }> => this.queries.execute(VIEWS[view!](query));
    if (response.closed) return; // it will not be said again
    response.once('close', this.hub.enter());
    const topic = await this.hub.topic(questionKey(view!, query), compute);
    if (response.closed) return;
    if (request.method === 'HEAD') return void response.end();
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.write(OPENING);
    const viewer = new Viewer(response, { takesChanges });
    response.once('close', () => topic.leave(viewer));
    if (!topic.join(viewer, lastEventId)) await this.hub.greet(viewer);
  }
}

/** Equal for the same parameters in any order. */
const questionKey = (view: LiveView, query: RawQuery): string =>
  JSON.stringify([view, ...Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1))]);
