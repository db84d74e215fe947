import type { Chance } from './chance.js';
import { onDay } from './local-time.js';
import type { StoryItem } from './story.js';

const SECOND = 1000;
export const MINUTE = 60_000;
export const HOURS = 60 * MINUTE;
export const DAYS = 24 * HOURS;

/** Writes down what happens to one dossier, on distinct instants. */
export class Pen {
  readonly items: StoryItem[] = [];
  private readonly taken = new Set<number>();

  constructor(
    readonly chance: Chance,
    readonly code: string,
    private readonly prefix: string,
    private readonly end: number,
  ) {}

  /** Writes a fact; undefined where it would lie beyond the story's end. */
  write(type: string, at: number, said: Record<string, unknown> = {}): StoryItem | undefined {
    let instant = at - (at % SECOND);
    while (this.taken.has(instant)) instant += SECOND;
    if (instant >= this.end) return undefined;
    this.taken.add(instant);
    return this.put(type, this.spelled(instant), said);
  }

  /** Writes what no clock shows: an instant as text, a code of its own. */
  put(type: string, at: string, said: Record<string, unknown> = {}, code = this.code): StoryItem {
    const item = { id: `${this.prefix}-${this.items.length + 1}`, type, code, at, ...said };
    this.items.push(item);
    return item;
  }

  /** Some time later, an hour and minute as offices have them more often than not. */
  later(from: number, most: number): number {
    return from + Math.max(MINUTE, Math.floor(this.chance.next() ** 2 * most));
  }

  spelled(instant: number): string {
    if (this.chance.percent(15)) return `${new Date(instant).toISOString().slice(0, 19)}Z`;
    return `${new Date(instant + 7 * HOURS).toISOString().slice(0, 19)}+07:00`;
  }
}

/** An hour of intake: most within office hours, some on the very edges and at night. */
export function hourOfIntake(chance: Chance, day: number): number {
  if (chance.percent(6)) return onDay(day, chance.pick([0, 7.5 * HOURS, 15 * HOURS, 15 * HOURS + SECOND, 17 * HOURS]));
  if (chance.percent(6)) return onDay(day, chance.whole(17 * 3600, 23 * 3600) * SECOND);
  return onDay(day, chance.whole(7.5 * 3600, 16.5 * 3600) * SECOND);
}
