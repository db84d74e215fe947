import type { CommandInput } from '#application';
import { DOSSIER, type DossierCommandType } from '#domain';
import { dossierCode } from '../../input/checks.js';
import { found } from '../../input/finding.js';
import { PATTERNS } from '../../openapi/patterns.js';
import type { CommandEntry, CounterKind } from '../counter-kind.js';
import { DigitiseDto, ForwardDto, AcceptHandoverDto, RejectHandoverDto, TransferDto } from './handling.dto.js';
import { RequestConsultationDto, AnswerConsultationDto, NotifyApplicantDto } from './handling.dto.js';
import { OpenLinkedStageDto, CompleteLinkedStageDto } from './handling.dto.js';
import { SubmitDto, ReceiveDto, RefuseDto, SubstituteApplicantDto } from './intake.dto.js';
import { ChangeDueDateDto, IssueApologyDto, RecordPaymentDto, RefundPaymentDto, WaiveFeeDto } from './waiting.dto.js';
import {
  RequestSupplementDto,
  SupplementDto,
  RequestFinancialObligationDto,
  SuspendDto,
  ResumeDto,
} from './waiting.dto.js';
import {
  RateDto,
  RecordFailedReturnDto,
  ReopenDto,
  ResolveDto,
  ReturnResultDto,
  StopDto,
  WithdrawDto,
} from './ending.dto.js';
import { CorrectDto, RetractDto } from './mending.dto.js';

/** What a counter may ask for. What the clock asks for is not among them. */
export type CommandType = Exclude<DossierCommandType, 'ask-clock' | 'link'>;
type InputOf<T extends CommandType> = Extract<CommandInput, { type: T }>;

/** The body of each command without its type: a DTO that does not say the same does not compile. */
type Entries = { [T in CommandType]: CommandEntry<BodyOf<T>> };
type BodyOf<T extends CommandType> = T extends 'correct'
  ? Omit<InputOf<T>, 'type' | 'data'> & { data?: object }
  : Omit<InputOf<T>, 'type'>;

const GROUPS = {
  intake: 'How a dossier enters',
  handling: 'What happens to it at the offices',
  waiting: 'Waiting, money, due instants',
  ending: 'How it ends, and what comes after',
  mending: 'Recorded facts corrected or taken back',
};

const entry = <Dto extends object>(
  group: keyof typeof GROUPS,
  dto: new () => Dto,
  summary: string,
  also?: CommandEntry<Dto>['also'],
): CommandEntry<Dto> => ({
  group,
  dto,
  summary,
  ...(also ? { also } : {}),
});

/** Every command of a dossier: its path, its body, what it records. */
export const COMMANDS = {
  submit: entry('intake', SubmitDto, 'Submitted, waiting to be received'),
  receive: entry('intake', ReceiveDto, 'Received: the clock starts'),
  refuse: entry('intake', RefuseDto, 'Refused at the intake'),
  'substitute-applicant': entry('intake', SubstituteApplicantDto, 'Another applicant takes the place of the first'),
  digitise: entry('handling', DigitiseDto, 'Papers (or the result) digitised or re-used'),
  forward: entry('handling', ForwardDto, 'Forwarded to a holder; the responsible unit stays'),
  'accept-handover': entry('handling', AcceptHandoverDto, 'The holder has accepted it'),
  'reject-handover': entry('handling', RejectHandoverDto, 'The holder has sent it back'),
  transfer: entry('handling', TransferDto, 'Another unit becomes responsible'),
  'request-consultation': entry('handling', RequestConsultationDto, 'Another agency is asked for its opinion'),
  'answer-consultation': entry('handling', AnswerConsultationDto, 'The other agency has answered'),
  'open-linked-stage': entry('handling', OpenLinkedStageDto, 'A linked dossier begins at another agency'),
  'complete-linked-stage': entry('handling', CompleteLinkedStageDto, 'The linked dossier is done'),
  'notify-applicant': entry('handling', NotifyApplicantDto, 'The applicant was notified'),
  'request-supplement': entry('waiting', RequestSupplementDto, 'The applicant is asked to supplement the file'),
  supplement: entry('waiting', SupplementDto, 'The applicant has supplemented the file'),
  'request-financial-obligation': entry(
    'waiting',
    RequestFinancialObligationDto,
    'The applicant is asked to pay a financial obligation',
  ),
  'record-payment': entry('waiting', RecordPaymentDto, 'A fee or an obligation was paid'),
  'refund-payment': entry('waiting', RefundPaymentDto, 'A payment was given back'),
  'waive-fee': entry('waiting', WaiveFeeDto, 'A fee or an obligation was waived'),
  suspend: entry('waiting', SuspendDto, 'Suspended'),
  resume: entry('waiting', ResumeDto, 'Resumed'),
  'change-due-date': entry('waiting', ChangeDueDateDto, 'The due instant is changed on a legal basis'),
  'issue-apology': entry('waiting', IssueApologyDto, 'Apology with a new appointment (at most one)'),
  resolve: entry('ending', ResolveDto, 'Resolved: the instant that decides whether it was in time'),
  'return-result': entry('ending', ReturnResultDto, 'The result was handed over'),
  'record-failed-return': entry('ending', RecordFailedReturnDto, 'The result could not be handed over'),
  withdraw: entry('ending', WithdrawDto, 'Withdrawn by the applicant'),
  stop: entry('ending', StopDto, 'Stopped'),
  reopen: entry('ending', ReopenDto, 'Reopened: a round with a due instant of its own'),
  rate: entry('ending', RateDto, 'Rated by the applicant'),
  correct: entry('mending', CorrectDto, 'A recorded fact is corrected', ({ occurredAt, data }) =>
    occurredAt === undefined && data === undefined ? found('nothing-to-correct') : [],
  ),
  retract: entry('mending', RetractDto, 'A recorded fact is taken back'),
} satisfies Entries;

export const DOSSIERS: CounterKind = {
  kind: DOSSIER,
  path: 'dossiers',
  code: {
    description: 'Dossier code',
    example: 'H19.45.22-241205-0001',
    schema: { type: 'string', maxLength: 64, pattern: PATTERNS.dossierCode },
  },
  check: dossierCode,
  groups: GROUPS,
  commands: COMMANDS,
};

/** What a DTO may hold beyond the command it stands for: nothing. */
type Surplus = {
  [T in CommandType]: Exclude<keyof InstanceType<(typeof COMMANDS)[T]['dto']>, keyof InputOf<T>>;
}[CommandType];
/** What a command may hold that its DTO does not: only what the decision says itself. */
type Missing = {
  [T in CommandType]: Exclude<keyof InputOf<T>, 'type' | keyof InstanceType<(typeof COMMANDS)[T]['dto']>>;
}[CommandType];
export const sameFields: [Surplus, Missing] extends [never, 'counts'] ? true : never = true;
