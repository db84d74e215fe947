import type { DossierCommand, DossierCommandType, Intake } from '../src/dossier/commands.js';
import { eventTypeOf } from '../src/dossier/drafts.js';
import { type Reason, DOSSIER_REASONS } from '../src/dossier/reasons.js';
import { decideOn, type Expected, given, referenceData, stateAfter, type Today } from './given.js';
import { at, reasonRef } from './reference.js';

type Body<T extends DossierCommandType> = Partial<Omit<Extract<DossierCommand, { type: T }>, 'type'>>;
type Refusal<B = { at?: string }> = [Reason, DossierCommand[], (B & { now?: string })?, string?];
interface Spec<T extends DossierCommandType> {
  /** the command, on 5/12 at 09:00 unless it says otherwise */
  when: Omit<Extract<DossierCommand, { type: T }>, 'type' | 'at'>;
  /** after what, said how, gives which events */
  accepted: [DossierCommand[], Body<T> & { now?: string }, ...Expected[]][];
  /** why not, after what, said how, about which field (default: the instant) */
  refused: Refusal<Body<T>>[];
}

const KEY = '26077@2019-06-01';
const OTHER = '26080@2019-06-01';
const intake = { procedure: '1.000001', unit: '26077', channel: 'online', applicant: 'a' } as const;
const facts = { code: '1.000001', national: '1.000001', field: 'Hộ tịch', special: false };
const who = { unit: KEY, receivingUnit: KEY, channel: 'online', applicant: 'a' } as const;
const rules = referenceData.rules('1.000001', at(2));
const computed = (day: number) => ({ at: at(day, 17), basis: 'computed' as const });
const stated = (instant: string) => ({ at: instant, basis: 'stated' as const });

const submit: DossierCommand = { type: 'submit', at: at(1), ...intake };
const receive: DossierCommand = { type: 'receive', at: at(2), ...intake };
const unlimited: DossierCommand = { ...receive, procedure: '1.000003', dueAt: at(20) };
const withdraw: DossierCommand = { type: 'withdraw', at: at(4) };
const resolve: DossierCommand = { type: 'resolve', at: at(4), outcome: 'granted' };
const refuse: DossierCommand = { type: 'refuse', at: at(2), ...intake };
const ask: DossierCommand = { type: 'request-supplement', at: at(3) };
const suspend: DossierCommand = { type: 'suspend', at: at(3), reasonRef };
const forward: DossierCommand = { type: 'forward', at: at(3), officer: 'x' };
const link: DossierCommand = { type: 'open-linked-stage', at: at(3), child: 'C', agency: 'A' };
const consult: DossierCommand = { type: 'request-consultation', at: at(3), agency: 'A' };
const oblige: DossierCommand = { type: 'request-financial-obligation', at: at(3) };
const pay: DossierCommand = { type: 'record-payment', at: at(3), amount: 8000, means: 'cash' };
const supply: DossierCommand = { type: 'supplement', at: at(4) };
const answer: DossierCommand = { type: 'answer-consultation', at: at(4), agency: 'A' };
const paid: DossierCommand = { ...pay, at: at(4) };
const twiceSuspended: DossierCommand[] = [
  receive,
  suspend,
  { type: 'resume', at: at(4) },
  { ...suspend, at: at(4, 10) },
];
/** Into the time at which the first of its kind is still unanswered. */
const MOVED = { event: 4, occurredAt: at(3, 10) };
const apologise: DossierCommand = { type: 'issue-apology', at: at(4), reasonRef, newDate: at(12) };

/** Dossiers by how far they have come. */
const open = [receive];
const resolved = [receive, resolve];
const returned: DossierCommand[] = [...resolved, { type: 'return-result', at: at(4, 10) }];
const withdrawn = [receive, withdraw];
const refusedAtIntake = [refuse];
const withdrawnBefore = [submit, withdraw];

