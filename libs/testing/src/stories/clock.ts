import type { City, CityProcedure } from './city.js';
import { readInstant } from './local-time.js';
import { type Due, movedBy, promised, stated } from './promise.js';
import type { Round } from './rounds.js';
import { joined, type Stretch, stretches, type Wait, waitsOf } from './waits.js';

interface Statement {
  readonly at: number;
  readonly due: Due;
}

/** How the clock of a round went. */
export interface Run {
  /** Due instant that counts; after it has passed it is moved no more. */
  readonly due: Due;
  /** The due instant, where it passed while the clock ran and the round was open. */
  readonly overdueAt: number | undefined;
  /** The instant that is held against it: the round's end, or the beginning of the wait in which it ended. */
  readonly held: number;
  /** Whether the round's end came after it. */
  readonly endedLate: boolean;
  readonly waits: readonly Stretch[];
}

/** Walks from stretch to stretch; between them the clock runs, and the due instant may pass. */
function run(
  city: City,
  procedure: CityProcedure,
  first: Due,
  waits: readonly Stretch[],
  statements: readonly Statement[],
  until: { readonly at: number; readonly ended: boolean },
): Run {
  let due = first;
  let overdueAt: number | undefined;
  let ranFrom = -Infinity;
  /** Since when this due instant counts. */
  let since = -Infinity;
  /** One that has passed when it begins to count (a wait left it behind, somebody changed it) is passed from then on. */
  const passed = (): number => Math.max(due.at, since);
  /** The clock runs from one instant to another; whatever is stated meanwhile stands, if it is in time. */
  const runTo = (to: number): void => {
    for (const statement of statements.filter(({ at }) => at >= ranFrom && at < to)) {
      if (overdueAt === undefined && statement.at > due.at) overdueAt = passed();
      if (overdueAt === undefined) {
        due = statement.due;
        since = statement.at;
      }
    }
    if (overdueAt === undefined && to > due.at) overdueAt = passed();
  };
  const standing = waits.filter(({ from }) => from < until.at);
  for (const wait of standing) {
    runTo(wait.from);
    const within = statements.filter(({ at }) => at >= wait.from && at < wait.to && at < until.at).at(-1);
    if (overdueAt === undefined && within) due = within.due;
    // ended within a wait: as it stood when the wait began
    if (wait.to >= until.at)
      return { due, overdueAt, held: wait.from, endedLate: until.ended && overdueAt !== undefined, waits };
    if (overdueAt === undefined) {
      due = restarts(wait, within?.at)
        ? promised(city, procedure, wait.to)
        : movedBy(city, procedure, due, within ? within.at : wait.from, wait.to);
    }
    since = ranFrom = wait.to;
  }
  runTo(until.at);
  return { due, overdueAt, held: until.at, endedLate: until.ended && overdueAt !== undefined, waits };
}

/** Whether the clock begins anew after a wait: by a part of it that did not end before an instant was stated. */
const restarts = (wait: Stretch, stated = -Infinity): boolean => wait.restarts.some((to) => to > stated);

const whole = (until: number): { at: number; ended: boolean } => ({ at: until, ended: true });

/** Due instants that were changed, or stated with papers that had been asked for: what answers nothing waits for its question. */
function statementsOf(city: City, procedure: CityProcedure, { facts }: Round, waits: readonly Wait[]): Statement[] {
  const answers = waits.filter(({ reason }) => reason === 'supplement').map(({ to }) => to);
  return facts
    .filter(({ type, at }) => type === 'change-due-date' || (type === 'supplement' && answers.includes(at)))
    .filter(({ said }) => said.dueAt !== undefined)
    .map(({ at, said }) => ({ at, due: stated(city, procedure, readInstant(String(said.dueAt)) as number) }));
}

export function firstPromise(city: City, procedure: CityProcedure, round: Round): Due {
  const said = round.begins.said.dueAt as string | undefined;
  return said === undefined
    ? promised(city, procedure, round.begins.at)
    : stated(city, procedure, readInstant(said) as number);
}

/** The clock of the plan's rate, and the one of QĐ 766, of a round up to its end or to now. */
export function clocks(city: City, procedure: CityProcedure, round: Round, now: number): { plan: Run; index: Run } {
  const first = firstPromise(city, procedure, round);
  const waits = waitsOf(round);
  const statements = statementsOf(city, procedure, round, waits);
  const until = round.end ? whole(round.end.at) : { at: now, ended: false };
  const subtracted = waits.filter(({ reason }) => reason !== 'consultation');
  return {
    plan: run(city, procedure, first, stretches(city, procedure.code, waits), statements, until),
    index: run(
      city,
      procedure,
      first,
      joined(subtracted.map(({ from, to }) => ({ from, to, restarts: [] }))),
      statements,
      until,
    ),
  };
}
