import { migrations } from '#application';
import { verifyChain } from '#event-store';
import { startTestDatabase } from '#testing';
import { readBefore, rowsOf, type ToldLine } from './migrated-log/before.js';
import { CAUSES } from './migrated-log/causes.js';
import { schemaOf } from './migrated-log/load.js';
import { linesOf, numbersOf } from './migrated-log/marks.js';
import { Migrated } from './migrated-log/migrated.js';
import { stopPrograms } from './programs.js';

const before = readBefore();
const old = rowsOf(before, 'log.event');
const migrated = new Migrated(before);

beforeAll(() => migrated.start(), 180_000);
afterAll(async () => {
  await migrated.stop();
  await stopPrograms();
});

interface Line {
  unit?: { key: string };
  population?: string;
  columns: Record<string, number>;
  metrics: Record<string, { numerator: number; denominator: number }>;
}
const told = ({ columns, metrics }: Line): ToldLine => ({
  columns,
  metrics: Object.fromEntries(Object.entries(metrics).map(([id, m]) => [id, [m.numerator, m.denominator]])),
});

/** In whose lines of the page a unit stands: its own, its population's, and that of all whose rates are counted. */
async function groupsOf(): Promise<(unit: string) => string[]> {
  const { rows } = await migrated.pool.query<{ key: string; population: string }>(
    'select key, population from ref.unit',
  );
  const populations = new Map(rows.map(({ key, population }) => [key, population]));
  return (unit) => {
    const population = populations.get(unit)!;
    return population === 'branch' ? [unit, population] : [unit, population, 'all'];
  };
}

/** What a line says now and would not by what it said before and the marks that have changed since. */
function unexplained(about: string, was: Record<string, number>, is: ToldLine, changed?: ToldLine): string[] {
  const now = numbersOf(is);
  const change = changed ? numbersOf(changed) : {};
  return Object.keys(was)
    .filter((name) => now[name] !== was[name]! + (change[name] ?? 0))
    .map((name) => `${about} / ${name}: was ${was[name]}, is ${now[name]}, by changed marks ${change[name] ?? 0}`);
}

/** What the clock may say to an old log. */
const SAID_BY_CLOCK = [
  'BecameOverdue clock',
  'Corrected clock',
  'DueDateChanged reckoned clock',
  'OverdueRetracted clock',
  'Transferred reopened clock',
  'Transferred unit-closed clock',
];

