import type { City, CityProcedure, CityUnit } from './city.js';
import { clocks, type Run } from './clock.js';
import { type Fact, text } from './facts.js';
import { dayOf } from './local-time.js';
import { type Ownership, ownerAt, ownersOf } from './owners.js';
import { afterEnd, intakeSaid, type Life, type Round } from './rounds.js';
import type { DossierOutcome, StockName, StockStep, StoryMark } from './story.js';

interface Told {
  readonly round: Round;
  readonly plan: Run;
  readonly index: Run;
  readonly manyRequests: boolean;
}
const has = (facts: readonly Fact[], type: string): Fact[] => facts.filter((fact) => fact.type === type);

/** Everything that one dossier adds to any figure, told from its whole life at once. */
export function outcomeOf(city: City, code: string, life: Life, now: number): DossierOutcome {
  const procedure = city.procedure(intakeSaid(life, 'procedure')!)!;
  const rounds: Told[] = life.rounds.map((round) => ({
    round,
    ...clocks(city, procedure, round, now),
    manyRequests: has(round.facts, 'request-supplement').length > 1,
  }));
  const isOpenAt = (at: number): boolean =>
    life.rounds.some(({ begins, end }) => begins.at <= at && (end === undefined || end.at > at));
  const owners = ownersOf(city, life, now, isOpenAt);
  const steps = stockSteps(life, rounds, owners, now);
  const marks = [
    ...dossierMarks(city, life, owners),
    ...rounds.flatMap((one) => roundMarks(city, procedure, life, one, owners)),
  ];
  const isStage = life.received?.said.parent !== undefined;
  const last = steps.at(-1);
  const lastRound = rounds.at(-1);
  return {
    code,
    procedure: procedure.code,
    phase: phaseOf(life, last?.stock ?? null),
    due: lastRound?.plan.due.at ?? null,
    late: last?.stock === 'openLate',
    dueIsWords: lastRound?.plan.overdueAt !== undefined,
    unit: last?.unit ?? ownerAt(owners, now),
    marks: isStage ? ofStage(marks) : marks,
    steps: isStage ? [] : steps,
  };
}

const LINKED: Readonly<Record<string, readonly string[]>> = {
  received: ['linkedReceived'],
  resolvedBefore: ['linkedResolved'],
  resolvedOnDay: ['linkedResolved'],
  resolvedLate: ['linkedResolved', 'linkedLate'],
};
/** A stage of another dossier is counted in columns of its own only: the whole is counted once, at its parent. */
const ofStage = (marks: readonly StoryMark[]): StoryMark[] =>
  marks.flatMap((mark) => (LINKED[mark.figure] ?? []).map((figure) => ({ ...mark, figure })));

function phaseOf(life: Life, stock: StockName): string {
  const round = life.rounds.at(-1);
  if (!round)
    return life.endedAtIntake ? (life.endedAtIntake.type === 'refuse' ? 'refused' : 'withdrawn') : 'submitted';
  if (!round.end) return stock === 'waiting' ? 'waiting' : 'open';
  return { resolve: 'resolved', withdraw: 'withdrawn', stop: 'stopped' }[round.end.type]!;
}

/** What counts once for a dossier, whatever its rounds. */
function dossierMarks(city: City, life: Life, owners: readonly Ownership[]): StoryMark[] {
  const marks: StoryMark[] = [];
  const mark = (figure: string, at: number, yes = true, unit = ownerAt(owners, at)): void =>
    void marks.push({ figure, at, unit, yes });
  if (life.endedAtIntake?.type === 'refuse') mark('refused', life.endedAtIntake.at);
  for (const paid of has(life.facts, 'record-payment')) {
    if (Number(paid.said.amount) > 0) mark(`paid:${text(paid, 'means')}`, paid.at);
  }
  const { received } = life;
  if (!received) return marks;
  const channel = intakeSaid(life, 'channel') ?? 'counter';
  mark('received', received.at);
  mark(
    'digitised',
    received.at,
    has(life.facts, 'digitise').some(({ said }) => said.ofResult !== true && said.complete !== false),
  );
  mark('online', received.at, channel === 'online');
  mark('filed-by-post', received.at, channel === 'post');
  mark('received-by-postal-staff', received.at, received.said.byPostalStaff === true);
  const counter = intakeSaid(life, 'receivingUnit');
  const taker = counter === undefined ? undefined : (city.unitNamed(counter, dayOf(received.at)) as CityUnit).key;
  const owner = ownerAt(owners, received.at);
  const elsewhere = taker !== undefined && taker !== owner;
  mark('non-territorial', received.at, elsewhere, elsewhere ? taker : owner);
  for (const owner of owners.filter(({ by }) => by === 'transfer' || by === 'closing')) {
    mark('transferredOut', owner.from, true, owners[owners.indexOf(owner) - 1]!.unit);
    mark('transferredIn', owner.from);
  }
  return marks;
}

