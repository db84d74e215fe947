import type pg from 'pg';
import { numbers, texts } from '../fold/sql-arrays.js';
import { idOf, type MarkRow, type MarkRows } from './mark-rows.js';

export interface MarkOf {
  code: string;
  row: MarkRow;
}

const KEY = `unnest($2::text[], $3::int[], $4::int[], $5::date[], $6::date[], $7::smallint[]`;

const REMOVE = `
delete from read.mark m using ${KEY}) as x (code, unit, scope, day, until, nth)
where m.generation = $1 and m.code = x.code and m.unit = x.unit and m.scope = x.scope and m.day = x.day and m.until = x.until and m.nth = x.nth`;

const WRITE = `
insert into read.mark (generation, code, unit, scope, day, until, nth, measures)
select $1::int, x.* from ${KEY}, $8::bigint[]) as x (code, unit, scope, day, until, nth, measures)
on conflict (generation, code, unit, scope, day, until, nth) do update set measures = excluded.measures`;

const keyOf = (marks: readonly MarkOf[]): string[] => [
  texts(marks.map(({ code }) => code)),
  numbers(marks.map(({ row }) => row.unit)),
  numbers(marks.map(({ row }) => row.scope)),
  texts(marks.map(({ row }) => row.day)),
  texts(marks.map(({ row }) => row.until)),
  numbers(marks.map(({ row }) => row.nth)),
];

/** Replaces marks by their difference. */
export async function writeMarks(
  client: pg.ClientBase,
  generation: number,
  removed: readonly MarkOf[],
  written: readonly MarkOf[],
): Promise<void> {
  if (removed.length > 0) {
    await client.query({ name: 'marks-remove', text: REMOVE, values: [generation, ...keyOf(removed)] });
  }
  if (written.length > 0) {
    const measures = numbers(written.map(({ row }) => row.measures));
    await client.query({ name: 'marks-write', text: WRITE, values: [generation, ...keyOf(written), measures] });
  }
}

/** The marks of dossiers as they stand in the table. */
export async function storedMarks(
  client: pg.ClientBase,
  generation: number,
  codes: string[],
): Promise<Map<string, MarkRows>> {
  if (codes.length === 0) return new Map();
  const { rows } = await client.query<MarkRow & { code: string }>({
    name: 'marks-stored',
    text: 'select code, unit, scope, day, until, nth, measures from read.mark where generation = $1 and code = any($2::text[])',
    values: [generation, codes],
  });
  const byCode = new Map<string, Map<string, MarkRow>>();
  for (const { code, ...row } of rows) {
    const marks = byCode.get(code) ?? new Map<string, MarkRow>();
    byCode.set(code, marks.set(idOf(row), row));
  }
  return byCode;
}
