import { once } from 'node:events';
import type { Server } from 'node:http';
import type { INestApplication, ValidationPipeOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Registry } from 'prom-client';
import { OperatorError } from '../faults/operator-error.js';
import { httpLog } from '../logging/http-log.js';
import type { Logger } from '../logging/logger.js';
import { httpMetrics, METRICS } from '../metrics/metrics.js';
import { acceptable, type Produced } from '../problems/acceptable.js';
import { soundAddress } from '../problems/address.js';
import { jsonBody } from '../problems/json-body.js';
import { ProblemFilter } from '../problems/problem-filter.js';
import { ProblemValidationPipe } from '../problems/validation.js';
import { answerParserFaults } from './parser-faults.js';

export interface HttpOptions {
  logger: Logger;
  /** Largest JSON body in bytes; more answers 413. Default 1 MiB. */
  bodyLimit?: number;
  /** Other limits for paths and what lies below them. */
  bodyLimits?: Record<string, number>;
  /** Beginnings of paths whose bodies the controller reads itself. */
  rawPaths?: string[];
  /** What is answered where; a client that takes none of it gets 406. */
  produces?: Produced;
  validation?: ValidationPipeOptions;
}

/**
 * Sets an app up as all apps are: log and measure of requests, JSON bodies, validation, problem details, clean shutdown.
 * Create the app with `bodyParser: false`: `NestFactory.create<NestExpressApplication>(AppModule, { bodyParser: false, logger: new NestLogger(logger) })`.
 */
export function configureHttp(app: INestApplication, options: HttpOptions): void {
  const express = app as NestExpressApplication;
  express.disable('x-powered-by');
  express.set('query parser', 'simple');
  app.use(httpLog(options.logger));
  const registry = metricsOf(app);
  if (registry) app.use(httpMetrics(registry));
  app.use((_request: unknown, response: { setHeader(name: string, value: string): void }, next: () => void) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.use(soundAddress);
  if (options.produces) app.use(acceptable(options.produces));
  app.use(jsonBody({ limit: options.bodyLimit ?? 1_048_576, limits: options.bodyLimits, raw: options.rawPaths }));
  app.useGlobalPipes(new ProblemValidationPipe(options.validation));
  app.useGlobalFilters(new ProblemFilter(options.logger));
  answerParserFaults(app.getHttpServer() as Server);
}

function metricsOf(app: INestApplication): Registry | null {
  try {
    return app.get<Registry>(METRICS, { strict: false });
  } catch {
    return null; // the app has no MetricsModule
  }
}

/**
 * Starts to listen.
 * @returns the address to print, with the port that was really taken (`port` 0: any free one)
 * @throws OperatorError when the port is taken or not allowed
 */
export async function listen(app: INestApplication, port: number, host = '127.0.0.1'): Promise<string> {
  await app.init();
  // not by app.listen(), which logs the fault beside the sentence
  const server = app.getHttpServer() as Server;
  try {
    const listening = once(server, 'listening');
    server.listen(port, host);
    await listening;
  } catch (error) {
    const sentence = listenFault(error, port, host);
    throw sentence ? new OperatorError(sentence, { cause: error }) : error;
  }
  const address = server.address() as { port: number };
  return `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

function listenFault(error: unknown, port: number, host: string): string | null {
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program: stop that program, or choose another port with PORT.`;
    case 'EACCES':
      return `This user may not listen on port ${port}: choose one above 1023 with PORT.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}: correct HOST.`;
    default:
      return null;
  }
}
