import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { EVENTS_TOPIC } from '#application';
import { createPool, dropDatabase } from '#platform';
import { eventually, stopPrograms } from '../test/programs.js';
import { openStage, openTheatre, type Stage } from './stage.js';

const theatre = openTheatre({ brokers: true });
let stage: Stage;
beforeEach(() => {
  ({ stage } = theatre);
});

/** How many messages the topic has had; 0 while it is not there. */
async function sent(): Promise<number> {
  const ends = await theatre.kafka.admin.fetchTopicOffsets(EVENTS_TOPIC).catch(() => []);
  return ends.reduce((n, { high }) => n + Number(high), 0);
}

const dropTopicRecords = async (): Promise<void> => {
  const ends = await theatre.kafka.admin.fetchTopicOffsets(EVENTS_TOPIC);
  const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
  await theatre.kafka.admin.deleteTopicRecords({ topic: EVENTS_TOPIC, partitions });
};

/** As restored from a dump: the same rows in another database. */
async function restoredCopy(of: pg.Pool): Promise<{ url: string; pool: pg.Pool; drop(): Promise<void> }> {
  const url = new URL(stage.settings.DATABASE_URL!);
  const original = url.pathname.slice(1);
  const name = `restored_${randomBytes(6).toString('hex')}`;
  url.pathname = '/postgres';
  const admin = createPool(url.href, { max: 1 });
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [original]);
  await eventually(async () => {
    await admin.query(`create database ${name} template ${original}`);
    return true;
  });
  await of.query('select 1').catch(() => undefined); // the pool has noticed
  url.pathname = `/${name}`;
  const pool = createPool(url.href);
  return {
    url: url.href,
    pool,
    async drop() {
      await pool.end();
      await dropDatabase(admin, name);
      await admin.end();
    },
  };
}

describe('what heals by itself, and says so in the log', () => {
  it('a topic whose retention has taken what a projector still needs', async () => {
    await stage.start('counter');
    await stage.write(40);
    await eventually(sent, (n) => n === 120);
    await dropTopicRecords();
    const projector = await stage.start('projector');
    await stage.expectAgreement();
    await projector.printed(/read from the log what the topic did not bring/);
    await stage.write(5);
    await stage.expectAgreement();
  }, 180_000);

  it('a topic that was deleted while both ends use it', async () => {
    const counter = await stage.start('counter');
    await stage.start('projector');
    await stage.write(40);
    await stage.expectAgreement();
    await theatre.kafka.admin.deleteTopics({ topics: [EVENTS_TOPIC] });
    await stage.write(10);
    await stage.expectAgreement();
    // the whole log stands on the new one
    await eventually(sent, (n) => n >= 150, 90_000);
    await counter.printed(/made anew/);
    await stage.expectAgreement();
  }, 240_000);

  it('a log that was restored from yesterday’s copy', async () => {
    const before = [await stage.start('counter'), await stage.start('projector')];
    await stage.write(30);
    await stage.expectAgreement();
    for (const program of before) await program.stop();
    const copy = await restoredCopy(stage.pool);
    try {
      // the life that will be lost goes on, and its events reach the topic
      const lost = [await stage.start('counter'), await stage.start('projector')];
      await stage.write(20);
      await stage.expectAgreement();
      await eventually(sent, (n) => n >= 150);
      for (const program of lost) await program.stop();

      // without its offsets the group reads all that the topic has, the lost life too
      await theatre.kafka.admin.deleteGroups(['projector']);
      const restored = openStage(copy.pool, { ...stage.settings, DATABASE_URL: copy.url }, 30);
      const messages = await sent();
      const projector = await restored.start('projector');
      const counter = await restored.start('counter');
      await counter.printed(/the log began a new epoch: sending it from its beginning/);
      // other facts under the numbers that the lost life had used
      await restored.write(10);
      await restored.expectAgreement();
      await projector.printed(/the log began a new life, or the rules have changed: deriving everything anew/);
      await projector.printed(/messages of another life of the log are passed over/);
      await eventually(sent, (n) => n === messages + 120);
      await restored.expectAgreement();
      const { rows } = await copy.pool.query<{ n: number }>('select count(*)::int as n from ops.dead_letter');
      expect(rows).toEqual([{ n: 0 }]);
      await stopPrograms();
      await restored.store.close();
    } finally {
      await stopPrograms();
      await copy.drop();
    }
  }, 240_000);
});
