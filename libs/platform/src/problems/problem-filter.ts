import { Catch, HttpException, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isTransientDatabaseError } from '../database/database-errors.js';
import type { Logger } from '../logging/logger.js';
import { pathOfCodes } from '../logging/path-of-codes.js';
import { knownMethods, pathOf, type Routed } from './known-methods.js';
import { kindOfStatus, problem, PROBLEM_MEDIA_TYPE, ProblemException, type Problem } from './problem.js';

/** What http-errors (body parser, router, static files) throws: https://github.com/jshttp/http-errors */
interface HttpError {
  status: number;
  type?: string;
  limit?: number;
}

const asHttpError = (error: unknown): HttpError | null => {
  const { status, statusCode } = (error ?? {}) as { status?: unknown; statusCode?: unknown };
  const number = typeof status === 'number' ? status : statusCode;
  return typeof number === 'number' && number >= 400 && number < 500
    ? { ...(error as HttpError), status: number }
    : null;
};

const NOT_FOUND = 'Không có gì ở địa chỉ này.';

function problemOfHttpError({ status, type, limit }: HttpError): Problem {
  switch (type) {
    case 'entity.parse.failed':
      return problem('malformed-json', { detail: 'Nội dung gửi lên không đọc được như JSON (UTF-8).' });
    case 'entity.too.large':
      return problem('too-large', { detail: `Nội dung không được quá ${limit ?? 0} byte.` });
    case 'encoding.unsupported':
      return problem('unsupported-media-type', {
        detail: 'Content-Encoding này không được hỗ trợ: dùng gzip, deflate, br hoặc không nén.',
      });
    case 'charset.unsupported':
      return problem('unsupported-media-type', { detail: 'Bảng mã này không được hỗ trợ: dùng UTF-8.' });
    default:
      return problem(kindOfStatus(status), status === 404 ? { detail: NOT_FOUND } : {});
  }
}

/** The problem that answers `error`; a fault of the system itself tells the client nothing of its inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemException) return error.problem;
  if (error instanceof HttpException && error.getStatus() < 500)
    return problemOfHttpError({ status: error.getStatus() });
  if (error instanceof URIError) return problem('malformed-request', { detail: 'Địa chỉ có ký tự mã hoá sai.' });
  const http = asHttpError(error);
  if (http) return problemOfHttpError(http);
  if (isTransientDatabaseError(error) || (error instanceof HttpException && error.getStatus() === 503)) {
    return problem('unavailable', { detail: 'Hãy thử lại sau ít giây.' });
  }
  return problem('internal', { detail: 'Lỗi đã được ghi lại. Hãy thử lại sau.' });
}

/** The path is known, but not with the method of the request. */
const otherMethod = (methods: string[]): Problem =>
  problem('method-not-allowed', { detail: `Địa chỉ này chỉ nhận: ${methods.join(', ')}.` });

/** Answers every error of a request with problem details (RFC 9457) and logs those that the client did not cause. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const instance = pathOfCodes(request.originalUrl);
    const methods =
      error instanceof NotFoundException ? knownMethods(request.app as unknown as Routed, pathOf(request)) : [];
    if (methods.length > 0 && !response.headersSent) {
      response.setHeader('Allow', methods.join(', '));
      if (request.method === 'OPTIONS') return void response.status(204).end();
    }
    const answer = { ...(methods.length > 0 ? otherMethod(methods) : problemOf(error)), instance };
    this.tell(error, answer, { method: request.method, path: instance });
    if (response.headersSent) {
      response.destroy(); // a stream broke off: the client must not take it for complete
      return;
    }
    if (answer.status === 503) response.setHeader('Retry-After', '2');
    response.status(answer.status).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(answer));
  }

  /** A fault of ours is an error; somebody who is told to come back (a limit, a database that is away) is none. */
  private tell(error: unknown, { status, detail }: Problem, about: object): void {
    if (status < 500) return;
    if (status !== 503) this.logger.error({ err: error, ...about }, 'request failed');
    else if (error instanceof ProblemException && error.cause === undefined)
      this.logger.warn({ ...about, detail }, 'request turned away');
    else this.logger.warn({ err: error, ...about }, 'request turned away');
  }
}
