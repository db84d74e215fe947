import type pg from 'pg';
import { isOpen, lastEnding, owesApology, roundOf, type Timeline } from '#domain';
import { byteaArray, plainArray, textArray } from '#platform';
import { pieces } from '../fold/pieces.js';
import { partitionOf, type Projection } from '../projection.js';

/** What a list shows of a dossier, beside its place in the log. */
export interface DossierRow {
  code: string;
  position: bigint;
  version: number;
  slot: number;
  hash: string;
  unit: number | null;
  receivingUnit: number | null;
  scope: number | null;
  source: string;
  timeline: Timeline;
}

type Column = [name: string, type: string, array: (rows: readonly DossierRow[]) => string];

const text = (name: string, of: (t: Timeline) => string | null): Column => [
  name,
  'text',
  (rows) => textArray(rows.map(({ timeline }) => of(timeline))),
];
const instant = (name: string, of: (t: Timeline) => string | null | undefined): Column => [
  name,
  'timestamptz',
  (rows) => textArray(rows.map(({ timeline }) => of(timeline) ?? null)),
];
const integer = (name: 'slot' | 'version' | 'unit' | 'scope', type = 'int'): Column => [
  name,
  type,
  (rows) => plainArray(rows.map((row) => row[name])),
];

const COLUMNS: Column[] = [
  ['code', 'text', (rows) => textArray(rows.map(({ code }) => code))],
  ['position', 'bigint', (rows) => plainArray(rows.map(({ position }) => position))],
  integer('version'),
  integer('slot', 'smallint'),
  ['hash', 'bytea', (rows) => byteaArray(rows.map(({ hash }) => hash))],
  integer('unit'),
  ['receiving_unit', 'int', (rows) => plainArray(rows.map(({ receivingUnit }) => receivingUnit))],
  integer('scope'),
  text('phase', (t) => t.phase),
  ['late', 'boolean', (rows) => plainArray(rows.map(({ timeline }) => timeline.late))],
  text('channel', (t) => t.channel),
  instant('submitted_at', (t) => t.submittedAt),
  instant('received_at', (t) => t.received?.at),
  instant('due_at', (t) => t.due?.at),
  instant('first_due_at', (t) => t.firstDue?.at),
  instant('waiting_since', (t) => (t.phase === 'waiting' ? earliest(stops(t)) : null)),
  instant('overdue_since', (t) => roundOf(t)?.overdue?.at),
  instant('apology_at', (t) => roundOf(t)?.apology?.at),
  instant('apology_owed_due', (t) => (owesApology(t) ? roundOf(t)!.overdue!.dueAt : null)),
  instant('ended_at', (t) => (t.phase === 'refused' ? t.refused?.at : isOpen(t.phase) ? null : lastEnding(t)?.at)),
  instant('returned_at', (t) => (t.phase === 'resolved' ? t.returned.at(-1)?.at : null)),
  text('holder', (t) => t.holder),
  text('parent', (t) => t.parent),
  ['incomplete', 'boolean', (rows) => plainArray(rows.map(({ timeline }) => timeline.incomplete))],
  ['source', 'text', (rows) => textArray(rows.map(({ source }) => source))],
];

const names = COLUMNS.map(([name]) => name);

/** $1 … the columns. */
const ROWS = `unnest(${COLUMNS.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})`;
const add = (table: string): string => `insert into ${table} (${names.join(', ')}) select * from ${ROWS}`;
const change = (table: string): string => `
update ${table} d set ${names
  .slice(1)
  .map((name) => `${name} = x.${name}`)
  .join(', ')}
from ${ROWS} as x (${names.join(', ')}) where d.code = x.code`;

/** Every column of a dossier's row, as the projection writes it. */
export const DOSSIER_COLUMNS: readonly { name: string; type: string }[] = COLUMNS.map(([name, type]) => ({
  name,
  type,
}));

export interface DifferingColumn {
  code: string;
  column: string;
  found: string | null;
  expected: string | null;
}

/** Every column of the stored rows of these dossiers that is not as it would be written. */
export async function differingColumns(
  client: pg.ClientBase,
  part: number,
  rows: readonly DossierRow[],
): Promise<DifferingColumn[]> {
  if (rows.length === 0) return [];
  const { rows: found } = await client.query<DifferingColumn>({
    name: 'dossiers-differ',
    text: `
select d.code, v."column", v.found, v.expected
from ${ROWS} as x (${names.join(', ')})
join read.dossier d on d.generation = $${COLUMNS.length + 1} and d.code = x.code
cross join lateral (values ${names.map((name) => `('${name}', d.${name}::text, x.${name}::text)`).join(', ')})
  as v ("column", found, expected)
where v.found is distinct from v.expected`,
    values: [...COLUMNS.map(([, , array]) => array(rows)), part],
  });
  return found;
}

/** Writes dossiers that have no row yet, and new rows of those that have one. */
async function writeDossiers(
  client: pg.ClientBase,
  part: number,
  added: readonly DossierRow[],
  changed: readonly DossierRow[],
): Promise<void> {
  const table = partitionOf('dossier', part);
  const values = (rows: readonly DossierRow[]): string[] => COLUMNS.map(([, , array]) => array(rows));
  if (added.length > 0) await client.query({ name: `dossiers-add ${part}`, text: add(table), values: values(added) });
  if (changed.length > 0) {
    await client.query({ name: `dossiers-change ${part}`, text: change(table), values: values(changed) });
  }
}

/** One row a dossier: what lists show of it, and up to which event it is folded. */
export const DOSSIERS: Projection<{ added: DossierRow[]; changed: DossierRow[] }> = {
  name: 'dossiers',
  version: 3,
  tables: [{ name: 'dossier', key: 'code', fillfactor: 80 }],
  async write(client, part, { added, changed }) {
    for (const some of pieces(added)) await writeDossiers(client, part, some, []);
    for (const some of pieces(changed)) await writeDossiers(client, part, [], some);
  },
};

const stops = (t: Timeline): string[] =>
  [...t.waits.values()].filter(({ stop }) => stop !== 'none').map(({ from }) => from);
const earliest = (instants: string[]): string | null => instants.sort()[0] ?? null;
