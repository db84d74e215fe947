import type { WorkingCalendar } from '../calendar/calendar.js';
import { addDays, type LocalDay, localDay, localMs } from '../calendar/time.js';
import { type Refusal, Refused } from '../kind.js';
import { isInForce, nationalPart, type Procedure, type Reference, type Unit } from '../reference/reference.js';
import type { CommandOf, DossierCommand, DossierCommandType, Intake } from './commands.js';
import type { Due, NewDossierEvent } from './events.js';
import type { Reason } from './reasons.js';
import type { Timeline } from './view.js';

/** A fact that a command proposes; a due instant still to be reckoned is marked PENDING. */
export type Draft = NewDossierEvent;

/** Marks a due instant that the decision reckons once the fact stands in its place. */
export const PENDING: Due = { at: '', basis: 'computed' };

interface Context {
  /** code of the dossier */
  code: string;
  reference: Reference;
  calendar: WorkingCalendar;
  /** the instant of the decision */
  now: string;
  /** the dossier as it stood at the command's place in time */
  before: Timeline;
}

/** The due instant as it was stated, or still to be reckoned; it cannot lie before the clock starts. */
function notBefore(
  start: string,
  stated: string | undefined,
  x: Context,
  unit = x.before.unit,
  procedure?: string,
): Due {
  if (stated === undefined) return PENDING;
  const at = dueAsStated(stated, x, unit, procedure ?? x.before.procedure?.code);
  if (at < start) throw new Refused([{ reason: 'due-before-receipt', pointer: '/dueAt' }]);
  return { at, basis: 'stated' };
}

/** **Policy** `midnight-due`: a due instant stated at 00:00:00 is a day without a time, due at the end of its office hours. */
export function dueAsStated(
  at: string,
  { reference, calendar, now }: Pick<Context, 'reference' | 'calendar' | 'now'>,
  unit: string | null,
  procedure: string | undefined,
): string {
  if (localMs(at) !== 0 || reference.policy('midnight-due', at, procedure) === 'as-stated') return at;
  return calendar.knownAt(now, unit).usualClosing(localDay(at));
}

type Drafter<T extends DossierCommandType> = (command: CommandOf<T>, context: Context) => Draft['data'];

