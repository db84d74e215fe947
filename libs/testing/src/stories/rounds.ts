import { type Fact, text } from './facts.js';

export type EndKind = 'resolve' | 'withdraw' | 'stop' | 'refuse';
export interface Round {
  readonly begins: Fact;
  readonly end: Fact | undefined;
  /** Beginning of the next round. */
  readonly until: number;
  /** What happened from its beginning to the beginning of the next. */
  readonly facts: readonly Fact[];
}

const ENDS: readonly string[] = ['resolve', 'withdraw', 'stop'];

/** The life of a dossier as its facts tell it: intake, then rounds. */
export interface Life {
  readonly submitted: Fact | undefined;
  readonly received: Fact | undefined;
  /** Refused or withdrawn before it was received. */
  readonly endedAtIntake: Fact | undefined;
  readonly facts: readonly Fact[];
  readonly rounds: readonly Round[];
}

/** Cuts the facts, in the order in which they happened, into rounds. What has no place yet (an end after an end) is left out. */
export function lifeOf(facts: readonly Fact[]): Life {
  const received = facts.find((fact) => fact.type === 'receive');
  const submitted = facts.find((fact) => fact.type === 'submit');
  const mayEnd = ({ type, at }: Fact): boolean =>
    type === 'refuse' || (type === 'withdraw' && submitted !== undefined && submitted.at <= at);
  const endedAtIntake = facts.find((fact) => mayEnd(fact) && (!received || fact.at < received.at));
  const rounds: Round[] = [];
  if (!received) return { submitted, received, endedAtIntake, facts, rounds };
  let begins: Fact | undefined = received;
  while (begins) {
    const beginning: Fact = begins;
    const after: Fact[] = facts.slice(facts.indexOf(beginning) + 1);
    const end = after.find((fact) => ENDS.includes(fact.type));
    const next: Fact | undefined = end && after.slice(after.indexOf(end) + 1).find((fact) => fact.type === 'reopen');
    rounds.push({
      begins: beginning,
      end,
      until: next?.at ?? Infinity,
      facts: next ? after.slice(0, after.indexOf(next)) : after,
    });
    begins = next;
  }
  return { submitted, received, endedAtIntake, facts, rounds };
}

/** The first fact of a kind after the round's end, within the round. */
export const afterEnd = (round: Round, type: string): Fact | undefined =>
  round.end && round.facts.slice(round.facts.indexOf(round.end) + 1).find((fact) => fact.type === type);

/** What the intake said: the receipt, or else the submission before it. */
export function intakeSaid(life: Life, field: string): string | undefined {
  return [life.received, life.endedAtIntake, life.submitted]
    .map((fact) => fact && text(fact, field))
    .find((said) => said !== undefined);
}
