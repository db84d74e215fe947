import pg from 'pg';

export interface PoolOptions {
  /** Most connections at once; default 10. */
  max?: number;
  /** Shown in pg_stat_activity; default `dossier-tracker`. */
  applicationName?: string;
  /** Milliseconds to wait for a connection before the call fails; default 10,000. */
  connectionTimeoutMs?: number;
  /** Milliseconds after which the server cancels a statement; default: never. */
  statementTimeoutMs?: number;
  /** Told of a connection that broke while it was idle; the pool opens a new one when needed. */
  onError?: (error: Error) => void;
}

const { builtins } = pg.types;

/**
 * PostgreSQL's text of a timestamptz (session in UTC) as an Instant: `2024-12-05 10:00:00.5+00` → `2024-12-05T10:00:00.500Z`.
 * Fractions below a millisecond are cut.
 */
export function instantFromSql(text: string): string {
  if (text.endsWith('+00') && text[10] === ' ') {
    const fraction = text.slice(20, -3).slice(0, 3).padEnd(3, '0');
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
  }
  const ms = Date.parse(text.replace(' ', 'T'));
  if (Number.isNaN(ms)) throw new Error(`Not an instant that this program can hold: ${text}`);
  return new Date(ms).toISOString();
}

const PARSERS = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt], // never a number in silence
  [builtins.TIMESTAMPTZ, instantFromSql],
  [builtins.DATE, (text) => text], // a LocalDay; the default parser would make a Date in the process's zone
]);

/** How rows are read: bigint as bigint, timestamptz as Instant, date as LocalDay (text), numeric as text. */
export const sqlTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && PARSERS.get(oid)) || pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** The settings of one connection; for a pg.Client that must stay open (LISTEN, session locks). */
export function clientConfig(url: string, options: PoolOptions = {}): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: options.applicationName ?? 'dossier-tracker',
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 10_000,
    statement_timeout: options.statementTimeoutMs ?? false,
    options: '-c timezone=UTC',
    keepAlive: true,
    types: sqlTypes,
  };
}

/**
 * A pool on the database at `url` whose sessions are in UTC and whose rows are read as `sqlTypes` says. No connection is opened yet.
 * The caller ends it with `pool.end()`.
 */
export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({ ...clientConfig(url, options), max: options.max ?? 10, idleTimeoutMillis: 30_000 });
  // Without a listener a broken idle connection would end the process.
  pool.on('error', (error) => options.onError?.(error));
  // Nor one that breaks while somebody holds it: the statement in hand fails too, and that is where it is dealt with.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
