import type pg from 'pg';
import { type EventStore, SLOTS, type StoredEvent } from '#event-store';
import { type Mark, measureOf } from '#metrics';
import { texts } from '../fold/sql-arrays.js';
import { advanceAsFarAsPossible, type Advanced, unknownDossier } from '../fold/known-dossier.js';
import { streams } from './recount.js';
import { type CellDifference, compareCells } from './compare-cells.js';

/** A dossier whose rows are not what the log says. */
export interface DossierDifference {
  kind: 'missing' | 'behind' | 'not-in-log' | 'hash' | 'marks' | 'row';
  code: string;
  detail: string;
}

export interface Comparison {
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

const PAGE = 500;

/**
 * Counts the current generation anew from the log and lists what differs: every dossier's row and marks, and every cell. One snapshot, beside
 * running projectors; what is not folded yet is no difference.
 */
export async function compareWithLog(options: CompareOptions): Promise<Comparison> {
  const client = await options.pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    return await compare(client, options);
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
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

  const result: Comparison = { generation, dossiers: 0, events: 0, parked: parked.size, differences: [] };
  const report = (difference: DossierDifference): void => {
    if (result.differences.length < limit) result.differences.push(difference);
  };
  for await (const page of pages(streams(store, undefined, head))) {
    const stored = await readStored(
      client,
      generation,
      page.map(([first]) => first.stream),
    );
    for (const events of page) compareDossier(events, stored.get(events[0].stream), checkpoints, parked, report);
    result.dossiers += page.length;
    result.events += page.reduce((n, events) => n + events.length, 0);
    onProgress?.(result.events, Number(head));
  }
  for (const code of await strangers(client, generation, limit))
    report({ kind: 'not-in-log', code, detail: 'the log has no such dossier' });
  result.differences.push(...(await compareCells(client, generation, limit)));
  return result;
}

interface Stored {
  code: string;
  version: number;
  hash: string;
  phase: string;
  late: boolean;
  due_at: string | null;
  marks: string[];
}

const STORED = `
select d.code, d.version, encode(d.hash, 'hex') as hash, d.phase, d.late, d.due_at,
  array(select concat_ws(' ', u.key, s.procedure, s.field, m.day, m.until, m.measures)
        from read.mark m join read.unit u on u.id = m.unit join read.scope s on s.id = m.scope
        where m.generation = d.generation and m.code = d.code) as marks
from read.dossier d where d.generation = $1 and d.code = any($2::text[])`;

async function readStored(client: pg.ClientBase, generation: number, codes: string[]): Promise<Map<string, Stored>> {
  const { rows } = await client.query<Stored>(STORED, [generation, texts(codes)]);
  return new Map(rows.map((row) => [row.code, row]));
}

async function strangers(client: pg.ClientBase, generation: number, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ code: string }>(
    `select d.code from read.dossier d
     where d.generation = $1 and not exists (select from log.event e where e.stream = d.code and e.version = d.version) limit $2`,
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
): void {
  const [{ stream: code, slot }] = events;
  const due = events.filter(({ position }) => position <= checkpoints.get(slot)!).length;
  const isParked = parked.has(code);
  if (!stored) {
    if (due > 0 && !isParked) report({ kind: 'missing', code, detail: `${due} events of the log are not folded` });
    return;
  }
  if (stored.version < due && !isParked) {
    report({ kind: 'behind', code, detail: `folded up to version ${stored.version} of ${due}` });
  }
  const folded = events.filter(({ version }) => version <= stored.version);
  const { advanced } = advanceAsFarAsPossible(unknownDossier(code, slot), folded);
  if (!advanced || advanced.dossier.version !== stored.version) {
    report({ kind: 'row', code, detail: `the log cannot be folded up to version ${stored.version}` });
    return;
  }
  if (advanced.dossier.hash !== stored.hash)
    report({ kind: 'hash', code, detail: `another event at version ${stored.version}` });
  compareRows(advanced, stored, report);
}

function compareRows(
  { timeline: t, marks }: Advanced,
  stored: Stored,
  report: (difference: DossierDifference) => void,
): void {
  const { code } = stored;
  for (const [name, expected, found] of [
    ['phase', t.phase, stored.phase],
    ['late', t.late, stored.late],
    ['due_at', t.due?.at ?? null, stored.due_at],
  ] as const) {
    if (expected !== found)
      report({ kind: 'row', code, detail: `${name} is ${String(found)}, should be ${String(expected)}` });
  }
  const scope = t.procedure ? `${t.procedure.code} ${t.procedure.field}` : '';
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

/** A row of read.mark as one text per measure: flows are said to have no end, like marks. */
function tall(row: string): string[] {
  const [, about, day, until, mask] = /^(.*) (\S+) (\S+) (\d+)$/.exec(row)!;
  const end = until === day || until === 'infinity' ? '-' : until;
  const texts: string[] = [];
  for (let code = 0, bits = BigInt(mask); bits > 0n; code++, bits >>= 1n) {
    if (bits & 1n) texts.push(`${about} ${day} ${end} ${measureOf(code)}`);
  }
  return texts;
}

async function* pages(streams: AsyncIterable<StoredEvent[]>): AsyncGenerator<StoredEvent[][]> {
  let page: StoredEvent[][] = [];
  for await (const events of streams) {
    page.push(events);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
