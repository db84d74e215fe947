import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, someEvent, someItem } from '../../test/items.js';
import { EventStore } from '../event-store.js';
import { eventStoreMigrations } from '../migrations/index.js';
import { verifyChain } from '../verify/verify-chain.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
});
afterAll(() => database.stop());

/** Puts a stream back to a version, as a restore of an older copy does. */
async function putBack(stream: string, version: number): Promise<void> {
  await database.pool.query(`
    begin;
    set local role dossier_log_owner;
    alter table log.event disable trigger all;
    delete from log.event where stream = '${stream}' and version > ${version};
    alter table log.event enable trigger all;
    commit`);
}

describe('a process that lives through a restore', () => {
  it.each([0, 1])(
    'does not go on from events that were lost, when others took their place after version %i',
    async (kept) => {
      const [living, other] = [
        new EventStore(database.pool, { masterKey: MASTER_KEY }),
        new EventStore(database.pool, { masterKey: MASTER_KEY }),
      ];
      const stream = newStream();
      for (const version of [0, 1]) await living.append(someItem(stream, version));
      expect(await living.isLast(stream, 2)).toBe(true);
      await putBack(stream, kept);
      expect(await living.isLast(stream, 2)).toBe(false);
      for (let version = kept; version < 2; version += 1) {
        const events = [someEvent('c', { unit: '26071@2024-01-01' })];
        expect(await other.append(someItem(stream, version, { events }))).toMatchObject({ kind: 'appended' });
      }
      expect(await other.isLast(stream, 2)).toBe(true);
      expect(await living.isLast(stream, 2)).toBe(false);

      for (const count of [0, 1])
        expect(await living.append(someItem(stream, 2, { count }))).toEqual({ kind: 'conflict', actualVersion: 2 });
      expect(await living.readStream(stream)).toHaveLength(2);
      expect(await living.isLast(stream, 2)).toBe(true);
      expect(await living.append(someItem(stream, 2))).toMatchObject({ kind: 'appended', version: 3 });
      expect((await verifyChain(database.pool)).differences).toEqual([]);
    },
  );
});
