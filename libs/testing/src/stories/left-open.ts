import type { City } from './city.js';
import { clocks } from './clock.js';
import { standingFacts } from './facts.js';
import { onDay } from './local-time.js';
import { outcomeOf } from './outcome.js';
import { intakeSaid, type Life, lifeOf } from './rounds.js';
import type { StoryItem } from './story.js';
import { type Turned, verdictsOf } from './verdicts.js';

/** The items without those of which the rules do not say what becomes of them: no story tells them. */
export function withoutLeftOpen(city: City, items: readonly StoryItem[], now: number): StoryItem[] {
  const left = withoutSome(city, items, now);
  // what was refused because of one that is gone is looked at afresh
  return left.length === items.length ? left : withoutLeftOpen(city, left, now);
}

function withoutSome(city: City, items: readonly StoryItem[], now: number): StoryItem[] {
  const byCode = new Map<string, Turned[]>();
  for (const item of verdictsOf(city, items, now).accepted) {
    byCode.set(item.code, [...(byCode.get(item.code) ?? []), item]);
  }
  const idle = new Set<string>();
  const orphaned = new Map<string, number>();
  for (const [code, own] of byCode) {
    // as it was told at the time, and as it stands in the end
    for (const known of [own.filter(({ type }) => type !== 'correct' && type !== 'retract'), own]) {
      const life = lifeOf(standingFacts(known));
      if (!life.received) continue;
      for (const id of idleApologies(city, life, now)) idle.add(id);
      const since = orphanedSince(city, code, life, now);
      if (since !== undefined) orphaned.set(code, since);
    }
  }
  return items.filter(({ id, code, at }) => !idle.has(id) && !(Date.parse(at) >= (orphaned.get(code) ?? Infinity)));
}

/** Apologies after the end of a round that was not late. */
const idleApologies = (city: City, life: Life, now: number): string[] =>
  life.rounds.flatMap((round) => {
    const { end, facts } = round;
    if (!end || clocks(city, city.procedure(intakeSaid(life, 'procedure')!)!, round, now).plan.endedLate) return [];
    return facts.filter(({ type, at }) => type === 'issue-apology' && at >= end.at).map(({ id }) => id);
  });

/** From when on something happens to a dossier that had ended at a unit before that unit closed. */
function orphanedSince(city: City, code: string, life: Life, now: number): number | undefined {
  const closes = city.units.filter(({ until }) => until !== undefined);
  const marks = outcomeOf(city, code, life, now).marks;
  const closed = closes.find(({ key, until }) => marks.some(({ unit, at }) => unit === key && at >= onDay(until!, 0)));
  return closed && onDay(closed.until!, 0);
}
