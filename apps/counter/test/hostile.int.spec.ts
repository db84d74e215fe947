import { randomUUID } from 'node:crypto';
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENTS_TOPIC } from '#application';
import { followTopic } from '#event-stream';
import { isSealedText } from '#domain';
import { Projector } from '#projections';
import { until } from '#testing';
import { importFile } from '../../cli/src/import-file.js';
import { RelayModule } from '../src/relay/relay.module.js';
import { type Hostile, hostileCommands, hostileMessages } from './hostile/bodies.js';
import { PLANTS, tracesIn } from './hostile/plants.js';
import { tracesInDatabase } from './hostile/scan.js';
import type { Reply } from './client.js';
import { CommandsTopic, message, newCode, PATIENCE_MS } from './commands-topic.js';
import { RealCounter } from './real-counter.js';

const receipt = { at: '2024-12-02T08:00:00+07:00', procedure: '1.004884', unit: '26077', applicant: { name: 'Mẫu' } };
const at = (minute: number): string => `2024-12-02T09:${String(minute).padStart(2, '0')}:00+07:00`;
/** Facts with each of the texts that can be corrected, see `hostileCommands`. */
const LIFE: [string, object][] = [
  ['receive', receipt],
  ['forward', { at: at(1), stage: 'TD', officer: 'cb-1' }],
  ['request-consultation', { at: at(2), agency: 'A-1' }],
  ['digitise', { at: at(3), papers: ['TP-01'] }],
  ['request-financial-obligation', { at: at(4), source: 'BS-1' }],
  ['change-due-date', { at: at(5), dueAt: '2024-12-31T17:00:00+07:00', basis: 'ND61', reason: 'x' }],
];

let first: RealCounter;
let counter: RealCounter;
let commands: CommandsTopic;
const events: string[] = [];
/** bodies of answers that tell of a fault */
const faults: string[] = [];
let accepted = 0;
let stopReading: () => Promise<void>;

beforeAll(async () => {
  commands = await CommandsTopic.start();
  first = await RealCounter.start();
  const { brokers } = commands.broker;
  const onFailure = (error: unknown): never => {
    throw error;
  };
  const relay = RelayModule.forRoot({ brokers, databaseUrl: first.databaseUrl, onFailure });
  counter = await RealCounter.start([commands.door(), relay], first, 'trace');
  counter.now = '2024-12-20T03:00:00.000Z';
  await commands.read();
  const reading = new AbortController();
  const { left } = followTopic({
    kafka: commands.broker.kafka,
    settings: { brokers, topic: EVENTS_TOPIC },
    name: 'hostile',
    onMessage: ({ key, headers, value }) =>
      events.push([key, ...Object.values(headers ?? {}).flat(), value].map(String).join('\n')),
    signal: reading.signal,
  });
  left.catch(() => undefined); // told when the reading ends
  stopReading = () => (reading.abort(), left);
}, 120_000);
afterAll(async () => {
  await counter?.stop();
  await first?.stop();
  await stopReading?.();
  await commands?.stop();
  await commands?.broker.stop();
}, 60_000);

function heard(reply: Reply): void {
  if (reply.status < 300) accepted += 1;
  else faults.push(JSON.stringify(reply.body));
  expect(reply.status).toBeLessThan(500);
}

/** A dossier in whose life a command may be accepted. */
async function dossier({ type, body }: Hostile): Promise<string> {
  const code = newCode();
  const life = ['submit', 'receive', 'refuse'].includes(type)
    ? []
    : type === 'correct' || 'agency' in body
      ? LIFE
      : LIFE.slice(0, 1);
  for (const [step, each] of life) {
    if (type !== 'correct' && step === 'request-consultation') continue;
    expect((await counter.client.command(code, step, each)).status).toBe(200);
  }
  return code;
}

const inHeader = (text: string): string => text.replace(/[^\x21-\x7e]/g, '');