const future: Refusal = ['in-the-future', open, { now: at(4) }];
/** What has a place only once the dossier was received. */
const afterReceipt: Refusal[] = [
  ['not-received', []],
  ['not-received', [submit]],
  ['not-received', open, { at: at(1) }],
  ['refused-at-intake', refusedAtIntake],
  ['already-ended', withdrawnBefore],
  future,
];
/** What has a place only between receipt and end. */
const whileOpen: Refusal[] = [
  ...afterReceipt,
  ['result-exists', resolved],
  ['already-returned', returned],
  ['already-ended', withdrawn],
];
/** What may happen before the receipt too. */
const isNotSubmitted = ([, steps]: Refusal): boolean => steps.length !== 1 || steps[0] !== submit;
const notBeforeSubmission: Refusal[] = whileOpen.filter(isNotSubmitted);
/** Of requests and answers, suspended and resumed: a receipt that is not known yet forbids none. */
const again: Refusal[] = whileOpen.filter(([reason, steps]) => reason !== 'not-received' || steps === open);
const atIntake: Refusal[] = [
  ['refused-at-intake', refusedAtIntake],
  ['already-ended', withdrawnBefore],
  ['in-the-future', [], { now: at(4) }],
];
const lookUps: Refusal<Partial<Intake>>[] = [
  ['unknown-procedure', [], { procedure: '9.999999' }, '/procedure'],
  ['procedure-not-in-force', [], { procedure: '1.000005' }, '/procedure'],
  ['unknown-unit', [], { unit: '1' }, '/unit'],
  ['unit-closed', [], { unit: '26083' }, '/unit'],
  ['unit-not-open', [], { unit: '26086' }, '/unit'],
  ['unknown-unit', [], { receivingUnit: '1' }, '/receivingUnit'],
];

const received = { procedure: facts, ...who, place: 'counter', byPostalStaff: false, rules } as const;
const limit = { n: 3, unit: 'working-day' } as const;

