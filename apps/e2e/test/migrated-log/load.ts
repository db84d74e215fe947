import type pg from 'pg';
import type { Before, Schema, Table } from './before.js';

const SCHEMAS = `('log', 'ref', 'ops', 'read')`;

export async function schemaOf(pool: pg.Pool): Promise<Schema> {
  const { rows: columns } = await pool.query<{ name: string; columns: string[] }>(`
    select n.nspname || '.' || c.relname as name,
           array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                     || case when a.attnotnull then ' not null' else '' end order by a.attnum) as columns
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ${SCHEMAS} and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped
     group by 1`);
  const { rows: indexes } = await pool.query<{ def: string }>(`
    select pg_get_indexdef(i.indexrelid) as def
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ${SCHEMAS} and not c.relispartition`);
  return {
    columns: Object.fromEntries(columns.map((row) => [row.name, row.columns])),
    indexes: indexes.map(({ def }) => def).sort(),
  };
}

/** The generation of that time: a part of its own of each table, as projectors make it. */
const PARTITIONS = `
create table read.cell_1 (like read.cell including all) partition by list (scope);
alter table read.cell_1 alter generation set default 1;
alter table read.cell_1 add primary key (scope, grain, bucket, unit);
create table read.cell_1_apart partition of read.cell_1 for values in (0) with (fillfactor = 70);
create table read.cell_1_others partition of read.cell_1 default with (fillfactor = 70);
create table read.mark_1 (like read.mark including all) with (fillfactor = 100);
alter table read.mark_1 alter generation set default 1;
create table read.dossier_1 (like read.dossier including all) with (fillfactor = 80);
alter table read.dossier_1 alter generation set default 1;
alter table read.dossier_1 add primary key (code);
alter table read.cell attach partition read.cell_1 for values in (1);
alter table read.mark attach partition read.mark_1 for values in (1);
alter table read.dossier attach partition read.dossier_1 for values in (1)`;

/** What others refer to. */
const FIRST = ['log.subject', 'read.generation'];

/**
 * Puts the rows into a database of that time. It counts as the very same database, not as a copy that was restored: its generation is of the
 * epoch that this one has.
 */
export async function load(pool: pg.Pool, { tables }: Before): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`begin; set local timezone = 'UTC'; ${PARTITIONS}`);
    const others = Object.keys(tables).filter((name) => !FIRST.includes(name));
    await client.query(`truncate ${others.filter((name) => !name.startsWith('log.')).join(', ')}`);
    for (const name of [...FIRST, ...others]) await fill(client, name, tables[name]!);
    await client.query('update read.generation set epoch = log.current_epoch()');
    await client.query('commit');
  } finally {
    client.release(true);
  }
}

async function fill(client: pg.ClientBase, name: string, { columns, rows }: Table): Promise<void> {
  if (rows.length === 0) return;
  const { rows: own } = await client.query<{ column: string; type: string; serial: string | null; owner: string }>(
    `select a.attname as column, format_type(a.atttypid, a.atttypmod) as type, pg_get_userbyid(c.relowner) as owner,
            case when a.attidentity <> '' then pg_get_serial_sequence($1, a.attname) end as serial
       from pg_attribute a join pg_class c on c.oid = a.attrelid
      where a.attrelid = $1::regclass and a.attname = any ($2)`,
    [name, columns],
  );
  const typeOf = new Map(own.map(({ column, type }) => [column, type]));
  const names = columns.map((column) => `"${column}"`).join(', ');
  const values = columns.map((column, i) => `(r ->> ${i})::${typeOf.get(column)}`).join(', ');
  await client.query(`set local role "${own[0]!.owner}"`);
  await client.query(
    `insert into ${name} (${names}) overriding system value select ${values} from json_array_elements($1::json) as r`,
    [JSON.stringify(rows)],
  );
  for (const { column, serial } of own)
    if (serial) await client.query(`select setval('${serial}', (select max("${column}") from ${name}))`);
  await client.query('reset role');
}
