import { DOSSIER } from '#domain';
import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { ProblemDto } from '#platform/openapi';
import { DoneDto } from '../commands/answer.dto.js';
import { commandTypesOf, KIND_NAMES, KINDS } from '../kinds/kinds.js';
import { MOST_KEY } from '../idempotency/idempotency-key.js';
import { PATTERNS } from '../openapi/patterns.js';

export const MOST_ITEMS = 1000;

@ApiSchema({ name: 'BatchItem', description: 'A command: besides these fields, those of its own body' })
export class BatchItemDto {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: MOST_KEY,
    pattern: PATTERNS.key,
    example: 'c-000017',
    description: 'The item’s own key, of the same caller as single commands',
  })
  id!: string;
  @ApiProperty({ type: String, enum: KIND_NAMES, required: false, default: DOSSIER })
  kind?: string;
  @ApiProperty({ type: String, enum: [...new Set(KINDS.flatMap(commandTypesOf))], example: 'receive' })
  type!: string;
  @ApiProperty({
    type: String,
    example: 'H19.45.22-241205-0001',
    description: 'Of a dossier its code, of anything else its key',
  })
  code!: string;
}

@ApiSchema({ name: 'Batch' })
export class BatchDto {
  @ApiProperty({
    type: 'array',
    items: { allOf: [{ $ref: getSchemaPath(BatchItemDto) }], additionalProperties: true },
    minItems: 1,
    maxItems: MOST_ITEMS,
    example: [
      {
        id: 'c-000017',
        type: 'receive',
        code: 'H19.45.22-241205-0001',
        at: '2024-12-05T09:30:00+07:00',
        procedure: '1.001193',
        unit: '26077',
        applicant: { identity: '075190000001', name: 'Nguyễn Thị Ví Dụ' },
      },
    ],
  })
  items!: unknown[];
}

@ApiExtraModels(ProblemDto)
@ApiSchema({ name: 'ItemVerdict' })
export class ItemVerdictDto {
  @ApiProperty({ type: String })
  id!: string;
  @ApiProperty({
    type: 'integer',
    description:
      'What the status of the single request would be: 200, 404, 409, 422, 503; 500 where the system failed on it',
  })
  status!: number;
  @ApiProperty({ type: DoneDto, required: false })
  done?: DoneDto;
  @ApiProperty({ type: ProblemDto, required: false, description: 'Its pointers are within the item' })
  problem?: ProblemDto;
}

@ApiSchema({ name: 'BatchAnswer' })
export class BatchAnswerDto {
  @ApiProperty({ type: 'integer' })
  done!: number;
  @ApiProperty({ type: 'integer' })
  refused!: number;
  @ApiProperty({ type: [ItemVerdictDto], description: 'One verdict per item, in their order' })
  items!: ItemVerdictDto[];
}