const DRAFTS: { [T in Exclude<DossierCommandType, 'ask-clock' | 'link'>]: [Draft['type'], Drafter<T>] } = {
  submit: ['Submitted', (c, x) => intake(c, x)],
  receive: [
    'Received',
    (c, x) => {
      const facts = intake(c, x);
      const rules = x.reference.rules(facts.procedure.code, c.at);
      const limit = x.reference.procedure(facts.procedure.code, localDay(c.at))?.limit ?? null;
      if (!limit && c.dueAt === undefined) throw new Refused([{ reason: 'no-due-instant', pointer: '/dueAt' }]);
      return {
        ...facts,
        place: c.place ?? 'counter',
        byPostalStaff: c.byPostalStaff ?? false,
        limit,
        rules,
        due: notBefore(c.at, c.dueAt, x, facts.unit, facts.procedure.code),
        ...given({ parent: c.parent === x.code ? undefined : c.parent }),
      };
    },
  ],
  refuse: ['Refused', (c, x) => ({ ...intake(c, x), ...given({ reasonRef: c.reasonRef }) })],
  digitise: [
    'Digitised',
    (c) => ({
      complete: c.complete ?? true,
      ofResult: c.ofResult ?? false,
      ...given({ papers: c.papers, reused: c.reused, signature: c.signature }),
      ...(c.ofResult ? { counts: c.signature === 'signed' } : {}),
    }),
  ],
  forward: [
    'Forwarded',
    (c, x) => ({
      ...given({ officer: c.officer, stage: c.stage, stageDue: c.stageDue }),
      ...(c.unit === undefined ? {} : { unit: unitKey(c.unit, c.at, x, '/unit') }),
    }),
  ],
  'accept-handover': ['HandoverAccepted', (c) => given({ officer: c.officer })],
  'reject-handover': ['HandoverRejected', (c) => ({ reasonRef: c.reasonRef })],
  transfer: [
    'Transferred',
    (c, x) => ({ unit: unitKey(c.unit, c.at, x, '/unit'), ...given({ reasonRef: c.reasonRef }) }),
  ],
  'request-consultation': [
    'ConsultationRequested',
    (c) => ({ agency: c.agency, ...given({ answerDue: c.answerDue }) }),
  ],
  'answer-consultation': ['ConsultationAnswered', (c) => ({ agency: c.agency, due: PENDING })],
  'open-linked-stage': [
    'LinkedStageOpened',
    (c) => ({ child: c.child, agency: c.agency, ...given({ stageDue: c.stageDue }) }),
  ],
  'complete-linked-stage': ['LinkedStageCompleted', (c) => ({ child: c.child })],
  'substitute-applicant': [
    'ApplicantSubstituted',
    (c) => ({ applicant: c.applicant, ...given({ applicantRef: c.applicantRef, reasonRef: c.reasonRef }) }),
  ],
  'notify-applicant': ['ApplicantNotified', (c) => ({ means: c.means, about: c.about })],
  'request-supplement': [
    'SupplementRequested',
    (c) => given({ reasonRef: c.reasonRef, answerDue: c.answerDue, source: c.source }),
  ],
  supplement: ['Supplemented', (c, x) => ({ due: notBefore(c.at, c.dueAt, x) })],
  'request-financial-obligation': [
    'FinancialObligationRequested',
    (c) => given({ amount: c.amount, source: c.source }),
  ],
  'record-payment': ['FeePaid', (c) => ({ amount: c.amount, means: c.means, due: PENDING })],
  'refund-payment': ['FeeRefunded', (c) => ({ amount: c.amount, ...given({ reasonRef: c.reasonRef }) })],
  'waive-fee': ['FeeWaived', (c) => ({ due: PENDING, ...given({ reasonRef: c.reasonRef }) })],
  suspend: ['Suspended', (c) => ({ reasonRef: c.reasonRef })],
  resume: ['Resumed', () => ({ due: PENDING })],
  'change-due-date': [
    'DueDateChanged',
    (c, x) => {
      return {
        due: notBefore(x.before.received?.at ?? '', c.dueAt, x),
        ground: 'law',
        basis: c.basis,
        reasonRef: c.reasonRef,
      };
    },
  ],
  'issue-apology': [
    'ApologyIssued',
    (c, x) => {
      if (x.before.due && c.newDate <= x.before.due.at) {
        throw new Refused([
          { reason: 'new-date-not-after-due', pointer: '/newDate', values: { due: x.before.due.at } },
        ]);
      }
      return { reasonRef: c.reasonRef, newDate: c.newDate, ...given({ letterNumber: c.letterNumber }) };
    },
  ],
  resolve: [
    'Resolved',
    (c) => {
      const electronic = c.electronic ?? false;
      const signature = c.signature ?? (electronic ? 'unknown' : 'unsigned');
      return {
        outcome: c.outcome,
        authority: c.authority ?? 'own',
        electronic,
        signature,
        counts: electronic && signature === 'signed',
        ...given({ reasonRef: c.reasonRef }),
      };
    },
  ],
  'return-result': ['ResultReturned', (c) => ({ byPost: c.byPost ?? false, ...given({ to: c.to }) })],
  'record-failed-return': ['ReturnFailed', (c) => given({ reasonRef: c.reasonRef })],
  withdraw: ['Withdrawn', (c) => given({ reasonRef: c.reasonRef })],
  stop: ['Stopped', (c) => ({ cause: c.cause, ...given({ others: c.others, reasonRef: c.reasonRef }) })],
  reopen: [
    'Reopened',
    (c, x) => {
      if (x.before.received && !x.before.limit && c.dueAt === undefined)
        throw new Refused([{ reason: 'no-due-instant', pointer: '/dueAt' }]);
      return { cause: c.cause, due: notBefore(c.at, c.dueAt, x), ...given({ reasonRef: c.reasonRef }) };
    },
  ],
  rate: ['Rated', (c) => ({ rating: c.rating })],
  correct: [
    'Corrected',
    (c) => ({
      event: c.event,
      reasonRef: c.reasonRef,
      ...given({ occurredAt: c.occurredAt, data: c.data }),
    }),
  ],
  retract: ['Retracted', (c) => ({ event: c.event, reasonRef: c.reasonRef })],
};

