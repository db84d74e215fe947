import type pg from 'pg';
import { type EventStore, SLOTS, type StoredEvent } from '#event-store';
import { type Mark, measureCode, measureNames } from '#metrics';
import { DOSSIER_COLUMNS, differingColumns } from '../dossiers/dossiers.projection.js';
import { dossierRow } from '../fold/write.js';
import { readSnapshot } from '../progress/snapshot.js';
import { MEASURE_COLUMNS } from '../cells/columns.js';
import { numbersOf } from './numbers.js';
import { advanceAsFarAsPossible, type Advanced, unknownDossier } from '../fold/known-dossier.js';
import { streams } from './recount.js';
import { type CellDifference, compareCells } from './compare-cells.js';

/** A dossier whose rows are not what the log says. */
export interface DossierDifference {
  kind: 'missing' | 'behind' | 'not-in-log' | 'hash' | 'marks' | 'row';
  code: string;
  detail: string;
}

/** What was looked at of a table. */
export interface TableLookedAt {
  table: string;
  rows: number;
  /** columns that were held against the log */
  columns: number;
}

export interface Comparison {
  tables: TableLookedAt[];
  generation: number;
  dossiers: number;
  events: number;
  /** dossiers that wait because of a dead letter: compared as far as they are folded */
  parked: number;
  /** the first differences of dossiers and of cells */
  differences: (DossierDifference | CellDifference)[];
}

