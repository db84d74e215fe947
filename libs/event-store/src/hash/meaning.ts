import { parseInstant } from '#domain';

/** No message of ours nests deeper; what does is refused elsewhere, and its depths tell nothing apart. */
const MOST_DEPTH = 64;
const INSTANT = /^\d{4}-\d\d-\d\dT/;

/**
 * What a sender meant, as one text for all spellings of it: the order of fields, white space, the spelling of numbers, the Unicode form of texts and
 * the offset of instants do not count. For values that JSON.parse gave, whatever they hold; for those that can be stored and are in their canonical
 * form it is their canonical JSON.
 */
export function meaningOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(textMeant(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth > MOST_DEPTH) return '"…"';
  if (Array.isArray(value)) return `[${value.map((each) => meaningOf(each, depth + 1)).join(',')}]`;
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${meaningOf(each, depth + 1)}`).join(',')}}`;
}

const textMeant = (text: string): string => (INSTANT.test(text) && parseInstant(text)) || text.normalize('NFC');
