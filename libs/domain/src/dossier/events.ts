import { Type, type Static, type TObject } from 'typebox';

/**
 * The facts of a dossier, in the past tense (NĐ 61/2018, NĐ 107/2021). These schemas are the contract of the topic
 * `dossier-events`: `npm run documents` writes them to docs/schemas and CI refuses a change that breaks a reader.
 *
 * Instants are canonical UTC (`2024-12-05T10:00:00.000Z`). No personal datum and no free text stands in an event: those
 * are sealed beside the log, and an event carries their reference (`…Ref`) or the applicant's subject id.
 */
const instant = Type.String({ format: 'date-time', description: 'UTC, milliseconds, ends with Z' });
const ref = Type.String({ format: 'uuid', description: 'reference to a text sealed outside the log' });
const unit = Type.String({ minLength: 1, maxLength: 64, description: 'unit key: code@valid-from' });
const code = (max = 64) => Type.String({ minLength: 1, maxLength: max });
/** What a sender called it: a code, a name of the reference data, or a reference to the sealed text (see code-shape.ts). */
const said = (max = 64) =>
  Type.String({ minLength: 1, maxLength: max, description: 'a code or a listed name; `ref:<uuid>`: a sealed text' });
const version = Type.Integer({ minimum: 1 });
const open = { additionalProperties: true } as const;
const optional = Type.Optional;
const object = <T extends Parameters<typeof Type.Object>[0]>(properties: T) => Type.Object(properties, open);

export const LimitSchema = object({
  n: Type.Integer({ minimum: 0 }),
  unit: Type.Union([
    Type.Literal('working-day'),
    Type.Literal('calendar-day'),
    Type.Literal('hour'),
    Type.Literal('month'),
  ]),
});

/** The policies of the clock that held when the event was decided (domain.md, "The clock"). */
export const RulesSchema = object({
  dueClock: Type.Union([Type.Literal('end-of-day'), Type.Literal('same-clock-time')]),
  afterHours: Type.Union([Type.String({ pattern: '^\\d\\d:\\d\\d$' }), Type.Null()]),
  supplement: Type.Union([Type.Literal('restart'), Type.Literal('suspend'), Type.Literal('none')]),
  obligation: Type.Union([Type.Literal('restart'), Type.Literal('suspend'), Type.Literal('none')]),
  consultation: Type.Union([Type.Literal('restart'), Type.Literal('suspend'), Type.Literal('none')]),
  suspension: Type.Union([Type.Literal('restart'), Type.Literal('suspend'), Type.Literal('none')]),
  apologyDays: Type.Integer({ minimum: 0, description: 'calendar days before the due day (NĐ 61/2018 Đ.19 k.9)' }),
});

export const DueSchema = object({
  at: instant,
  basis: Type.Union([Type.Literal('stated'), Type.Literal('computed')]),
  steps: optional(Type.Array(Type.Any(), { description: 'the reckoning, as data' })),
  unrolled: optional(
    Type.String({
      format: 'date-time',
      description: 'the day to which limit and waits lead before a day off is rolled',
    }),
  ),
  index: optional(
    Type.Object(
      { at: instant, unrolled: optional(instant) },
      { ...open, description: 'the due instant of QĐ 766 (2.1), where a wait has moved it' },
    ),
  ),
});

const procedure = object({
  code: code(),
  national: code(),
  field: code(200),
  special: Type.Boolean({
    description: 'outside the electronic-result rate (§2.1 "ngoại trừ một số thủ tục có tính đặc thù")',
  }),
});
const channel = Type.Union([Type.Literal('counter'), Type.Literal('online'), Type.Literal('post')]);
const source = optional(
  Type.String({ maxLength: 64, description: 'the sender’s own id of the same fact; `ref:<uuid>`: sealed' }),
);

