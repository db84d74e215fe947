import { isLateRound, type ReferenceData, type Round, type Timeline } from '#domain';
import type { RoundView } from './dossier.query.js';
import { dueSentence } from './due.vi.js';
import { indexSentence } from './rounds.vi.js';
import type { StandingDue } from './walk.js';

/** What each round promised and what became of it. `now`: the present, which the clock of QĐ 766 is held against. */
export const roundViews = (
  t: Timeline,
  dues: readonly StandingDue[],
  { calendar }: ReferenceData,
  now: string,
): RoundView[] =>
  t.rounds.map((round, i) => {
    const own = dues.filter((each) => each.round === i);
    const first = own[0]?.due.at ?? null;
    const { from, due, appointment, overdue, apology, ending } = round;
    return {
      from,
      due: due && {
        at: due.at,
        basis: due.basis,
        explanation: dueSentence(own, calendar),
        first: first !== null && first !== due.at ? { at: first } : null,
      },
      appointment: appointment && { at: appointment.at },
      late: isLateRound(round),
      overdueAt: overdue?.at ?? null,
      apology: apology && { at: apology.at, newDate: apology.newDate },
      ending: ending && { kind: ending.kind, at: ending.at },
      index: indexView(t, round, now),
    };
  });

/** The clock of QĐ 766 (2.1), where it tells something else than the plan's. */
function indexView(t: Timeline, round: Round, now: string): RoundView['index'] {
  const { due, index } = round;
  if (!due || !index) return null;
  const second = index.secondRequestAt !== null && !isLateRound(round);
  if (index.due === due.at && !second) return null;
  return { due: index.due, sentence: indexSentence(t, round, index, now) };
}
