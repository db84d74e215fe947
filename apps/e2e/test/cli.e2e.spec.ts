import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { EventStore } from '#event-store';
import { recount } from '#projections';
import { startTestDatabase, type TestDatabase } from '#testing';
import { expected, type ExpectedPeriod, FEED_FOLDER, feedText, type FeedName, unpackFeed } from './feed.js';
import { type Finished, masterKey, stopPrograms, temporaryFolder, tracker } from './programs.js';

const PERIODS = Object.values(expected.periods);
const key = masterKey();
const folder = temporaryFolder();
const file = (name: string): string => join(folder, name);

afterAll(async () => {
  await stopPrograms();
  await rm(folder, { recursive: true, force: true });
});

/** `tracker … --database` on a database of its own, empty but for what the test puts there. */
interface Bench {
  database: TestDatabase;
  run(...args: string[]): Promise<Finished>;
}
async function openBench(): Promise<Bench> {
  const database = await startTestDatabase();
  return {
    database,
    run: (...args) => tracker(['--database', database.url, ...args], { TRACKER_MASTER_KEY: key }),
  };
}

/** An empty database that knows the units and procedures of the feed. */
async function openSeededBench(): Promise<Bench> {
  const bench = await openBench();
  expect(await bench.run('seed', FEED_FOLDER)).toMatchObject({ status: 0 });
  return bench;
}

interface Row {
  columns: Record<string, number>;
  metrics: Record<string, { numerator: number; denominator: number }>;
}
interface GivenFigures {
  units: Record<string, Row & { key: string }>;
  populations: Record<string, Row>;
  fields: Record<string, Row>;
  total: Row;
}

/** The names of `expected.json` for what stands in the columns and metrics. */
const NUMBERS: Record<string, (row: Row) => number> = {
  carried: ({ columns }) => columns.carried,
  received: ({ columns }) => columns.received,
  online: ({ metrics }) => metrics.online.numerator,
  postal: ({ metrics }) => metrics['filed-by-post'].numerator,
  digitised: ({ metrics }) => metrics.digitised.numerator,
  resolved: ({ metrics }) => metrics['on-time'].denominator,
  before: ({ columns }) => columns.resolvedBefore,
  on_day: ({ columns }) => columns.resolvedOnDay,
  late: ({ columns }) => columns.resolvedLate,
  e_result: ({ metrics }) => metrics['e-result'].numerator,
  e_result_of: ({ metrics }) => metrics['e-result'].denominator,
  withdrawn: ({ columns }) => columns.withdrawn + columns.stopped,
  open_within: ({ columns }) => columns.openWithin,
  open_late: ({ columns }) => columns.openLate,
  waiting: ({ columns }) => columns.waiting,
  payments: ({ metrics }) => metrics['online-payment'].denominator,
  online_payments: ({ metrics }) => metrics['online-payment'].numerator,
};

/** The numbers of `expected.json` that `tracker figures` gives for a period: only the names that stand there. */
async function figuresOf({ run }: Bench, period: ExpectedPeriod): Promise<ExpectedPeriod> {
  const { from, to } = period;
  const { status, out } = await run('figures', '--from', from, '--to', to, '--as-of', expected.as_of, '--json');
  expect(status).toBe(0);
  const found = JSON.parse(out) as GivenFigures;
  const named = (row: Row | undefined) =>
    Object.fromEntries(Object.keys(period.total).map((name) => [name, row ? NUMBERS[name](row) : 0]));
  const group = (kind: 'units' | 'populations' | 'fields') => {
    // a unit without dossiers may be missing on either side
    const keys = new Set([...Object.keys(period[kind]), ...Object.keys(found[kind])]);
    return Object.fromEntries([...keys].map((each) => [each, named(found[kind][each])]));
  };
  return {
    from,
    to,
    units: group('units'),
    populations: group('populations'),
    fields: group('fields'),
    total: named(found.total),
  };
}

