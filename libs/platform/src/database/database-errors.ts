/** What PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html) and the network say, in one sentence each. */

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);

/**
 * Faults that pass by themselves: connection lost, server restarting, out of resources, deadlock, lock time-out, frozen in a transaction,
 * statement cancelled by an administrator or a time limit, disk or system below the server at fault.
 */
const TRANSIENT = /^(08...|53...|57014|57P0[1-5]|580[03]0|40001|40P01|55P03|25006|25P0[34])$/;

function codeOf(error: unknown): string {
  const direct = (error as { code?: unknown } | null)?.code;
  if (typeof direct === 'string') return direct;
  const inner = (error as { errors?: unknown[] } | null)?.errors?.[0]; // AggregateError: several addresses were tried
  return inner === undefined ? '' : codeOf(inner);
}

/** `host:port/database` of a connection URL: what may be shown or logged of it (never the password). */
export function databaseLabel(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port || '5432'}${pathname}`;
  } catch {
    return 'an unreadable address';
  }
}

/** Whether a later try of the same statement may go through. An unknown error is not transient. */
export function isTransientDatabaseError(error: unknown): boolean {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  return (
    NETWORK.has(code) ||
    TRANSIENT.test(code) ||
    /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/.test(message)
  );
}

/** Whether the connection was lost, so that nobody knows if the statement was committed. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  return (
    NETWORK.has(code) ||
    /^(08...|57P0[1-5])$/.test(code) ||
    /Connection terminated|connection error and is not queryable/.test(message)
  );
}

/**
 * One clear sentence for a fault that the operator can mend, or null when the error is of another kind.
 * @param url the connection URL; only its host, port and database are shown
 */
export function describeDatabaseError(error: unknown, url: string): string | null {
  const code = codeOf(error);
  const where = databaseLabel(url);
  const message = error instanceof Error ? error.message : '';
  if (
    NETWORK.has(code) ||
    /^08/.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(message)
  ) {
    return `The PostgreSQL server at ${where} cannot be reached (${code || message}): start it, or set DATABASE_URL.`;
  }
  switch (code) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${where} refuses the user or the password: correct DATABASE_URL.`;
    case '3D000':
      return `PostgreSQL at ${where} has no such database: create it, or correct DATABASE_URL.`;
    case '42501':
      return `The user of DATABASE_URL lacks a right in PostgreSQL at ${where}: ${message}.`;
    case '53100':
      return `The disk of PostgreSQL at ${where} is full: make room.`;
    case '53300':
      return `PostgreSQL at ${where} has no free connection: raise max_connections, or lower DATABASE_POOL_SIZE.`;
    case '25006':
      return `PostgreSQL at ${where} is read-only: point DATABASE_URL at the primary server.`;
    case '57P03':
      return `PostgreSQL at ${where} is starting or stopping: try again in a moment.`;
    default:
      return /password must be a string|no password/i.test(message)
        ? `PostgreSQL at ${where} asks for a password: put it into DATABASE_URL.`
        : null;
  }
}
