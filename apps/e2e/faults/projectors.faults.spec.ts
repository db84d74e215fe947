import { rm } from 'node:fs/promises';
import { migrations } from '#application';
import { EventStore } from '#event-store';
import { compareWithLog, whenCaughtUp } from '#projections';
import { type OwnKafka, startOwnKafka, startTestDatabase, type TestDatabase } from '#testing';
import {
  eventually,
  masterKey,
  type Program,
  type Settings,
  startApp,
  stopPrograms,
  temporaryFolder,
  tracker,
} from '../test/programs.js';
import { digitised, received, resolved, writeTo } from '../test/written-log.js';

const folder = temporaryFolder();
let kafka: OwnKafka;
let database: TestDatabase;
let store: EventStore;
let dossiers: number;
let settings: Settings;

beforeAll(async () => {
  kafka = await startOwnKafka();
}, 180_000);
beforeEach(async () => {
  database = await startTestDatabase({ migrations });
  store = new EventStore(database.pool);
  dossiers = 0;
  settings = {
    DATABASE_URL: database.url,
    TRACKER_MASTER_KEY: masterKey(),
    DATA_DIR: folder,
    HOST: '127.0.0.1',
    PORT: '0',
  };
});
afterEach(async () => {
  await stopPrograms();
  await store.close();
  await database.stop();
});
afterAll(async () => {
  await kafka.stop();
  await rm(folder, { recursive: true, force: true });
});

/** New dossiers with three events each. */
async function write(n: number): Promise<void> {
  const codes = Array.from({ length: n }, () => `H19.45.22-241216-${String(++dossiers).padStart(4, '0')}`);
  await Promise.all(codes.map((code) => writeTo(store, code, [received(), digitised(), resolved()])));
}

async function projector(): Promise<Program> {
  const program = startApp('projector', settings);
  await program.printed(/"url":"http/);
  return program;
}

/** Everything is folded, once: a recount from the log agrees in every cell, mark and dossier. */
async function expectAgreement(): Promise<void> {
  await whenCaughtUp(database.pool, (await store.head()).position, { timeoutMs: 90_000 });
  const compared = await compareWithLog({ pool: database.pool, store });
  expect(compared).toMatchObject({ differences: [], dossiers });
}

/** How many sessions wait for a lock that this spec holds. */
async function waiting(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`,
  );
  return rows[0].n;
}

describe.each(['the log', 'Kafka'])('projectors that read from %s', (from) => {
  beforeEach(async () => {
    if (from === 'the log') return;
    const topics = await kafka.admin.listTopics();
    const ours = topics.filter((topic) => !topic.startsWith('__'));
    if (ours.length > 0) await kafka.admin.deleteTopics({ topics: ours });
    settings.KAFKA_BROKERS = kafka.brokers.join(',');
    const counter = startApp('counter', settings);
    await counter.printed(/"url":"http/);
  });

  it('go on when one of them freezes in the middle of a batch, and it writes nothing when it wakes up', async () => {
    await write(200);
    const zombie = await projector();
    await expectAgreement();

    // its next batch gets as far as the cells, with its checkpoints moved and locked
    const obstacle = await database.pool.connect();
    await obstacle.query('begin; lock table read.cell in exclusive mode');
    await write(50);
    await eventually(waiting, (n) => n > 0);
    zombie.child.kill('SIGSTOP');
    await obstacle.query('rollback');
    obstacle.release();

    await projector();
    await write(50);
    await expectAgreement();
    zombie.child.kill('SIGCONT');
    await zombie.printed(/batch was not folded; trying again|database does not answer|slots (given away|assigned)/);
    await write(50);
    await expectAgreement();
    expect(await zombie.stop()).toMatchObject({ status: 0 });
    await write(10);
    await expectAgreement();
  }, 240_000);

  it('share the work as they come and go in the middle of batches and of a rebuild, and come to the same cells', async () => {
    const cells = async (): Promise<unknown[]> => {
      const { rows } = await database.pool.query(
        `select to_jsonb(c) - 'generation' as cell from read.cell c
         where generation = (select id from read.generation where state = 'current') order by scope, unit, grain, bucket`,
      );
      return rows;
    };
    const ongoing = (async () => {
      for (let i = 0; i < 20; i++) await write(100);
    })();
    const [first, second, third] = [await projector(), await projector(), await projector()];
    await first.stop();
    const fourth = await projector();
    await second.stop('SIGKILL');
    await ongoing;
    await expectAgreement();
    const byMany = await cells();
    expect(byMany.length).toBeGreaterThan(0);

    const rebuilding = tracker(['rebuild'], settings);
    let rebuilt = false;
    void rebuilding.then(() => (rebuilt = true));
    const joining = projector();
    await third.stop();
    await eventually(
      async () => {
        expect((await cells()).length).toBe(byMany.length);
        return rebuilt;
      },
      Boolean,
      90_000,
    );
    expect(await rebuilding).toMatchObject({ status: 0 });
    await joining;
    await fourth.stop();
    expect(await cells()).toEqual(byMany);
    await write(20);
    await expectAgreement();
    expect(await tracker(['verify'], settings)).toMatchObject({ status: 0 });
  }, 240_000);
});
