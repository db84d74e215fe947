import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { RecordedEventDto } from '../commands/answer.dto.js';

const day = { type: String, format: 'date' } as const;

/** A unit with what was said of it last, also for a day that lies ahead. All of it is public. */
@ApiSchema({ name: 'Unit' })
export class UnitDto {
  @ApiProperty({ type: String, example: '26080@2019-06-01' })
  key!: string;
  @ApiProperty({ type: String, example: '26080' })
  code!: string;
  @ApiProperty({ type: String, example: 'Phường Xuân An' })
  name!: string;
  @ApiProperty({ type: String, example: 'ward', description: 'Key of one of the plan’s populations' })
  population!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Prefix of the codes of its dossiers' })
  agencyCode!: string | null;
  @ApiProperty({ type: [String], description: 'Other spellings by which senders call it' })
  aliases!: string[];
  @ApiProperty({ ...day, description: 'Its first day' })
  validFrom!: string;
  @ApiProperty({ ...day, nullable: true, description: 'The first day on which it is no more' })
  validTo!: string | null;
  @ApiProperty({ type: [String], description: 'Keys of those who take over on that day' })
  successors!: string[];
  @ApiProperty({ type: [String], description: 'Addresses for its mail' })
  addresses!: string[];
  @ApiProperty({ type: 'integer', nullable: true, description: 'Officers on duty at its counter' })
  officersOnDuty!: number | null;
  @ApiProperty({ type: [RecordedEventDto] })
  events!: RecordedEventDto[];
}
