import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { clientConfig } from '../database/pool.js';
import { fileFault } from '../faults/file-faults.js';
import { OperatorError } from '../faults/operator-error.js';
import { diskFault, openLog, prepareCluster, readPostmaster, runProgram, type Cluster } from './cluster.js';
import { freePort } from './free-port.js';

export interface EmbeddedPostgresOptions {
  /** The data folder; PostgreSQL's files go to `postgres` in it. */
  folder: string;
  /** `owner`: the one running system on this folder, a second one is refused. `guest`: a tool beside or without it. */
  role: 'owner' | 'guest';
  /** Name of the database; made when it is missing. Default `tracker`. */
  database?: string;
  /** For tests only: a crash of the machine may lose everything. */
  unsafeButFast?: boolean;
  /** `close` leaves the server running even when nobody else uses it; somebody else must stop it. */
  keepRunning?: boolean;
}

export interface EmbeddedPostgres {
  /** Connection URL of the database, with its password: never log it. */
  url: string;
  port: number;
  /** Process id of the server. */
  pid: number;
  /** Gives the server back. The last one who does stops it cleanly. */
  close(): Promise<void>;
}

// Session locks in the database "postgres": a process that dies loses them by itself.
const USE_LOCK = 7_301_001;
const OWNER_LOCK = 7_301_002;
const ROLE = 'tracker';

const address = (cluster: Cluster, port: number, user: string, database: string): string =>
  `postgresql://${user}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${database}`;

/**
 * A PostgreSQL server on a folder of this machine, listening on the loopback address only. A server that already runs on the folder is used;
 * otherwise one is started, on the port of the last time if that is free. It is a process of its own and outlives a Ctrl-C meant for this program,
 * until the last user has closed it.
 * The role `tracker` owns the database and is no superuser, as on a real server.
 * @throws OperatorError one clear sentence: second owner on the folder, disk full or read-only, folder not writable, cluster of another version
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(options.folder);
  const database = options.database ?? 'tracker';
  const session = await connectOrStart(cluster, options.unsafeButFast ?? false);
  const { client, pid, port } = session;
  try {
    if (options.role === 'owner') await becomeOwner(client, cluster);
    await ensureDatabase(client, cluster, database);
  } catch (error) {
    await release(client, cluster);
    throw diskFault(error instanceof Error ? error.message : '', cluster.folder) ?? error;
  }
  let closing: Promise<void> | undefined;
  return {
    url: address(cluster, port, ROLE, database),
    port,
    pid,
    close: () => (closing ??= options.keepRunning ? client.end() : release(client, cluster)),
  };
}

interface Session {
  client: pg.Client;
  pid: number;
  port: number;
}

/** A session of the superuser that holds the use lock: from here on nobody else stops the server. */
async function connectOrStart(cluster: Cluster, fast: boolean): Promise<Session> {
  let child: ChildProcess | undefined;
  for (;;) {
    const running = await readPostmaster(cluster.pgdata);
    const client = running && (await tryConnect(address(cluster, running.port, 'postgres', 'postgres')));
    if (running && client) return { client, ...running };
    if (!child) child = await startServer(cluster, fast);
    else if (child.exitCode !== null || child.signalCode !== null) {
      await explainExit(cluster);
      child = undefined;
    }
    await delay(25);
  }
}

async function tryConnect(url: string): Promise<pg.Client | null> {
  const client = new pg.Client(clientConfig(url, { applicationName: `tracker ${process.pid}` }));
  client.on('error', () => undefined); // the server went away: the pools of the program notice it too
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [USE_LOCK]);
    return client;
  } catch {
    await client.end().catch(() => undefined);
    return null;
  }
}

/**
 * A session's memory between two statements, where the C library is glibc: it gives what lies free at its end back after each one, and has it
 * handed out and zeroed anew for the next. A megabyte is kept; that was 8 % of what an append costs the server.
 */