describe('a log of before rounds', () => {
  it('stood in the tables of that time, and stands in those of a new database now', async () => {
    expect(migrated.schemaBefore).toEqual(before.schema);
    const fresh = await startTestDatabase({ migrations });
    const wanted = await schemaOf(fresh.pool);
    await fresh.stop();
    expect(await schemaOf(migrated.pool)).toEqual(wanted);
  });

  it('has every event as it was, and after them the units of its table and what the clock says', async () => {
    const columns = Object.keys(old[0]!).filter((column) => column !== 'command' && column !== 'body');
    const { rows } = await migrated.pool.query<Record<string, string | null>>(
      `select ${columns.map((column) => `${column}::text`).join(', ')}
         from (select * from log.event order by position limit $1) e`,
      [old.length],
    );
    const plain = (event: Record<string, string | null>) =>
      columns.map((column) => (column.endsWith('_at') ? Date.parse(event[column]!) : event[column]));
    expect(rows.map(plain)).toEqual(old.map(plain));
    const { rows: added } = await migrated.pool.query<{ said: string }>(
      `select distinct concat_ws(' ', type, data ->> 'because', data ->> 'ground', meta ->> 'door') as said
         from log.event where position > $1`,
      [old.length],
    );
    const said = added.map((row) => row.said);
    const units = ['UnitOpened file', 'UnitClosed file'];
    expect([...SAID_BY_CLOCK, ...units]).toEqual(expect.arrayContaining(said));
    expect(said).toEqual(
      expect.arrayContaining([...units, 'DueDateChanged reckoned clock', 'Transferred unit-closed clock']),
    );
  });

  it('keeps what was promised: a due instant that is restated says that of QĐ 766, and is the same', async () => {
    const { rows } = await migrated.pool.query<{ was: string; is: string; index: string | null }>(
      `select was.data -> 'due' ->> 'at' as was, said.data -> 'due' ->> 'at' as is,
              said.data -> 'due' -> 'index' ->> 'at' as index
         from log.event said
         join lateral (select o.data from log.event o
                        where o.stream = said.stream and o.version < said.version
                          and (o.version = (said.data ->> 'of')::int or o.data ->> 'of' = said.data ->> 'of')
                        order by o.version desc limit 1) was on true
        where said.position > $1 and said.type = 'DueDateChanged'`,
      [old.length],
    );
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(({ was, is, index }) => was !== is || index === null)).toEqual([]);
  });

  it('is a whole chain, and every read table is what it says', async () => {
    expect((await verifyChain(migrated.pool)).differences).toEqual([]);
    const { status, err } = await migrated.tracker('verify');
    expect([status, err]).toEqual([0, expect.stringContaining(' 0 differences in the log, 0 in the figures')]);
  });

  it('opens every text that was sealed', async () => {
    const laidAside = ['raw-message', 'refused-command', 'dead-letter'];
    const kept = rowsOf(before, 'log.sealed').filter(({ kind }) => !laidAside.includes(kind!));
    const open = await migrated.vault.openMany(kept.map(({ ref }) => ref!));
    expect(open).toEqual(new Map(kept.map(({ ref }) => [ref!, migrated.sealed.get(ref!)!])));
    // what was laid aside is sealed anew, each under a subject of its own that nobody finds by trying
    for (const table of ['ops.refused_message', 'ops.refused_command', 'ops.dead_letter'] as const) {
      const { rows } = await migrated.pool.query<{ id: string; ref: string }>(
        `select id::text, sealed_ref as ref from ${table} where sealed_ref is not null`,
      );
      const raw = await migrated.vault.openMany(rows.map(({ ref }) => ref));
      const stood = rowsOf(before, table).filter(({ sealed_ref: ref }) => ref);
      expect([table, new Map(rows.map(({ id, ref }) => [id, raw.get(ref)]))]).toEqual([
        table,
        new Map(stood.map(({ id, sealed_ref: ref }) => [id!, migrated.sealed.get(ref!)])),
      ]);
    }
  });

  it.each(['changes', 'changesAsOf'] as const)(
    'counts a dossier otherwise only by a rule that is another one: %s',
    async (which) => {
      const found: string[] = [];
      for (const [code, marks] of migrated[which]) {
        const causes = await migrated.causesOf(code);
        const moved = new Set(causes.flatMap(({ moves }) => moves));
        for (const { measure, day, n } of marks) {
          if (moved.has(measure)) continue;
          found.push(`${code}: ${n} ${measure} on ${day}; ${causes.map(({ name }) => name).join('; ')}`);
        }
      }
      expect(found).toEqual([]);
      expect(migrated[which].size).toBeGreaterThan(20);
      expect(migrated[which].size).toBeLessThan(rowsOf(before, 'read.dossier').length / 4);
    },
  );

  it('shows the figures of before, but for the dossiers that count otherwise', async () => {
    const changed = [...migrated.changes.values()].flat();
    const groups = await groupsOf();
    const found: string[] = [];
    for (const [period, { from, to, units, populations }] of Object.entries(before.figures)) {
      const lines = linesOf(changed, { from, to }, groups);
      const page = await migrated.get<{ rows: Line[]; totals: Line[] }>(
        `/api/overview?period=${encodeURIComponent(period)}`,
      );
      const shown = new Map([...page.rows, ...page.totals].map((line) => [line.unit?.key ?? line.population!, line]));
      for (const [name, was] of Object.entries({ ...units, ...populations })) {
        const line = shown.get(name);
        found.push(
          ...(line
            ? unexplained(`${period} / ${name}`, numbersOf(was), told(line), lines.get(name))
            : [`${period} / ${name}: not shown`]),
        );
      }
      // a line that was not there before says what has come, and nothing else
      for (const [name, line] of shown) {
        if (name in units || name in populations) continue;
        const none = Object.fromEntries(Object.keys(numbersOf(told(line))).map((figure) => [figure, 0]));
        found.push(...unexplained(`${period} / ${name}`, none, told(line), lines.get(name)));
      }
    }
    expect(found).toEqual([]);
  });

  it('prints the figures of before as of a past moment, but for the dossiers that count otherwise', async () => {
    const { at, from, to, printed } = before.asOf;
    const lines = linesOf([...migrated.changesAsOf.values()].flat(), { from, to }, await groupsOf());
    const { status, out } = await migrated.tracker('figures', '--from', from, '--to', to, '--as-of', at, '--json');
    expect(status).toBe(0);
    const { populations, total } = JSON.parse(out) as { populations: Record<string, Line>; total: Line };
    const now: Record<string, Line> = { ...populations, all: total };
    const found = Object.entries(printed).flatMap(([name, was]) =>
      unexplained(name, was, told(now[name]!), lines.get(name)),
    );
    expect(found).toEqual([]);
  });

  it('has moved by each rule that moves figures of an existing log', async () => {
    const seen = new Set<string>();
    for (const code of migrated.changes.keys()) for (const { name } of await migrated.causesOf(code)) seen.add(name);
    expect([...seen].sort()).toEqual(CAUSES.map(({ name }) => name).sort());
  });
});

describe('a command of before that comes again', () => {
  it('gets its first answer, by whichever door it came, and is no new fact', async () => {
    const head = await migrated.head();
    const { requests, messages } = before;
    // a refusal of a body is given by the body, not kept
    const answered = requests.filter(({ status }) => status < 422);
    expect(answered.length).toBeGreaterThan(150);
    // the year 9999, which no door takes any more
    expect(answered.filter(({ body }) => JSON.stringify(body).includes('9999-12-31'))).toHaveLength(1);
    for (const { post, key, body, status, answer } of answered) {
      const response = await migrated.post(post, key, body);
      expect([post, response.status, response.headers.get('Idempotency-Replayed')]).toEqual([post, status, 'true']);
      const { version, events, type } = (await response.json()) as typeof answer;
      expect({ version, events, type }).toEqual({ version: answer.version, events: answer.events, type: answer.type });
    }
    const decided = messages.filter(({ answer }) => answer.done);
    expect(decided.length).toBeGreaterThan(1);
    for (const { id, source, type, code, body, answer } of decided) {
      const response = await migrated.post(`/v1/dossiers/${code}/${type}`, id, body, source);
      expect([response.status, response.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
      expect(await response.json()).toMatchObject({ version: answer.done!.version });
    }
    expect(await migrated.head()).toBe(head);
  });

  it('keeps its key from others', async () => {
    const { post, key, body } = before.requests.find(({ status }) => status === 200)!;
    const response = await migrated.post(post, key, { ...body, channel: 'post' });
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({ type: '/problems/key-reused' }),
    ]);
  });
});
