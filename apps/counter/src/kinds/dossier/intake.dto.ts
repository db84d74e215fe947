import { ApiSchema } from '@nestjs/swagger';
import {
  At,
  DossierCode,
  Email,
  Identity,
  OneOf,
  Part,
  Phone,
  Reason,
  Text,
  Token,
  YesNo,
} from '../../input/fields.js';
import { CommandDto } from '../../commands/command.dto.js';

const procedure = {
  example: '1.001193',
  description: 'Code of the procedure, with or without what follows the national part',
};
const unit = { example: '26077', description: 'Code or key of the unit responsible' };
const receivingUnit = {
  optional: true,
  example: '26077',
  description: 'Code or key of the unit whose counter takes it in; default: the responsible one',
};
const CHANNELS = ['counter', 'online', 'post'] as const;

/** Who applies. Sealed beside the log; an event carries a reference. */
@ApiSchema({ name: 'Applicant' })
export class ApplicantDto {
  @Identity({
    optional: true,
    description: 'Identity or business number: tells that two dossiers have the same applicant',
    example: '075190000001',
  })
  identity?: string;
  @Text(200, { optional: true, example: 'Nguyễn Thị Ví Dụ' })
  name?: string;
  @Phone({ optional: true, example: '0900000000' })
  phone?: string;
  @Email({ optional: true, example: 'vi-du@example.com' })
  email?: string;
  @Text(500, { optional: true, example: 'Số 1, đường Ví Dụ' })
  address?: string;
}

@ApiSchema({ name: 'Submit' })
export class SubmitDto extends CommandDto {
  @Token(procedure)
  procedure!: string;
  @Token(unit)
  unit!: string;
  @Token(receivingUnit)
  receivingUnit?: string;
  @OneOf(CHANNELS, { example: 'online' })
  channel!: (typeof CHANNELS)[number];
  @Part(() => ApplicantDto)
  applicant!: ApplicantDto;
}

/** What a submission has already said need not be said again. */
class IntakeDto extends CommandDto {
  @Token({ ...procedure, optional: true })
  procedure?: string;
  @Token({ ...unit, optional: true })
  unit?: string;
  @Token(receivingUnit)
  receivingUnit?: string;
  @OneOf(CHANNELS, { optional: true, example: 'counter', description: 'Default: as submitted, else counter' })
  channel?: (typeof CHANNELS)[number];
  @Part(() => ApplicantDto, { optional: true })
  applicant?: ApplicantDto;
}

@ApiSchema({ name: 'Receive' })
export class ReceiveDto extends IntakeDto {
  @OneOf(['counter', 'mobile'], { optional: true, example: 'counter', description: 'Default: counter' })
  place?: 'counter' | 'mobile';
  @YesNo({ optional: true, example: false, description: 'Taken in by staff of the post; default: no' })
  byPostalStaff?: boolean;
  @DossierCode({
    optional: true,
    example: 'H19.45.22-241202-0001',
    description: 'Code of the dossier of which this one is a stage: it is counted there',
  })
  parent?: string;
  @At({
    optional: true,
    description: 'The promised instant, where the sender states it; else it is reckoned from the procedure’s limit',
    example: '2024-12-06T17:00:00+07:00',
  })
  dueAt?: string;
}

@ApiSchema({ name: 'Refuse' })
export class RefuseDto extends IntakeDto {
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'SubstituteApplicant' })
export class SubstituteApplicantDto extends CommandDto {
  @Part(() => ApplicantDto)
  applicant!: ApplicantDto;
  @Reason({ optional: true })
  reason?: string;
}