export interface CompareOptions {
  pool: pg.Pool;
  store: EventStore;
  /** Most differences of each kind that are listed; default 100. */
  limit?: number;
  /** events looked at so far, and how many there are */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Counts the current generation anew from the log and lists what differs: every dossier's row and marks, and every cell. One snapshot, beside
 * running projectors; what is not folded yet is no difference.
 */
export async function compareWithLog(options: CompareOptions): Promise<Comparison> {
  return readSnapshot(options.pool, (client) => compare(client, options));
}

async function compare(client: pg.ClientBase, { store, limit = 100, onProgress }: CompareOptions): Promise<Comparison> {
  const { rows } = await client.query<{ generation: number; slot: number; position: bigint }>(
    `select c.generation, c.slot, c.position from read.checkpoint c join read.generation g on g.id = c.generation where g.state = 'current'`,
  );
  if (rows.length < SLOTS) throw new Error('There is no current generation: nothing has been folded yet.');
  const [{ generation }] = rows;
  const checkpoints = new Map(rows.map(({ slot, position }) => [slot, position]));
  const { rows: waiting } = await client.query<{ code: string }>('select code from ops.parked where generation = $1', [
    generation,
  ]);
  const parked = new Set(waiting.map(({ code }) => code));
  const { position: head } = await store.head();

  const numbers = await numbersOf(client);
  const result: Comparison = {
    tables: [],
    generation,
    dossiers: 0,
    events: 0,
    parked: parked.size,
    differences: [],
  };
  const report = (difference: DossierDifference): void => {
    if (result.differences.length < limit) result.differences.push(difference);
  };
  const whole: Advanced[] = [];
  const compareWhole = async (): Promise<void> => {
    const rows = whole.splice(0).map((advanced) => dossierRow(advanced, numbers));
    for (const { code, column, found, expected } of await differingColumns(client, generation, rows))
      report({
        kind: 'row',
        code,
        detail: WRITTEN.has(column) ? `${column} differs` : `${column} is ${found}, should be ${expected}`,
      });
  };
  let marks = 0;
  for await (const [events, stored] of side(streams(store, undefined, head), storedDossiers(client, generation))) {
    if (!events) {
      report({ kind: 'not-in-log', code: stored!.code, detail: 'the log has no such dossier' });
      continue;
    }
    const advanced = compareDossier(events, stored, checkpoints, parked, report);
    if (advanced && whole.push(advanced) === TOGETHER) await compareWhole();
    marks += stored?.marks.length ?? 0;
    result.dossiers += 1;
    result.events += events.length;
    if (result.dossiers % 1_000 === 0) onProgress?.(result.events, Number(head));
  }
  await compareWhole();
  onProgress?.(result.events, Number(head));
  for (const code of await strayMarks(client, generation, limit)) {
    report({ kind: 'marks', code, detail: 'there are marks of a dossier that has no row' });
  }
  result.differences.push(...(await compareCells(client, generation, limit)));
  result.tables = [
    { table: 'read.dossier', rows: result.dossiers, columns: DOSSIER_COLUMNS.length },
    // unit, scope, day, until and the measures; nth only keeps equal marks apart
    { table: 'read.mark', rows: marks, columns: 5 },
    { table: 'read.cell', rows: await countOf(client, 'read.cell', generation), columns: MEASURE_COLUMNS.length },
  ];
  return result;
}

/** The log's dossiers and the stored ones side by side. Both come in (nearly) the same order, so few ever wait for their other half. */
async function* side(
  logged: AsyncIterable<StoredEvent[]>,
  stored: AsyncIterable<Stored>,
): AsyncGenerator<[StoredEvent[] | undefined, Stored | undefined]> {
  const ofLog = new Map<string, StoredEvent[]>();
  const ofTable = new Map<string, Stored>();
  const left = logged[Symbol.asyncIterator]();
  const right = stored[Symbol.asyncIterator]();
  try {
    for (let more = true; more;) {
      const [events, row] = await Promise.all([left.next(), right.next()]);
      if (!events.done) ofLog.set(events.value[0].stream, events.value);
      if (!row.done) ofTable.set(row.value.code, row.value);
      more = !events.done || !row.done;
      for (const code of [events.done ? null : events.value[0].stream, row.done ? null : row.value.code]) {
        if (code === null || !ofLog.has(code) || !ofTable.has(code)) continue;
        yield [ofLog.get(code), ofTable.get(code)];
        ofLog.delete(code);
        ofTable.delete(code);
      }
    }
  } finally {
    // whoever stops looking leaves no cursor open
    await Promise.all([left.return?.(undefined), right.return?.(undefined)]);
  }
  for (const events of ofLog.values()) yield [events, undefined];
  for (const row of ofTable.values()) yield [undefined, row];
}

/** What a sender wrote is not printed, not even where it should not stand. */
const WRITTEN = new Set(['holder', 'source', 'parent']);

/** So many rows are held against the log by one statement. */
const TOGETHER = 500;

async function countOf(client: pg.ClientBase, table: 'read.cell', generation: number): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${table} where generation = $1`, [
    generation,
  ]);
  return rows[0].n;
}

interface Stored {
  code: string;
  version: number;
  hash: string;
  marks: string[];
}

/** In the order in which the log gives its streams. */
const STORED = `
select d.code, d.version, encode(d.hash, 'hex') as hash, coalesce(m.marks, '{}') as marks
from read.dossier d
left join (
  select m.code, array_agg(concat_ws(' ', u.key, s.procedure, s.field, m.day, m.until, m.measures)) as marks
  from read.mark m join read.unit u on u.id = m.unit join read.scope s on s.id = m.scope
  where m.generation = $1 group by m.code
) m on m.code = d.code
where d.generation = $1
order by d.code collate "default"`;

async function* storedDossiers(client: pg.ClientBase, generation: number): AsyncGenerator<Stored> {
  await client.query('set local cursor_tuple_fraction = 1'); // all rows will be wanted
  await client.query({ text: `declare stored no scroll cursor for ${STORED}`, values: [generation] });
  for (;;) {
    const { rows } = await client.query<Stored>('fetch 500 from stored');
    if (rows.length === 0) return;
    yield* rows;
  }
}

async function strayMarks(client: pg.ClientBase, generation: number, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ code: string }>(
    `select distinct m.code from read.mark m
     where m.generation = $1 and not exists (select from read.dossier d where d.generation = $1 and d.code = m.code) limit $2`,
    [generation, limit],
  );
  return rows.map(({ code }) => code);
}

function compareDossier(
  events: StoredEvent[],
  stored: Stored | undefined,
  checkpoints: ReadonlyMap<number, bigint>,
  parked: ReadonlySet<string>,
  report: (difference: DossierDifference) => void,
): Advanced | null {
  const [{ stream: code, slot }] = events;
  const due = events.filter(({ position }) => position <= checkpoints.get(slot)!).length;
  const isParked = parked.has(code);
  if (!stored) {
    if (due > 0 && !isParked) report({ kind: 'missing', code, detail: `${due} events of the log are not folded` });
    return null;
  }
  if (stored.version < due && !isParked) {
    report({ kind: 'behind', code, detail: `folded up to version ${stored.version} of ${due}` });
  }
  const folded = events.filter(({ version }) => version <= stored.version);
  const { advanced } = advanceAsFarAsPossible(unknownDossier(code, slot), folded);
  if (!advanced || advanced.dossier.version !== stored.version) {
    report({ kind: 'row', code, detail: `the log cannot be folded up to version ${stored.version}` });
    return null;
  }
  if (advanced.dossier.hash !== stored.hash)
    report({ kind: 'hash', code, detail: `another event at version ${stored.version}` });
  compareMarks(advanced, stored, report);
  // one that stands at another event is told already
  return advanced.dossier.hash === stored.hash ? advanced : null;
}

function compareMarks(
  { timeline: t, marks }: Advanced,
  stored: Stored,
  report: (difference: DossierDifference) => void,
): void {
  const { code } = stored;
  const scope = t.procedure ? `${t.procedure.national} ${t.procedure.field}` : '';
  const expected = marks.flatMap((mark) => Array<string>(mark.n).fill(markText(mark, scope))).sort();
  const found = stored.marks.flatMap(tall).sort();
  if (expected.join('\n') !== found.join('\n')) {
    const missing = expected.filter((mark) => !found.includes(mark));
    const extra = found.filter((mark) => !expected.includes(mark));
    report({
      kind: 'marks',
      code,
      detail: `missing: ${missing.join('; ') || 'none'}; too many: ${extra.join('; ') || 'none'}`,
    });
  }
}

const markText = ({ unit, day, until, measure }: Mark, scope: string): string =>
  `${unit} ${scope} ${day} ${until ?? '-'} ${measure}`;

const NAMES = new Map(measureNames.map((measure) => [measureCode(measure), measure]));

/** A row of read.mark as one text per measure: flows are said to have no end, like marks. */
function tall(row: string): string[] {
  const [, about, day, until, mask] = /^(.*) (\S+) (\S+) (\d+)$/.exec(row)!;
  const end = until === day || until === 'infinity' ? '-' : until;
  const texts: string[] = [];
  for (let code = 0, bits = BigInt(mask); bits > 0n; code++, bits >>= 1n) {
    if (bits & 1n) texts.push(`${about} ${day} ${end} ${NAMES.get(code) ?? `unknown measure ${code}`}`);
  }
  return texts;
}
