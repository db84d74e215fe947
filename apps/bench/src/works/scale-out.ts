import { setTimeout as delay } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { EVENTS_TOPIC, migrations } from '#application';
import { createKafka, SILENT } from '#event-stream';
import { currentPart, whenCaughtUp } from '#projections';
import { fillWithLives } from '../frame/lives.js';
import { shown } from '../frame/numbers.js';
import { projected } from '../frame/projected.js';
import type { Work } from '../frame/work.js';
import { relayAll } from './kafka-to-cells.js';
import { addressOf, end, startProgram } from './programs.js';

/** The same backlog of the topic, folded by one, two and four projectors of a group, each a process. */
export const scaleOut: Work = {
  name: 'scale-out',
  title: 'One, two and four projectors of a group',
  aim: 'the same cells; what a second one brings on this machine is told',
  async run(context) {
    const { brokers } = await context.broker();
    const kafka = { brokers, topic: EVENTS_TOPIC };
    const database = await context.newDatabase(migrations);
    const { pool, store, forget } = projected(database);
    const events = context.by({ quick: 20_000, normal: 200_000 });
    await fillWithLives(store, events, context.say);
    context.say('to the topic');
    await relayAll({ pool, store }, database.url, kafka);
    const { position: head } = await store.head();
    const admin = createKafka(kafka, SILENT).admin();
    await admin.connect();
    const environment = {
      ...process.env,
      DATABASE_URL: database.url,
      TRACKER_MASTER_KEY: randomBytes(32).toString('base64'),
      KAFKA_BROKERS: brokers.join(','),
      PORT: '0',
      LOG_LEVEL: 'info',
    };
    const rows: (string | number)[][] = [];
    const cells = new Set<string>();
    let first = 0;
    for (const members of [1, 2, 4]) {
      await forget();
      await admin.deleteGroups(['projector']).catch(() => undefined); // there is none before the first
      await context.checkpoint();
      const children = Array.from({ length: members }, () => startProgram('projector', environment));
      context.onClose(() => Promise.all(children.map(end)));
      await Promise.all(children.map((child) => addressOf('projector', child)));
      const seconds = await folding(pool, head);
      await Promise.all(children.map(end));
      cells.add(await cellsOf(pool));
      first ||= events / seconds;
      const rate = events / seconds;
      rows.push([members, rate, rate / first]);
      context.say(`${members}: ${shown(rate)} events/s`);
    }
    await admin.disconnect();
    if (cells.size !== 1) throw new Error('One, two and four projectors gave different cells.');
    return {
      tables: [{ heads: ['projectors', 'events/s', '× one'], rows }],
      remarks: [`${shown(events)} events; all of them gave the same cells. The time begins with the first checkpoint.`],
    };
  },
};

const CURRENT = `(select id from read.generation where state = 'current')`;

/** @returns the seconds from the first checkpoint until everything is folded */
async function folding(pool: pg.Pool, head: bigint): Promise<number> {
  for (let moved = false; !moved; await delay(5)) {
    const { rows } = await pool.query<{ moved: boolean | null }>(
      `select max(position) > 0 as moved from read.checkpoint where generation = ${CURRENT}`,
    );
    moved = rows[0].moved ?? false;
  }
  const started = performance.now();
  await whenCaughtUp(pool, head, { timeoutMs: 600_000 });
  return (performance.now() - started) / 1000;
}

/** One text for all cells; the numbers of units and scopes are those of the database and stay. */
async function cellsOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ digest: string }>(
    `select md5(string_agg(text, ',' order by text)) as digest
       from (select md5((to_jsonb(c) - 'generation')::text) as text from read.cell c where generation = ${currentPart('cells')}) as cells`,
  );
  return rows[0].digest;
}
