import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiResponse, ApiSchema } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.js';

@ApiSchema({ name: 'ProblemError' })
class ProblemErrorDto {
  @ApiProperty({
    type: String,
    required: false,
    example: '#/at',
    description: 'JSON pointer into the body, as a URI fragment',
  })
  pointer?: string;
  @ApiProperty({
    type: String,
    required: false,
    example: 'code',
    description: 'Name of a parameter of the path or of the query',
  })
  parameter?: string;
  @ApiProperty({ type: String, required: false, example: 'Idempotency-Key', description: 'Name of a header' })
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

/** What any request may be answered with, before a controller sees it. */
const ALWAYS: Record<number, string> = {
  406: 'The client takes no JSON',
  408: 'The request came too slowly',
  414: 'The address is too long',
  417: 'Another expectation than 100-continue',
  431: 'The headers are too large',
  500: 'A fault of the system, which is logged',
};

/**
 * Makes the decorator that documents the problems of an operation: those that are its own and those of any.
 * @param when says of each status of this API when it is answered
 */
export const problemsOf =
  (when: Record<number, string>) =>
  (...statuses: number[]): MethodDecorator =>
    applyDecorators(
      ...[...statuses, ...Object.keys(ALWAYS).map(Number)].sort().map((status) =>
        ApiResponse({
          status,
          description: when[status] ?? ALWAYS[status]!,
          content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
        }),
      ),
    );
