import { ApiSchema } from '@nestjs/swagger';
import { At, DossierCode, OneOf, Reason, Text, Token, Tokens, Whole, YesNo } from '../../input/fields.js';
import { CommandDto } from '../../commands/command.dto.js';

const agency = { example: 'Văn phòng Đăng ký đất đai', description: 'Name or code of the agency' };
const officer = { optional: true, example: 'cb-017', description: 'Id of the officer, not the name' };
const SIGNATURES = ['signed', 'unsigned', 'unknown'] as const;

@ApiSchema({ name: 'Digitise' })
export class DigitiseDto extends CommandDto {
  @YesNo({ optional: true, example: true, description: 'Every paper due for it is digitised; default: yes' })
  complete?: boolean;
  @Tokens(200, { optional: true, example: ['TP-01', 'TP-02'], description: 'Codes of the papers' })
  papers?: string[];
  @Whole(0, 10_000, {
    optional: true,
    example: 1,
    description: 'How many were re-used from an earlier result or a database',
  })
  reused?: number;
  @YesNo({ optional: true, example: false, description: 'It is the result that is digitised; default: no' })
  ofResult?: boolean;
  @OneOf(SIGNATURES, { optional: true, example: 'signed', description: 'Of the digitised result' })
  signature?: (typeof SIGNATURES)[number];
}

@ApiSchema({ name: 'Forward' })
export class ForwardDto extends CommandDto {
  @Token({
    optional: true,
    example: '26077',
    description: 'Code or key of the unit that holds it now; the responsible unit stays',
  })
  unit?: string;
  @Token(officer)
  officer?: string;
  @Text(200, { optional: true, example: 'Thẩm định' })
  stage?: string;
  @At({ optional: true, description: 'Limit of this stage', example: '2024-12-06T11:30:00+07:00' })
  stageDue?: string;
}

@ApiSchema({ name: 'AcceptHandover' })
export class AcceptHandoverDto extends CommandDto {
  @Token(officer)
  officer?: string;
}

@ApiSchema({ name: 'RejectHandover' })
export class RejectHandoverDto extends CommandDto {
  @Reason()
  reason!: string;
}

@ApiSchema({ name: 'Transfer' })
export class TransferDto extends CommandDto {
  @Token({ example: '26080', description: 'Code or key of the unit that becomes responsible' })
  unit!: string;
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'RequestConsultation' })
export class RequestConsultationDto extends CommandDto {
  @Text(200, agency)
  agency!: string;
  @At({ optional: true, description: 'Answer asked for by', example: '2024-12-09T17:00:00+07:00' })
  answerDue?: string;
}

@ApiSchema({ name: 'AnswerConsultation' })
export class AnswerConsultationDto extends CommandDto {
  @Text(200, agency)
  agency!: string;
}

@ApiSchema({ name: 'OpenLinkedStage' })
export class OpenLinkedStageDto extends CommandDto {
  @DossierCode({ description: 'Code of the linked dossier' })
  child!: string;
  @Text(200, agency)
  agency!: string;
  @At({ optional: true, description: 'Limit of this stage', example: '2024-12-09T17:00:00+07:00' })
  stageDue?: string;
}

@ApiSchema({ name: 'CompleteLinkedStage' })
export class CompleteLinkedStageDto extends CommandDto {
  @DossierCode({ description: 'Code of the linked dossier' })
  child!: string;
}

@ApiSchema({ name: 'NotifyApplicant' })
export class NotifyApplicantDto extends CommandDto {
  @OneOf(['sms', 'zalo', 'email', 'vneid'], { example: 'sms' })
  means!: 'sms' | 'zalo' | 'email' | 'vneid';
  @OneOf(['result', 'progress'], { example: 'result' })
  about!: 'result' | 'progress';
}
