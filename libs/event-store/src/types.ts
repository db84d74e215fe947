import type { Instant } from '#domain';

/** Any value that JSON can hold. `undefined` members are left out, as JSON.stringify does. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/** Where a fact came in. */
export const DOORS = ['http', 'feed', 'file', 'kafka', 'clock', 'demo'] as const;
export type Door = (typeof DOORS)[number];

/** Who caused an event; part of what the event's hash covers. */
export interface EventMeta {
  /** Id of the command or message that was decided on. */
  commandId: string;
  /** The sender: a counter's system, a user, the clock. */
  caller: string;
  door: Door;
}

/** An event that has been decided and not yet stored. */
export interface NewEvent<T extends string = string, D = unknown> {
  type: T;
  /** Version of the payload's schema. */
  schema: number;
  /** When it happened, as the counter says (UTC). */
  occurredAt: Instant;
  /** A JSON object without personal data or free text (architecture 10). */
  data: D;
  meta: EventMeta;
}

/** An event as the log holds it. */
export interface StoredEvent<T extends string = string, D = unknown> extends NewEvent<T, D> {
  /** Place in the log: 1, 2, 3 … without a gap, in the order of commit. */
  position: bigint;
  /** The dossier's code. */
  stream: string;
  /** Place in the stream: 1, 2, 3 … without a gap. */
  version: number;
  /** When it was recorded (UTC); never goes backwards along the positions. */
  recordedAt: Instant;
  /** Partition of the topic, see `slotOf`. */
  slot: number;
  /** SHA-256 in hex over the canonical bytes and the predecessor's hash, see `hashEvent`. */
  hash: string;
}

/** Text that stands encrypted beside the log; an event carries only its `ref`. Made by `Vault.seal`. */
export interface SealedRow {
  /** Random uuid. */
  ref: string;
  /** Whose key encrypts it. */
  subject: string;
  /** Which of the subject's keys: raised each time the subject is forgotten, and comes back. */
  generation: number;
  /** What it is: 'applicant', 'reason', 'note', 'raw-message'. */
  kind: string;
  /** AES-256-GCM: 12 bytes nonce, ciphertext, 16 bytes tag. */
  ciphertext: Buffer;
}

/** What makes a second delivery of the same command recognisable (architecture 3). */
export interface IdempotencyKey {
  caller: string;
  commandId: string;
  /** Fingerprint of the command's body, e.g. SHA-256 in hex: the same key with another one is `key-reused`. */
  bodyHash: string;
}

/** One command's outcome, stored whole or not at all. */
export interface AppendItem {
  stream: string;
  /**
   * The version of the stream on which it was decided; 0 = the stream is new.
   * null = not asked, allowed only where there are no events (an answer that does not depend on the stream).
   */
  expectedVersion: number | null;
  /** May be empty: a refusal and a no-op are answers too. */
  events: NewEvent[];
  /** Texts to which the events refer. */
  sealed?: SealedRow[];
  /**
   * `keep: true`: the answer is kept for ever, for commands whose sender may ask again.
   * `keep: false`: only the events carry the key (door feed, clock); an item without events then leaves no trace.
   * Left out: a random key, which makes a resend after a lost connection safe and no more.
   */
  idempotency?: IdempotencyKey & { keep: boolean };
  /** What the sender was told; kept if `keep`. */
  answer?: Json;
  /** The present by the caller's clock. */
  now: Instant;
}

/** Stored now. */
export interface Appended {
  kind: 'appended';
  /** Version of the stream after it. */
  version: number;
  recordedAt: Instant;
  events: StoredEvent[];
}

/** Nothing stored: the stream has moved on. Read it and decide again. */
export interface Conflict {
  kind: 'conflict';
  actualVersion: number;
}

/** Nothing stored: the same key with the same body came before, and this is its first answer. */
export interface Repeated {
  kind: 'repeated';
  recordedAt: Instant;
  /** The events that the first delivery stored; may be empty. */
  events: StoredEvent[];
  /** null where no answer was kept. */
  answer: Json;
}

/** Nothing stored: the same key came before with another body. */
export interface KeyReused {
  kind: 'key-reused';
}

export type Verdict = Appended | Conflict | Repeated | KeyReused;

/** What `readFrom` found. */
export interface Page {
  /** In the order of positions. */
  events: StoredEvent[];
  /** Everything up to and including this position has been looked at: go on from here. */
  upTo: bigint;
  /** The log's last position when this was read. */
  head: bigint;
}
