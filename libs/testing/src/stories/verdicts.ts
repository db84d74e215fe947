import { type City, inForce } from './city.js';
import { type Fact, standingFacts, text } from './facts.js';
import { dayOf, readInstant } from './local-time.js';
import { stated } from './promise.js';
import { intakeSaid, type Life, lifeOf, type Round } from './rounds.js';
import type { StoryItem } from './story.js';

export type Turned = StoryItem & { readonly turn: number };

const LISTS: Readonly<Record<string, readonly string[]>> = {
  channel: ['counter', 'online', 'post'],
  place: ['counter', 'mobile'],
  outcome: ['granted', 'refused'],
  rating: ['very-satisfied', 'satisfied', 'not-satisfied'],
  means: ['cash', 'card', 'transfer', 'online', 'unknown', 'sms', 'zalo', 'email', 'vneid'],
};
const INSTANTS = ['at', 'dueAt', 'newDate', 'occurredAt', 'stageDue', 'answerDue'];
/** What may come again and again in a dossier, so that it may have come before its receipt has. */
const WAIT = [
  'request-supplement',
  'supplement',
  'request-financial-obligation',
  'suspend',
  'resume',
  'request-consultation',
  'answer-consultation',
];
const AFTER_RETURN = [
  'rate',
  'reopen',
  'record-failed-return',
  'refund-payment',
  'issue-apology',
  'correct',
  'retract',
];
const TAKES_A_UNIT = ['submit', 'receive', 'refuse', 'transfer', 'forward'];

/** Why any door refuses an item by its shape alone, or undefined. */
export function doorFault(item: StoryItem): string | undefined {
  for (const field of INSTANTS) {
    const instant = item[field] === undefined ? 0 : readInstant(String(item[field]));
    if (typeof instant === 'string') return instant;
  }
  for (const [field, list] of Object.entries(LISTS)) {
    if (item[field] !== undefined && !list.includes(String(item[field]))) return `${field}-of-the-list`;
  }
  return undefined;
}

/** Why an item must be refused whatever else is known, or undefined. */
function faultOfForm(city: City, item: StoryItem, now: number): string | undefined {
  const fault = doorFault(item);
  if (fault) return fault;
  const instants = [item.at, item.occurredAt].filter((one) => one !== undefined).map((one) => readInstant(String(one)));
  if (instants.some((instant) => (instant as number) > now)) return 'not-in-the-future';
  return item.procedure !== undefined && !city.procedure(String(item.procedure)) ? 'a-known-procedure' : undefined;
}

/** The round that a fact of that instant falls in. */
const roundAt = (life: Life, at: number): Round | undefined => life.rounds.findLast(({ begins }) => begins.at <= at);
const before = (facts: readonly Fact[], type: string, at: number): Fact | undefined =>
  facts.find((fact) => fact.type === type && fact.at <= at);

/** Why an item must be refused beside what was accepted before it, or undefined. */
function faultBeside(city: City, life: Life, item: Turned, at: number): string | undefined {
  const { type } = item;
  if (type === 'submit') return life.submitted || life.received ? 'submitted-once' : undefined;
  if (type === 'refuse') return life.received || life.endedAtIntake ? 'refused-is-at-intake' : undefined;
  if (type === 'receive') return life.received || life.endedAtIntake ? 'received-once' : undefined;
  const round = roundAt(life, at);
  if (!round) {
    const may = ['request-supplement', 'supplement', 'withdraw', 'record-payment'];
    if (type === 'rate') return 'no-rating-before-any-end';
    // what can happen again is recorded wherever it came from, and waits for a receipt
    if (WAIT.includes(type) && !life.received && !life.endedAtIntake) return undefined;
    return life.submitted && may.includes(type) && !life.endedAtIntake ? undefined : 'after-received';
  }
  const ended = round.end && round.end.at <= at ? round.end : undefined;
  if (type === 'reopen') return ended ? undefined : 'only-what-has-ended-is-reopened';
  if (type === 'issue-apology' && round.facts.some((fact) => fact.type === type)) return 'one-apology-a-round';
  if (type === 'rate') {
    if (!ended && life.rounds.indexOf(round) === 0) return 'no-rating-before-any-end';
    return round.facts.some((fact) => fact.type === type) ? 'one-rating-a-round' : undefined;
  }
  if (ended && type === 'withdraw' && ended.type === 'resolve') return 'no-withdrawal-once-a-result-exists';
  if (ended && ['resolve', 'withdraw', 'stop'].includes(type)) return 'a-round-ends-once';
  if (ended && type === 'change-due-date') return 'what-has-ended-is-due-no-more';
  if (ended && type === 'transfer') return 'what-has-ended-is-handed-over-no-more';
  const returned = before(round.facts, 'return-result', at);
  if (returned && !AFTER_RETURN.includes(type) && !(type === 'digitise' && item.ofResult === true)) {
    return 'after-the-return-only-what-may-follow';
  }
  if (type === 'refund-payment') {
    const sum = (kind: string): number =>
      life.facts.filter((fact) => fact.type === kind).reduce((all, { said }) => all + Number(said.amount), 0);
    if (sum('refund-payment') + Number(item.amount) > sum('record-payment')) return 'no-refund-above-what-was-paid';
  }
  return undefined;
}

