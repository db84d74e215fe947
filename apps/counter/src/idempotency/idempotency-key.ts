import { hash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { meaningOf } from '#event-store';
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

/** Of what a request asks for, however it is spelled. Kept only as a fingerprint with a key, see `EventStore`. */
export const bodyHash = (request: unknown): string => hash('sha256', meaningOf(request), 'hex');

/** The same of its spelling, as it was made for batches and feeds before: keys of that time are still recognised. */
export const spellingHash = (request: unknown): string => hash('sha256', JSON.stringify(request), 'hex');
