import { ApiSchema } from '@nestjs/swagger';
import { At, DossierCodes, OneOf, Reason, YesNo } from '../../input/fields.js';
import { CommandDto } from '../../commands/command.dto.js';

const SIGNATURES = ['signed', 'unsigned', 'unknown'] as const;
const STOPS = ['not-supplemented', 'death', 'duplicate', 'split', 'other'] as const;
const RATINGS = ['very-satisfied', 'satisfied', 'not-satisfied'] as const;

@ApiSchema({ name: 'Resolve' })
export class ResolveDto extends CommandDto {
  @OneOf(['granted', 'refused'], { example: 'granted' })
  outcome!: 'granted' | 'refused';
  @OneOf(['own', 'delegated'], { optional: true, example: 'own', description: 'Default: own' })
  authority?: 'own' | 'delegated';
  @YesNo({ optional: true, example: true, description: 'There is an electronic result; default: no' })
  electronic?: boolean;
  @OneOf(SIGNATURES, { optional: true, example: 'signed', description: 'Of the electronic result; default: unknown' })
  signature?: (typeof SIGNATURES)[number];
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'ReturnResult' })
export class ReturnResultDto extends CommandDto {
  @YesNo({ optional: true, example: false, description: 'Default: no' })
  byPost?: boolean;
  @OneOf(['applicant', 'proxy'], { optional: true, example: 'applicant' })
  to?: 'applicant' | 'proxy';
}

@ApiSchema({ name: 'RecordFailedReturn' })
export class RecordFailedReturnDto extends CommandDto {
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'Withdraw' })
export class WithdrawDto extends CommandDto {
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'Stop' })
export class StopDto extends CommandDto {
  @OneOf(STOPS, { example: 'not-supplemented' })
  cause!: (typeof STOPS)[number];
  @DossierCodes(50, {
    optional: true,
    example: ['H19.45.22-241205-0002'],
    description: 'The dossiers that it is a duplicate of or was split into',
  })
  others?: string[];
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'Reopen' })
export class ReopenDto extends CommandDto {
  @OneOf(['agency-error', 'complaint'], { example: 'agency-error' })
  cause!: 'agency-error' | 'complaint';
  @At({
    optional: true,
    description: 'Due instant of this round, where the sender states it',
    example: '2024-12-12T17:00:00+07:00',
  })
  dueAt?: string;
  @Reason({ optional: true })
  reason?: string;
}

@ApiSchema({ name: 'Rate' })
export class RateDto extends CommandDto {
  @OneOf(RATINGS, { example: 'satisfied' })
  rating!: (typeof RATINGS)[number];
}
