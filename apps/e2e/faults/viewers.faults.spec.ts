import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RawViewer } from '#apps/bench';
import { startTestDatabase, type TestDatabase } from '#testing';
import {
  eventually,
  masterKey,
  type Program,
  ROOT,
  type Settings,
  startApp,
  stopPrograms,
  temporaryFolder,
  tracker,
} from '../test/programs.js';

/** What the supervisor holds by default. */
const LIMIT = 2_000;
const MB = 1024 * 1024;
/** Most memory of the process that an open stream may cost; measured: a tenth of it. */
const A_VIEWER = 0.1 * MB;
/** Most that a reader may cost that takes nothing: one frame under way, one that waits. */
const A_STUCK_VIEWER = 1 * MB;

let database: TestDatabase;
let supervisor: Program;
let address: string;
let counterUrl: string;
let watched: string;
let dossiers = 0;
const folder = temporaryFolder();
const viewers: RawViewer[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
  const settings: Settings = {
    DATABASE_URL: database.url,
    TRACKER_MASTER_KEY: masterKey(),
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'info',
  };
  expect(await tracker(['seed', join(ROOT, 'seeds')], settings)).toMatchObject({ status: 0 });
  supervisor = startApp('supervisor', settings);
  const [counter, projector] = [startApp('counter', settings), startApp('projector', settings)];
  const listening = (program: Program): Promise<string> =>
    program.printed(/"url":"(http[^"]+)"/).then(([, url]) => url);
  [address, counterUrl] = await Promise.all([listening(supervisor), listening(counter), listening(projector)]);
  watched = `${address}/api/live?view=overview`;
}, 180_000);

afterEach(async () => {
  for (const viewer of viewers.splice(0)) viewer.close();
  await eventually(open, (n) => n === 0);
});
afterAll(async () => {
  await stopPrograms();
  await database?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Watching {
  lastEventId?: string | null;
  reads?: boolean;
  /** asks for changes, as the page does; default: for whole frames */
  takesChanges?: boolean;
}
function watch({ takesChanges = false, ...options }: Watching = {}): RawViewer {
  const viewer = new RawViewer(takesChanges ? `${watched}&changes=true` : watched, options);
  viewers.push(viewer);
  return viewer;
}
const watchMany = (n: number, options: (i: number) => Watching = () => ({})): RawViewer[] =>
  Array.from({ length: n }, (_, i) => watch(options(i)));
/** Every other viewer is a page. */
const isPage = (i: number): boolean => i % 2 === 1;

/** Changes the figures that all watch. */
async function change(): Promise<void> {
  dossiers += 1;
  const response = await fetch(
    `${counterUrl}/v1/dossiers/H19.45.22-241216-${String(dossiers).padStart(4, '0')}/receive`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
      body: JSON.stringify({
        at: new Date(Date.now() - 60_000).toISOString(),
        procedure: '1.004884',
        unit: '26077',
        channel: 'counter',
        applicant: { identity: '000000000417', name: 'Người Nộp Thử Nghiệm' },
      }),
    },
  );
  expect(response.status).toBe(200);
  await response.arrayBuffer();
}

/** The position up to which everything is recorded. */
async function head(): Promise<number> {
  const { rows } = await database.pool.query<{ n: bigint }>('select max(position) as n from log.event');
  return Number(rows[0].n ?? 0);
}
const reached = (viewer: RawViewer, position: number): boolean => viewer.position >= BigInt(position);
/** Waits until each of them has been shown everything that is recorded now. */
async function allSee(good: RawViewer[], withinMs = 60_000): Promise<void> {
  const position = await head();
  await eventually(
    () => good.filter((viewer) => !reached(viewer, position)).length,
    (missing) => missing === 0,
    withinMs,
  );
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)![1]);
}
const open = (): Promise<number> => metric('tracker_live_viewers');
const resident = (): Promise<number> => metric('process_resident_memory_bytes');

