import type { StoredEvent } from '#event-store';
import { encode, type TopicMessage } from '#event-stream';

let offset = 0;

/** An event as a message that came from a topic, as the relay sends it, with changes; each has an offset of its own. */
export function messageOf(event: StoredEvent, epoch: string, changes: Partial<TopicMessage> = {}): TopicMessage {
  const sent = encode(event, epoch);
  return {
    topic: 'dossier-events',
    partition: sent.partition,
    offset: String(offset++),
    timestamp: null,
    key: Buffer.from(sent.key as string),
    headers: Object.fromEntries(
      Object.entries(sent.headers!).map(([name, value]) => [name, Buffer.from(value as string)]),
    ),
    value: Buffer.from(sent.value),
    ...changes,
  };
}