/** The event type that a command proposes. */
export const eventTypeOf = (type: Exclude<DossierCommandType, 'ask-clock' | 'link'>): Draft['type'] => DRAFTS[type][0];

/** The fact that a command proposes. Throws `Refused` when what it names is unknown. */
export function draft(command: Exclude<DossierCommand, { type: 'ask-clock' | 'link' }>, context: Context): Draft {
  const [type, make] = DRAFTS[command.type] as [Draft['type'], Drafter<typeof command.type>];
  return { type, occurredAt: command.at, data: make(command as never, context) } as Draft;
}

/** Leaves out what was not given, so that an absent field and an undefined one are the same event. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/**
 * The unit of that code or key, which must be in force on the day: one that is no more takes nothing new, and the answer
 * names its successor.
 */
export function unitOn(
  codeOrKey: string,
  day: string,
  of: { code: string; procedure: string | null },
  reference: Reference,
  pointer: string,
): Unit | Refusal {
  const unit =
    reference.unit(codeOrKey, day) ?? reference.unitLastOf(codeOrKey, day) ?? reference.unitNextOf(codeOrKey, day);
  if (!unit) return { reason: 'unknown-unit', pointer };
  if (isInForce(unit, day)) return unit;
  if (day < unit.validFrom) return { reason: 'unit-not-open', pointer, values: { day: unit.validFrom } };
  const successor = reference.successor(unit.key, of, day);
  const values: Refusal['values'] = { day: addDays(unit.validTo!, -1) };
  if (successor) Object.assign(values, { successor: successor.code, name: successor.name });
  return { reason: 'unit-closed', pointer, values };
}

function unitKey(codeOrKey: string, at: string, { code, before, reference }: Context, pointer: string): string {
  const of = { code, procedure: before.procedure?.code ?? null };
  const unit = unitOn(codeOrKey, localDay(at), of, reference, pointer);
  if ('reason' in unit) throw new Refused([unit]);
  return unit.key;
}

/** A procedure as it is on the day of a fact, or why nothing can be decided by it. */
export const procedureOn = (code: string, day: LocalDay, reference: Reference): Procedure | Reason =>
  reference.procedure(code, day) ??
  (reference.procedureKnown(code) === null ? 'unknown-procedure' : 'procedure-not-in-force');

/** What a dossier is about, looked up; what was said at the submission need not be said again at the receipt. */
function intake(c: Partial<Intake> & { at: string }, x: Context) {
  const { before, reference } = x;
  const refusals: Refusal[] = [];
  const day = localDay(c.at);
  const code = c.procedure ?? before.procedure?.code;
  const found = code === undefined ? 'unknown-procedure' : procedureOn(code, day, reference);
  if (typeof found === 'string') refusals.push({ reason: found, pointer: '/procedure' });
  const lookUp = (given: string | undefined, known: string | null, pointer: string): string => {
    const unit = unitOn(given ?? known ?? '', day, { code: x.code, procedure: code ?? null }, reference, pointer);
    if (!('reason' in unit)) return unit.key;
    refusals.push(unit);
    return '';
  };
  const unit = lookUp(c.unit, before.unit, '/unit');
  // where the same unit was to do both, it still is: the counter of a unit that is no more takes nothing in
  const known = before.receivingUnit === before.unit ? null : before.receivingUnit;
  const receivingUnit = c.receivingUnit || known ? lookUp(c.receivingUnit, known, '/receivingUnit') : unit;
  if (refusals.length > 0 || typeof found === 'string') throw new Refused(refusals);
  return {
    procedure: { code: code!, national: nationalPart(code!), field: found.field, special: found.special },
    unit,
    receivingUnit,
    channel: c.channel ?? before.channel ?? ('counter' as const),
    applicant: c.applicant ?? before.applicant ?? `dossier ${x.code}`,
    ...given({ applicantRef: c.applicantRef }),
  };
}