describe('the live stream under bad browsers', () => {
  it('shows every change to a good reader beside those that read slowly or never, whose memory is bounded', async () => {
    const good = watchMany(6, (i) => ({ takesChanges: isPage(i) }));
    await allSee(good);
    const before = await resident();
    const never = watchMany(100, () => ({ reads: false }));
    const slow = watchMany(20, () => ({ reads: false }));
    await eventually(open, (n) => n === 126);
    // until the network holds no more for those that read nothing or little: from then on the process would have to
    let changes = 0;
    for (let stuck = 0; stuck < never.length + slow.length; changes += 1) {
      await change();
      await allSee(good);
      stuck = await metric('tracker_live_slow_viewers');
      if (changes % 8 === 7) for (const viewer of slow) viewer.sip();
      expect(changes).toBeLessThan(2_000);
    }
    for (const until = changes + 20; changes < until; changes += 1) {
      await change();
      await allSee(good);
    }
    const grown = (await resident()) - before;
    process.stderr.write(`${changes} changes: ${Math.round(grown / MB)} MB more with 120 bad readers\n`);
    expect(grown).toBeLessThan(100 * MB + 120 * A_STUCK_VIEWER);
    expect(good.map(({ closed }) => closed)).toEqual(good.map(() => false));
    expect(good.map((viewer) => viewer.changes > 0)).toEqual(good.map((_, i) => isPage(i)));

    // a slow one that reads on comes to the figures of now, not to all that it has missed
    for (const viewer of slow) viewer.socket.resume();
    await allSee(slow);
    for (const viewer of slow) expect(viewer.frames).toBeLessThan(changes);
    // one that has taken nothing for half a minute is let go, and nobody else
    await eventually(open, (n) => n === 26, 60_000);
    await change();
    await allSee([...good, ...slow]);
  }, 400_000);

  it('takes 2,000 that come at once, tells the ones past them to come again, and shows all the same change', async () => {
    const before = await resident();
    const many = watchMany(LIMIT + 50, (i) => ({ takesChanges: isPage(i) }));
    const pages = new Set(many.filter((_, i) => isPage(i)));
    await eventually(
      () => many.filter(({ status }) => status === 0).length,
      (missing) => missing === 0,
      60_000,
    );
    const taken = many.filter(({ status }) => status === 200);
    const refused = many.filter(({ status }) => status !== 200);
    expect([taken.length, refused.length]).toEqual([LIMIT, 50]);
    for (const { status, head: answer } of refused) {
      expect(status).toBe(503);
      expect(answer).toMatch(/^retry-after: \d+\r$/im);
      expect(answer).toMatch(/^content-type: application\/problem\+json/im);
      expect(answer).toContain('Có quá nhiều người đang xem trực tiếp.');
    }
    await eventually(() => taken.every(({ frames }) => frames === 1), Boolean, 60_000);
    await change();
    await allSee(taken);
    for (const viewer of taken) expect(viewer.changes > 0).toBe(pages.has(viewer));
    const grown = (await resident()) - before;
    process.stderr.write(`${Math.round(grown / LIMIT / 1024)} kB a viewer\n`);
    expect(grown).toBeLessThan(100 * MB + LIMIT * A_VIEWER);
  }, 240_000);

  it('takes them again when all lines break at once, and shows none what it has seen', async () => {
    const first = watchMany(LIMIT, (i) => ({ takesChanges: isPage(i) }));
    await eventually(() => first.every(({ frames }) => frames === 1), Boolean, 60_000);
    await change();
    await allSee(first);
    const before = await resident();
    let again = first;
    for (let storm = 0; storm < 3; storm += 1) {
      const seen = again.map(({ id }) => id);
      for (const viewer of again) viewer.close();
      await eventually(open, (n) => n === 0, 60_000);
      again = watchMany(LIMIT, (i) => ({ lastEventId: seen[i], takesChanges: isPage(i) }));
      await eventually(() => again.every(({ status }) => status === 200), Boolean, 60_000);
      await eventually(open, (n) => n === LIMIT, 60_000);
      expect(again.reduce((sum, { frames }) => sum + frames, 0)).toBe(0);
      await change();
      await allSee(again);
    }
    expect((await resident()) - before).toBeLessThan(100 * MB + LIMIT * A_VIEWER);
  }, 240_000);
});
