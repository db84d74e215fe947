import { ApiSchema } from '@nestjs/swagger';
import {
  At,
  Dong,
  DossierCode,
  DossierCodes,
  OneOf,
  Part,
  Reason,
  Text,
  Token,
  Tokens,
  Whole,
  YesNo,
} from '../../input/fields.js';
import { CommandDto } from '../../commands/command.dto.js';

const optional = { optional: true } as const;

/**
 * What of a recorded fact can be corrected: its fields as they were given. Which of them the named event has, the dossier knows.
 * Texts and the applicant are not among them: they stand outside the log.
 */
@ApiSchema({ name: 'CorrectedFields' })
export class CorrectedFieldsDto {
  @Token({ ...optional, example: '1.001193', description: 'Code of the procedure' })
  procedure?: string;
  @Token({ ...optional, example: '26077', description: 'Code or key of the unit' })
  unit?: string;
  @Token({ ...optional, example: '26077', description: 'Code or key of the unit' })
  receivingUnit?: string;
  @OneOf(['counter', 'online', 'post'], optional)
  channel?: string;
  @OneOf(['counter', 'mobile'], optional)
  place?: string;
  @YesNo(optional)
  byPostalStaff?: boolean;
  @At({ ...optional, description: 'The due instant as stated' })
  dueAt?: string;
  @YesNo(optional)
  complete?: boolean;
  @Tokens(200, optional)
  papers?: string[];
  @Whole(0, 10_000, optional)
  reused?: number;
  @YesNo(optional)
  ofResult?: boolean;
  @OneOf(['signed', 'unsigned', 'unknown'], optional)
  signature?: string;
  @Token(optional)
  officer?: string;
  @Text(200, optional)
  stage?: string;
  @At(optional)
  stageDue?: string;
  @Text(200, optional)
  agency?: string;
  @At(optional)
  answerDue?: string;
  @DossierCode(optional)
  child?: string;
  @OneOf(['sms', 'zalo', 'email', 'vneid', 'cash', 'card', 'transfer', 'online', 'unknown'], optional)
  means?: string;
  @OneOf(['result', 'progress'], optional)
  about?: string;
  @Dong(optional)
  amount?: number;
  @Token(optional)
  source?: string;
  @Text(300, optional)
  basis?: string;
  @At(optional)
  newDate?: string;
  @Text(50, optional)
  letterNumber?: string;
  @OneOf(['granted', 'refused'], optional)
  outcome?: string;
  @OneOf(['own', 'delegated'], optional)
  authority?: string;
  @YesNo(optional)
  electronic?: boolean;
  @YesNo(optional)
  byPost?: boolean;
  @OneOf(['applicant', 'proxy'], optional)
  to?: string;
  @OneOf(['not-supplemented', 'death', 'duplicate', 'split', 'other', 'agency-error', 'complaint'], optional)
  cause?: string;
  @DossierCodes(50, optional)
  others?: string[];
  @OneOf(['very-satisfied', 'satisfied', 'not-satisfied'], optional)
  rating?: string;
}

const event = { example: 3, description: 'Version of the event in the dossier' };

@ApiSchema({ name: 'Correct' })
export class CorrectDto extends CommandDto {
  @Whole(1, 2_147_483_647, event)
  event!: number;
  @At({ optional: true, description: 'When it really happened' })
  occurredAt?: string;
  @Part(() => CorrectedFieldsDto, { optional: true, example: { amount: 15_000 } })
  data?: CorrectedFieldsDto;
  @Reason()
  reason!: string;
}

@ApiSchema({ name: 'Retract' })
export class RetractDto extends CommandDto {
  @Whole(1, 2_147_483_647, event)
  event!: number;
  @Reason()
  reason!: string;
}
