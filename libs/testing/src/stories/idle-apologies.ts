import type { City } from './city.js';
import { clocks } from './clock.js';
import { standingFacts } from './facts.js';
import { intakeSaid, lifeOf } from './rounds.js';
import type { StoryItem } from './story.js';
import { type Turned, verdictsOf } from './verdicts.js';

/** Apologies after the end of a round that was not late: the rules do not say what becomes of them, so no story tells them. */
export function idleApologies(city: City, items: readonly StoryItem[], now: number): Set<string> {
  const byCode = new Map<string, Turned[]>();
  for (const item of verdictsOf(city, items, now).accepted) {
    byCode.set(item.code, [...(byCode.get(item.code) ?? []), item]);
  }
  const idle = new Set<string>();
  for (const own of byCode.values()) {
    // as it was told at the time, and as it stands in the end
    for (const known of [own.filter(({ type }) => type !== 'correct' && type !== 'retract'), own]) {
      const life = lifeOf(standingFacts(known));
      for (const round of life.rounds) {
        const { end } = round;
        if (!end || clocks(city, city.procedure(intakeSaid(life, 'procedure')!)!, round, now).plan.endedLate) continue;
        for (const { id, type, at } of round.facts) if (type === 'issue-apology' && at >= end.at) idle.add(id);
      }
    }
  }
  return idle;
}
