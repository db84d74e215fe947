import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from './programs.js';

/** The folder of the acceptance feed, with its units and procedures. */
export const FEED_FOLDER = join(ROOT, 'libs/testing/fixtures/feed-2024');

type Numbers = Record<string, number>;
export interface ExpectedPeriod {
  from: string;
  to: string;
  units: Record<string, Numbers>;
  populations: Record<string, Numbers>;
  fields: Record<string, Numbers>;
  total: Numbers;
}
interface Expected {
  as_of: string;
  dossiers_known: number;
  refused_at_intake: number;
  messages: number;
  lines: number;
  promises_moved_without_ground: number;
  periods: Record<string, ExpectedPeriod>;
}
export const expected = JSON.parse(readFileSync(join(FEED_FOLDER, 'expected.json'), 'utf8')) as Expected;

export type FeedName = 'feed' | 'feed-shuffled';

/** The text of a feed, one batch a line. */
export const feedText = (name: FeedName): string =>
  gunzipSync(readFileSync(join(FEED_FOLDER, `${name}.ndjson.gz`))).toString();

/** Unpacks a feed into a folder; gives the file's path. */
export async function unpackFeed(name: FeedName, folder: string): Promise<string> {
  const file = join(folder, `${name}.ndjson`);
  await writeFile(file, feedText(name));
  return file;
}
