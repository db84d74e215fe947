import { createPool, migrate } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { MASTER_KEY, newStream, someItem } from '../../test/items.js';
import { EventStore } from '../event-store.js';
import { seal } from '../verify/seal.js';
import { eventStoreMigrations } from './index.js';

const TABLES = {
  event: 'recorded_at = now()',
  answer: 'recorded_at = now()',
  seal: 'recorded_at = now()',
  epoch: `fingerprint = 'x'`,
  forgotten: 'forgotten_at = now()',
};
const CHANGES = Object.entries(TABLES).flatMap(([table, change]) => [
  [`update log.${table} set ${change}`, table],
  [`delete from log.${table}`, table],
  [`delete from log.${table} where false`, table],
  [`truncate log.${table}`, table],
]);

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase({ migrations: eventStoreMigrations });
  await new EventStore(database.pool, { masterKey: MASTER_KEY }).append(someItem(newStream(), 0));
  await seal(database.pool, '2024-12-05T10:00:00.000Z');
});
afterAll(() => database.stop());

describe('the application, which does not own the log', () => {
  it.each(CHANGES)('may not: %s', async (sql) => {
    await expect(database.pool.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    'insert into log.event select * from log.event',
    'alter table log.event disable trigger all',
    'drop table log.event',
    'create or replace function log.refuse_change() returns trigger language plpgsql as $$ begin return null; end $$',
  ])('may not: %s', async (sql) => {
    await expect(database.pool.query(sql)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('even the owner', () => {
  it.each(CHANGES)('is refused by a trigger: %s', async (sql, table) => {
    const client = await database.pool.connect();
    try {
      await client.query('set role dossier_log_owner');
      await expect(client.query(sql)).rejects.toMatchObject({ code: '23000', constraint: `${table}_is_append_only` });
    } finally {
      await client.query('reset role');
      client.release();
    }
  });
});

describe('a role that may not create roles', () => {
  let url: string;

  beforeAll(async () => {
    const made = new URL(database.url);
    [made.username, made.password, made.pathname] = ['plain_application', 'secret', '/plain_application'];
    url = made.href;
    await database.pool.query(`create role plain_application login password 'secret'`);
    await database.pool.query(`grant plain_application to current_user with set true`);
    await database.pool.query('create database plain_application owner plain_application');
    await migrate(url, eventStoreMigrations);
  });
  afterAll(async () => {
    await database.pool.query('drop database plain_application');
    await database.pool.query('drop role plain_application');
  });

  it('owns the log, appends to it, and is refused by the triggers', async () => {
    const pool = createPool(url, { max: 1 });
    try {
      const store = new EventStore(pool, { masterKey: MASTER_KEY });
      expect(await store.append(someItem(newStream(), 0))).toMatchObject({ kind: 'appended' });
      await seal(pool, '2024-12-05T10:00:00.000Z');
      for (const [sql, table] of CHANGES) {
        await expect(pool.query(sql)).rejects.toMatchObject({ code: '23000', constraint: `${table}_is_append_only` });
      }
    } finally {
      await pool.end();
    }
  });
});

describe('the epoch', () => {
  it('stays the same as long as the log does', async () => {
    const epoch = await new EventStore(database.pool, { masterKey: MASTER_KEY }).epoch();
    expect(epoch).toMatch(/^[0-9a-f-]{36}$/);
    expect(await new EventStore(database.createPool(), { masterKey: MASTER_KEY }).epoch()).toBe(epoch);
  });

  it('is another one in a copy of the database, for all who ask, and for ever', async () => {
    const epoch = await new EventStore(database.pool, { masterKey: MASTER_KEY }).epoch();
    const source = await startTestDatabase({ migrations: eventStoreMigrations });
    const stores = Array.from({ length: 4 }, () => new EventStore(source.createPool(1), { masterKey: MASTER_KEY }));
    try {
      const asked = await Promise.all(stores.map((store) => store.epoch()));
      expect(new Set(asked).size).toBe(1);
      expect(asked[0]).not.toBe(epoch);
      expect(await stores[0].epoch()).toBe(asked[0]);
    } finally {
      await source.stop();
    }
  });
});
