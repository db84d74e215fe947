import type pg from 'pg';

const SCHEMAS = `(select oid, nspname from pg_namespace where nspname in ('log', 'ops', 'read', 'ref'))`;

/** Tables without their partitions, which come and go with the generations. */
const TABLES = `
select c.oid, n.nspname || '.' || c.relname as name, coalesce(' partition by ' || pg_get_partkeydef(c.oid), '') as by
  from pg_class c join ${SCHEMAS} n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p') and not c.relispartition order by name`;

const COLUMNS = `
select a.attrelid as oid, a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end ||
       case a.attidentity when '' then '' else ' identity' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as text
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
 where a.attrelid = any ($1) and a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attname`;

/** Not-null stands with the column; from PostgreSQL 18 on it is a constraint as well. */
const CONSTRAINTS = `
select conrelid as oid, 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) as text from pg_constraint
 where conrelid = any ($1) and contype not in ('n', 't') order by conname`;

const INDEXES = `
select i.indrelid as oid, pg_get_indexdef(i.indexrelid) as text from pg_index i
 where i.indrelid = any ($1) and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)
 order by text`;

const TRIGGERS = `
select tgrelid as oid, pg_get_triggerdef(oid) as text from pg_trigger where tgrelid = any ($1) and not tgisinternal order by tgname`;

const OTHERS = `
select 'function ' || p.oid::regprocedure || ' returns ' || pg_get_function_result(p.oid) as text
  from pg_proc p join ${SCHEMAS} n on n.oid = p.pronamespace
union all
select 'domain ' || t.oid::regtype || ' ' || format_type(t.typbasetype, t.typtypmod) || coalesce(' ' || (
         select string_agg(pg_get_constraintdef(k.oid), ' ' order by k.conname) from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '')
  from pg_type t join ${SCHEMAS} n on n.oid = t.typnamespace where t.typtype = 'd'
union all
select 'view ' || c.oid::regclass from pg_class c join ${SCHEMAS} n on n.oid = c.relnamespace where c.relkind in ('v', 'm')
order by 1`;

/** Names of the tables of a database, as `schema.table`, and everything about its schema as text: the same for the same schema. */
export async function schemaOf(pool: pg.Pool): Promise<{ tables: string[]; text: string }> {
  const tables = (await pool.query<{ oid: number; name: string; by: string }>(TABLES)).rows;
  const oids = tables.map(({ oid }) => oid);
  const parts: { oid: number; text: string }[] = [];
  for (const sql of [COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS])
    parts.push(...(await pool.query<{ oid: number; text: string }>(sql, [oids])).rows);
  const others = (await pool.query<{ text: string }>(OTHERS)).rows.map(({ text }) => text);
  const blocks = tables.map(({ oid, name, by }) => {
    const lines = parts.filter((part) => part.oid === oid).map(({ text }) => `  ${text.replace(/\s+/g, ' ')}`);
    return [`table ${name}${by}`, ...lines].join('\n');
  });
  return { tables: tables.map(({ name }) => name), text: `${[...blocks, others.join('\n')].join('\n\n')}\n` };
}
