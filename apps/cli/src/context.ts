import { join } from 'node:path';
import { openSystem, projectFolder, type System } from '#application';
import { platformSettings, postgresUrl, readConfig } from '#platform';
import { Readers } from './readers.js';

export interface GlobalOptions {
  database?: string;
}

/** Everything a command works with. */
export interface Context extends System {
  readers: Readers;
}

/** Output for programs goes to standard output, everything for people to standard error. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);
export const print = (value: unknown): void =>
  void process.stdout.write(
    `${typeof value === 'string' ? value : JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each), 1)}\n`,
  );

/** Opens the system for one command, beside a running one or alone, and gives it back afterwards. */
export async function withSystem<T>(options: GlobalOptions, work: (context: Context) => Promise<T>): Promise<T> {
  const url = postgresUrl();
  const config = readConfig(
    { ...platformSettings, ...(options.database === undefined ? {} : { DATABASE_URL: url }) },
    {
      ...process.env,
      ...(options.database === undefined ? {} : { DATABASE_URL: options.database }),
    },
  );
  const system = await openSystem({
    url: config.DATABASE_URL,
    dataDir: config.DATA_DIR === 'data' ? join(projectFolder(), 'data') : config.DATA_DIR,
    masterKey: config.TRACKER_MASTER_KEY,
    role: 'guest',
    poolSize: 8,
    applicationName: 'tracker command line',
    seeds: join(projectFolder(), 'seeds'),
  });
  const readers = new Readers(system);
  try {
    return await work({ ...system, readers });
  } finally {
    readers.close();
    await system.close();
  }
}
