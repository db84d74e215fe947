import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { problemOf } from './problem-filter.js';
import { problem, ProblemException } from './problem.js';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/i;

/** Deeper than any message of this system, and far below what recursion stands. */
const MAX_DEPTH = 32;

function depthIsBounded(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return false;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return true;
}

const hasBody = (request: Request): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

/**
 * Reads JSON bodies up to `limit` bytes (also when they are compressed) into `request.body`. Anything but JSON in UTF-8 is refused with 415.
 * @param raw paths (beginnings) whose bodies the controller reads itself as a stream
 */
export function jsonBody(limit: number, raw: string[] = []): RequestHandler {
  const parse = express.json({ limit, strict: false, type: () => true });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (raw.some((path) => request.path.startsWith(path)) || !hasBody(request)) return next();
    const type = (request.headers['content-type'] ?? '').split(';')[0].trim();
    if (!JSON_TYPE.test(type)) {
      return next(
        new ProblemException(problem('unsupported-media-type', { detail: 'Content-Type phải là application/json.' })),
      );
    }
    parse(request, response, (error?: unknown) => {
      // As a problem at once: Nest turns a SyntaxError into an exception that no longer tells what it was.
      if (error !== undefined) return next(new ProblemException(problemOf(error), { cause: error }));
      if (!depthIsBounded(request.body)) {
        return next(
          new ProblemException(
            problem('malformed-json', { detail: `JSON không được lồng nhau quá ${MAX_DEPTH} tầng.` }),
          ),
        );
      }
      next();
    });
  };
}