const COMMANDS: { [T in DossierCommandType]: Spec<T> } = {
  submit: {
    when: intake,
    accepted: [[[], { receivingUnit: '26080' }, ['Submitted', { procedure: facts, ...who, receivingUnit: OTHER }]]],
    refused: [
      ...atIntake,
      ...lookUps,
      ['already-submitted', [submit]],
      ['already-submitted', [submit], { at: at(1, 8) }],
      ['submitted-after-receipt', open],
    ],
  },
  receive: {
    when: intake,
    accepted: [
      [[], { at: at(2) }, ['Received', { ...received, limit, due: computed(5) }]],
      [[submit], { procedure: undefined, unit: undefined }, ['Received', { ...received, limit, due: computed(10) }]],
      [
        [],
        { procedure: '1.000002', place: 'mobile', byPostalStaff: true },
        [
          'Received',
          {
            ...received,
            procedure: { ...facts, code: '1.000002', national: '1.000002' },
            place: 'mobile',
            byPostalStaff: true,
            limit: { n: 4, unit: 'hour' },
            due: { at: at(5, 14, 30), basis: 'computed' },
          },
        ],
      ],
      [
        [],
        { procedure: '1.000003', dueAt: at(20) },
        [
          'Received',
          {
            ...received,
            procedure: { ...facts, code: '1.000003', national: '1.000003' },
            limit: null,
            due: stated(at(20)),
          },
        ],
      ],
    ],
    refused: [
      ...atIntake,
      ...lookUps,
      ['already-received', open],
      ['already-received', open, { at: at(1) }],
      ['already-received', withdrawn],
      ['no-due-instant', [], { procedure: '1.000003' }, '/dueAt'],
      ['due-before-receipt', [], { dueAt: at(4) }, '/dueAt'],
    ],
  },
  refuse: {
    when: { ...intake, reasonRef },
    accepted: [[[submit], {}, ['Refused', { procedure: facts, ...who, reasonRef }]]],
    refused: [...atIntake, ...lookUps, ['already-received', open]],
  },
  digitise: {
    when: {},
    accepted: [
      [open, {}, ['Digitised', { complete: true, ofResult: false }]],
      [
        open,
        { papers: ['P'], reused: 1 },
        ['Digitised', { complete: true, ofResult: false, papers: ['P'], reused: 1 }],
      ],
      [
        returned,
        { ofResult: true, signature: 'signed' },
        ['Digitised', { complete: true, ofResult: true, signature: 'signed', counts: true }],
      ],
    ],
    refused: [...afterReceipt, ['already-returned', returned]],
  },
  forward: {
    when: { officer: 'x' },
    accepted: [
      [
        open,
        { unit: '26080', stage: 'thẩm định', stageDue: at(6) },
        ['Forwarded', { officer: 'x', stage: 'thẩm định', stageDue: at(6), unit: OTHER }],
      ],
    ],
    refused: [...whileOpen, ['unknown-unit', open, { unit: '1' }, '/unit']],
  },
  'accept-handover': {
    when: { officer: 'y' },
    accepted: [[[receive, forward], {}, ['HandoverAccepted', { officer: 'y' }]]],
    refused: [...whileOpen, ['not-a-holder', open]],
  },
  'reject-handover': {
    when: { reasonRef },
    accepted: [[[receive, forward], {}, ['HandoverRejected', { reasonRef }]]],
    refused: [...whileOpen, ['not-a-holder', open]],
  },
  transfer: {
    when: { unit: '26080' },
    accepted: [[open, { reasonRef }, ['Transferred', { unit: OTHER, reasonRef }]]],
    refused: [...whileOpen, ['same-unit', open, { unit: '26077' }], ['unknown-unit', open, { unit: '1' }, '/unit']],
  },
  'request-consultation': {
    when: { agency: 'A' },
    accepted: [
      [open, { answerDue: at(6) }, ['ConsultationRequested', { agency: 'A', answerDue: at(6) }]],
      [[receive, consult], {}, ['ConsultationRequested', { agency: 'A' }]],
      [[], {}, ['ConsultationRequested', { agency: 'A' }]],
    ],
    refused: again,
  },
  'answer-consultation': {
    when: { agency: 'A' },
    accepted: [
      [[receive, consult], {}, ['ConsultationAnswered', { agency: 'A' }]],
      [open, {}, ['ConsultationAnswered', { agency: 'A' }]],
      [[receive, consult], { agency: 'B' }, ['ConsultationAnswered', { agency: 'B' }]],
      [[], {}, ['ConsultationAnswered', { agency: 'A' }]],
    ],
    refused: again,
  },
  'open-linked-stage': {
    when: { child: 'C', agency: 'A' },
    accepted: [[open, { stageDue: at(6) }, ['LinkedStageOpened', { child: 'C', agency: 'A', stageDue: at(6) }]]],
    refused: [...whileOpen, ['already-linked', [receive, link]]],
  },
  'complete-linked-stage': {
    when: { child: 'C' },
    accepted: [[[receive, link], {}, ['LinkedStageCompleted', { child: 'C' }]]],
    refused: [...whileOpen, ['no-linked-stage', open], ['no-linked-stage', [receive, link], { child: 'D' }]],
  },
  'substitute-applicant': {
    when: { applicant: 'b' },
    accepted: [
      [
        open,
        { applicantRef: reasonRef, reasonRef },
        ['ApplicantSubstituted', { applicant: 'b', applicantRef: reasonRef, reasonRef }],
      ],
      [[submit], {}, ['ApplicantSubstituted', { applicant: 'b' }]],
    ],
    refused: notBeforeSubmission,
  },
  'notify-applicant': {
    when: { means: 'zalo', about: 'result' },
    accepted: [[resolved, {}, ['ApplicantNotified', { means: 'zalo', about: 'result' }]]],
    refused: [...afterReceipt, ['already-returned', returned]],
  },
  'request-supplement': {
    when: { reasonRef },
    accepted: [
      [open, { answerDue: at(9) }, ['SupplementRequested', { reasonRef, answerDue: at(9) }]],
      [[submit], {}, ['SupplementRequested', { reasonRef }]],
      [[receive, ask], {}, ['SupplementRequested', { reasonRef }]],
      [[], {}, ['SupplementRequested', { reasonRef }]],
    ],
    refused: again,
  },
  supplement: {
    when: {},
    accepted: [
      [[receive, ask], {}, ['Supplemented', { due: computed(10) }]],
      [[receive, ask], { dueAt: at(18) }, ['Supplemented', { due: stated(at(18)) }]],
      [[submit], {}, ['Supplemented', {}]],
      [open, {}, ['Supplemented', {}]],
      [[], {}, ['Supplemented', {}]],
    ],
    refused: [...again, ['due-before-receipt', [receive, ask], { dueAt: at(4) }, '/dueAt']],
  },
  'request-financial-obligation': {
    when: { amount: 50_000 },
    accepted: [
      [open, {}, ['FinancialObligationRequested', { amount: 50_000 }]],
      [[receive, oblige], {}, ['FinancialObligationRequested', { amount: 50_000 }]],
      [[submit], {}, ['FinancialObligationRequested', { amount: 50_000 }]],
    ],
    refused: again,
  },
  'record-payment': {
    when: { amount: 8000, means: 'card' },
    accepted: [
      [open, {}, ['FeePaid', { amount: 8000, means: 'card' }]],
      [[submit], {}, ['FeePaid', { amount: 8000, means: 'card' }]],
      [resolved, {}, ['FeePaid', { amount: 8000, means: 'card' }]],
      [[receive, oblige], {}, ['FeePaid', { amount: 8000, means: 'card', due: computed(9) }]],
    ],
    refused: [...afterReceipt.filter(isNotSubmitted), ['already-returned', returned]],
  },
  'refund-payment': {
    when: { amount: 8000 },
    accepted: [[[receive, pay, resolve], { reasonRef }, ['FeeRefunded', { amount: 8000, reasonRef }]]],
    refused: [...afterReceipt, ['no-payment', open], ['refund-above-paid', [receive, pay], { amount: 8001 }]],
  },
  'waive-fee': {
    when: {},
    accepted: [
      [open, { reasonRef }, ['FeeWaived', { reasonRef }]],
      [[receive, oblige], {}, ['FeeWaived', { due: computed(9) }]],
    ],
    refused: whileOpen,
  },
  suspend: {
    when: { reasonRef },
    accepted: [
      [open, {}, ['Suspended', { reasonRef }]],
      [[receive, suspend], {}, ['Suspended', { reasonRef }]],
      [[], {}, ['Suspended', { reasonRef }]],
    ],
    refused: again,
  },
  resume: {
    when: {},
    accepted: [
      [[receive, suspend], {}, ['Resumed', { due: computed(9) }]],
      [[receive, oblige], {}, ['Resumed', {}]],
      [open, {}, ['Resumed', {}]],
      [[submit], {}, ['Resumed', {}]],
    ],
    refused: again,
  },
  'change-due-date': {
    when: { dueAt: at(20), basis: 'Luật', reasonRef },
    accepted: [[open, {}, ['DueDateChanged', { due: stated(at(20)), ground: 'law', basis: 'Luật', reasonRef }]]],
    refused: [...whileOpen, ['due-before-receipt', open, { dueAt: at(1) }, '/dueAt']],
  },
  'issue-apology': {
    when: { reasonRef, newDate: at(12) },
    accepted: [
      [open, { letterNumber: '7/XL' }, ['ApologyIssued', { reasonRef, newDate: at(12), letterNumber: '7/XL' }]],
    ],
    refused: [
      ...afterReceipt,
      ['second-apology', [receive, apologise]],
      ['second-apology', [receive, apologise], { at: at(3), now: at(5) }],
      ['apology-not-owed', resolved],
      ['new-date-not-after-due', open, { newDate: at(5, 17) }, '/newDate'],
    ],
  },
  resolve: {
    when: { outcome: 'granted' },
    accepted: [
      [
        open,
        {},
        ['Resolved', { outcome: 'granted', authority: 'own', electronic: false, signature: 'unsigned', counts: false }],
      ],
      [
        resolved,
        { at: at(3), now: at(5) },
        ['Resolved', { outcome: 'granted', authority: 'own', electronic: false, signature: 'unsigned', counts: false }],
      ],
      [
        [receive, ask],
        { outcome: 'refused', authority: 'delegated', electronic: true, reasonRef },
        [
          'Resolved',
          {
            outcome: 'refused',
            authority: 'delegated',
            electronic: true,
            signature: 'unknown',
            counts: false,
            reasonRef,
          },
        ],
      ],
      [
        open,
        { electronic: true, signature: 'signed' },
        ['Resolved', { outcome: 'granted', authority: 'own', electronic: true, signature: 'signed', counts: true }],
      ],
    ],
    refused: [...afterReceipt, ['result-exists', resolved], ['result-exists', returned], ['already-ended', withdrawn]],
  },
  'return-result': {
    when: {},
    accepted: [
      [resolved, {}, ['ResultReturned', { byPost: false }]],
      [resolved, { byPost: true, to: 'proxy' }, ['ResultReturned', { byPost: true, to: 'proxy' }]],
    ],
    refused: [...afterReceipt, ['not-resolved', open], ['not-resolved', withdrawn], ['already-returned', returned]],
  },
  'record-failed-return': {
    when: {},
    accepted: [[returned, { reasonRef }, ['ReturnFailed', { reasonRef }]]],
    refused: [...afterReceipt, ['not-resolved', open]],
  },
  withdraw: {
    when: {},
    accepted: [
      [open, { reasonRef }, ['Withdrawn', { reasonRef }]],
      [[submit], {}, ['Withdrawn', {}]],
    ],
    refused: [...notBeforeSubmission.filter(([reason]) => reason !== 'already-returned'), ['result-exists', returned]],
  },
  stop: {
    when: { cause: 'duplicate' },
    accepted: [[open, { others: ['D'], reasonRef }, ['Stopped', { cause: 'duplicate', others: ['D'], reasonRef }]]],
    refused: whileOpen,
  },
  reopen: {
    when: { cause: 'complaint' },
    accepted: [
      [returned, {}, ['Reopened', { cause: 'complaint', due: computed(10) }]],
      [open, {}, ['Reopened', { cause: 'complaint', due: computed(10) }]],
      [withdrawn, { dueAt: at(18), reasonRef }, ['Reopened', { cause: 'complaint', due: stated(at(18)), reasonRef }]],
    ],
    refused: [
      ...afterReceipt,
      ['not-ended', [...resolved, { type: 'reopen', at: at(4, 10), cause: 'complaint' }]],
      ['no-due-instant', [unlimited, resolve], {}, '/dueAt'],
      ['due-before-receipt', resolved, { dueAt: at(4) }, '/dueAt'],
    ],
  },
  rate: {
    when: { rating: 'satisfied' },
    accepted: [[returned, {}, ['Rated', { rating: 'satisfied' }]]],
    refused: [
      ...afterReceipt,
      ['rating-before-end', open],
      ['already-rated', [...resolved, { type: 'rate', at: at(4, 10), rating: 'not-satisfied' }]],
    ],
  },
  correct: {
    when: { event: 1, reasonRef },
    accepted: [
      [
        open,
        { data: { unit: '26080', channel: 'post' } },
        ['Corrected', { event: 1, reasonRef, data: { unit: OTHER, channel: 'post' } }],
      ],
      [open, { data: { dueAt: at(20) } }, ['Corrected', { event: 1, reasonRef, data: { due: stated(at(20)) } }]],
      [
        open,
        { occurredAt: at(2, 16) },
        ['Corrected', { event: 1, reasonRef, occurredAt: at(2, 16), data: {} }],
        ['DueDateChanged', { of: 1, ground: 'reckoned', due: computed(6) }],
      ],
      [
        [receive, { ...resolve, electronic: true }],
        { event: 2, data: { signature: 'signed' } },
        ['Corrected', { event: 2, reasonRef, data: { signature: 'signed', counts: true } }],
      ],
    ],
    refused: [
      ['no-such-event', open, { event: 2 }, '/event'],
      ['already-retracted', [receive, { type: 'retract', at: at(3), event: 1, reasonRef }], {}, '/event'],
      ['not-correctable', open, { data: { limit } }, '/data/limit'],
      ['not-correctable', open, { data: { nothing: 1 } }, '/data/nothing'],
      ['not-correctable', open, { data: { toString: 'x' } }, '/data/toString'],
      ['not-correctable', open, { data: { channel: 'pigeon' } }, '/event'],
      ['not-correctable', open, { data: { dueAt: 'tomorrow' } }, '/event'],
      ['not-correctable', [receive, { type: 'retract', at: at(3), event: 1, reasonRef }], { event: 2 }, '/event'],
      ['not-correctable', [receive, { type: 'ask-clock', at: at(6) }], { event: 2, at: at(6) }, '/event'],
      ['unknown-unit', open, { data: { unit: '1' } }, '/data/unit'],
      ['unit-closed', open, { data: { unit: '26083' } }, '/data/unit'],
      ['unit-not-open', open, { data: { receivingUnit: '26086' } }, '/data/receivingUnit'],
      [
        'not-correctable',
        [receive, { type: 'transfer', at: at(3), unit: '26080' }],
        { event: 2, data: { from: KEY } },
        '/data/from',
      ],
      [
        'not-suspended',
        [receive, suspend, { type: 'resume', at: at(4) }],
        { event: 3, occurredAt: at(2, 10) },
        '/event',
      ],
      ['not-consulting', [receive, consult, answer], { event: 3, occurredAt: at(2, 10) }, '/event'],
      ['not-waiting-for-supplement', [receive, ask, supply], { event: 3, occurredAt: at(2, 10) }, '/event'],
      ['already-suspended', twiceSuspended, { event: 4, occurredAt: at(3, 10) }, '/event'],
      ['already-consulting', [receive, consult, answer, { ...consult, at: at(4, 10) }], MOVED, '/event'],
      ['already-waiting-for-obligation', [receive, oblige, paid, { ...oblige, at: at(4, 10) }], MOVED, '/event'],
      ['unknown-procedure', open, { data: { procedure: '9.999999' } }, '/data/procedure'],
      ['procedure-not-in-force', open, { data: { procedure: '1.000005' } }, '/data/procedure'],
      ['no-due-instant', open, { data: { procedure: '1.000003' } }, '/data/dueAt'],
      ['due-before-receipt', open, { data: { dueAt: at(1) } }, '/data/dueAt'],
      ['due-before-receipt', [unlimited], { occurredAt: at(21), now: at(31) }, '/occurredAt'],
      ['in-the-future', open, { now: at(4) }, '/at'],
      ['in-the-future', open, { occurredAt: at(6) }, '/occurredAt'],
      ['not-received', resolved, { event: 2, occurredAt: at(1) }, '/event'],
      ['not-received', resolved, { occurredAt: at(4, 10) }, '/event'],
      ['submitted-after-receipt', [submit, receive], { occurredAt: at(3) }, '/event'],
    ],
  },
  retract: {
    when: { event: 1, reasonRef },
    accepted: [
      [open, {}, ['Retracted', { event: 1, reasonRef }]],
      [
        [receive, { type: 'ask-clock', at: at(6) }],
        { at: at(6) },
        ['Retracted', { event: 1, reasonRef }],
        ['OverdueRetracted', { event: 2 }],
      ],
    ],
    refused: [
      ['no-such-event', open, { event: 9 }, '/event'],
      ['already-retracted', [receive, { type: 'retract', at: at(3), event: 1, reasonRef }], {}, '/event'],
      ['not-correctable', [receive, { type: 'retract', at: at(3), event: 1, reasonRef }], { event: 2 }, '/event'],
      ['not-correctable', [receive, { type: 'ask-clock', at: at(6) }], { event: 2, at: at(6) }, '/event'],
      ['in-the-future', open, { now: at(4) }, '/at'],
    ],
  },
  link: {
    when: { parent: 'P' },
    accepted: [
      [open, {}, ['Corrected', { event: 1, data: { parent: 'P' } }]],
      [[receive, { type: 'link', at: at(3), parent: 'P' }], {}],
      [[{ ...receive, parent: 'Q' } as DossierCommand], {}],
      [[], {}],
    ],
    refused: [],
  },
  'ask-clock': {
    when: {},
    accepted: [
      [[], {}],
      [open, { at: at(5, 17) }],
      [open, { at: at(6) }, ['BecameOverdue', { dueAt: at(5, 17), detectedAt: at(6) }, at(5, 17)]],
    ],
    refused: [],
  },
};