/** Every number of both periods, the counts of dossiers, and the log against its cells. */
async function expectAllNumbers(bench: Bench): Promise<void> {
  const found = await Promise.all(PERIODS.map((period) => figuresOf(bench, period)));
  expect(found).toEqual(PERIODS);
  const dossiers = { known: 0, refused: 0, movedWithoutGround: 0 };
  await recount({
    store: new EventStore(bench.database.pool),
    onDossier: ({ timeline }) => {
      if (timeline.phase === 'refused') dossiers.refused += 1;
      else dossiers.known += 1;
      if (timeline.movedWithoutGround) dossiers.movedWithoutGround += 1;
    },
  });
  expect(dossiers).toEqual({
    known: expected.dossiers_known,
    refused: expected.refused_at_intake,
    movedWithoutGround: expected.promises_moved_without_ground,
  });
  const verified = await bench.run('verify');
  expect(verified).toMatchObject({ status: 0 });
  expect(verified.err).toContain('0 differences in the log, 0 in the figures');
}

interface Report {
  files: {
    lines: number;
    messages: number;
    accepted: number;
    events: number;
    refused: Record<string, number>;
    defects: Record<string, number>;
  }[];
}

describe('the feed of 2024 by the command line', () => {
  const files = {} as Record<FeedName, string>;
  beforeAll(async () => {
    files.feed = await unpackFeed('feed', folder);
    files['feed-shuffled'] = await unpackFeed('feed-shuffled', folder);
  });

  it('gives every number of expected.json, after it came a second time, and after its shuffled twin', async () => {
    const bench = await openSeededBench();
    const first = await bench.run('import', files.feed, '--json');
    expect(first.status).toBe(1); // the feed has messages that must be refused
    const [report] = (JSON.parse(first.out) as Report).files;
    expect(report).toMatchObject({
      lines: expected.lines,
      messages: expected.messages,
      refused: {
        'broken-json': 1,
        'not-a-batch': 1,
        'impossible-date': 3,
        'unknown-unit': 3,
        'unknown-status': 3,
        'wrong-type': 3,
        'no-code': 3,
      },
      defects: { 'processed-without-end': 13, 'end-before-receipt': 3 },
    });
    await expectAllNumbers(bench);

    const again = await bench.run('import', files.feed, '--json');
    expect((JSON.parse(again.out) as Report).files).toMatchObject([{ accepted: 0, events: 0 }]);
    await expectAllNumbers(bench);

    await bench.run('import', files['feed-shuffled']);
    await expectAllNumbers(bench);
    await bench.database.stop();
  }, 180_000);

  it('gives the same numbers from the shuffled file, and from the file in order after it', async () => {
    const bench = await openSeededBench();
    await bench.run('import', files['feed-shuffled']);
    await expectAllNumbers(bench);
    await bench.run('import', files.feed);
    await expectAllNumbers(bench);
    await bench.database.stop();
  }, 180_000);
});

