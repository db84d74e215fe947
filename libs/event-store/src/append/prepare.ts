import { randomUUID } from 'node:crypto';
import { canonicalJson, NotCanonical } from '../hash/canonical.js';
import { slotOf } from '../slot/murmur2.js';
import type { AppendItem } from '../types.js';
import { ItemRefusedError } from './append.errors.js';
import type { CommandFingerprints } from './fingerprint.js';

/** An item that is ready to be sent, but for the hashes of its events: those need the predecessor's. */
export interface Prepared {
  item: AppendItem;
  command: string;
  body: string;
  keep: boolean;
  answer: string | null;
  slot: number;
  /** One per event: canonical JSON. */
  data: string[];
  meta: string[];
  /** About how much is sent, in bytes. */
  size: number;
}

const INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}Z$/;
const MOST_EVENTS = 10_000;
/** The body of what nobody sends again. */
const NO_BODY = '00000000000000000000000000000000';

/** The same text in one piece: what was joined of sixty small ones is kept as a tree of them, which the garbage collector copies again and again. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** Only the canonical form: the hash covers the text, and the log gives back the canonical one. */
function mustBeInstant(value: string, what: string): void {
  if (typeof value === 'string' && INSTANT.test(value)) {
    if (Number(value.slice(8, 10)) <= 28) return; // every month has it
    const at = Date.parse(value);
    if (!Number.isNaN(at) && new Date(at).toISOString() === value) return;
  }
  throw new ItemRefusedError(`${what} is not a canonical instant`);
}

function check(item: AppendItem): void {
  const { expectedVersion: expected, events } = item;
  if (expected === null ? events.length > 0 : !(Number.isInteger(expected) && expected >= 0)) {
    throw new ItemRefusedError('expectedVersion is not a version');
  }
  if (events.length > MOST_EVENTS) throw new ItemRefusedError(`more than ${MOST_EVENTS} events in one item`);
  canonicalJson(item.stream); // throws for what no text of the database can hold
  mustBeInstant(item.now, 'now');
  for (const event of events) {
    canonicalJson(event.type);
    mustBeInstant(event.occurredAt, 'occurredAt');
    if (!Number.isInteger(event.schema)) throw new ItemRefusedError('schema is not a version');
  }
}

/**
 * @throws ItemRefusedError what can be seen without asking the database
 */
export function prepare(item: AppendItem, fingerprints: CommandFingerprints): Prepared {
  try {
    check(item);
    const { idempotency: key, events } = item;
    const data = events.map((event) => flat(canonicalJson(event.data)));
    const meta = events.map((event) => flat(canonicalJson(event.meta)));
    const keep = key?.keep ?? false;
    const answer = keep ? canonicalJson(item.answer ?? null) : null;
    let size = 200 + (answer?.length ?? 0);
    for (let i = 0; i < events.length; i++) size += 200 + data[i].length + meta[i].length;
    for (const row of item.sealed ?? []) size += 100 + row.ciphertext.length * 2;
    return {
      item,
      command: key ? fingerprints.command(key) : randomUUID(),
      body: key ? fingerprints.body(key) : NO_BODY,
      keep,
      answer,
      slot: slotOf(item.stream),
      data,
      meta,
      size,
    };
  } catch (error) {
    if (error instanceof NotCanonical) throw new ItemRefusedError(error.message);
    throw error;
  }
}
