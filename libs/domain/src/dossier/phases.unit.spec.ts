import { ask, Dossier, receive, resolve } from '../../test/dossier.js';
import { at, reasonRef, reference } from '../../test/reference.js';
import type { DossierCommand, DossierCommandType } from './commands.js';
import { decide } from './decide.js';

const intake = { procedure: '1.000001', unit: '26077', channel: 'online', applicant: 'a' } as const;
const submit: DossierCommand = { type: 'submit', at: at(1), ...intake };

/** How a dossier comes into each phase; the command follows on 5/12 at 09:00, before the due instant. */
const PHASES: Record<string, DossierCommand[]> = {
  none: [],
  submitted: [submit],
  open: [receive()],
  waiting: [receive(), ask(3)],
  resolved: [receive(), resolve(4)],
  returned: [receive(), resolve(4), { type: 'return-result', at: at(4, 10) }],
  withdrawn: [receive(), { type: 'withdraw', at: at(4) }],
  stopped: [receive(), { type: 'stop', at: at(4), cause: 'death' }],
  refused: [{ type: 'refuse', at: at(2), ...intake }],
};

const now = at(5);
const COMMANDS: { [T in DossierCommandType]: Omit<Extract<DossierCommand, { type: T }>, 'type' | 'at'> } = {
  submit: intake,
  receive: intake,
  refuse: intake,
  digitise: {},
  forward: { officer: 'x' },
  'accept-handover': {},
  'reject-handover': { reasonRef },
  transfer: { unit: '26080' },
  'request-consultation': { agency: 'A' },
  'answer-consultation': { agency: 'A' },
  'open-linked-stage': { child: 'C', agency: 'A' },
  'complete-linked-stage': { child: 'C' },
  'substitute-applicant': { applicant: 'b' },
  'notify-applicant': { means: 'sms', about: 'result' },
  'request-supplement': {},
  supplement: {},
  'request-financial-obligation': {},
  'record-payment': { amount: 1, means: 'cash' },
  'refund-payment': { amount: 1 },
  'waive-fee': {},
  suspend: { reasonRef },
  resume: {},
  'change-due-date': { dueAt: at(20), basis: 'b', reasonRef },
  'issue-apology': { newDate: at(20), reasonRef },
  resolve: { outcome: 'granted' },
  'return-result': {},
  'record-failed-return': {},
  withdraw: {},
  stop: { cause: 'death' },
  reopen: { cause: 'complaint' },
  rate: { rating: 'satisfied' },
  correct: { event: 1, occurredAt: at(1, 10), reasonRef },
  retract: { event: 1, reasonRef },
  link: { parent: 'P' },
  'ask-clock': {},
};

/** What a command gives in each phase, in the order of PHASES; "ok": its fact. */
const TABLE = `
  submit ok already-submitted submitted-after-receipt submitted-after-receipt submitted-after-receipt submitted-after-receipt submitted-after-receipt submitted-after-receipt refused-at-intake
  receive ok ok already-received already-received already-received already-received already-received already-received refused-at-intake
  refuse ok ok already-received already-received already-received already-received already-received already-received refused-at-intake
  digitise not-received not-received ok ok ok already-returned ok ok refused-at-intake
  forward not-received not-received ok ok result-exists already-returned already-ended already-ended refused-at-intake
  accept-handover not-received not-received not-a-holder not-a-holder result-exists already-returned already-ended already-ended refused-at-intake
  reject-handover not-received not-received not-a-holder not-a-holder result-exists already-returned already-ended already-ended refused-at-intake
  transfer not-received not-received ok ok result-exists already-returned already-ended already-ended refused-at-intake
  request-consultation ok ok ok ok result-exists already-returned already-ended already-ended refused-at-intake
  answer-consultation ok ok ok ok result-exists already-returned already-ended already-ended refused-at-intake
  open-linked-stage not-received not-received ok ok result-exists already-returned already-ended already-ended refused-at-intake
  complete-linked-stage not-received not-received no-linked-stage no-linked-stage result-exists already-returned already-ended already-ended refused-at-intake
  substitute-applicant not-received ok ok ok result-exists already-returned already-ended already-ended refused-at-intake
  notify-applicant not-received not-received ok ok ok already-returned ok ok refused-at-intake
  request-supplement ok ok ok ok result-exists already-returned already-ended already-ended refused-at-intake
  supplement ok ok ok ok result-exists already-returned already-ended already-ended refused-at-intake
  request-financial-obligation ok ok ok ok result-exists already-returned already-ended already-ended refused-at-intake
  record-payment not-received ok ok ok ok already-returned ok ok refused-at-intake
  refund-payment not-received not-received no-payment no-payment no-payment no-payment no-payment no-payment refused-at-intake
  waive-fee not-received not-received ok ok result-exists already-returned already-ended already-ended refused-at-intake
  suspend ok ok ok ok result-exists already-returned already-ended already-ended refused-at-intake
  resume ok ok ok ok result-exists already-returned already-ended already-ended refused-at-intake
  change-due-date not-received not-received ok ok result-exists already-returned already-ended already-ended refused-at-intake
  issue-apology not-received not-received ok ok apology-not-owed apology-not-owed apology-not-owed apology-not-owed refused-at-intake
  resolve not-received not-received ok ok result-exists result-exists already-ended already-ended refused-at-intake
  return-result not-received not-received not-resolved not-resolved ok already-returned not-resolved not-resolved refused-at-intake
  record-failed-return not-received not-received not-resolved not-resolved ok ok not-resolved not-resolved refused-at-intake
  withdraw not-received ok ok ok result-exists result-exists already-ended already-ended refused-at-intake
  stop not-received not-received ok ok result-exists already-returned already-ended already-ended refused-at-intake
  reopen not-received not-received ok ok ok ok ok ok refused-at-intake
  rate not-received not-received rating-before-end rating-before-end ok ok ok ok refused-at-intake
  correct no-such-event ok ok ok ok ok ok ok ok
  retract no-such-event ok ok ok ok ok ok ok ok
  link ok ok ok ok ok ok ok ok ok
  ask-clock ok ok ok ok ok ok ok ok ok
`;

function outcome(type: DossierCommandType, phase: string): string {
  const dossier = new Dossier();
  for (const command of PHASES[phase]!) dossier.do(command);
  const command = { type, at: now, ...COMMANDS[type] } as DossierCommand;
  const decision = decide(dossier.state, command, { now, askedUpTo: now, reference, calendar: reference.calendar });
  return decision.ok ? 'ok' : decision.refusals.map(({ reason }) => reason).join('+');
}
const types = Object.keys(COMMANDS) as DossierCommandType[];

describe('every command in every phase', () => {
  const rows = new Map(
    TABLE.trim()
      .split('\n')
      .map((line) => {
        const [type = '', ...outcomes] = line.trim().split(/\s+/);
        return [type, outcomes];
      }),
  );
  it.each(types)('%s', (type) => {
    expect(Object.keys(PHASES).map((phase) => outcome(type, phase))).toEqual(rows.get(type));
  });
  it('has an expectation', () => {
    expect([...rows.keys()]).toEqual(types);
  });
});
