import { readInstant } from './local-time.js';
import type { StoryItem } from './story.js';

/** A recorded command, as its corrections leave it. */
export interface Fact {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly said: Readonly<Record<string, unknown>>;
  /** Order of delivery: decides only between facts of the same instant. */
  readonly turn: number;
}

const target = (item: StoryItem): string => String(item.event).slice(1);
export const text = (fact: Fact, field: string): string | undefined => fact.said[field] as string | undefined;

/** What stands of the accepted items of one dossier: corrected, without what was retracted, in the order in which it happened. */
export function standingFacts(items: readonly (StoryItem & { readonly turn: number })[]): Fact[] {
  const takenBack = new Set(items.filter((item) => item.type === 'retract').map(target));
  const corrections = items.filter((item) => item.type === 'correct' && !takenBack.has(item.id));
  return items
    .filter((item) => item.type !== 'correct' && item.type !== 'retract' && !takenBack.has(item.id))
    .map((item) => {
      const mended = corrections
        .filter((one) => target(one) === item.id)
        .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.turn - b.turn);
      const said = Object.assign({}, item, ...mended.map((one) => one.data ?? {})) as Record<string, unknown>;
      const moved = mended.map((one) => one.occurredAt as string | undefined).filter((at) => at !== undefined);
      return {
        id: item.id,
        type: item.type,
        at: readInstant(moved.at(-1) ?? item.at) as number,
        said,
        turn: item.turn,
      };
    })
    .sort((a, b) => a.at - b.at || a.turn - b.turn);
}
