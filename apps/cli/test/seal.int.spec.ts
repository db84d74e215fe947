import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#application';
import { EventStore, type NewEvent } from '#event-store';
import { startTestDatabase, type TestDatabase } from '#testing';
import { tracker } from './run.js';

const NOW = '2024-12-16T03:00:00.000Z';
const CODES = ['H19.45.24-241216-0001', 'H19.45.24-241216-0002'];
const key = Buffer.alloc(32, 7);

let database: TestDatabase;
let folder: string;
let kept: string;
let made = 0;
const run = (...args: string[]) => tracker({ url: database.url, key }, ...args);

/** Appends one event. */
async function append(stream: string, amount: number): Promise<void> {
  const store = new EventStore(database.pool);
  const meta = { commandId: `c-${amount}`, caller: 'spec', door: 'http' } as const;
  const event: NewEvent = { type: 'FeePaid', schema: 1, occurredAt: NOW, data: { amount, means: 'online' }, meta };
  const expectedVersion = (await store.readStream(stream)).length;
  expect(await store.append({ stream, expectedVersion, events: [event], now: NOW })).toMatchObject({
    kind: 'appended',
  });
}

/** What a person with all rights on the server may do: the seals in the database go with it. */
async function tamper(statement: string): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('set role dossier_log_owner');
    for (const table of ['event', 'seal']) await client.query(`alter table log.${table} disable trigger all`);
    await client.query(statement);
    await client.query('delete from log.seal');
    for (const table of ['event', 'seal']) await client.query(`alter table log.${table} enable trigger all`);
  } finally {
    await client.query('reset role');
    client.release();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracker-seal-'));
});
/** A log of six events, sealed in a file. */
beforeEach(async () => {
  database = await startTestDatabase({ migrations });
  for (let i = 0; i < 6; i += 1) await append(CODES[i % 2], i);
  kept = join(folder, `${(made += 1)}.seal`);
  expect(await run('seal', '--file', kept)).toMatchObject({ status: 0, out: '' });
});
afterEach(() => database.stop());
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a seal of a log that goes on is held', async () => {
  expect(JSON.parse(await readFile(kept, 'utf8'))).toMatchObject({ position: '6', recordedAt: NOW });
  await append(CODES[0], 7);
  const second = await run('seal');
  expect(second.status).toBe(0);
  expect(second.err).toContain('Sealed up to position 7');
  expect((await run('seal')).out).toBe(second.out); // nothing has been added since
  const other = join(folder, 'second.seal');
  await writeFile(other, second.out);
  const { status, err } = await run('seal', 'check', kept, other);
  expect(status).toBe(0);
  expect(err).toContain('The log holds what was sealed: 7 events of 2 streams are as they were stored.\n');
});

it('a seal is never written over a file', async () => {
  const before = await readFile(kept, 'utf8');
  await append(CODES[0], 7);
  const { status, err } = await run('seal', '--file', kept);
  expect(status).toBe(1);
  expect(err).toContain('EEXIST');
  expect(await readFile(kept, 'utf8')).toBe(before);
});

it('a tail that was cut is found', async () => {
  await tamper('delete from log.event where position > 4');
  const { status, out, err } = await run('seal', 'check', kept, '--json');
  expect(status).toBe(1);
  expect(err).toContain(
    'tail-cut  position 6  sealed up to 6, and the log ends at 4\n' +
      'The log is not what it was: 1 differences in 4 events of 2 streams.\n',
  );
  expect(JSON.parse(out)).toMatchObject({ found: 1, differences: [{ kind: 'tail-cut', position: '6' }] });
});

it('an end that was written anew is found', async () => {
  await tamper('delete from log.event where position = 6');
  await append(CODES[1], 99);
  const { status, err } = await run('seal', 'check', kept);
  expect(status).toBe(1);
  expect(err).toContain('seal  position 6  the log up to here is not what was sealed');
});

it('an event that was changed is found', async () => {
  await tamper(`update log.event set data = '{"amount":1,"means":"online"}' where position = 3`);
  const { status, err } = await run('seal', 'check', kept);
  expect(status).toBe(1);
  expect(err).toContain(`hash  ${CODES[0]}  position 3`);
});

it('what is no seal, and a log without events, are said in one sentence', async () => {
  const other = join(folder, 'none.seal');
  await writeFile(other, '{"position":"6"}\n');
  for (const [file, sentence] of [
    [other, 'This is no seal of a log'],
    [join(folder, 'missing'), 'the seal cannot be read (ENOENT)'],
  ]) {
    const { status, err } = await run('seal', 'check', file);
    expect(status).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(sentence);
  }
  const empty = await startTestDatabase({ migrations });
  expect(await tracker({ url: empty.url, key }, 'seal')).toEqual({
    status: 1,
    out: '',
    err: 'There is nothing to seal: the log has no events.\n',
  });
  await empty.stop();
});