/** What counts once for a round. */
function roundMarks(
  city: City,
  procedure: CityProcedure,
  life: Life,
  told: Told,
  owners: readonly Ownership[],
): StoryMark[] {
  const { round, plan } = told;
  const marks: StoryMark[] = [];
  const mark = (figure: string, at: number, yes = true): void =>
    void marks.push({ figure, at, unit: ownerAt(owners, at), yes });
  if (round.begins.type === 'reopen') mark('reopened', round.begins.at);
  const apology = has(round.facts, 'issue-apology')[0];
  if (plan.overdueAt !== undefined) {
    mark('apology', plan.overdueAt, apology !== undefined);
    const latest = dayOf(plan.overdueAt) - city.apologyDays(procedure.code);
    mark('apology-in-time', plan.overdueAt, apology !== undefined && dayOf(apology.at) <= latest);
  }
  // also of a round that has not ended, where one before it has
  const [rated] = has(round.facts, 'rate');
  if (rated) mark('counter-rating', rated.at, text(rated, 'rating') !== 'not-satisfied');
  const returned = afterEnd(round, 'return-result');
  if (returned) mark('returned', returned.at, returned.said.byPost === true);
  if (!round.end) return marks;
  const at = round.end.at;
  mark('on-time-766', at, !told.manyRequests && !told.index.endedLate);
  if (round.end.type !== 'resolve') {
    mark(round.end.type === 'withdraw' ? 'withdrawn' : 'stopped', at);
    return marks;
  }
  const before = dayOf(plan.held) < dayOf(plan.due.at);
  mark(plan.endedLate ? 'resolvedLate' : before ? 'resolvedBefore' : 'resolvedOnDay', at);
  mark('on-time', at, !plan.endedLate);
  const afterwards = round.facts.slice(round.facts.indexOf(round.end) + 1);
  mark(
    'notified',
    at,
    afterwards.some((fact) => fact.type === 'notify-applicant' && fact.said.about === 'result'),
  );
  if (!procedure.special) mark('e-result', at, hasElectronicResult(life, round));
  return marks;
}

/** Signed as it was resolved, or digitised as a result that was signed. */
function hasElectronicResult(life: Life, round: Round): boolean {
  const end = round.end!;
  if (end.said.electronic === true && end.said.signature === 'signed') return true;
  const results = has(life.facts, 'digitise').filter(({ said }) => said.ofResult === true);
  return results.some(({ at, said }) => said.signature === 'signed' && roundOfResult(life, at) === round);
}

/** Whose result is digitised at an instant: before a later round ends there is none but the earlier one's. */
function roundOfResult(life: Life, at: number): Round | undefined {
  const begun = life.rounds.filter(({ begins }) => begins.at <= at);
  const last = begun.at(-1);
  if (!last || (last.end && last.end.at <= at)) return last;
  return begun.slice(0, -1).findLast(({ end }) => end?.type === 'resolve') ?? last;
}

function stockSteps(life: Life, rounds: readonly Told[], owners: readonly Ownership[], now: number): StockStep[] {
  /** Where the dossier stands at an instant, asked afresh for each. */
  const standsAt = (at: number): { stock: StockName; in766: boolean } => {
    const told = rounds.findLast(({ round }) => round.begins.at <= at);
    if (!told) {
      const gone = life.endedAtIntake && life.endedAtIntake.at <= at;
      return { stock: life.submitted && life.submitted.at <= at && !gone ? 'submitted' : null, in766: true };
    }
    const { round, plan, index } = told;
    const late766 = index.overdueAt !== undefined && index.overdueAt <= at;
    const requests = has(round.facts, 'request-supplement').filter((fact) => fact.at <= at).length;
    const in766 = !late766 && requests <= 1;
    if (round.end && round.end.at <= at) {
      const returned = afterEnd(round, 'return-result');
      return { stock: round.end.type === 'resolve' && !(returned && returned.at <= at) ? 'unreturned' : null, in766 };
    }
    if (plan.waits.some(({ from, to }) => from <= at && at < to)) return { stock: 'waiting', in766 };
    return { stock: plan.overdueAt !== undefined && plan.overdueAt <= at ? 'openLate' : 'openWithin', in766 };
  };
  const instants = new Set<number>();
  for (const fact of life.facts) instants.add(fact.at);
  for (const { from } of owners.slice(1)) instants.add(from);
  for (const { plan, index } of rounds) {
    for (const run of [plan, index]) if (run.overdueAt !== undefined) instants.add(run.overdueAt);
  }
  const steps: StockStep[] = [];
  for (const at of [...instants].filter((one) => one <= now).sort((a, b) => a - b)) {
    const step = { at, unit: ownerAt(owners, at), ...standsAt(at) };
    const before = steps.at(-1);
    if (before?.stock !== step.stock || before.unit !== step.unit || before.in766 !== step.in766) steps.push(step);
  }
  return steps;
}
