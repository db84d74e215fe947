import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { problem, ProblemException } from './problem.js';

/** Beginnings of paths and the media types that are answered there; the first one that fits counts. */
export type Produced = readonly (readonly [path: string, ...types: string[]])[];

/** Answers 406 where a client takes none of the types that its address answers with. */
export function acceptable(produced: Produced): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const [, ...types] = produced.find(([path]) => request.path.startsWith(path)) ?? [''];
    if (types.length === 0 || request.headers.accept === undefined || request.accepts(types)) return next();
    next(new ProblemException(problem('not-acceptable', { detail: `Ở đây chỉ trả lời bằng ${types.join(', ')}.` })));
  };
}
