import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { instant } from '#domain';
import { EventStore, Vault } from '#event-store';
import { decode, type TopicMessage } from '#event-stream';
import { type DeadLetter, Projector } from '#projections';
import { startTestDatabase, type TestDatabase, messageOf } from '#testing';
import { type Finished, masterKey, ROOT, stopPrograms, tracker } from './programs.js';
import { digitised, paid, received, resolved, type Written, writeTo } from './written-log.js';

const key = masterKey();
const SECRET = 'Người Nộp Thử Nghiệm';
const code = (n: number): string => `H19.45.22-241216-${String(n).padStart(4, '0')}`;
const [BROKEN, STRANGE, TOMORROW, TWICE] = [1, 2, 3, 4].map(code);

let database: TestDatabase;
let store: EventStore;

const run = (...args: string[]): Promise<Finished> =>
  tracker(['--database', database.url, 'dead-letters', ...args], { TRACKER_MASTER_KEY: key });

/** The dead letters of these reasons, oldest first, as `list --json` gives them. */
async function listed(...args: string[]): Promise<DeadLetter[]> {
  const { status, out } = await run('list', '--json', ...args);
  expect(status).toBe(0);
  return JSON.parse(out) as DeadLetter[];
}
const idOf = async (reason: string, stream: string | null): Promise<string> =>
  String((await listed('--state', 'all')).find((letter) => letter.reason === reason && letter.stream === stream)!.id);

beforeAll(async () => {
  database = await startTestDatabase();
  expect(
    await tracker(['--database', database.url, 'seed', join(ROOT, 'seeds')], { TRACKER_MASTER_KEY: key }),
  ).toMatchObject({ status: 0 });
  store = new EventStore(database.pool);
  const clock = { now: () => instant(Date.now()) };
  const vault = new Vault(database.pool, Buffer.from(key, 'base64'), clock);
  const projector = new Projector({ pool: database.pool, store, vault, clock });
  const epoch = await store.epoch();
  const lives: Record<string, Written[]> = {
    [BROKEN]: [received(), digitised(), paid(), resolved()],
    [STRANGE]: [received(), digitised()],
    [TOMORROW]: [received(), { ...digitised(), schema: 2 }, paid()],
    [TWICE]: [received(), digitised(), { ...paid(), schema: 2 }],
  };
  const messages: TopicMessage[] = [];
  for (const [stream, life] of Object.entries(lives)) {
    const events = await writeTo(store, stream, life);
    for (const event of events) {
      const poisoned = event.version === 2 && (stream === BROKEN || stream === TWICE);
      const changes = poisoned ? { value: Buffer.from(`{"note":"${SECRET}"`) } : {};
      messages.push(messageOf(event, epoch, changes));
    }
    if (stream !== STRANGE) continue;
    const invented = { ...events[1], position: 999_999n };
    messages.push(messageOf(invented, epoch, { value: Buffer.from(JSON.stringify({ note: SECRET })) }));
    messages.push(
      messageOf(events[1], epoch, { key: Buffer.from([0xc3, 0x28]), headers: {}, value: Buffer.from([0xff, 0]) }),
    );
  }
  await projector.onBatch({ deliveries: messages.map(decode), upTo: new Map() }, new AbortController().signal);
}, 120_000);

afterAll(async () => {
  await stopPrograms();
  await store?.close();
  await database?.stop();
});

