import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestDatabase, type TestDatabase } from '#testing';
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
  requests: number;
  commands: number;
  achieved: number;
  accepted: number;
  refused: Record<string, number>;
  errors: Record<string, number>;
  latencyMs: Record<string, number>;
}

let database: TestDatabase;
let address: string;
const folder = temporaryFolder();

beforeAll(async () => {
  database = await startTestDatabase();
  const settings: Settings = {
    DATABASE_URL: database.url,
    TRACKER_MASTER_KEY: masterKey(),
    DATA_DIR: folder,
    PORT: '0',
  };
  expect(await tracker(['seed', join(ROOT, 'seeds')], settings)).toMatchObject({ status: 0 });
  [, address] = await startApp('standalone', settings, ['--empty']).printed(/The page: (http:\/\/\S+)/);
}, 60_000);

afterAll(async () => {
  await stopPrograms();
  await database?.stop();
  await rm(folder, { recursive: true, force: true });
});

const loadgen = (...args: string[]): Promise<Ended> => startApp('loadgen', {}, args).ended;

/** What the log knows of the commands of load runs. */
async function recorded(): Promise<{ commands: number; double: number; dossiers: number }> {
  const { rows } = await database.pool.query(
    `select count(distinct meta->>'commandId')::int as commands, count(distinct stream)::int as dossiers,
            (select count(*)::int from (select 1 from log.event where stream not like '%:%' group by stream, type, meta->>'commandId' having count(*) > 1)) as double
     from log.event where meta->>'caller' = 'loadgen'`,
  );
  return rows[0] as never;
}

describe('npm run loadgen', () => {
  it.each([
    ['one command a request', []],
    ['ten commands a request', ['--batch', '10']],
  ])('sends at its rate and counts what the log has: %s', async (_, more) => {
    const before = await recorded();
    const { status, out, err } = await loadgen('--url', address, '--rate', '60', '--seconds', '2', '--json', ...more);
    expect([status, err.split('\n')[0]]).toEqual([0, expect.stringMatching(/commands answered {2}p50 /)]);
    const result = JSON.parse(out) as Result;
    const batch = more.length > 0 ? 10 : 1;
    expect(result).toMatchObject({ commands: 120, requests: 120 / batch, accepted: 120, refused: {}, errors: {} });
    expect(result.latencyMs.p50).toBeLessThanOrEqual(result.latencyMs.max);

    const after = await recorded();
    expect(after.commands - before.commands).toBe(120);
    expect(after.double).toBe(0);
    // more commands than dossiers: they live on
    expect(after.dossiers - before.dossiers).toBeLessThan(120);
  });

  it('counts refusals by status and type: units that the system does not know', async () => {
    await writeFile(
      join(folder, 'units.csv'),
      'unit,agency_code,population,valid_from\n00001,H19.99,ward,2019-06-01\n',
    );
    await copyFile(join(ROOT, 'seeds/procedures.csv'), join(folder, 'procedures.csv'));
    const { status, out } = await loadgen(
      ...['--url', address, '--rate', '20', '--seconds', '1', '--seeds', folder, '--json'],
    );
    const { accepted, refused } = JSON.parse(out) as Result;
    expect([status, accepted, refused]).toEqual([0, 0, { '422 /problems/unknown-unit': 20 }]);
  });

  it.each([
    [['--rate', 'fast'], 'A number from 0.1 to 100000 is needed.'],
    [['--batch', '1001'], 'A whole number from 1 to 1000 is needed.'],
    [['--url', 'localhost'], 'An address is needed, as http://localhost:3000.'],
    [['--url', 'https://tracker.example.org'], 'https://tracker.example.org is not on this machine'],
    [['--colour'], "unknown option '--colour'"],
  ])('ends with status 2 and a sentence on wrong usage: %p', async (args, sentence) => {
    const { status, out, err } = await loadgen(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
  });

  it('ends with status 1 and one sentence where there is no system', async () => {
    const { status, err } = await loadgen('--url', 'http://127.0.0.1:9');
    expect(status).toBe(1);
    expect(err).toBe('Nothing answers at http://127.0.0.1:9: start the system first (npm start).\n');
  });
});