/** Reasons that no command is told, and the specs that reach them. */
const ELSEWHERE: Partial<Record<Reason, string>> = {
  'no-overdue': 'clock.unit.spec.ts: an overdue that the dossier does not bear out has no effect',
};

interface Row {
  when: object;
  accepted: [DossierCommand[], object, ...Expected[]][];
  refused: Refusal<object>[];
}
const types = Object.keys(COMMANDS) as DossierCommandType[];
const rowOf = (type: DossierCommandType) => COMMANDS[type] as unknown as Row;
const commandOf = (type: DossierCommandType, body: object = {}): DossierCommand => {
  const { now: _, ...more } = body as Today;
  return { at: at(5), ...rowOf(type).when, ...more, type } as DossierCommand;
};
/** Said later than it happened: the decision is made at the command's own place in time or after the default one. */
const todayOf = (command: DossierCommand, { now }: Today = {}): Today => ({
  now: now ?? (command.at > at(5) ? command.at : at(5)),
});

describe.each(types)('%s', (type) => {
  const { accepted, refused } = rowOf(type);

  it.each(accepted.map(([steps, body, ...events]) => ({ after: names(steps), body, steps, events })))(
    'after $after with $body is accepted',
    ({ steps, body, events }) => {
      const command = commandOf(type, body);
      if (type !== 'ask-clock' && type !== 'link') expect(events[0]![0]).toBe(eventTypeOf(type));
      given(...steps)
        .when(command, todayOf(command, body))
        .then(...events);
    },
  );

  if (refused.length > 0)
    it.each(
      refused.map(([reason, steps, body = {}, pointer = '/at']) => ({
        after: names(steps),
        reason,
        steps,
        body,
        pointer,
      })),
    )('after $after with $body is refused: $reason', ({ reason, steps, body, pointer }) => {
      const command = commandOf(type, body);
      given(...steps)
        .when(command, todayOf(command, body))
        .thenRefused(reason, pointer);
    });
});

