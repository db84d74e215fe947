import { hash } from 'node:crypto';
import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, someItem } from '../../test/items.js';
import { callFor } from '../append/call.js';
import type { CommandFingerprints } from '../append/fingerprint.js';
import { prepare } from '../append/prepare.js';
import { EventStore } from '../event-store.js';
import { canonicalJson } from '../hash/canonical.js';
import type { AppendItem } from '../types.js';
import { verifyChain } from '../verify/verify-chain.js';
import { eventStoreMigrations } from './index.js';
import { keyTheLog } from './key-the-log.js';

const digest = (...texts: string[]): string => hash('sha256', canonicalJson(texts), 'hex').slice(0, 32);
/** As fingerprints were made before they had a key. */
const UNKEYED = {
  command: ({ caller, commandId }: { caller: string; commandId: string }) => digest(caller, commandId),
  body: ({ bodyHash }: { bodyHash: string }) => digest(bodyHash),
} as CommandFingerprints;

let database: TestDatabase;
const kept = (): AppendItem => someItem(newStream(), 0);
const carried = (): AppendItem => {
  const item = kept();
  return { ...item, idempotency: { ...item.idempotency!, keep: false } };
};
const items = [kept(), carried(), someItem(newStream(), null, { count: 0 })];

const bodies = async (): Promise<string[]> => {
  const { rows } = await database.pool.query<{ text: string }>(
    `select replace(body::text, '-', '') as text from log.answer
     union all select replace(body::text, '-', '') from log.event where body is not null`,
  );
  return rows.map(({ text }) => text);
};

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
  for (const item of items) await database.pool.query(callFor([prepare(item, UNKEYED)], () => null).query);
});
afterAll(() => database.stop());

describe('a log of the time before fingerprints had a key', () => {
  it('gets the one of the master key, once, whoever asks for it at the same time', async () => {
    expect(new Set(await bodies())).toEqual(new Set([digest('a'.repeat(64))]));
    await Promise.all([1, 2, 3].map(() => keyTheLog(database.createPool(1), MASTER_KEY)));
    const keyed = await bodies();
    expect(keyed).toHaveLength(3);
    expect(keyed).not.toContain(digest('a'.repeat(64)));
    await keyTheLog(database.pool, MASTER_KEY);
    expect(await bodies()).toEqual(keyed);
  });

  it('knows its commands again, and refuses their keys to others', async () => {
    const store = new EventStore(database.pool, { masterKey: MASTER_KEY });
    for (const item of items) {
      expect(await store.append(item)).toMatchObject({ kind: 'repeated' });
      const other = { ...item, idempotency: { ...item.idempotency!, bodyHash: 'b'.repeat(64) } };
      expect(await store.append(other)).toEqual({ kind: 'key-reused' });
    }
  });

  it('is as it was hashed, and still refuses changes', async () => {
    expect((await verifyChain(database.pool)).differences).toEqual([]);
    for (const table of ['event', 'answer'])
      await expect(database.pool.query(`update log.${table} set recorded_at = now()`)).rejects.toMatchObject({
        code: '42501',
      });
    const { rows } = await database.pool.query<{ on: string }>(
      `select tgenabled as on from pg_trigger where tgname like '%is_append_only'`,
    );
    expect(rows.map((row) => row.on)).toEqual(['O', 'O', 'O', 'O', 'O']);
  });
});

describe('a log that was opened without the master key', () => {
  it('takes no command whose sender may send it again', async () => {
    await expect(new EventStore(database.pool).append(kept())).rejects.toThrow('without the master key');
  });
});
