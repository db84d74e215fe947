import { type Due, type Fact, type FactOf, localDay, type Rules } from '#domain';
import { type Measure, measureNames } from '#metrics';

/** Why the figures of a dossier are others by today's rules, told from its facts alone, and which measures that can move. */
export interface Cause {
  name: string;
  holds(life: Life): boolean;
  moves: readonly Measure[];
}

/** One thing waited for, with its first answer that no other request took before. */
interface Wait {
  kind: 'supplement' | 'obligation' | 'suspension';
  from: string;
  to: string | null;
  amount: number | null;
}
interface Round {
  facts: Fact[];
  end: Fact | undefined;
  waits: Wait[];
}
export interface Life {
  facts: readonly Fact[];
  rules: Rules | null;
  rounds: Round[];
}

const is = <T extends Fact['type']>(fact: Fact, ...types: T[]): fact is FactOf<T> =>
  (types as string[]).includes(fact.type);
const isEnd = (fact: Fact) => is(fact, 'Resolved', 'Withdrawn', 'Stopped');
const isRequest = (fact: Fact) => is(fact, 'SupplementRequested', 'FinancialObligationRequested', 'Suspended');
const dueOf = (fact: Fact): Due | undefined => ('due' in fact.data ? (fact.data.due as Due | undefined) : undefined);

const KIND = {
  SupplementRequested: 'supplement',
  FinancialObligationRequested: 'obligation',
  Suspended: 'suspension',
} as const;
const ANSWERS: Record<Wait['kind'], readonly Fact['type'][]> = {
  supplement: ['Supplemented'],
  obligation: ['FeePaid', 'FeeWaived'],
  suspension: ['Resumed'],
};

/** Standing facts in their order, cut into rounds. */
export function lifeOf(facts: readonly Fact[]): Life {
  const rounds: Round[] = [];
  for (const fact of facts) {
    if (is(fact, 'Received', 'Reopened')) rounds.push({ facts: [], end: undefined, waits: [] });
    rounds.at(-1)?.facts.push(fact);
  }
  for (const round of rounds) {
    round.end = round.facts.find(isEnd);
    round.waits = waitsOf(round);
  }
  return { facts, rules: facts.find((fact) => is(fact, 'Received'))?.data.rules ?? null, rounds };
}

function waitsOf({ facts, end }: Round): Wait[] {
  const taken = new Set<Fact>();
  return facts.flatMap((fact, i) => {
    if (!is(fact, 'SupplementRequested', 'FinancialObligationRequested', 'Suspended')) return [];
    const kind = KIND[fact.type];
    const answer = facts.slice(i).find((each) => ANSWERS[kind].includes(each.type) && !taken.has(each));
    if (answer) taken.add(answer);
    const amount = is(fact, 'FinancialObligationRequested') ? (fact.data.amount ?? null) : null;
    return [{ kind, from: fact.occurredAt, to: answer?.occurredAt ?? end?.occurredAt ?? null, amount }];
  });
}

/** Whether a round's clock was moved after the due instant that stood then. */
function movedTooLate({ facts, end }: Round): boolean {
  let due: string | undefined;
  for (const fact of facts) {
    if (fact === end) return false;
    if (due !== undefined && due < fact.occurredAt && (isRequest(fact) || is(fact, 'DueDateChanged'))) return true;
    due = dueOf(fact)?.at ?? due;
  }
  return false;
}

/** What a clock decides: how long a round was in time, late, waiting, and how it ended. */
const CLOCK: readonly Measure[] = [
  'resolvedBefore',
  'resolvedOnDay',
  'resolvedLate',
  'endedInTime766',
  'metNewDate',
  'becameOverdue',
  'apologised',
  'apologisedInTime',
  'openWithin',
  'openLate',
  'waiting',
  'openInTime766',
];
const IN_TIME_766: readonly Measure[] = ['endedInTime766', 'openInTime766'];

export const CAUSES: readonly Cause[] = [
  {
    name: 'more than one round: each counts what lies within it',
    holds: ({ rounds }) => rounds.length > 1,
    moves: [
      'electronicResult',
      'notified',
      'rated',
      'ratedSatisfied',
      'apologised',
      'apologisedInTime',
      'metNewDate',
      ...IN_TIME_766,
    ],
  },
  {
    name: 'the clock was moved after the due instant had passed: late stays late',
    holds: ({ rounds }) => rounds.some(movedTooLate),
    moves: CLOCK,
  },
  {
    name: 'several waits at once: the clock goes on when the last one ends',
    holds: ({ rounds }) =>
      rounds.some(({ waits }) =>
        waits.some((one, i) => waits.slice(i + 1).some((next) => one.to === null || next.from < one.to)),
      ),
    moves: CLOCK,
  },
  {
    name: 'the policy of a wait is none: nothing stands',
    holds: ({ rules, rounds }) => rounds.some(({ waits }) => waits.some(({ kind }) => rules![kind] === 'none')),
    moves: CLOCK,
  },
  {
    name: 'an obligation is met by its amount, and by nothing beside it',
    holds: ({ rounds }) =>
      rounds.some(({ facts, waits }) =>
        waits.some(
          ({ kind, from, amount }) =>
            kind === 'obligation' &&
            facts.some(
              (fact) =>
                fact.occurredAt >= from &&
                (is(fact, 'Resumed') ||
                  (is(fact, 'FeePaid') && fact.data.amount > 0 && fact.data.amount < (amount ?? 0))),
            ),
        ),
      ),
    moves: CLOCK,
  },
  {
    name: 'a clock of its own for QĐ 766: the time waited is taken out, nothing begins anew',
    holds: ({ rules, rounds }) => rounds.some(({ waits }) => waits.some(({ kind }) => rules![kind] === 'restart')),
    moves: IN_TIME_766,
  },
  {
    name: 'a wait leads to the end of office hours: for QĐ 766, as what was promised to the minute stays promised',
    holds: ({ facts }) =>
      facts.some((fact) => {
        const due = dueOf(fact);
        return due?.index !== undefined && due.at !== due.index.at && localDay(due.at) === localDay(due.index.at);
      }),
    moves: IN_TIME_766,
  },
  {
    name: 'its unit has closed: the clock transferred it to the successor',
    holds: ({ facts }) => facts.some((fact) => is(fact, 'Transferred') && fact.data.because !== undefined),
    moves: measureNames,
  },
  {
    name: 'a stage of another dossier: counted there',
    holds: ({ facts }) => facts.some((fact) => is(fact, 'Received') && fact.data.parent !== undefined),
    moves: measureNames,
  },
  {
    name: 'told of a result before there was one',
    holds: ({ rounds }) =>
      rounds.some(({ facts }) => {
        const end = facts.findIndex(isEnd);
        return facts.some(
          (fact, i) => is(fact, 'ApplicantNotified') && fact.data.about === 'result' && (end < 0 || i < end),
        );
      }),
    moves: ['notified'],
  },
  {
    name: 'rated before any end',
    holds: ({ facts }) => {
      const end = facts.findIndex(isEnd);
      return facts.some((fact, i) => is(fact, 'Rated') && (end < 0 || i < end));
    },
    moves: ['rated', 'ratedSatisfied'],
  },
];