function names(steps: readonly DossierCommand[]): string {
  return steps.map(({ type }) => type).join(', ') || 'nothing';
}

describe('the tables', () => {
  const histories = new Map(
    types.flatMap((type) => {
      const { accepted, refused } = rowOf(type);
      const own: [DossierCommand[], object][] = [
        ...accepted.map(([steps, body]): [DossierCommand[], object] => [steps, body]),
        ...refused.map(([, steps, body = {}]): [DossierCommand[], object] => [steps, body]),
      ];
      // a history, and the same with the command itself carried out
      return own.flatMap(([steps, body]) => {
        const command = commandOf(type, body);
        const longer = 'now' in body || !decideOn(stateAfter(steps), command).ok ? steps : [...steps, command];
        return [steps, longer].map((each): [string, DossierCommand[]] => [JSON.stringify(each), each]);
      });
    }),
  );

  it.each(types.filter((type) => type !== 'correct'))('name every reason for which %s is refused', (type) => {
    const { refused } = rowOf(type);
    const bodies = [{}, ...refused.map(([, , body]) => body ?? {})];
    const met = new Set<string>();
    for (const steps of histories.values()) {
      const state = stateAfter(steps);
      for (const body of bodies) {
        const command = commandOf(type, body);
        const decision = decideOn(state, command, todayOf(command, body));
        if (!decision.ok) for (const { reason } of decision.refusals) met.add(reason);
      }
    }
    expect([...met].sort()).toEqual([...new Set(refused.map(([reason]) => reason))].sort());
  });

  it('and the list of those met elsewhere hold every reason there is', () => {
    const told = types.flatMap((type) => rowOf(type).refused.map(([reason]) => reason));
    const here = new Set(told);
    const elsewhere = Object.keys(ELSEWHERE) as Reason[];
    expect(elsewhere.filter((reason) => here.has(reason))).toEqual([]);
    expect([...here, ...elsewhere].sort()).toEqual([...DOSSIER_REASONS].sort());
  });
});