describe('a file that is not as it should be', () => {
  let bench: Bench;
  const lines = feedText('feed').split('\n').slice(0, 12);
  beforeAll(async () => {
    bench = await openSeededBench();
    await writeFile(file('good.ndjson'), `${lines[0]}\n`);
  });
  afterAll(() => bench.database.stop());

  const dossiers = async (): Promise<number> => {
    const { rows } = await bench.database.pool.query<{ n: bigint }>(
      `select count(distinct stream) as n from log.event where stream not like '%:%'`,
    );
    return Number(rows[0].n);
  };

  it('is named with what is wrong, and the files beside it are taken', async () => {
    await writeFile(file('packed.ndjson.gz'), gzipSync(`${lines[1]}\n`));
    await writeFile(file('empty.ndjson'), '');
    const { status, err } = await bench.run(
      'import',
      file('packed.ndjson.gz'),
      file('empty.ndjson'),
      file('missing.ndjson'),
      folder,
      file('good.ndjson'),
    );
    expect(status).toBe(1);
    expect(err).toContain('packed.ndjson.gz: the file is compressed with gzip; unpack it first');
    expect(err).toContain('empty.ndjson: the file is empty, nothing was imported.');
    expect(err).toContain('missing.ndjson: there is no such file');
    expect(err).toContain(`${folder}: this is a folder; name the files in it.`);
    expect(err).not.toMatch(/^\s+at /m);
    expect(await dossiers()).toBeGreaterThan(0);
  });

  it('with a line that is not UTF-8 keeps that line aside and takes the others', async () => {
    const before = await dossiers();
    await writeFile(
      file('latin.ndjson'),
      Buffer.concat([
        Buffer.from(`${lines[1]}\n`),
        Buffer.from([0x7b, 0xe9, 0xff, 0x0a]),
        Buffer.from(`${lines[2]}\n`),
      ]),
    );
    const { status, err } = await bench.run('import', file('latin.ndjson'));
    expect(status).toBe(1);
    expect(err).toMatch(/latin\.ndjson:2: kept aside: not-utf8/);
    expect(err).toMatch(/kept aside: not-utf8 1\n/);
    expect(await dossiers()).toBeGreaterThan(before);
  });

  it('that is cut off in the middle of a line takes what is whole', async () => {
    const before = await dossiers();
    await writeFile(file('cut.ndjson'), `${lines[3]}\n${lines[4].slice(0, lines[4].length / 2)}`);
    const { status, err } = await bench.run('import', file('cut.ndjson'));
    expect(status).toBe(1);
    expect(err).toMatch(/cut\.ndjson:2: kept aside: cut-off/);
    expect(await dossiers()).toBeGreaterThan(before);
  });

  it('with a line of 100 MB passes it over in bounded memory', async () => {
    const before = await dossiers();
    const out = createWriteStream(file('long.ndjson'));
    const piece = Buffer.alloc(1_000_000, 'x');
    out.write(`${lines[5]}\n`);
    for (let i = 0; i < 100; i += 1) if (!out.write(piece)) await once(out, 'drain');
    out.end(`\n${lines[6]}\n`);
    await once(out, 'close');
    const { status, err, peakMb } = await bench.run('import', file('long.ndjson'));
    await rm(file('long.ndjson'));
    expect(status).toBe(1);
    expect(err).toMatch(/long\.ndjson:2: kept aside: line-too-long/);
    expect(err).toContain('long.ndjson: 3 lines');
    expect(await dossiers()).toBeGreaterThan(before);
    expect(peakMb).toBeLessThan(600);
  });
});

interface Batch {
  data: { MaHoSo: string }[];
}
/** The batch that a line holds; none where it is broken or no batch. */
function parsed(line: string): Batch[] {
  try {
    const batch = JSON.parse(line) as Partial<Batch>;
    return Array.isArray(batch.data) ? [batch as Batch] : [];
  } catch {
    return [];
  }
}

describe('what was refused', () => {
  it('is let in once its unit has been seeded', async () => {
    const bench = await openBench();
    const known = temporaryFolder();
    const units = await readFile(join(FEED_FOLDER, 'units.csv'), 'utf8');
    await copyFile(join(FEED_FOLDER, 'procedures.csv'), join(known, 'procedures.csv'));
    await writeFile(join(known, 'units.csv'), units.replace(/^26083,.*\n/m, ''));
    expect(await bench.run('seed', known)).toMatchObject({ status: 0 });
    await rm(known, { recursive: true });

    // a batch with one dossier of a ward that is not known yet
    const ofTheWard = ({ MaHoSo: code }: { MaHoSo?: unknown }): boolean =>
      typeof code === 'string' && code.startsWith('H19.45.24-');
    const batch = feedText('feed')
      .split('\n')
      .flatMap(parsed)
      .find(({ data }) => data.some(ofTheWard))!;
    batch.data = batch.data.filter(ofTheWard).slice(0, 1);
    const [{ MaHoSo: code }] = batch.data;
    await writeFile(file('unknown.ndjson'), `${JSON.stringify(batch)}\n`);

    const imported = await bench.run('import', file('unknown.ndjson'));
    expect(imported.status).toBe(1);
    expect(imported.err).toContain(`unknown.ndjson:1 message 1 ${code}: kept aside: unknown-unit`);
    expect(await bench.run('dossier', code)).toMatchObject({ status: 1 });
    const still = await bench.run('replay-refused', '--json');
    expect(still.status).toBe(1);
    expect(JSON.parse(still.out)).toMatchObject({ accepted: 0, refused: [{ code }] });

    expect(await bench.run('seed', FEED_FOLDER)).toMatchObject({ status: 0 });
    const replayed = await bench.run('replay-refused', '--json');
    expect(replayed.status).toBe(0);
    expect(JSON.parse(replayed.out)).toEqual({ accepted: batch.data.length, refused: [] });
    const shown = await bench.run('dossier', code, '--json');
    expect(shown.status).toBe(0);
    expect(JSON.parse(shown.out)).toMatchObject({ code, receivingUnit: expect.stringMatching(/^26083@/) as string });
    expect(await bench.run('verify')).toMatchObject({ status: 0 });
    await bench.database.stop();
  });
});

