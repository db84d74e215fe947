import type { TopicMessage } from '../stream.js';

/** Bytes as a person can read them: as text where they are UTF-8, else as base64. */
export type Content = { text: string } | { base64: string };

/** A message as it came. It may hold personal data: whoever opens it answers for it. */
export interface MessageContent {
  key: Content | null;
  headers: { name: string; value: Content | null }[];
  /** null: the message had none (a tombstone) */
  value: Content | null;
}

interface Kept {
  key: string | null;
  headers: [string, string | null][];
  value: string | null;
}

/** Key, headers and value of a message, as JSON with base64: what is sealed when it is laid aside. The same message gives the same text. */
export function messageText({ key, headers, value }: Pick<TopicMessage, 'key' | 'headers' | 'value'>): string {
  const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64');
  const kept: Kept = {
    key: key && base64(key),
    headers: Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((each): [string, string | null] => [name, each === undefined ? null : base64(each)]),
    ),
    value: value && base64(value),
  };
  return JSON.stringify(kept);
}

/** A message from the text that `messageText` made of it. */
export function messageContent(text: string): MessageContent {
  const { key, headers, value } = JSON.parse(text) as Kept;
  return {
    key: contentOf(key),
    headers: headers.map(([name, kept]) => ({ name, value: contentOf(kept) })),
    value: contentOf(value),
  };
}

/** What a sender wrote into a message, piece by piece, from the text that `messageText` made of it: to look for somebody in it. */
export function writtenIn(text: string): string[] {
  const { key, headers, value } = JSON.parse(text) as Kept;
  const pieces = [key, ...headers.map(([, kept]) => kept), value];
  return pieces.flatMap((base64) => (base64 === null ? [] : [Buffer.from(base64, 'base64').toString()]));
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function contentOf(base64: string | null): Content | null {
  if (base64 === null) return null;
  try {
    return { text: decoder.decode(Buffer.from(base64, 'base64')) };
  } catch {
    return { base64 };
  }
}
