import fc from 'fast-check';
import type { DossierCommand } from '../src/dossier/commands.js';
import { receive } from './dossier.js';
import { reasonRef } from './reference.js';

/** An instant every four hours, from Monday 2/12/2024 at 09:00 on. */
export const at = fc.integer({ min: 0, max: 80 }).map((n) => new Date(Date.UTC(2024, 11, 2, 2 + n * 4)).toISOString());
const simple = 'supplement resume withdraw return-result record-failed-return waive-fee'.split(' ');
const amount = fc.constantFrom(1, 2, 3);
const agency = fc.constantFrom('A', 'B');
/** Later than any due instant, so that an apology is not refused for what is known of it. */
const NEXT_YEAR = '2025-02-01T10:00:00.000Z';
/** What may come after the receipt in a dossier of two units. */
export const command: fc.Arbitrary<DossierCommand> = fc.oneof(
  fc.record({ type: fc.constantFrom(...simple), at }),
  fc.record({ type: fc.constant('request-supplement'), at }),
  fc.record({ type: fc.constant('supplement'), at }),
  fc.record({ type: fc.constant('suspend'), at, reasonRef: fc.constant(reasonRef) }),
  fc.record({ type: fc.constant('request-consultation'), at, agency }),
  fc.record({ type: fc.constant('answer-consultation'), at, agency }),
  fc.record({ type: fc.constant('request-financial-obligation'), at, amount: fc.option(amount, { nil: undefined }) }),
  fc.record({ type: fc.constant('record-payment'), at, amount, means: fc.constant('cash') }),
  fc.record({ type: fc.constant('supplement'), at, dueAt: at }),
  fc.record({
    type: fc.constant('change-due-date'),
    at,
    dueAt: at,
    basis: fc.constant('b'),
    reasonRef: fc.constant(''),
  }),
  fc.record({ type: fc.constant('transfer'), at, unit: fc.constantFrom('26077', '26080') }),
  fc.record({ type: fc.constant('resolve'), at, outcome: fc.constant('granted') }),
  fc.record({ type: fc.constant('resolve'), at, outcome: fc.constant('granted') }),
  fc.record({ type: fc.constant('reopen'), at, cause: fc.constant('complaint') }),
  fc.record({ type: fc.constant('reopen'), at, cause: fc.constant('complaint') }),
  fc.record({ type: fc.constant('stop'), at, cause: fc.constant('death') }),
  fc.record({ type: fc.constant('digitise'), at, ofResult: fc.constant(true), signature: fc.constant('signed') }),
  fc.record({ type: fc.constant('notify-applicant'), at, means: fc.constant('sms'), about: fc.constant('result') }),
  fc.record({ type: fc.constant('rate'), at, rating: fc.constant('satisfied') }),
  fc.record({
    type: fc.constant('issue-apology'),
    at,
    newDate: fc.constant(NEXT_YEAR),
    reasonRef: fc.constant(reasonRef),
  }),
) as fc.Arbitrary<DossierCommand>;
export const history = fc.array(command, { maxLength: 12 });

const intake = {
  procedure: fc.option(fc.constantFrom('1.000001', '1.000002', '1.000003', '9.999999'), { nil: undefined }),
  unit: fc.option(fc.constantFrom('26077', '26080', '26083', '26083@2019-06-01', '1', ''), { nil: undefined }),
  channel: fc.option(fc.constantFrom('counter', 'online', 'post'), { nil: undefined }),
  applicant: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
};
const dueAt = fc.option(fc.oneof(at, fc.constantFrom('2000-01-01T00:00:00.000Z', '2099-12-31T16:59:59.999Z')), {
  nil: undefined,
});
const version = fc.integer({ min: 0, max: 8 });
const data = fc.dictionary(
  fc.constantFrom(...'due dueAt unit procedure channel amount of because from limit event data parent'.split(' ')),
  fc.oneof(at, fc.constantFrom('26080', '1.000002', 'P'), fc.integer(), fc.constant(null), fc.constant({})),
  { maxKeys: 3 },
);
/** Anything that can be said of a dossier, whether or not it makes sense, at any instant. */
export const anyCommand: fc.Arbitrary<DossierCommand> = fc.oneof(
  { weight: 6, arbitrary: command },
  { weight: 4, arbitrary: at.map((when) => receive({ at: when })) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('submit', 'receive', 'refuse'), at, dueAt, ...intake }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('correct'),
      at,
      event: version,
      occurredAt: fc.option(at, { nil: undefined }),
      data: fc.option(data, { nil: undefined }),
      reasonRef: fc.constant(reasonRef),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('retract'), at, event: version, reasonRef: fc.constant('') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('reopen'), at, cause: fc.constant('complaint'), dueAt }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('refund-payment'), at, amount }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('forward'), at, unit: intake.unit, stage: fc.constant('s') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('accept-handover', 'reject-handover'), at }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('open-linked-stage', 'complete-linked-stage'), at }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('link'), at, parent: fc.constantFrom('P', 'Q') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('ask-clock'), at }) },
) as fc.Arbitrary<DossierCommand>;
