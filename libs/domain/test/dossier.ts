import type { DossierCommand } from '../src/dossier/commands.js';
import { decide } from '../src/dossier/decide.js';
import type { Draft } from '../src/dossier/drafts.js';
import type { Reason } from '../src/dossier/reasons.js';
import { type DossierState, evolveAll, initialState } from '../src/dossier/state.js';
import { at, reasonRef, reference as usual } from './reference.js';

type Reference = typeof usual;

export const CODE = 'H19.45.22-241202-0001';

/** A dossier that commands are sent to, each decided on its own day unless another instant is given. */
export class Dossier {
  state: DossierState = initialState(CODE);

  constructor(private readonly reference: Reference = usual) {}

  /** The facts that a command adds; throws when it is refused. */
  do(command: DossierCommand, now = command.at, askedUpTo = now): Draft[] {
    const { reference } = this;
    const decision = decide(this.state, command, { now, askedUpTo, reference, calendar: reference.calendar });
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.refusals)}`);
    const { version } = this.state;
    const recorded = decision.events.map((event, i) => ({ ...event, version: version + 1 + i, recordedAt: now }));
    this.state = evolveAll(this.state, recorded);
    return decision.events;
  }

  /** The types of the facts that a command adds. */
  types(command: DossierCommand, now?: string, askedUpTo?: string): string[] {
    return this.do(command, now, askedUpTo).map(({ type }) => type);
  }

  /** The clock asks. */
  ask(now: string, askedUpTo = now): Draft[] {
    return this.do({ type: 'ask-clock', at: now }, now, askedUpTo);
  }
}

/** given(commands).when(command, today).then(types) or .thenRefused(reasons). */
export const given = (...commands: DossierCommand[]) => ({
  when(command: DossierCommand, now = command.at) {
    const dossier = new Dossier();
    for (const each of commands) dossier.do(each);
    const decision = decide(dossier.state, command, {
      now,
      askedUpTo: now,
      reference: usual,
      calendar: usual.calendar,
    });
    return {
      then: (...types: string[]) =>
        expect(decision.ok ? decision.events.map(({ type }) => type) : decision.refusals).toEqual(types),
      thenRefused: (...reasons: Reason[]) =>
        expect(decision.ok ? decision.events : decision.refusals.map(({ reason }) => reason)).toEqual(reasons),
    };
  },
});

export const receive = (more: Partial<Extract<DossierCommand, { type: 'receive' }>> = {}): DossierCommand => ({
  type: 'receive',
  at: at(2),
  procedure: '1.000001',
  unit: '26077',
  channel: 'counter',
  applicant: 'a',
  ...more,
});
export const resolve = (day: number, hour = 9): DossierCommand => ({
  type: 'resolve',
  at: at(day, hour),
  outcome: 'granted',
});
export const ask = (day: number, hour = 9): DossierCommand => ({
  type: 'request-supplement',
  at: at(day, hour),
  reasonRef,
});
export const supply = (day: number, hour = 9): DossierCommand => ({ type: 'supplement', at: at(day, hour) });
