import { createServer, type Server } from 'node:net';
import { rm } from 'node:fs/promises';
import { EVENTS_TOPIC, migrations } from '#application';
import { type OwnKafka, startOwnKafka, startTestDatabase, type TestDatabase } from '#testing';
import { eventually, masterKey, type Settings, startApp, stopPrograms, temporaryFolder } from '../test/programs.js';

const APPS = ['counter', 'projector', 'supervisor', 'clerk', 'standalone'] as const;
type App = (typeof APPS)[number];

const folder = temporaryFolder();
const key = masterKey();
let whole: TestDatabase;
let kafka: OwnKafka;
let intruder: Server;

beforeAll(async () => {
  [whole, kafka] = await Promise.all([startTestDatabase({ migrations }), startOwnKafka()]);
  intruder = createServer();
  await new Promise<void>((resolve) => intruder.listen(0, resolve));
}, 180_000);

afterAll(async () => {
  await stopPrograms();
  await new Promise((resolve) => intruder.close(resolve));
  await kafka?.stop();
  await whole?.stop();
  await rm(folder, { recursive: true, force: true });
});

const on = (url: string): Settings => ({
  DATABASE_URL: url,
  TRACKER_MASTER_KEY: key,
  DATA_DIR: folder,
  PORT: '0',
  HOST: '127.0.0.1',
});

/** The address of a database, changed. */
function changed(change: (url: URL) => void): Settings {
  const url = new URL(whole.url);
  change(url);
  return on(url.href);
}

/** A database of its own that somebody has changed by hand. */
async function tampered(sql: string): Promise<Settings> {
  const database = await startTestDatabase({ migrations });
  tamperedDatabases.push(database);
  await database.pool.query(sql);
  return on(database.url);
}
const tamperedDatabases: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(tamperedDatabases.splice(0).map((database) => database.stop()));
});

interface Fault {
  what: string;
  settings: () => Settings | Promise<Settings>;
  sentence: RegExp;
  /** who can meet it; default: every app */
  apps?: readonly App[];
}

const FAULTS: Fault[] = [
  {
    what: 'a wrong password',
    settings: () => changed((url) => (url.password = 'wrong')),
    sentence: /^PostgreSQL at \S+ refuses the user or the password: correct DATABASE_URL\.$/,
  },
  {
    what: 'a database that is not there',
    settings: () => changed((url) => (url.pathname = '/none')),
    sentence: /^PostgreSQL at \S+\/none has no such database: create it, or correct DATABASE_URL\.$/,
  },
  {
    what: 'a server that is not there',
    settings: () => changed((url) => (url.port = '1')),
    sentence: /^The PostgreSQL server at \S+ cannot be reached \(ECONNREFUSED\): start it, or set DATABASE_URL\.$/,
  },
  {
    what: 'a database of a newer version',
    settings: () =>
      tampered(`insert into ops.migration (timestamp, name) values (9000000000000, 'Morrow9000000000000')`),
    sentence:
      /^The database was made by a newer version of this program \(it has Morrow9000000000000\): start that version\.$/,
  },
  {
    what: 'a database that lacks an earlier step',
    settings: () => tampered(`delete from ops.migration where name like 'ReferenceData%'`),
    sentence: /^The database is half migrated \(it lacks ReferenceData\d+, but has later steps\): restore it .+\.$/,
  },
  {
    what: 'a database that lacks a table',
    settings: () => tampered('drop table read.mark cascade'),
    sentence: /^The database is half migrated \(its table read\.mark is missing\): restore it .+\.$/,
  },
  {
    what: 'a key that is not the database’s',
    settings: async () => {
      const settings = await tampered('select 1');
      const first = startApp('clerk', settings);
      await first.printed(/"url":"http/);
      await first.stop();
      return { ...settings, TRACKER_MASTER_KEY: masterKey() };
    },
    sentence: /^The master key does not open the personal data of this database: set the one that it was made with\.$/,
  },
  {
    what: 'a port in use',
    settings: () => ({ ...on(whole.url), PORT: String((intruder.address() as { port: number }).port) }),
    sentence: /^Port \d+ is taken by another program: stop that program, or choose another port with PORT\.$/,
  },
  {
    what: 'a topic with another number of partitions',
    apps: ['counter', 'projector', 'standalone'],
    settings: async () => {
      await kafka.admin.createTopics({ topics: [{ topic: EVENTS_TOPIC, numPartitions: 3 }], waitForLeaders: true });
      return { ...on(whole.url), KAFKA_BROKERS: kafka.brokers.join(',') };
    },
    sentence: /^The Kafka topic \S+ has 3 partitions and must have 12: delete it, .+\.$/,
  },
];

/** What a program said to a person: its log, in JSON, goes the same way. */
const said = (err: string): string[] => err.split('\n').filter((line) => line !== '' && !line.startsWith('{'));

describe('what a person must mend ends the start with one sentence on standard error, and status 1:', () => {
  it.each(FAULTS)('$what', async ({ settings, sentence, apps = APPS }) => {
    const given = await settings();
    const ended = await Promise.all(
      apps.map((app) => startApp(app, given, app === 'standalone' ? ['--empty'] : []).ended),
    );
    apps.forEach((app, i) => {
      const { status, err } = ended[i];
      expect([app, status, said(err)]).toEqual([app, 1, [expect.stringMatching(sentence)]]);
    });
  });
});

describe('a program that is killed while it migrates', () => {
  it('leaves nothing half, and the next one migrates', async () => {
    const database = await startTestDatabase();
    tamperedDatabases.push(database);
    const { pool } = database;
    const waiting = async (): Promise<number> => {
      const { rows } = await pool.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%create schema read%' and pid <> pg_backend_pid()`,
      );
      return rows[0].n;
    };
    const tables = async (): Promise<string[]> => {
      const { rows } = await pool.query<{ name: string }>(
        `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('log', 'ref', 'ops', 'read')`,
      );
      return rows.map(({ name }) => name);
    };
    // a step near the end waits for this transaction: what comes before it is done and not committed
    const obstacle = await pool.connect();
    await obstacle.query('begin');
    await obstacle.query('create schema read');
    const program = startApp('projector', on(database.url));
    await eventually(waiting, (n) => n === 1);
    await program.stop('SIGKILL');
    await obstacle.query('rollback');
    obstacle.release();
    const others = async (): Promise<number> => {
      const { rows } = await pool.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where datname = current_database() and application_name <> '' and pid <> pg_backend_pid() and state <> 'idle'`,
      );
      return rows[0].n;
    };
    await eventually(waiting, (n) => n === 0);
    await eventually(others, (n) => n === 0);
    expect((await tables()).filter((name) => name !== 'ops.migration')).toEqual([]);

    const next = startApp('projector', on(database.url));
    await next.printed(/"url":"http/);
    const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from ops.migration');
    expect(rows[0].n).toBe(migrations.length);
    const { status, err } = await next.stop();
    expect([status, said(err)]).toEqual([0, []]);
  });
});
