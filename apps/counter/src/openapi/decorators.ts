import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { problemsOf } from '#platform/openapi';
import { PATTERNS } from './patterns.js';
import { KEY_HEADER, MOST_KEY } from '../idempotency/idempotency-key.js';

const WHEN: Record<number, string> = {
  400: 'Not HTTP, not UTF-8, not JSON, or a header or the path is wrong; nothing stored',
  404: 'Unknown',
  409: 'The dossier refuses it as it stands: the type names the reason; nothing stored but this answer',
  413: 'The body is too large, or has too many parts',
  415: 'The body is not application/json in UTF-8',
  422: 'A field is wrong or names something unknown, or the key was used for another request; nothing stored',
  503: 'Not now: send it again with the same key',
};

/** Documents the problems of an operation, those that are its own and those of any. */
export const ApiProblems = problemsOf(WHEN);

/** Documents the headers that every POST takes. */
export const ApiIdempotent = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: KEY_HEADER,
      required: true,
      description:
        'The same key again gives the first answer (with Idempotency-Replayed: true); with another body it is refused',
      schema: { type: 'string', minLength: 1, maxLength: MOST_KEY, pattern: PATTERNS.key },
      example: '7f8c1d2e-6b1a-4c55-9a55-0f1de1f0a001',
    }),
    ApiHeader({
      name: 'X-Caller',
      required: false,
      description: 'Name of the sending system: its keys are its own',
      schema: { type: 'string', pattern: PATTERNS.caller },
      example: 'counter-26077',
    }),
  );
