import { resolve } from 'node:path';
import pg from 'pg';
import { describeDatabaseError } from '../database/database-errors.js';
import { clientConfig } from '../database/pool.js';
import { openEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.js';
import { OperatorError } from '../faults/operator-error.js';
import { ensureFolder } from '../faults/ensure-folder.js';
import { createMasterKey, loadMasterKey } from '../secrets/master-key.js';

export interface OpenDatabaseOptions {
  /** DATABASE_URL; null: the embedded PostgreSQL in `dataDir`. */
  url: string | null;
  dataDir: string;
  /** TRACKER_MASTER_KEY. */
  masterKey: string | null;
  /** `owner`: the running system, only one per embedded data folder; `guest`: a tool beside or without it. */
  role: 'owner' | 'guest';
}

export interface OpenDatabase {
  url: string;
  /** The key that seals personal data. */
  masterKey: Buffer;
  /** Whether it is the embedded one. */
  embedded: boolean;
  /** Gives the embedded server back; after all pools are ended. */
  close(): Promise<void>;
}

/**
 * The database and the key to work with, checked to answer.
 * @throws OperatorError one clear sentence for every fault that can be mended
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  if (options.url !== null) {
    const masterKey = await keyBesideServer(options);
    await checkReachable(options.url);
    return { url: options.url, masterKey, embedded: false, close: () => Promise.resolve() };
  }
  const folder = resolve(options.dataDir);
  const server = await openEmbeddedPostgres({ folder, role: options.role });
  try {
    const masterKey = await loadMasterKey(options.masterKey, folder);
    return { url: server.url, masterKey, embedded: true, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/**
 * The key of a server's database: from the environment, or, so that a try on one machine needs no more than an address, from the data folder,
 * where it is made on first use. Another machine makes another one; a database that knows a key refuses it.
 */
async function keyBesideServer({ masterKey, dataDir }: OpenDatabaseOptions): Promise<Buffer> {
  if (masterKey !== null) return loadMasterKey(masterKey, null);
  const folder = resolve(dataDir);
  await ensureFolder(folder);
  await createMasterKey(folder);
  return loadMasterKey(null, folder);
}

async function checkReachable(url: string): Promise<void> {
  const client = new pg.Client(clientConfig(url));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    const sentence = describeDatabaseError(error, url);
    throw sentence ? new OperatorError(sentence, { cause: error }) : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
