import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiProperty, ApiResponse, ApiSchema } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '#platform';
import { PATTERNS } from './patterns.js';
import { KEY_HEADER, MOST_KEY } from '../idempotency/idempotency-key.js';

@ApiSchema({ name: 'ProblemError' })
class ProblemErrorDto {
  @ApiProperty({
    type: String,
    required: false,
    example: '#/at',
    description: 'JSON pointer into the body, as a URI fragment',
  })
  pointer?: string;
  @ApiProperty({ type: String, required: false, example: 'code', description: 'Name of a parameter of the path' })
  parameter?: string;
  @ApiProperty({ type: String, required: false, example: KEY_HEADER, description: 'Name of a header' })
  header?: string;
  @ApiProperty({ type: String, example: 'no-offset', description: 'Stable word for programs' })
  code!: string;
  @ApiProperty({ type: String, example: 'Thời điểm thiếu múi giờ: hãy thêm +07:00 (giờ Việt Nam) hoặc Z (UTC).' })
  detail!: string;
}

/** RFC 9457. */
@ApiSchema({ name: 'Problem' })
export class ProblemDto {
  @ApiProperty({ type: String, example: '/problems/invalid-request' })
  type!: string;
  @ApiProperty({ type: String, example: 'Yêu cầu có trường không hợp lệ' })
  title!: string;
  @ApiProperty({ type: 'integer', example: 422 })
  status!: number;
  @ApiProperty({ type: String, required: false })
  detail?: string;
  @ApiProperty({ type: String, required: false, description: 'Path of the request' })
  instance?: string;
  @ApiProperty({ type: [ProblemErrorDto], required: false, description: 'Every fault of the request' })
  errors?: ProblemErrorDto[];
}

const WHEN: Record<number, string> = {
  400: 'Not HTTP, not UTF-8, not JSON, or a header or the path is wrong; nothing stored',
  404: 'Unknown',
  406: 'The client takes no JSON',
  408: 'The request came too slowly',
  409: 'The dossier refuses it as it stands: the type names the reason; nothing stored but this answer',
  413: 'The body is too large, or has too many parts',
  414: 'The address is too long',
  415: 'The body is not application/json in UTF-8',
  417: 'Another expectation than 100-continue',
  422: 'A field is wrong or names something unknown, or the key was used for another request; nothing stored',
  431: 'The headers are too large',
  500: 'A fault of the system, which is logged',
  503: 'Not now: send it again with the same key',
};

/** What any request may be answered with, before a controller sees it. */
const ALWAYS = [406, 408, 414, 417, 431, 500];

/** Documents the problems of an operation, those that are its own and those of any. */
export const ApiProblems = (...statuses: number[]): MethodDecorator =>
  applyDecorators(
    ...[...statuses, ...ALWAYS].sort().map((status) =>
      ApiResponse({
        status,
        description: WHEN[status]!,
        content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );

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
