import { rm } from 'node:fs/promises';
import type pg from 'pg';
import { migrations } from '#application';
import { EventStore } from '#event-store';
import { compareWithLog, whenCaughtUp } from '#projections';
import { type OwnKafka, startOwnKafka, startTestDatabase, type TestDatabase } from '#testing';
import { masterKey, type Program, type Settings, startApp, stopPrograms, temporaryFolder } from '../test/programs.js';
import { digitised, received, resolved, writeTo } from '../test/written-log.js';

/** A migrated database, programs on it, and a log that the spec writes itself. */
export interface Stage {
  pool: pg.Pool;
  store: EventStore;
  settings: Settings;
  /** Writes new dossiers with three events each. */
  write(dossiers: number): Promise<void>;
  /** Starts an app and waits until it listens. */
  start(app: string): Promise<Program>;
  /** Waits until all is folded. A recount from the log must agree in every cell, mark and dossier. */
  expectAgreement(withinMs?: number): Promise<void>;
}

/** @param dossiers how many the log has already */
export function openStage(pool: pg.Pool, settings: Settings, dossiers = 0): Stage {
  const store = new EventStore(pool);
  let known = dossiers;
  return {
    pool,
    store,
    settings,
    async write(n) {
      const codes = Array.from({ length: n }, () => `H19.45.22-241216-${String(++known).padStart(4, '0')}`);
      await Promise.all(codes.map((code) => writeTo(store, code, [received(), digitised(), resolved()])));
    },
    async start(app) {
      const program = startApp(app, settings);
      await program.printed(/"url":"http/);
      return program;
    },
    async expectAgreement(withinMs = 90_000) {
      await whenCaughtUp(pool, (await store.head()).position, { timeoutMs: withinMs });
      const compared = await compareWithLog({ pool, store });
      expect(compared).toMatchObject({ differences: [], streams: { dossier: known } });
    },
  };
}

/** What a spec that plays on stages has at hand; the stage is another one in each of its tests. */
export interface Theatre {
  kafka: OwnKafka;
  stage: Stage;
}

/**
 * One broker for all tests of the spec that calls this; for each test a stage on a database of its own, and no topic yet. What a test has
 * started is ended after it.
 * @param options.brokers whether the programs are told of the broker; default: a test says so itself, in `stage.settings`
 */
export function openTheatre(options: { brokers?: boolean } = {}): Theatre {
  const theatre = {} as Theatre;
  const folder = temporaryFolder();
  let database: TestDatabase;
  beforeAll(async () => {
    theatre.kafka = await startOwnKafka();
  }, 180_000);
  beforeEach(async () => {
    const { admin, brokers } = theatre.kafka;
    const ours = (await admin.listTopics()).filter((topic) => !topic.startsWith('__'));
    if (ours.length > 0) await admin.deleteTopics({ topics: ours });
    database = await startTestDatabase({ migrations });
    theatre.stage = openStage(database.pool, {
      DATABASE_URL: database.url,
      TRACKER_MASTER_KEY: masterKey(),
      ...(options.brokers ? { KAFKA_BROKERS: brokers.join(',') } : {}),
      DATA_DIR: folder,
      HOST: '127.0.0.1',
      PORT: '0',
    });
  });
  afterEach(async () => {
    await stopPrograms();
    await theatre.stage.store.close();
    await database.stop();
  });
  afterAll(async () => {
    await theatre.kafka?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return theatre;
}
