import type pg from 'pg';
import { tracesIn } from './plants.js';

/** Where in the database a trace is found, in every column of every table that is not PostgreSQL's own; bytes also as the text that they may be. */
export async function tracesInDatabase(pool: pg.Pool): Promise<string[]> {
  const { rows: columns } = await pool.query<{ place: string; name: string; type: string }>(`
    select format('%I.%I', table_schema, table_name) as place, column_name as name, data_type as type
      from information_schema.columns join pg_class c on c.oid = format('%I.%I', table_schema, table_name)::regclass
     where table_schema !~ '^(pg_|information_schema)' and c.relkind in ('r', 'p') order by 1, ordinal_position`);
  const found: string[] = [];
  for (const { place, name, type } of columns) {
    const read = type === 'bytea' ? `encode("${name}", 'escape') || encode("${name}", 'hex')` : `"${name}"::text`;
    const { rows } = await pool.query<{ text: string }>(
      `select distinct ${read} as text from ${place} where "${name}" is not null`,
    );
    for (const { text } of rows) for (const trace of tracesIn(text)) found.push(`${place}.${name}: ${trace}`);
  }
  return [...new Set(found)];
}
