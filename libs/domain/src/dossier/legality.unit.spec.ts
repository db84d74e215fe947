import { ask, given, receive, resolve, supply } from '../../test/dossier.js';
import { at, reasonRef } from '../../test/reference.js';
import type { DossierCommand } from './commands.js';
import { initialState, evolveAll } from './state.js';
import { timeline } from './timeline.js';

const apology = (day: number): DossierCommand => ({ type: 'issue-apology', at: at(day), reasonRef, newDate: at(20) });
const returned: DossierCommand[] = [receive(), resolve(4), { type: 'return-result', at: at(4, 10) }];

describe('one thing told twice', () => {
  it('is refused also when the second is said to have been the earlier', () => {
    given(receive(), apology(5)).when(apology(4), at(5)).thenRefused('second-apology');
    given(receive({ at: at(3) }))
      .when(receive(), at(4))
      .thenRefused('already-received');
    given(receive(), { type: 'withdraw', at: at(5) })
      .when({ type: 'withdraw', at: at(4) }, at(5))
      .thenRefused('already-ended');
    given(receive(), resolve(4)).when(resolve(5)).thenRefused('result-exists');
  });

  it('is recorded where it can happen again and the second is said to be the earlier: the known one waits', () => {
    given(receive(), resolve(5)).when(resolve(4), at(5)).then('Resolved');
  });

  it('is a second request for a supplement, whether or not the first was answered', () => {
    given(receive(), ask(3), supply(4)).when(ask(5)).then('SupplementRequested');
    given(receive(), ask(4)).when(ask(3), at(4)).then('SupplementRequested');
  });
});

describe('between facts of different kinds the earlier one counts', () => {
  it('a result that is told late stands before the withdrawal that was recorded', () => {
    given(receive(), { type: 'withdraw', at: at(5) })
      .when(resolve(4), at(5))
      .then('Resolved');
  });
});

describe('after the hand-over', () => {
  it('an apology still owed is accepted, and only one', () => {
    const late = [receive(), resolve(9), { type: 'return-result', at: at(9, 10) } as const];
    given(...late)
      .when(apology(10))
      .then('ApologyIssued');
    given(...late, apology(10))
      .when(apology(11))
      .thenRefused('second-apology');
    given(...returned)
      .when(apology(10))
      .thenRefused('apology-not-owed');
  });

  it('a refund is accepted when something was paid', () => {
    const paid: DossierCommand = { type: 'record-payment', at: at(3), amount: 8000, means: 'cash' };
    given(receive(), paid, resolve(4), { type: 'return-result', at: at(4, 10) })
      .when({ type: 'refund-payment', at: at(5), amount: 8000 })
      .then('FeeRefunded');
  });
});

describe('an instant', () => {
  it('may run five minutes ahead of the clock, and no further', () => {
    given()
      .when(receive({ at: at(2, 9, 5) }), at(2))
      .then('Received');
    given()
      .when(receive({ at: at(2, 9, 6) }), at(2))
      .thenRefused('in-the-future');
  });

  it('of a resolve may not lie before the receipt, and at its very instant it may', () => {
    given(receive())
      .when({ ...resolve(2, 8) }, at(3))
      .thenRefused('not-received');
    given(receive()).when(resolve(2, 9)).then('Resolved');
  });
});

it('an overdue that the dossier does not bear out has no effect', () => {
  const events = [{ version: 1, type: 'BecameOverdue', occurredAt: at(2), recordedAt: at(2), data: {} }];
  expect(timeline(evolveAll(initialState('D'), events)).ignored).toEqual([
    { v: 1, reason: 'no-overdue', waits: false },
  ]);
});
