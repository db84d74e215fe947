import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { RecordedEventDto } from '../commands/answer.dto.js';

const instant = { type: String, format: 'date-time', nullable: true } as const;

/** Where a dossier stands, straight from the log: what a counter needs to decide its next command. No personal data. */
@ApiSchema({ name: 'Dossier' })
export class DossierDto {
  @ApiProperty({ type: String, example: 'H19.45.22-241205-0001' })
  code!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({
    type: String,
    enum: ['none', 'submitted', 'open', 'waiting', 'resolved', 'withdrawn', 'stopped', 'refused'],
  })
  phase!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Code of the procedure' })
  procedure!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Key of the unit responsible' })
  unit!: string | null;
  @ApiProperty({ ...instant, description: 'UTC' })
  receivedAt!: string | null;
  @ApiProperty({ ...instant, description: 'Due instant (UTC)' })
  dueAt!: string | null;
  @ApiProperty({ ...instant, description: 'The first promise (UTC)' })
  firstDueAt!: string | null;
  @ApiProperty({ type: Boolean, description: 'Open past its due instant' })
  late!: boolean;
  @ApiProperty({ type: [RecordedEventDto] })
  events!: RecordedEventDto[];
}
