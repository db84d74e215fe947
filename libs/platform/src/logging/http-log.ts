import type { NextFunction, Request, Response } from 'express';
import type { Logger } from './logger.js';
import { pathOfCodes } from './path-of-codes.js';

/** Paths that a monitor asks every few seconds. */
const QUIET = /^\/(health|metrics)(\/|$)/;

/**
 * One line per answered request: method, path without its query (which may hold a name that was searched) and without steps that are no codes
 * (which may be anything), status, milliseconds.
 * Bodies and headers are never logged.
 */
export function httpLog(logger: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    response.once('close', () => {
      const path = pathOfCodes(request.originalUrl);
      const status = response.statusCode;
      const level = status === 503 ? 'warn' : status >= 500 ? 'error' : QUIET.test(path) ? 'trace' : 'info';
      const aborted = response.writableFinished ? undefined : true;
      const ms = Math.round(performance.now() - start);
      logger[level]({ method: request.method, path, status, ms, aborted }, 'request');
    });
    next();
  };
}
