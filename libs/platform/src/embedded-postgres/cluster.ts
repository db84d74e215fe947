import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensureFolder } from '../faults/ensure-folder.js';
import { fileFault } from '../faults/file-faults.js';
import { OperatorError } from '../faults/operator-error.js';
import { createMasterKey } from '../secrets/master-key.js';
import { makeSecretFile } from '../secrets/secret-file.js';
import { postgresBinaries, type PostgresBinaries } from './binaries.js';
import { runAs, type RunAs } from './run-as.js';

/** The major version of the binaries that npm installs; a cluster of another one cannot be opened. */
const MAJOR = '18';

/** A folder that holds a PostgreSQL cluster, and how to run it. */
export interface Cluster {
  /** The project's data folder. */
  folder: string;
  /** PostgreSQL's own folder in it. */
  pgdata: string;
  log: string;
  portFile: string;
  password: string;
  binaries: PostgresBinaries;
  runAs: RunAs;
}

interface Result {
  code: number | null;
  output: string;
}

/** Runs one of PostgreSQL's programs to its end, as the user who may. */
export function runProgram(how: RunAs, program: string, args: string[]): Promise<Result> {
  const [command, ...rest] = [...how.prefix, program, ...args];
  return new Promise((resolveResult, reject) => {
    const child = spawn(command, rest, {
      ...how.spawn,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolveResult({ code, output }));
  });
}

/** One sentence for what PostgreSQL's programs say about the disk; null when they say something else. */
export function diskFault(output: string, folder: string): OperatorError | null {
  const code = /No space left on device/.test(output)
    ? 'ENOSPC'
    : /Read-only file system/.test(output)
      ? 'EROFS'
      : /quota exceeded/i.test(output)
        ? 'EDQUOT'
        : null;
  return code ? (fileFault({ code }, folder) as OperatorError) : null;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The superuser's password, made with the folder. */
async function passwordOf(folder: string): Promise<string> {
  const path = join(folder, 'postgres.password');
  await makeSecretFile(path, randomBytes(24).toString('base64url'));
  const password = (await readFile(path, 'utf8')).trim();
  if (password === '') throw new OperatorError(`${path} is empty: restore it from a copy.`);
  return password;
}

/**
 * The cluster in `folder`, made on the first call.
 * @throws OperatorError when the disk is full or read-only, the folder is not this user's, or the cluster is of another PostgreSQL
 */
export async function prepareCluster(folderPath: string): Promise<Cluster> {
  const folder = resolve(folderPath);
  try {
    const pgdata = join(folder, 'postgres');
    await ensureFolder(folder);
    const password = await passwordOf(folder);
    const binaries = await postgresBinaries();
    const how = await runAs(pgdata, [binaries.postgres]);
    const cluster: Cluster = {
      folder,
      pgdata,
      log: join(folder, 'postgres.log'),
      portFile: join(folder, 'postgres.port'),
      password,
      binaries,
      runAs: how,
    };
    if (!(await exists(pgdata))) await createCluster(cluster);
    const version = await readFile(join(pgdata, 'PG_VERSION'), 'utf8').then((text) => text.trim());
    if (version !== MAJOR) {
      throw new OperatorError(
        `${pgdata} was made by PostgreSQL ${version}, this program brings ${MAJOR}: use another DATA_DIR.`,
      );
    }
    return cluster;
  } catch (error) {
    throw fileFault(error, folder);
  }
}

/** initdb beside the final place, then one rename: a crash or a second start never leaves or sees half a cluster. */
async function createCluster(cluster: Cluster): Promise<void> {
  const { folder, binaries, runAs: how } = cluster;
  const draft = join(folder, `postgres.new-${process.pid}-${randomBytes(3).toString('hex')}`);
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
    if (how.owner) for (const path of [draft, passwordFile]) await chown(path, how.owner.uid, how.owner.gid);
    const args = [`--pgdata=${draft}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    // The builtin provider sorts by code point and knows Unicode's upper and lower case: the same on every machine.
    args.push(
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    );
    const { code, output } = await runProgram(how, binaries.initdb, args);
    if (code !== 0) throw diskFault(output, folder) ?? new Error(`initdb ended with status ${code}: ${output}`);
    // Before the rename: where a cluster stands, the key stands too, and its loss is noticed.
    await createMasterKey(folder);
    await rename(draft, cluster.pgdata).catch((error: NodeJS.ErrnoException) => {
      // Another start was faster: its cluster is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** The running server's process and port as its `postmaster.pid` tells them; null when there is no such file. */
export async function readPostmaster(pgdata: string): Promise<{ pid: number; port: number } | null> {
  const text = await readFile(join(pgdata, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 ? { pid, port } : null;
}

/** Opens the server's log for appending; a log above 1 MB starts anew. */
export async function openLog(cluster: Cluster): Promise<Awaited<ReturnType<typeof open>>> {
  const size = await stat(cluster.log).then(
    (found) => found.size,
    () => 0,
  );
  const handle = await open(cluster.log, size > 1_000_000 ? 'w' : 'a', 0o600);
  await chmod(cluster.log, 0o600);
  return handle;
}
