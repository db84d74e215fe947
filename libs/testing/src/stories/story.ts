import type { CityFiles } from './city.js';

/** One command as the batch door takes it; `event` names another item of the story as "@<its id>". */
export interface StoryItem {
  readonly id: string;
  readonly type: string;
  readonly code: string;
  readonly at: string;
  readonly [field: string]: unknown;
}

export interface Story {
  readonly name: string;
  readonly city: CityFiles;
  /** In the order of delivery. */
  readonly items: readonly StoryItem[];
}

/** Names of the stock a dossier stands in; null once nothing is open any more. */
export type StockName = 'submitted' | 'openWithin' | 'openLate' | 'waiting' | 'unreturned' | null;

/** One thing that counts once: which figure, when, whose, and whether it counts for the numerator. */
export interface StoryMark {
  readonly figure: string;
  readonly at: number;
  readonly unit: string;
  readonly yes: boolean;
}

/** From this instant on the dossier stands here; `in766` is whether it is in time in the sense of QĐ 766. */
export interface StockStep {
  readonly at: number;
  readonly stock: StockName;
  readonly unit: string;
  readonly in766: boolean;
}

export interface DossierOutcome {
  readonly code: string;
  readonly procedure: string;
  readonly phase: string;
  readonly due: number | null;
  readonly late: boolean;
  /** After it was late it waited, or was promised anew: what is shown as due from then on is a matter of words. */
  readonly dueIsWords: boolean;
  readonly unit: string;
  readonly marks: readonly StoryMark[];
  readonly steps: readonly StockStep[];
}
