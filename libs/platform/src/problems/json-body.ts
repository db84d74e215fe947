import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { JSON_BOUNDS, type JsonFault, jsonFault } from './json-bounds.js';
import { problemOf } from './problem-filter.js';
import { type Problem, problem, ProblemException } from './problem.js';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/i;
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/i;

const number = (bound: number): string => bound.toLocaleString('vi-VN');

const BEYOND: Record<JsonFault, string> = {
  depth: `JSON không được lồng nhau quá ${JSON_BOUNDS.depth} tầng.`,
  fields: `Một đối tượng JSON không được có quá ${number(JSON_BOUNDS.fields)} trường.`,
  items: `Một danh sách JSON không được có quá ${number(JSON_BOUNDS.items)} phần tử.`,
  values: `Nội dung không được có quá ${number(JSON_BOUNDS.values)} giá trị.`,
  digits: `Một số không được dài quá ${JSON_BOUNDS.digits} ký tự.`,
  infinite: 'Có số lớn đến mức không đọc được.',
};

const hasBody = (request: Request): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

/** What is wrong with the type that a body is said to have. */
function typeFault(header: string): Problem | null {
  if (!JSON_TYPE.test(header.split(';')[0]!.trim())) {
    return problem('unsupported-media-type', { detail: 'Content-Type phải là application/json.' });
  }
  const charset = CHARSET.exec(header)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset === 'utf-8' || charset === 'utf8') return null;
  return problem('unsupported-media-type', { detail: 'Bảng mã này không được hỗ trợ: dùng UTF-8.' });
}

/**
 * The value of a JSON text in UTF-8. Bytes that are not UTF-8 are refused and never taken for U+FFFD; so is what goes beyond `JSON_BOUNDS`.
 * V8's message for broken JSON quotes the text, so it is not passed on.
 */
export function readJson(bytes: Buffer): { value: unknown } | { problem: Problem } {
  if (!isUtf8(bytes)) return { problem: problem('not-utf8', { detail: 'Hãy gửi lại dưới dạng UTF-8.' }) };
  const fault = jsonFault(bytes);
  if (fault) {
    const kind = fault === 'depth' || fault === 'digits' || fault === 'infinite' ? 'malformed-json' : 'too-complex';
    return { problem: problem(kind, { detail: BEYOND[fault] }) };
  }
  try {
    return { value: JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, '')) as unknown };
  } catch {
    return { problem: problem('malformed-json', { detail: 'Nội dung gửi lên không đọc được như JSON (UTF-8).' }) };
  }
}

export interface BodyLimits {
  /** most bytes of a body */
  limit: number;
  /** other limits for paths (the path and what lies below it) */
  limits?: Record<string, number>;
  /** paths (beginnings) whose bodies the controller reads itself as a stream */
  raw?: string[];
}

const liesAt = (path: string, at: string): boolean => path === at || path.startsWith(`${at}/`);

/** Reads JSON bodies of bounded size (also when they are compressed) into `request.body`. Anything but JSON in UTF-8 is refused. */
export function jsonBody({ limit, limits = {}, raw = [] }: BodyLimits): RequestHandler {
  const reader = (bytes: number) => express.raw({ limit: bytes, type: () => true });
  const ordinary = reader(limit);
  const others = Object.entries(limits).map(([path, bytes]) => ({ path, read: reader(bytes) }));
  return (request: Request, response: Response, next: NextFunction): void => {
    const { path } = request;
    if (raw.some((each) => path.startsWith(each)) || !hasBody(request)) return next();
    const wrong = typeFault(request.headers['content-type'] ?? '');
    if (wrong) return next(new ProblemException(wrong));
    const read = others.find((other) => liesAt(path, other.path))?.read ?? ordinary;
    read(request, response, (error?: unknown) => {
      // As a problem at once: Nest turns some errors into an exception that no longer tells what it was.
      if (error !== undefined) return next(new ProblemException(problemOf(error), { cause: error }));
      if (!Buffer.isBuffer(request.body)) return next();
      const reading = readJson(request.body);
      if ('problem' in reading) return next(new ProblemException(reading.problem));
      request.body = reading.value;
      // what was parsed in this turn of the loop is judged in another one
      void nextTurn().then(() => next());
    });
  };
}
