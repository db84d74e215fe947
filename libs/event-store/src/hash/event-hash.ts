import { hash } from 'node:crypto';
import type { Instant } from '#domain';
import type { EventMeta } from '../types.js';
import { canonicalJson } from './canonical.js';

/** What an event's hash covers. Position, recorded at and slot are not in it: the log assigns them; seals cover the first two. */
export interface HashedEvent {
  stream: string;
  version: number;
  type: string;
  schema: number;
  occurredAt: Instant;
  data: unknown;
  meta: EventMeta;
}

/** The same with `data` and `meta` as canonical JSON text already. */
export interface HashedText extends Omit<HashedEvent, 'data' | 'meta'> {
  data: string;
  meta: string;
}

/**
 * SHA-256, in hex, over the UTF-8 bytes of the RFC 8785 text of `{data, meta, occurredAt, previous, schema, stream, type, version}`
 * (architecture 4). Anyone with a JSON library can compute it again.
 * @param previous hash of the event before it in the stream, null for the first one
 */
export function hashEvent(event: HashedEvent, previous: string | null): string {
  return hashText({ ...event, data: canonicalJson(event.data), meta: canonicalJson(event.meta) }, previous);
}

/** As `hashEvent`; the texts are used as they are. */
export function hashText(event: HashedText, previous: string | null): string {
  // The keys stand in their canonical order.
  const bytes =
    `{"data":${event.data},"meta":${event.meta},"occurredAt":${canonicalJson(event.occurredAt)},` +
    `"previous":${canonicalJson(previous)},"schema":${canonicalJson(event.schema)},"stream":${canonicalJson(event.stream)},` +
    `"type":${canonicalJson(event.type)},"version":${canonicalJson(event.version)}}`;
  return hash('sha256', bytes, 'hex');
}
