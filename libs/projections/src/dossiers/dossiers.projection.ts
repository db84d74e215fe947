import type pg from 'pg';
import type { Timeline } from '#domain';
import { booleans, bytes, numbers, texts } from '../fold/sql-arrays.js';

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
  (rows) => texts(rows.map(({ timeline }) => of(timeline))),
];
const instant = (name: string, of: (t: Timeline) => string | null | undefined): Column => [
  name,
  'timestamptz',
  (rows) => texts(rows.map(({ timeline }) => of(timeline) ?? null)),
];
const integer = (name: 'slot' | 'version' | 'unit' | 'scope', type = 'int'): Column => [
  name,
  type,
  (rows) => numbers(rows.map((row) => row[name])),
];

const COLUMNS: Column[] = [
  ['code', 'text', (rows) => texts(rows.map(({ code }) => code))],
  ['position', 'bigint', (rows) => numbers(rows.map(({ position }) => position))],
  integer('version'),
  integer('slot', 'smallint'),
  ['hash', 'bytea', (rows) => bytes(rows.map(({ hash }) => hash))],
  integer('unit'),
  ['receiving_unit', 'int', (rows) => numbers(rows.map(({ receivingUnit }) => receivingUnit))],
  integer('scope'),
  text('phase', (t) => t.phase),
  ['late', 'boolean', (rows) => booleans(rows.map(({ timeline }) => timeline.late))],
  text('channel', (t) => t.channel),
  instant('submitted_at', (t) => t.submittedAt),
  instant('received_at', (t) => t.received?.at),
  instant('due_at', (t) => t.due?.at),
  instant('first_due_at', (t) => t.firstDue?.at),
  instant('waiting_since', (t) => earliest([...t.waits.values()].map(({ from }) => from))),
  instant('overdue_since', (t) => (t.late ? t.overdue.at(-1)?.at : null)),
  instant('apology_at', (t) => t.apology?.at),
  instant('ended_at', (t) =>
    t.phase === 'refused' ? t.refused?.at : t.phase === 'open' ? null : t.endings.at(-1)?.at,
  ),
  instant('returned_at', (t) => (t.phase === 'resolved' ? t.returned.at(-1)?.at : null)),
  text('holder', (t) => t.holder),
  ['source', 'text', (rows) => texts(rows.map(({ source }) => source))],
];

const names = COLUMNS.map(([name]) => name);

/** $1 generation, $2 … the columns. */
const WRITE = `
insert into read.dossier (generation, ${names.join(', ')})
select $1::int, * from unnest(${COLUMNS.map(([, type], i) => `$${i + 2}::${type}[]`).join(', ')})
on conflict (generation, code) do update set ${names
  .slice(1)
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')}`;

export async function writeDossiers(
  client: pg.ClientBase,
  generation: number,
  rows: readonly DossierRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: 'dossiers-write',
    text: WRITE,
    values: [generation, ...COLUMNS.map(([, , array]) => array(rows))],
  });
}

const earliest = (instants: string[]): string | null => instants.sort()[0] ?? null;
