import { City, type CityFiles } from './city.js';
import type { Expectation } from './compare.js';
import { standingFacts } from './facts.js';
import { figuresOf, type Period, type PeriodFigures } from './figures.js';
import { outcomeOf } from './outcome.js';
import { isoText } from './local-time.js';
import { lifeOf } from './rounds.js';
import type { DossierOutcome, StoryItem } from './story.js';
import { type Turned, type Verdicts, verdictsOf } from './verdicts.js';

export interface Reckoning extends Expectation {
  /** Item → the rule that refuses it; all others must be accepted. */
  readonly refused: ReadonlyMap<string, string>;
  readonly outcomes: ReadonlyMap<string, DossierOutcome>;
  /** What one dossier adds. */
  figuresOf(code: string, period: Period): PeriodFigures;
}

/**
 * What must come out of a story: told from the rules, without a log, events or sums that are kept. Each dossier's facts are sorted,
 * cut into rounds, and every question is answered by looking at the whole again.
 */
export function reckon(items: readonly StoryItem[], files: CityFiles, now: number): Reckoning {
  const city = new City(files);
  return reckoningOf(city, verdictsOf(city, items, now), now);
}

/** What must come out of items that were recorded, whoever decided that they were. */
export const recount = (items: readonly StoryItem[], files: CityFiles, now: number): Reckoning =>
  reckoningOf(new City(files), { accepted: items.map((item, turn) => ({ ...item, turn })), refused: new Map() }, now);

function reckoningOf(city: City, { accepted, refused }: Verdicts, now: number): Reckoning {
  const outcomes = outcomesAt(city, accepted, now);
  /** As of an instant: what had happened by then, as it is known now, and nothing that came after it. */
  const asked = new Map<number, ReadonlyMap<string, DossierOutcome>>();
  const asOf = (instant: number): ReadonlyMap<string, DossierOutcome> => {
    const known = asked.get(instant) ?? outcomesAt(city, accepted, Math.min(instant, now));
    asked.set(instant, known);
    return known;
  };
  const told = ({ asOf: until }: Period): ReadonlyMap<string, DossierOutcome> =>
    until ? asOf(Date.parse(until)) : outcomes;
  return {
    refused,
    outcomes,
    refusal: (id) => refused.get(id),
    *dossiers() {
      for (const { code, phase, due, late, unit, dueIsWords } of outcomes.values()) {
        yield [code, { phase, due: due === null ? null : isoText(due), late, unit, dueIsWords }] as const;
      }
    },
    figures: (period) => figuresOf(city, [...told(period).values()], period),
    figuresOf: (code, period) =>
      figuresOf(
        city,
        [told(period).get(code)].filter((one) => one !== undefined),
        period,
      ),
  };
}

function outcomesAt(city: City, accepted: readonly Turned[], now: number): Map<string, DossierOutcome> {
  const byCode = new Map<string, Turned[]>();
  for (const item of accepted) {
    const own = byCode.get(item.code);
    if (own) own.push(item);
    else byCode.set(item.code, [item]);
  }
  const outcomes = new Map<string, DossierOutcome>();
  for (const [code, own] of byCode) {
    const life = lifeOf(standingFacts(own).filter(({ at }) => at <= now));
    if (life.submitted || life.received || life.endedAtIntake) outcomes.set(code, outcomeOf(city, code, life, now));
  }
  return outcomes;
}
