import { setTimeout as delay } from 'node:timers/promises';
import type { Producer, ProducerRecord, RecordMetadata } from 'kafkajs';

const SEND_MS = 30_000;
const DISCONNECT_MS = 5_000;

/** @throws when the work is not done in time; it is left to itself then */
async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = delay(ms, undefined, { signal: done.signal }).then(() => {
    throw new Error(`${what} was not answered within ${ms} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}

/**
 * Sends, and does not wait for ever: a send that the client library has lost (its connection broke in a bad moment) is never answered.
 * @throws what `send` throws, or after 30 s: use another producer then
 */
export const sent = (producer: Producer, record: ProducerRecord): Promise<RecordMetadata[]> =>
  within(SEND_MS, 'a send', producer.send(record));

/** Disconnects, or gives it up after 5 s; never throws. */
export const disconnected = (client: { disconnect(): Promise<void> }): Promise<void> =>
  within(DISCONNECT_MS, 'a disconnection', client.disconnect()).catch(() => undefined);
