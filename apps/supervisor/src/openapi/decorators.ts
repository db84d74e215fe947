import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { TSchema } from 'typebox';
import { problemsOf } from '#platform/openapi';
import { type ParameterName, PARAMETERS } from './parameters.js';

const problems = problemsOf({
  400: 'A parameter is wrong, missing or unknown, or the address is not UTF-8: every fault is named',
  403: 'Not for this reader',
  404: 'Unknown',
  406: 'The client does not take what is answered here',
  503: 'Not now: ask again',
});

interface Question {
  id: string;
  summary: string;
  parameters?: readonly ParameterName[];
  /** parameters without which there is no question */
  required?: readonly ParameterName[];
  /** parameters of a page's address that are taken and change nothing */
  ignored?: readonly ParameterName[];
  /** parameters that are a step of the path */
  path?: readonly ParameterName[];
  answer: TSchema;
  /** of the answer, where it is not JSON */
  media?: string;
  /** statuses beside those that any question has */
  problems?: readonly number[];
}

/** Documents a GET: what it takes, what it answers with, and how it refuses. */
export function ApiQuestion(question: Question): MethodDecorator {
  const { id, summary, parameters = [], required = [], ignored = [], path = [], answer } = question;
  const { media = 'application/json' } = question;
  return applyDecorators(
    ApiOperation({ operationId: id, summary }),
    ...path.map((name) => ApiParam({ name, ...PARAMETERS[name], required: true } as Parameters<typeof ApiParam>[0])),
    ...[...required, ...parameters].map((name) =>
      ApiQuery({ name, ...PARAMETERS[name], required: required.includes(name) } as Parameters<typeof ApiQuery>[0]),
    ),
    ...ignored.map((name) =>
      ApiQuery({ name, required: false, description: 'taken, and changes nothing', schema: { type: 'string' } }),
    ),
    ApiResponse({ status: 200, description: 'Answered', content: { [media]: { schema: answer as object } } }),
    problems(400, 403, 503, ...(question.problems ?? [])),
  );
}
