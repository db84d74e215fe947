import { Controller, Get, Global, Inject, Module, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Token under which Nest gives the prom-client Registry of this process: `new Counter({ …, registers: [registry] })`. */
export const METRICS = Symbol('METRICS');

/** A registry with the process's own measures (memory, event loop, garbage collection). */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Seconds from request to answer, by method, route pattern (never the path itself, which names dossiers) and status. */
export function httpMetrics(registry: Registry) {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    const stop = seconds.startTimer();
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      stop({ method: request.method, route, status: response.statusCode });
    });
    next();
  };
}

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(METRICS) private readonly registry: Registry) {}

  @Get()
  async read(@Res() response: Response): Promise<void> {
    const text = await this.registry.metrics();
    response.type(this.registry.contentType).send(text);
  }
}

/** GET /metrics in Prometheus's text format. */
@Global()
@Module({
  providers: [{ provide: METRICS, useFactory: createMetrics }],
  controllers: [MetricsController],
  exports: [METRICS],
})
export class MetricsModule {}
