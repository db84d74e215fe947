import type { Story, StoryItem } from './story.js';

/** What was said to an item. */
export interface PlayedVerdict {
  readonly accepted: boolean;
  /** Version of the fact that it became. */
  readonly version?: number | undefined;
  /** Why it was refused, in the words of who refused it. */
  readonly rule?: string | undefined;
}
/** Sends a batch of items and answers each, in their order. */
export type Execute = (batch: readonly StoryItem[]) => Promise<readonly PlayedVerdict[]>;

const BATCH = 1_000;
/** No dossier has that many events: the reference to an item that was refused. */
const NO_EVENT = 2_147_483_647;
const referred = (item: StoryItem): string | undefined =>
  typeof item.event === 'string' && item.event.startsWith('@') ? item.event.slice(1) : undefined;

/**
 * Plays a story in its order. An item that names another by "@id" goes with that one's version in its place; it begins a batch of its
 * own where the other stands in the same one.
 */
export async function playStory(
  story: Pick<Story, 'items'>,
  execute: Execute,
  size = BATCH,
): Promise<Map<string, PlayedVerdict>> {
  const verdicts = new Map<string, PlayedVerdict>();
  for (const batch of batches(story.items, size)) {
    const sent = batch.map((item) => {
      const other = referred(item);
      return other === undefined ? item : { ...item, event: verdicts.get(other)?.version ?? NO_EVENT };
    });
    const answers = await execute(sent);
    batch.forEach((item, index) => verdicts.set(item.id, answers[index]!));
  }
  return verdicts;
}

function* batches(items: readonly StoryItem[], size: number): Generator<StoryItem[]> {
  let batch: StoryItem[] = [];
  let ids = new Set<string>();
  for (const item of items) {
    if (batch.length === size || ids.has(referred(item) ?? '')) {
      yield batch;
      batch = [];
      ids = new Set();
    }
    batch.push(item);
    ids.add(item.id);
  }
  if (batch.length > 0) yield batch;
}