function faultOfUnit(city: City, life: Life, item: Turned, at: number): string | undefined {
  if (!TAKES_A_UNIT.includes(item.type)) return undefined;
  const named = [item.unit, item.receivingUnit].filter((one) => one !== undefined).map(String);
  const isIntake = item.type === 'receive' || item.type === 'refuse';
  const earlier = isIntake && item.unit === undefined && life.submitted && text(life.submitted, 'unit');
  if (earlier) {
    const promised = city.unitNamed(earlier, dayOf(life.submitted.at));
    if (typeof promised !== 'string' && !inForce(promised, dayOf(at))) return 'unit-closed';
  }
  for (const name of named) {
    const unit = city.unitNamed(name, dayOf(at));
    if (unit === 'unknown') return 'a-known-unit';
    if (unit === 'closed') return 'unit-closed';
  }
  return undefined;
}

export interface Verdicts {
  readonly accepted: readonly Turned[];
  /** Item → the rule that refuses it. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Goes through the items as they are delivered and holds each against what was accepted before it. */
export function verdictsOf(city: City, items: readonly StoryItem[], now: number): Verdicts {
  const byCode = new Map<string, Turned[]>();
  const accepted: Turned[] = [];
  const refused = new Map<string, string>();
  items.forEach((bare, turn) => {
    const item = { ...bare, turn };
    const known = byCode.get(item.code) ?? [];
    const fault = faultOfForm(city, item, now) ?? faultIn(city, known, item);
    if (fault) refused.set(item.id, fault);
    else {
      accepted.push(item);
      byCode.set(item.code, [...known, item]);
    }
  });
  return { accepted, refused };
}

function faultIn(city: City, known: readonly Turned[], item: Turned): string | undefined {
  if (item.type === 'correct' || item.type === 'retract') return faultOfMending(city, known, item);
  const life = lifeOf(standingFacts(known));
  const at = readInstant(item.at) as number;
  return faultOfUnit(city, life, item, at) ?? faultOfPromise(city, life, item, at) ?? faultBeside(city, life, item, at);
}

/** What begins a clock promises nothing for a time before it, neither as it was told nor as it is corrected. */
function faultOfPromise(city: City, life: Life, said: Fact['said'], at: number): string | undefined {
  if (!['receive', 'supplement', 'reopen'].includes(said.type as string) || said.dueAt === undefined) return undefined;
  const procedure = city.procedure(String(said.procedure ?? intakeSaid(life, 'procedure')));
  const promise = procedure && stated(city, procedure, readInstant(String(said.dueAt)) as number).at;
  return promise !== undefined && promise < at ? 'no-promise-before-its-clock-begins' : undefined;
}

/** What is corrected or taken back must be known and stand; a correction itself is not corrected. */
function faultOfMending(city: City, known: readonly Turned[], item: Turned): string | undefined {
  const target = known.find(({ id }) => `@${id}` === item.event);
  if (!target || target.type === 'correct' || target.type === 'retract') return 'a-known-event';
  const isTakenBack = known.some(({ type, event }) => type === 'retract' && event === item.event);
  if (isTakenBack) return 'taken-back-already';
  const life = lifeOf(standingFacts([...known, item]));
  const mended = life.facts.find(({ id }) => id === target.id);
  if (!mended) return undefined;
  return faultOfMovedUnit(city, life, target, mended) ?? faultOfPromise(city, life, mended.said, mended.at);
}

/** The unit that a fact named on its own day must be in force on the day to which it is moved. */
function faultOfMovedUnit(city: City, { submitted }: Life, target: Turned, mended: Fact): string | undefined {
  if (!TAKES_A_UNIT.includes(target.type)) return undefined;
  const day = dayOf(readInstant(target.at) as number);
  const names = [text(mended, 'unit'), text(mended, 'receivingUnit')].filter((one) => one !== undefined);
  const units = names.map((name) => city.unitNamed(name, day));
  if (text(mended, 'unit') === undefined && submitted)
    units.push(city.unitNamed(text(submitted, 'unit')!, dayOf(submitted.at)));
  return units.some((unit) => typeof unit !== 'string' && !inForce(unit, dayOf(mended.at))) ? 'unit-closed' : undefined;
}