const KEPT_MEMORY = { MALLOC_TOP_PAD_: '1048576', MALLOC_MMAP_THRESHOLD_: '4194304' };

async function startServer(cluster: Cluster, fast: boolean): Promise<ChildProcess> {
  const remembered = Number(await readFile(cluster.portFile, 'utf8').catch(() => '0'));
  const port = await freePort(remembered > 0 && remembered < 65_536 ? remembered : 0);
  const settings: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 120,
    shared_buffers: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Values of rows (DETAIL, the failing statement) may be personal data: not into a log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    jit: 'off',
    ...(fast
      ? {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          max_connections: 300,
          shared_buffers: '128MB',
        }
      : {}),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, ...rest] = [...cluster.runAs.prefix, cluster.binaries.postgres, '-D', cluster.pgdata, ...args];
  try {
    await writeFile(cluster.portFile, String(port));
    const log = await openLog(cluster);
    try {
      // In a session of its own: Ctrl-C reaches this program, which drains and then stops the server.
      const child = spawn(command, rest, {
        ...cluster.runAs.spawn,
        cwd: '/',
        detached: true,
        windowsHide: true,
        stdio: ['ignore', log.fd, log.fd],
        env: { ...KEPT_MEMORY, ...process.env, LC_ALL: 'C' },
      });
      child.once('error', () => undefined);
      child.unref();
      return child;
    } finally {
      await log.close();
    }
  } catch (error) {
    throw fileFault(error, cluster.folder);
  }
}

/** The server ended before anyone could connect: returns when another try is worthwhile, throws otherwise. */
async function explainExit(cluster: Cluster): Promise<void> {
  const log = await readFile(cluster.log, 'utf8').catch(() => '');
  const tail = log.split('\n').slice(-12).join('\n');
  if (/lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(tail)) return; // another start was faster
  if (/could not bind|Address already in use|could not create any TCP\/IP sockets/.test(tail)) return; // the port was just taken: choose another
  throw (
    diskFault(tail, cluster.folder) ??
    new OperatorError(`The embedded PostgreSQL does not start; the end of ${cluster.log} says why: ${lastFault(tail)}`)
  );
}

const lastFault = (tail: string): string =>
  tail
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR/.test(line))
    .at(-1) ?? tail.trim();

async function becomeOwner(client: pg.Client, cluster: Cluster): Promise<void> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [OWNER_LOCK]);
  if (rows[0].got) return;
  const holder = await client.query<{ application_name: string }>(
    `select a.application_name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objid = $1 and l.granted`,
    [OWNER_LOCK],
  );
  const pid = holder.rows[0]?.application_name.replace('tracker ', '') ?? 'unknown';
  throw new OperatorError(
    `The system already runs on ${cluster.folder} (process ${pid}): stop it first, or set DATA_DIR to another folder.`,
  );
}

async function ensureDatabase(client: pg.Client, cluster: Cluster, database: string): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [OWNER_LOCK + 1]);
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [ROLE]);
    if (role.rowCount === 0) {
      await client.query(
        `create role ${ROLE} login createdb createrole password ${client.escapeLiteral(cluster.password)}`,
      );
    }
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)} owner ${ROLE}`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [OWNER_LOCK + 1]);
  }
}

/** Lets the use lock go; whoever then gets it alone was the last one, and stops the server. */
async function release(client: pg.Client, cluster: Cluster): Promise<void> {
  if (await isLastUser(client)) {
    const args = ['stop', '-D', cluster.pgdata, '-m', 'fast', '-w', '-t', '60', '-s'];
    const { code, output } = await runProgram(cluster.runAs, cluster.binaries.pg_ctl, args);
    if (code !== 0) throw new Error(`pg_ctl stop ended with status ${code}: ${output}`);
  }
  await client.end().catch(() => undefined);
}

async function isLastUser(client: pg.Client): Promise<boolean> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [USE_LOCK]);
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [USE_LOCK]);
    return rows[0].got;
  } catch {
    return false; // the server is gone already
  }
}