const schemas = {
  Submitted: object({ procedure, unit, receivingUnit: unit, channel, applicant: code(), applicantRef: optional(ref) }),
  Received: object({
    procedure,
    unit,
    receivingUnit: unit,
    channel,
    place: Type.Union([Type.Literal('counter'), Type.Literal('mobile')]),
    byPostalStaff: Type.Boolean(),
    applicant: code(),
    applicantRef: optional(ref),
    limit: Type.Union([LimitSchema, Type.Null()]),
    rules: RulesSchema,
    due: DueSchema,
    parent: optional(code()),
    assumed: optional(
      Type.Array(Type.Union([Type.Literal('channel'), Type.Literal('unit'), Type.Literal('applicant')]), {
        description: 'what the sender left out and was taken by default: said later, it needs no correction',
      }),
    ),
  }),
  Digitised: object({
    complete: Type.Boolean({ description: 'every paper due for it (policy; the plan does not define it)' }),
    papers: optional(Type.Array(said())),
    reused: optional(Type.Integer({ minimum: 0 })),
    ofResult: Type.Boolean(),
    signature: optional(Type.Union([Type.Literal('signed'), Type.Literal('unsigned'), Type.Literal('unknown')])),
    counts: optional(Type.Boolean({ description: 'counts as an electronic result by the policy of its source' })),
  }),
  Forwarded: object({
    unit: optional(unit),
    officer: optional(said()),
    stage: optional(said(200)),
    stageDue: optional(instant),
  }),
  HandoverAccepted: object({ officer: optional(said()) }),
  HandoverRejected: object({ reasonRef: ref }),
  Transferred: object({
    unit,
    reasonRef: optional(ref),
    from: optional(Type.String({ minLength: 1, maxLength: 64, description: 'the unit that is no more' })),
    because: optional(
      Type.Union([Type.Literal('unit-closed'), Type.Literal('reopened')], {
        description: 'by the clock: its unit is no more; or was no more when it was re-opened, just before that',
      }),
    ),
  }),
  ConsultationRequested: object({ agency: said(200), answerDue: optional(instant) }),
  ConsultationAnswered: object({ agency: said(200), due: optional(DueSchema) }),
  LinkedStageOpened: object({ child: code(), agency: said(200), stageDue: optional(instant) }),
  LinkedStageCompleted: object({ child: code() }),
  ApplicantSubstituted: object({ applicant: code(), applicantRef: optional(ref), reasonRef: optional(ref) }),
  ApplicantNotified: object({
    means: Type.Union([Type.Literal('sms'), Type.Literal('zalo'), Type.Literal('email'), Type.Literal('vneid')]),
    about: Type.Union([Type.Literal('result'), Type.Literal('progress')]),
  }),
  SupplementRequested: object({ reasonRef: optional(ref), answerDue: optional(instant), source }),
  Supplemented: object({ due: optional(DueSchema), source }),
  FinancialObligationRequested: object({ amount: optional(Type.Integer({ minimum: 0 })), source }),
  FeePaid: object({
    amount: Type.Integer({ minimum: 0, description: 'đồng' }),
    means: Type.Union([
      Type.Literal('cash'),
      Type.Literal('card'),
      Type.Literal('transfer'),
      Type.Literal('online'),
      Type.Literal('unknown'),
    ]),
    onlineOnly: optional(
      Type.Boolean({ description: 'the source tells only what was paid online: out of every cashless figure' }),
    ),
    due: optional(DueSchema),
    source,
  }),
  FeeRefunded: object({ amount: Type.Integer({ minimum: 0 }), reasonRef: optional(ref) }),
  FeeWaived: object({ reasonRef: optional(ref), due: optional(DueSchema) }),
  Suspended: object({ reasonRef: ref }),
  Resumed: object({ due: optional(DueSchema) }),
  DueDateChanged: object({
    due: DueSchema,
    ground: Type.Union([
      Type.Literal('law'),
      Type.Literal('calendar'),
      Type.Literal('reckoned'),
      Type.Literal('stated'),
      Type.Literal('none'),
    ]),
    of: optional(version),
    reasonRef: optional(ref),
    basis: optional(said(300)),
  }),
  BecameOverdue: object({ dueAt: instant, detectedAt: instant }),
  OverdueRetracted: object({ event: version }),
  ApologyIssued: object({ reasonRef: ref, newDate: instant, letterNumber: optional(said(50)) }),
  Resolved: object({
    outcome: Type.Union([Type.Literal('granted'), Type.Literal('refused')]),
    authority: Type.Union([Type.Literal('own'), Type.Literal('delegated')]),
    electronic: Type.Boolean(),
    signature: Type.Union([Type.Literal('signed'), Type.Literal('unsigned'), Type.Literal('unknown')]),
    counts: Type.Boolean({ description: 'counts as an electronic result by the policy of its source' }),
    assumed: optional(
      Type.Array(Type.Literal('end'), { description: 'no end of processing was told: the return was taken for it' }),
    ),
    reasonRef: optional(ref),
  }),
  ResultReturned: object({
    byPost: Type.Boolean(),
    to: optional(Type.Union([Type.Literal('applicant'), Type.Literal('proxy')])),
  }),
  ReturnFailed: object({ reasonRef: optional(ref) }),
  Refused: object({
    procedure,
    unit,
    receivingUnit: unit,
    channel,
    applicant: code(),
    applicantRef: optional(ref),
    reasonRef: optional(ref),
  }),
  Withdrawn: object({ reasonRef: optional(ref) }),
  Stopped: object({
    cause: Type.Union([
      Type.Literal('not-supplemented'),
      Type.Literal('death'),
      Type.Literal('duplicate'),
      Type.Literal('split'),
      Type.Literal('other'),
    ]),
    others: optional(Type.Array(code())),
    reasonRef: optional(ref),
  }),
  Reopened: object({
    cause: Type.Union([Type.Literal('agency-error'), Type.Literal('complaint')]),
    due: DueSchema,
    reasonRef: optional(ref),
  }),
  Rated: object({
    rating: Type.Union([Type.Literal('very-satisfied'), Type.Literal('satisfied'), Type.Literal('not-satisfied')]),
  }),
  ProgressReported: object({
    status: Type.Integer({ minimum: 1, maximum: 10, description: 'TrangThai of CapNhatTienDoHoSoMC' }),
    holder: optional(said(200)),
    stageDue: optional(instant),
    due: optional(DueSchema),
    superseded: optional(
      Type.Boolean({ description: 'an end with an instant of its own is known: this one has no effect' }),
    ),
  }),
  Corrected: object({
    event: version,
    occurredAt: optional(instant),
    data: optional(Type.Record(Type.String(), Type.Any())),
    reasonRef: optional(ref),
  }),
  Retracted: object({ event: version, reasonRef: optional(ref) }),
} satisfies Record<string, TObject>;

export const dossierEventSchemas = schemas;
export type DossierEventType = keyof typeof schemas;
export type DossierEventData<T extends DossierEventType> = Static<(typeof schemas)[T]>;
export const dossierEventTypes = Object.keys(schemas) as DossierEventType[];
/** Version of the payload schemas; a breaking change would be a new one with an upcaster. */
export const DOSSIER_EVENT_SCHEMA = 1;

export type Limit = Static<typeof LimitSchema>;
export type Rules = Static<typeof RulesSchema>;
export type Due = Static<typeof DueSchema>;
export const CHANNELS = ['counter', 'online', 'post'] as const;
export type Channel = (typeof CHANNELS)[number];
export type ProcedureFacts = DossierEventData<'Received'>['procedure'];
export type Stop = 'restart' | 'suspend' | 'none';

/** An event before the log has given it a version, a position and the instant of its recording. */
export type NewDossierEvent = {
  [T in DossierEventType]: { type: T; occurredAt: string; data: DossierEventData<T> };
}[DossierEventType];
