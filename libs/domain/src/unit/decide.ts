import { type Instant, instant, type LocalDay, toMs } from '../calendar/time.js';
import { CLOCK_SKEW_MS, type Decision, recordedAfter, Refused } from '../kind.js';
import type { Reason } from '../reasons.js';
import { isInForce, type Reference } from '../reference/reference.js';
import type { UnitCommand } from './commands.js';
import type { NewUnitEvent } from './events.js';
import { conflictsOf } from './conflicts.js';
import { evolveRegister, standingFacts, type UnitLife, unitLives, type UnitRegister } from './register.js';
import { restated } from './restate.js';

/**
 * What a command makes of the register: the facts to append, or why not. Pure. What is said already is nothing new. Whatever is
 * proposed, the register that comes out must hold: see `conflictsOf`.
 * Source: rules.md, "Units".
 */
export function decideUnit(
  register: UnitRegister,
  command: UnitCommand,
  context: { now: Instant; reference: Pick<Reference, 'isPopulation'> },
): Decision<NewUnitEvent> {
  try {
    if (command.at > instant(toMs(context.now) + CLOCK_SKEW_MS)) refuse('in-the-future', '/at');
    if ('population' in command && command.population !== undefined) {
      if (!context.reference.isPopulation(command.population)) refuse('unknown-population', '/population');
    }
    const events = proposed(register, command);
    const facts = recordedAfter(register.version, events, context.now);
    const [conflict] = conflictsOf(unitLives(register), unitLives(evolveRegister(register, facts)));
    if (conflict) throw new Refused([conflict]);
    return { ok: true, events };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusals: error.refusals };
    throw error;
  }
}

function refuse(reason: Reason, pointer: string, values?: Record<string, string | number>): never {
  throw new Refused([{ reason, pointer, ...(values ? { values } : {}) }]);
}

/** `code@valid-from` taken apart; what has no `@` has no code. */
export const unitKeyParts = (key: string): { code: string; from: LocalDay } => {
  const at = key.lastIndexOf('@');
  return { code: key.slice(0, Math.max(at, 0)), from: key.slice(at + 1) };
};

function proposed(register: UnitRegister, command: UnitCommand): NewUnitEvent[] {
  const { at: occurredAt } = command;
  if (command.type === 'restate') return restated(register, command.rows, occurredAt);
  const lives = unitLives(register);
  const { unit } = command;
  if (command.type === 'open') {
    if (lives.has(unit)) refuse('unit-exists', '/code');
    const { type: _, at: __, ...said } = command;
    return [{ type: 'UnitOpened', occurredAt, data: { ...said, ...unitKeyParts(unit) } }];
  }
  const life = lives.get(unit) ?? refuse('unknown-unit', '/code');
  switch (command.type) {
    case 'rename': {
      const { name, from } = inForce(life, command);
      const standing = life.names.findLast((each) => each.from <= from);
      return standing?.name === name ? [] : [{ type: 'UnitRenamed', occurredAt, data: { unit, name, from } }];
    }
    case 'change': {
      const { type: _, at: __, ...data } = inForce(life, command);
      return [{ type: 'UnitChanged', occurredAt, data }];
    }
    case 'close': {
      const { on } = command;
      if (life.validTo !== null) refuse('unit-already-closed', '/code', { day: life.validTo });
      if (on <= life.validFrom) refuse('closed-before-opened', '/on', { day: life.validFrom });
      const successors = (command.successors ?? []).map((name, nth) => successor(lives, life, name, on, nth));
      return [{ type: 'UnitClosed', occurredAt, data: { unit, on, successors: [...new Set(successors)] } }];
    }
    case 'retract':
      return [retraction(register, command)];
  }
}

/** A command about days on which the unit is there. */
function inForce<C extends { from: LocalDay }>(life: UnitLife, command: C): C {
  if (!isInForce(life, command.from)) refuse('unit-not-in-force', '/from');
  return command;
}

function successor(
  lives: ReadonlyMap<string, UnitLife>,
  life: UnitLife,
  name: string,
  on: LocalDay,
  nth: number,
): string {
  const pointer = `/successors/${nth}`;
  const named = [...lives.values()].filter(({ key, code }) => key === name || code === name);
  if (named.length === 0) refuse('unknown-successor', pointer);
  const found = named.find((each) => each.key !== life.key && isInForce(each, on));
  if (found) return found.key;
  return named.some(({ key }) => key === life.key)
    ? refuse('successor-itself', pointer)
    : refuse('successor-not-in-force', pointer, { day: on });
}

function retraction(
  register: UnitRegister,
  { at: occurredAt, unit, event }: Extract<UnitCommand, { type: 'retract' }>,
): NewUnitEvent {
  const fact = register.facts.find(({ version, data }) => version === event && data.unit === unit);
  if (!fact) refuse('no-such-event', '/event');
  // a unit that was there is closed; what it owns names it for ever
  if (fact.type === 'UnitOpened' || fact.type === 'UnitFactRetracted') refuse('not-correctable', '/event');
  if (!standingFacts(register).includes(fact)) refuse('already-retracted', '/event');
  return { type: 'UnitFactRetracted', occurredAt, data: { unit, event } };
}
