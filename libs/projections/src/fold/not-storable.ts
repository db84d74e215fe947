import type { StoredEvent } from '#event-store';
import type { StreamLogger, TopicMessage } from '#event-stream';
import type { Fault } from './judge.js';

/** PostgreSQL's classes 22 (data exception) and 23 (integrity constraint). */
export function isDataError(error: unknown): error is Error {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]...$/.test(code);
}

/** The dossier waits from this event on, because PostgreSQL refuses the rows that come of it. Says so in the log of the program. */
export function notStorable(
  { slot, stream, version, position }: StoredEvent,
  error: Error,
  logger: StreamLogger,
  message?: TopicMessage,
): Fault {
  // The error itself quotes the row: not into a log line.
  const { code, constraint } = error as { code?: string; constraint?: string };
  logger.error({ code, constraint, position: String(position) }, 'a dossier cannot be stored');
  return {
    slot,
    message,
    reason: 'not-storable',
    detail: `PostgreSQL refuses its rows (${code})`,
    event: { stream, version, position },
    parks: true,
  };
}
