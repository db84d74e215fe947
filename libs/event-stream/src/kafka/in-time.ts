import { setTimeout as delay } from 'node:timers/promises';

const GIVE_UP_MS = 30_000;
const DISCONNECT_MS = 5_000;

/**
 * Waits for what was asked of a broker, but not for ever: where the network loses an answer kafkajs asks again by the same connection, many
 * times, and what it has lost itself (a connection broke in a bad moment) it never answers.
 * @param what for the error's message
 * @param ms how long, 30 s by default; see KafkaSettings.giveUpMs
 * @throws what `work` throws, or after `ms`: cut the client off then, or it goes on by itself
 */
export async function inTime<T>(what: string, work: Promise<T>, ms = GIVE_UP_MS): Promise<T> {
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

/** Disconnects, or gives it up after 5 s; never throws. */
export const disconnected = (client: { disconnect(): Promise<void> }): Promise<void> =>
  inTime('a disconnection', client.disconnect(), DISCONNECT_MS).catch(() => undefined);