describe('a cell that somebody has changed by hand', () => {
  it('is found by verify and healed by rebuild', async () => {
    const bench = await openSeededBench();
    await writeFile(file('some.ndjson'), `${feedText('feed').split('\n').slice(0, 3).join('\n')}\n`);
    await bench.run('import', file('some.ndjson'));
    expect(await bench.run('verify')).toMatchObject({ status: 0 });

    const { rowCount } = await bench.database.pool.query(
      `update read.cell set received = received + 1
        where (tableoid, ctid) in (select tableoid, ctid from read.cell where received > 0 limit 1)`,
    );
    expect(rowCount).toBe(1);
    const verified = await bench.run('verify', '--json');
    expect(verified.status).toBe(1);
    const { chain, figures } = JSON.parse(verified.out) as Record<string, { differences: unknown[] }>;
    expect(chain.differences).toHaveLength(0);
    expect(figures.differences.length).toBeGreaterThan(0);

    expect(await bench.run('rebuild')).toMatchObject({ status: 0 });
    expect(await bench.run('verify')).toMatchObject({ status: 0 });
    await bench.database.stop();
  });
});

describe('the exit status', () => {
  // nothing listens there: a command that got so far would end with 1
  const nowhere = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', TRACKER_MASTER_KEY: key };

  it.each([
    ['no command', [], 'Usage: tracker'],
    ['an unknown command', ['fly'], "unknown command 'fly'"],
    ['a missing argument', ['import'], "missing required argument 'file'"],
    ['a missing option', ['figures', '--from', '2024-01-01'], "required option '--to <day>' not specified"],
    [
      'an instant without a zone',
      ['figures', '--from', '2024-01-01', '--to', '2024-12-31', '--as-of', '2024-12-31T23:59:59'],
      'An instant with its zone is needed',
    ],
    [
      'a span that ends before it begins',
      ['figures', '--from', '2024-12-31', '--to', '2024-01-01'],
      'the span ends (2024-01-01) before it begins (2024-12-31)',
    ],
  ])('is 2 for %s, with the usage', async (_what, args, message) => {
    const { status, out, err } = await tracker(args, nowhere);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).toContain('Usage: tracker');
  });

  it('is 0 for the help', async () => {
    const { status, out } = await tracker(['--help'], nowhere);
    expect(status).toBe(0);
    for (const command of ['seed', 'import', 'figures', 'dossier', 'verify', 'rebuild', 'replay-refused'])
      expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  });

  it('is 1, with one sentence, where the database cannot be reached or the key is none', async () => {
    const unreachable = await tracker(['verify'], nowhere);
    const keyless = await tracker(['verify'], { ...nowhere, TRACKER_MASTER_KEY: 'short' });
    for (const { status, err } of [unreachable, keyless]) {
      expect(status).toBe(1);
      expect(err.trim().split('\n')).toHaveLength(1);
    }
    expect(keyless.err).toContain('TRACKER_MASTER_KEY');
  });
});