describe('tracker dead-letters', () => {
  it('lists what is open, a line each, without a byte of the messages', async () => {
    const { status, out } = await run('list');
    expect(status).toBe(0);
    const [headings, ...lines] = out.trim().split('\n');
    expect(headings).toMatch(/^id +state +reason +where +dossier +waits +times +last$/);
    expect(lines.map((line) => line.split(/\s{2,}/).slice(1, 6))).toEqual(
      expect.arrayContaining([
        ['open', 'not-json', expect.stringMatching(/^dossier-events\/\d+\/\d+$/), `${BROKEN} v2`, 'yes'],
        ['open', 'not-in-log', expect.stringMatching(/^dossier-events/), '–', '–'],
        ['open', 'missing-header', expect.stringMatching(/^dossier-events/), '–', '–'],
        ['open', 'unknown-schema', expect.stringMatching(/^log \d+$/), `${TOMORROW} v2`, 'yes'],
        ['open', 'not-json', expect.stringMatching(/^dossier-events/), `${TWICE} v2`, 'yes'],
      ]),
    );
    expect(lines).toHaveLength(5);
    expect(out + (await run('list', '--json')).out).not.toContain(SECRET);
  });

  it('tells everything about one, its message opened as text, and what waits because of it', async () => {
    const { status, out } = await run('show', await idOf('not-json', BROKEN), '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      state: 'open',
      stream: BROKEN,
      waiting: [{ code: BROKEN, version: 2, events: 3 }],
      message: {
        key: { text: BROKEN },
        headers: expect.arrayContaining([{ name: 'ce_version', value: { text: '2' } }]) as unknown,
        value: { text: `{"note":"${SECRET}"` },
      },
    });
    const human = await run('show', await idOf('not-json', BROKEN));
    expect(human.out).toContain(`parked    ${BROKEN} since `);
    expect(human.out).toContain(': 3 events wait, from version 2 on');
    expect(human.out).toContain(SECRET);
  });

  it('shows bytes that are no text as base64, and says where there is no message', async () => {
    const { out } = await run('show', await idOf('missing-header', null), '--json');
    expect(JSON.parse(out)).toMatchObject({
      waiting: [],
      message: { key: { base64: 'wyg=' }, headers: [], value: { base64: '/wA=' } },
    });
    const fromLog = await run('show', await idOf('unknown-schema', TOMORROW));
    expect(fromLog.out).toContain('message   none: the event came straight from the log');
    expect(fromLog.out).toContain('the payload has schema 2, this program knows 1');
  });

  it('folds what waits from the log when it is told to retry, once', async () => {
    const id = await idOf('not-json', BROKEN);
    const retried = await run('retry', id);
    expect(retried).toMatchObject({ status: 0, err: `Dead letter ${id} is retried: 3 events folded of ${BROKEN}.\n` });
    const again = await run('retry', id);
    expect(again.status).toBe(1);
    expect(again.err).toMatch(new RegExp(`^Dead letter ${id} was retried at \\S+: nothing is left to be done.\n$`));
    expect(await listed('--state', 'retried')).toMatchObject([{ id, parked: [] }]);
  });

  it('says when the dossier waits further on for another one', async () => {
    const id = await idOf('not-json', TWICE);
    const { status, err } = await run('retry', id);
    const other = await idOf('unknown-schema', TWICE);
    expect([status, err]).toEqual([
      0,
      `Dead letter ${id} is retried: 1 event folded; ${TWICE} waits further on, for dead letter ${other}.\n`,
    ]);
  });

  it('gives a message up with the reason, kept beside it', async () => {
    const id = await idOf('not-in-log', null);
    const { status, err } = await run('discard', id, '--why', 'a test sent it');
    expect([status, err]).toEqual([0, `Dead letter ${id} is discarded: 0 events folded.\n`]);
    expect(await listed('--state', 'discarded')).toMatchObject([{ id, why: 'a test sent it' }]);
    expect((await run('discard', id, '--why', 'twice')).err).toContain('(a test sent it): nothing is left to be done.');
  });

  it('never gives up an event of the log: it stays open until a newer program retries it', async () => {
    const id = await idOf('unknown-schema', TOMORROW);
    const retried = await run('retry', id, '--json');
    expect(retried.status).toBe(1);
    expect(retried.err).toBe(`Dead letter ${id} stays open: ${TOMORROW} cannot be folded yet (0 events folded).\n`);
    expect(JSON.parse(retried.out)).toMatchObject([{ id, events: 0, mended: [], parked: [TOMORROW] }]);
    const discarded = await run('discard', id, '--why', 'gone');
    expect([discarded.status, discarded.out]).toEqual([1, '']);
    expect(discarded.err.trim().split('\n')).toHaveLength(1);
    expect(discarded.err).toContain('it cannot be discarded, only retried with a newer program.');
    expect((await listed()).map((letter) => letter.stream)).toContain(TOMORROW);
  });

  it('retries all that are open, tells each, and ends with 1 while one stays', async () => {
    const { status, err } = await run('retry', '--all');
    expect(status).toBe(1);
    expect(err).toMatch(/is retried: 0 events folded\.\n/);
    expect(err.match(/stays open/g)).toHaveLength(2);
    expect((await listed()).map(({ reason }) => reason)).toEqual(['unknown-schema', 'unknown-schema']);
    const verified = await tracker(['--database', database.url, 'verify'], { TRACKER_MASTER_KEY: key });
    expect(verified.status).toBe(0);
    expect(verified.err).toContain('2 streams wait because of a dead letter');
  });

  it('tells a wrong number in one sentence, and still does the others', async () => {
    const { status, err } = await run('retry', '999', '998');
    expect([status, err]).toEqual([1, 'There is no dead letter 999.\nThere is no dead letter 998.\n']);
    for (const args of [
      ['show', '999'],
      ['discard', '999', '--why', 'x'],
    ]) {
      expect(await run(...args)).toMatchObject({ status: 1, out: '', err: 'There is no dead letter 999.\n' });
    }
  });

  it('says that the key is gone where the sealed bytes cannot be opened any more', async () => {
    const id = await idOf('not-json', BROKEN);
    const vault = new Vault(database.pool, Buffer.from(key, 'base64'), { now: () => instant(Date.now()) });
    const { subject } = JSON.parse((await run('show', id, '--json')).out) as { subject: string };
    expect((await run('show', id)).out).toContain(`(tracker forget "${subject}")`);
    await vault.forget(subject, 'archivist');
    expect((await run('show', id)).out).toContain('cannot be opened any more: its key was deleted');
  });

  it.each([
    ['no command', [], 'Usage: tracker dead-letters'],
    ['an unknown state', ['list', '--state', randomUUID()], 'Allowed choices are open, retried, discarded, all.'],
    ['no number', ['show'], "missing required argument 'id'"],
    ['what is no number', ['show', 'x1'], 'The number of a dead letter is needed, as 17.'],
    ['neither numbers nor --all', ['retry'], 'name dead letters by their numbers, or say --all'],
    ['both', ['retry', '1', '--all'], 'name dead letters, or say --all, not both'],
    ['no reason', ['discard', '1'], "required option '--why <reason>' not specified"],
    ['an empty reason', ['discard', '1', '--why', ' '], 'Say why, in a few words.'],
  ])('is wrong usage with %s', async (_what, args, sentence) => {
    const { status, out, err } = await run(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
  });
});
