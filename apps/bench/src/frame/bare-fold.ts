import type pg from 'pg';
import { type DossierState, evolveAll, initialState, lastEnding, timeline } from '#domain';
import { isStock, type Mark, type Measure, marksOf, measureNames } from '#metrics';
import type { StoredEvent } from '#event-store';

export type BareEvent = Pick<StoredEvent, 'stream' | 'version' | 'type' | 'occurredAt' | 'recordedAt' | 'data'>;

const column = (measure: Measure): string => `m_${measure.toLowerCase()}`;
const COLUMNS = measureNames.map(column);
const INDEX = new Map(measureNames.map((measure, index) => [measure, index]));

const TABLES = `
drop schema if exists bare cascade;
create schema bare;
create table bare.dossier (
  code text primary key collate "C", version int not null, unit text, receiving_unit text, procedure text, phase text not null,
  late boolean not null, received_at timestamptz, due_at timestamptz, ended_at timestamptz, returned_at timestamptz
) with (fillfactor = 80);
create table bare.cell (
  scope text not null collate "C", grain smallint not null, bucket date not null, unit text not null collate "C",
  ${COLUMNS.map((name) => `${name} int not null`).join(', ')}, primary key (scope, grain, bucket, unit)
) with (fillfactor = 70);
create table bare.checkpoint (id boolean primary key, events bigint not null);
insert into bare.checkpoint values (true, 0)`;

const DOSSIERS = `
insert into bare.dossier as d
select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::timestamptz[], $9::timestamptz[],
  $10::timestamptz[], $11::timestamptz[])
on conflict (code) do update set version = excluded.version, unit = excluded.unit, receiving_unit = excluded.receiving_unit,
  procedure = excluded.procedure, phase = excluded.phase, late = excluded.late, received_at = excluded.received_at, due_at = excluded.due_at,
  ended_at = excluded.ended_at, returned_at = excluded.returned_at`;
const CELLS = `
insert into bare.cell as c
select * from unnest($1::text[], $2::smallint[], $3::date[], $4::text[], ${COLUMNS.map((_, i) => `$${i + 5}::int[]`).join(', ')})
on conflict (scope, grain, bucket, unit) do update set ${COLUMNS.map((name) => `${name} = c.${name} + excluded.${name}`).join(', ')}`;

interface Cell {
  key: [scope: string, grain: number, bucket: string, unit: string];
  sums: Int32Array;
}
type Cells = Map<string, Cell>;

interface Known {
  state: DossierState;
  marks: Mark[];
  scope: string | null;
}

/**
 * The simplest honest fold: the same derivation, dossier rows, cells (a procedure, its field, everything; day, month, year) and a checkpoint in one
 * transaction per batch. What it does without: marks, so no drill-down; hashes; dead letters; comparisons with the log; other folds beside it.
 * It keeps every dossier in memory and is lost when it is started again.
 */
export class BareFold {
  private readonly known = new Map<string, Known>();

  private constructor(private readonly client: pg.PoolClient) {}

  static async start(pool: pg.Pool): Promise<BareFold> {
    await pool.query(TABLES);
    return new BareFold(await pool.connect());
  }

  async fold(events: readonly BareEvent[]): Promise<void> {
    const byCode = new Map<string, BareEvent[]>();
    for (const event of events) {
      const some = byCode.get(event.stream);
      if (some) some.push(event);
      else byCode.set(event.stream, [event]);
    }
    const rows: unknown[][] = Array.from({ length: 11 }, () => []);
    const days: Cells = new Map();
    for (const [code, fresh] of byCode) {
      const before = this.known.get(code);
      const state = evolveAll(before?.state ?? initialState(code), fresh);
      const t = timeline(state);
      const marks = marksOf(t);
      const scope = t.procedure && `${t.procedure.national}\n${t.procedure.field}`;
      if (before?.scope) count(days, before.marks, before.scope, -1);
      if (scope) count(days, marks, scope, 1);
      this.known.set(code, { state, marks, scope });
      const row = [
        code,
        state.version,
        t.unit,
        t.receivingUnit,
        t.procedure?.national,
        t.phase,
        t.late,
        t.received?.at,
        t.due?.at,
        lastEnding(t)?.at,
        t.returned.at(-1)?.at,
      ];
      for (const [i, value] of row.entries()) rows[i].push(value ?? null);
    }
    const changed = rolledUp(days);
    await this.client.query('begin; set local synchronous_commit = off; set local plan_cache_mode = force_custom_plan');
    await this.client.query({ name: 'bare-dossiers', text: DOSSIERS, values: rows.map(array) });
    const values = [
      ...[0, 1, 2, 3].map((i) => changed.map(({ key }) => key[i])),
      ...measureNames.map((_, i) => changed.map(({ sums }) => sums[i])),
    ];
    await this.client.query({ name: 'bare-cells', text: CELLS, values: values.map(array) });
    await this.client.query('update bare.checkpoint set events = events + $1', [events.length]);
    await this.client.query('commit');
  }

  stop(): void {
    this.client.release();
  }
}

/** As PostgreSQL reads arrays; the driver's own way takes several times as long. No text here has quotes or backslashes. */
const array = (values: unknown[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : typeof value === 'string' ? `"${value}"` : String(value))).join(',')}}`;

/** Single days of the narrowest scope; marks that stay on both sides of a change take each other away. */
function count(days: Cells, marks: readonly Mark[], scope: string, sign: number): void {
  for (const { measure, unit, day, until, n } of marks) {
    const index = INDEX.get(measure)!;
    cellOf(days, scope, 1, day, unit)[index] += sign * n;
    if (until !== null && isStock(measure)) cellOf(days, scope, 1, until, unit)[index] -= sign * n;
  }
}

function rolledUp(days: Cells): Cell[] {
  const cells: Cells = new Map();
  for (const { key, sums } of days.values()) {
    if (!sums.some((n) => n !== 0)) continue;
    const [scope, , day, unit] = key;
    for (const each of [scope, scope.slice(scope.indexOf('\n')), '']) {
      addTo(cellOf(cells, each, 1, day, unit), sums);
      addTo(cellOf(cells, each, 2, `${day.slice(0, 7)}-01`, unit), sums);
      addTo(cellOf(cells, each, 3, `${day.slice(0, 4)}-01-01`, unit), sums);
    }
  }
  return [...cells.values()];
}

function cellOf(cells: Cells, scope: string, grain: number, bucket: string, unit: string): Int32Array {
  const id = `${scope} ${grain} ${bucket} ${unit}`;
  let cell = cells.get(id);
  if (!cell) cells.set(id, (cell = { key: [scope, grain, bucket, unit], sums: new Int32Array(measureNames.length) }));
  return cell.sums;
}

function addTo(sums: Int32Array, changes: Int32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] += changes[i];
}
