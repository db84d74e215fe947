import { ApiSchema } from '@nestjs/swagger';
import { At, Dong, OneOf, Reason, Text, Token } from '../../input/fields.js';
import { CommandDto } from '../../commands/command.dto.js';

const MEANS = ['cash', 'card', 'transfer', 'online', 'unknown'] as const;
const source = { optional: true, example: 'BS-0001', description: 'The sender’s own id of the same fact' };

@ApiSchema({ name: 'RequestSupplement' })
export class RequestSupplementDto extends CommandDto {
  @Reason({ optional: true, description: 'What is missing; sealed, never part of an event' })
  reason?: string;
  @At({ optional: true, description: 'Answer asked for by', example: '2024-12-20T17:00:00+07:00' })
  answerDue?: string;
  @Token(source)
  source?: string;
}

@ApiSchema({ name: 'Supplement' })
export class SupplementDto extends CommandDto {
  @At({
    optional: true,
    description: 'The new promised instant, where the sender states it',
    example: '2024-12-12T17:00:00+07:00',
  })
  dueAt?: string;
}

@ApiSchema({ name: 'RequestFinancialObligation' })
export class RequestFinancialObligationDto extends CommandDto {
  @Dong({ optional: true, example: 1_500_000 })
  amount?: number;
  @Token(source)
  source?: string;
}

@ApiSchema({ name: 'RecordPayment' })
export class RecordPaymentDto extends CommandDto {
  @Dong({ example: 15_000 })
  amount!: number;
  @OneOf(MEANS, { example: 'online', description: 'unknown: out of every cashless figure' })
  means!: (typeof MEANS)[number];
}

@ApiSchema({ name: 'RefundPayment' })
export class RefundPaymentDto extends CommandDto {
  @Dong({ example: 15_000 })
  amount!: number;
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'WaiveFee' })
export class WaiveFeeDto extends CommandDto {
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'Suspend' })
export class SuspendDto extends CommandDto {
  @Reason()
  reason!: string;
}

@ApiSchema({ name: 'Resume' })
export class ResumeDto extends CommandDto {}

@ApiSchema({ name: 'ChangeDueDate' })
export class ChangeDueDateDto extends CommandDto {
  @At({ description: 'The new due instant', example: '2024-12-20T17:00:00+07:00' })
  dueAt!: string;
  @Text(300, {
    example: 'Nghị định 61/2018/NĐ-CP, Điều 19',
    description: 'The legal basis; sealed unless it is a code',
  })
  basis!: string;
  @Reason()
  reason!: string;
}

@ApiSchema({ name: 'IssueApology' })
export class IssueApologyDto extends CommandDto {
  @Reason()
  reason!: string;
  @At({ description: 'The new appointment', example: '2024-12-20T17:00:00+07:00' })
  newDate!: string;
  @Text(50, { optional: true, example: '05/PXL' })
  letterNumber?: string;
}