describe('a hostile sender', () => {
  let hostile: Hostile[];
  beforeAll(async () => {
    hostile = await hostileCommands(PLANTS);
    expect(new Set(hostile.map(({ type }) => type)).size).toBeGreaterThan(30);
  });

  it('plants texts in every field of every command', async () => {
    const queue = hostile.values();
    const sender = async (): Promise<void> => {
      for (const each of queue) heard(await counter.client.command(await dossier(each), each.type, each.body));
    };
    await Promise.all(Array.from({ length: 32 }, sender));
    expect(accepted).toBeGreaterThan(200);
  }, 240_000);

  it('plants them in keys, callers and paths', async () => {
    for (const plant of PLANTS) {
      const key = inHeader(plant);
      heard(await counter.client.command(newCode(), 'receive', receipt, key));
      heard(await counter.client.post(`/v1/dossiers/${newCode()}/receive`, receipt, { 'x-caller': key }));
      const path = `/v1/dossiers/${encodeURIComponent(plant)}`;
      heard(await counter.client.post(`${path}/receive`, receipt));
      heard(await counter.client.post(`/v1/dossiers/${newCode()}/${encodeURIComponent(plant)}`, receipt));
      heard(await counter.client.request(path));
      heard(await counter.client.request(`/${encodeURIComponent(plant)}?q=${encodeURIComponent(plant)}`));
      heard(await counter.client.post('/v1/commands', `{"items": "${plant}`));
      heard(await counter.client.post('/v1/commands', `"${plant}"`));
    }
  });

  it('plants them in batches', async () => {
    for (const plant of PLANTS) {
      const items = hostile
        .filter(({ body }) => JSON.stringify(body).includes(plant))
        .slice(0, 200)
        .map(({ type, body }) => ({ id: randomUUID(), type, code: newCode(), ...body }));
      const named = { id: inHeader(plant), type: 'receive', code: newCode(), ...receipt };
      const odd = [
        { ...named, id: randomUUID(), type: plant },
        { ...named, id: randomUUID(), code: plant },
      ];
      const reply = await counter.client.post(
        '/v1/commands',
        { items: [...items, ...odd] },
        { 'idempotency-key': inHeader(plant) },
      );
      heard(reply);
      for (const { problem } of reply.body.items!) faults.push(JSON.stringify(problem ?? null));
      heard(await counter.client.post('/v1/commands', { items: [named] }));
    }
  });

  it('plants them in the feed, by HTTP and in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
    const file = join(folder, 'feed.ndjson');
    const lines: string[] = [];
    for (const plant of PLANTS) {
      for (const { service, data } of hostileMessages([plant], newCode)) {
        heard(await counter.client.post('/v1/feed', { service, session: plant, madonvi: plant, data: [data] }));
      }
      heard(await counter.client.post('/v1/feed', { service: plant, data: [] }));
      lines.push(
        ...hostileMessages([plant], newCode).map(({ service, data }) => JSON.stringify({ service, data: [data] })),
      );
      lines.push(plant, `{"service": "${plant}`, JSON.stringify({ service: plant, data: [] }));
    }
    await writeFile(file, lines.join('\n'));
    const told: unknown[] = [];
    const silent = { progress: () => undefined, fault: (report: unknown) => void told.push(report) };
    const report = await importFile(counter.application.feed, file, { source: 'file', door: 'file' }, silent);
    expect(report.accepted).toBeGreaterThan(20);
    faults.push(JSON.stringify(told));
    await rm(folder, { recursive: true });
  }, 120_000);

  it('plants them in messages of Kafka', async () => {
    for (const plant of PLANTS) {
      const some = hostile.filter(({ body }) => JSON.stringify(body).includes(plant));
      await commands.send(...some.map(({ type, body }) => message(newCode(), type, body)));
      const odd = message(newCode(), 'receive', receipt);
      await commands.send(
        ...['ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_specversion', 'ce_other'].map((name) => ({
          ...odd,
          headers: { ...odd.headers, [name]: plant },
        })),
        { ...odd, key: plant },
        { ...odd, value: plant },
        { ...odd, value: JSON.stringify({ ...receipt, [plant]: plant }) },
      );
    }
    await commands.settled();
    expect(commands.rejections.length).toBeGreaterThan(0);
  }, 120_000);

  it('would be found out: the search finds what lies there in the open', async () => {
    const { pool } = counter;
    await pool.query('create table public.open (words text, bytes bytea, data jsonb)');
    for (const plant of PLANTS) {
      await pool.query('insert into public.open values ($1, $2, $3)', [
        plant,
        Buffer.from(plant),
        JSON.stringify([plant]),
      ]);
      expect(tracesIn(`x ${plant} x`)).not.toEqual([]);
    }
    const found = await tracesInDatabase(pool);
    for (const column of ['words', 'bytes', 'data']) expect(found.join()).toContain(`public.open.${column}`);
    await pool.query('drop table public.open');
  });

  it('leaves no trace where anybody could read it', async () => {
    const { store, vault, pool, clock } = counter.application;
    await new Projector({ pool, store, vault, clock }).catchUp();
    const { position } = await store.head();
    await until('all events are on the topic', () => events.length >= Number(position), PATIENCE_MS);
    expect(await tracesInDatabase(pool)).toEqual([]);
    expect(tracesIn(events.join('\n'))).toEqual([]);
    expect(tracesIn(commands.rejections.map((each) => JSON.stringify(each)).join('\n'))).toEqual([]);
    expect(counter.logged.length).toBeGreaterThan(1_000);
    expect(tracesIn(counter.logged.join(''))).toEqual([]);
    expect(tracesIn(faults.join('\n'))).toEqual([]);
    expect(tracesIn(String((await counter.client.request('/metrics')).body.text))).toEqual([]);
    const serverLog = await readFile(join(process.env.TRACKER_TEST_RUN!, 'database', 'postgres.log'), 'utf8');
    expect(serverLog).toContain('LOG:');
    expect(tracesIn(serverLog)).toEqual([]);
  }, 120_000);

  it('has lost nothing: whoever holds the key reads what was written', async () => {
    const { rows } = await counter.pool.query<{ ref: string }>(`select ref from log.sealed where kind = 'text'`);
    const opened = [...(await counter.application.vault.openMany(rows.map(({ ref }) => ref))).values()];
    for (const plant of PLANTS) expect(opened).toContain(plant);
    const { rows: referred } = await counter.pool.query<{ text: string }>(
      `select data ->> 'stage' as text from log.event where type = 'Forwarded' and data ->> 'stage' like 'ref:%'`,
    );
    expect(referred.length).toBeGreaterThan(0);
    expect(referred.every(({ text }) => isSealedText(text))).toBe(true);
    expect(rows.map(({ ref }) => `ref:${ref}`)).toEqual(expect.arrayContaining(referred.map(({ text }) => text)));
  });
});
