import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { NORMALISED_TEXT } from '../texts.vi.js';

@ApiSchema({ name: 'RecordedEvent' })
export class RecordedEventDto {
  @ApiProperty({ type: String, example: 'Received' })
  type!: string;
  @ApiProperty({ type: 'integer', example: 1, description: 'Place in the dossier: 1, 2, 3 …' })
  version!: number;
  @ApiProperty({
    type: String,
    example: '1042',
    description: 'Place in the log; a decimal number that may exceed 2^53',
  })
  position!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it happened (UTC)' })
  occurredAt!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it was recorded (UTC)' })
  recordedAt!: string;
}

@ApiSchema({ name: 'Note' })
export class NoteDto {
  @ApiProperty({ type: String, example: '#/reason' })
  pointer!: string;
  @ApiProperty({ type: String, example: 'normalised' })
  code!: string;
  @ApiProperty({ type: String, example: NORMALISED_TEXT })
  detail!: string;
}

@ApiSchema({ name: 'Done' })
export class DoneDto {
  @ApiProperty({ type: String, example: 'H19.45.22-241205-0001' })
  code!: string;
  @ApiProperty({ type: 'integer', example: 1, description: 'Version of the dossier after it' })
  version!: number;
  @ApiProperty({ type: String, example: 'open' })
  phase!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Due instant after it (UTC)' })
  dueAt!: string | null;
  @ApiProperty({ type: [RecordedEventDto], description: 'What was recorded: the fact, and what follows from it' })
  events!: RecordedEventDto[];
  @ApiProperty({ type: Boolean, example: false, description: 'The same key came before: this is its first answer' })
  repeated!: boolean;
  @ApiProperty({
    type: [NoteDto],
    required: false,
    description: 'Texts that were changed to NFC before they were stored',
  })
  notes?: NoteDto[];
}
