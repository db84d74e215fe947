import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Json } from '#event-store';
import { canonicalJson } from '#event-store';
import type { ProblemError } from '#platform';
import { INPUT_TEXTS, say } from '../texts.vi.js';

export const KEY_HEADER = 'Idempotency-Key';
/** Tells that an answer is the first one once more. */
export const REPLAYED_HEADER = 'Idempotency-Replayed';
export const MOST_KEY = 128;

export const isKey = (key: unknown): key is string =>
  typeof key === 'string' && key.length <= MOST_KEY && /^[\x21-\x7e]+$/.test(key);

export type KeyReading = { key: string; errors: [] } | { key: null; errors: ProblemError[] };

/** The key of a request, or what is wrong with it. */
export function readKey(request: Request): KeyReading {
  const key = request.header(KEY_HEADER);
  if (isKey(key)) return { key, errors: [] };
  const code = key === undefined || key === '' ? 'missing-key' : 'key-shape';
  return { key: null, errors: [{ header: KEY_HEADER, code, detail: say(INPUT_TEXTS[code], { max: MOST_KEY }) }] };
}

/** The key as the controller takes it: faults are told together with those of the body. */
export const RequestKey = createParamDecorator((_: unknown, context: ExecutionContext): KeyReading =>
  readKey(context.switchToHttp().getRequest<Request>()),
);

/** Fingerprint of what a request asks for: the order of the fields, spaces and the offset of an instant do not count. */
export const fingerprint = (request: unknown): string =>
  createHash('sha256')
    .update(canonicalJson(request as Json))
    .digest('hex');
