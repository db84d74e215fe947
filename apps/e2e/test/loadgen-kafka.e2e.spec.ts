import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OwnKafka, startOwnKafka, startTestDatabase, type TestDatabase } from '#testing';
import {
  type Ended,
  masterKey,
  ROOT,
  type Settings,
  startApp,
  stopPrograms,
  temporaryFolder,
  tracker,
} from './programs.js';

interface Result {
  accepted: number;
  refused: Record<string, number>;
  errors: Record<string, number>;
  latencyMs: Record<string, number>;
  acknowledgedMs: Record<string, number>;
}

let database: TestDatabase;
// of its own: the topic of events is one log's
let kafka: OwnKafka;
let address: string;
const folder = temporaryFolder();

beforeAll(async () => {
  [database, kafka] = await Promise.all([startTestDatabase(), startOwnKafka()]);
  const settings: Settings = {
    DATABASE_URL: database.url,
    TRACKER_MASTER_KEY: masterKey(),
    KAFKA_BROKERS: kafka.brokers.join(','),
    DATA_DIR: folder,
    PORT: '0',
  };
  expect(await tracker(['seed', join(ROOT, 'seeds')], settings)).toMatchObject({ status: 0 });
  [, address] = await startApp('counter', settings).printed(/"url":"(http[^"]+)"/);
}, 180_000);

afterAll(async () => {
  await stopPrograms();
  await kafka?.stop();
  await database?.stop();
  await rm(folder, { recursive: true, force: true });
});

const loadgen = (args: string[], settings: Settings = {}): Promise<Ended> =>
  startApp('loadgen', { KAFKA_BROKERS: kafka.brokers.join(','), ...settings }, ['--door', 'kafka', ...args]).ended;

/** What the log knows of the commands of load runs. */
async function recorded(): Promise<{ commands: number; events: number; doors: string[] }> {
  const { rows } = await database.pool.query(
    `select count(distinct meta->>'commandId')::int as commands, count(*)::int as events, array_agg(distinct meta->>'door') as doors
     from log.event where meta->>'caller' = 'loadgen'`,
  );
  return rows[0] as never;
}

describe('npm run loadgen -- --door kafka', () => {
  it.each([
    ['one by one', []],
    ['ten at a time', ['--batch', '10']],
  ])('sends at its rate, and counts as decided what the log has: %s', async (_, more) => {
    const before = await recorded();
    const { status, out, err } = await loadgen(['--url', address, '--rate', '60', '--seconds', '2', '--json', ...more]);
    expect([status, err.split('\n')[0]]).toEqual([0, expect.stringMatching(/commands answered {2}p50 /)]);
    const result = JSON.parse(out) as Result;
    expect(result).toMatchObject({ commands: 120, accepted: 120, refused: {}, errors: {} });
    for (const { p50, p99, max } of [result.latencyMs, result.acknowledgedMs]) {
      expect(p50).toBeGreaterThan(0);
      expect(p99).toBeGreaterThanOrEqual(p50!);
      expect(max).toBeGreaterThanOrEqual(p99!);
    }
    const after = await recorded();
    expect(after.doors).toEqual(['kafka']);
    expect([after.commands - before.commands, after.events - before.events]).toEqual([120, 120]);
  });

  it('counts refusals by status and type, as by HTTP: units that the system does not know', async () => {
    await writeFile(
      join(folder, 'units.csv'),
      'unit,agency_code,population,valid_from\n00001,H19.99,ward,2019-06-01\n',
    );
    await copyFile(join(ROOT, 'seeds/procedures.csv'), join(folder, 'procedures.csv'));
    const { status, out } = await loadgen([
      '--url',
      address,
      '--rate',
      '20',
      '--seconds',
      '1',
      '--seeds',
      folder,
      '--json',
    ]);
    expect([status, JSON.parse(out)]).toMatchObject([
      0,
      { accepted: 0, refused: { '422 /problems/unknown-unit': 20 }, errors: {} },
    ]);
  });

  it('counts what nobody decides as unanswered, and ends with status 1 when that is all', async () => {
    const unread = await kafka.createTopic();
    const { status, out } = await loadgen(['--url', address, '--rate', '20', '--seconds', '1', '--patience', '1'], {
      COMMANDS_TOPIC: unread,
    });
    expect(status).toBe(1);
    expect(out).toContain('accepted  0\nrefused   0\nerrors    20  no answer in time\n');
    expect(out).toMatch(/until the broker had the command: p50 /);
  });

  it.each<[string, number, string[], Settings, string]>([
    ['another door', 2, ['--door', 'post'], {}, "argument 'post' is invalid. Allowed choices are http, kafka."],
    ['connections', 2, ['--connections', '8'], {}, '--connections is of the door by HTTP'],
    [
      'a broker elsewhere',
      2,
      [],
      { KAFKA_BROKERS: '127.0.0.1:9092,kafka.example.org:9092' },
      'kafka.example.org:9092 is not on this machine',
    ],
    [
      'no address',
      1,
      [],
      { KAFKA_BROKERS: 'kafka' },
      'KAFKA_BROKERS must be a list like host:9092,host:9092, not "kafka".',
    ],
    ['no broker', 1, [], { KAFKA_BROKERS: '127.0.0.1:9' }, 'No Kafka broker answers at 127.0.0.1:9: '],
    ['no counter', 1, [], { COMMANDS_TOPIC: 'nobody' }, 'There is no topic nobody at 127.0.0.1:'],
  ])('ends with a sentence, and a status that is not 0: %s', async (_, wanted, args, settings, sentence) => {
    const { status, out, err } = await loadgen(['--url', address, ...args], settings);
    expect([status, out]).toEqual([wanted, '']);
    expect(err).toContain(sentence);
    expect(err).not.toContain('    at ');
  });
});
