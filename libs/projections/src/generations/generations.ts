import type pg from 'pg';
import { SLOTS } from '#event-store';
import { inTransaction, OperatorError } from '#platform';
import { BEGIN_HOLDING } from '../fold/checkpoints.js';
import { DERIVATION } from '../fold/derivation.js';
import type { Generation } from '../fold/fold.js';
import { partitionOf } from '../fold/partition.js';

interface TableOfGenerations {
  /** what tells the partition's rows apart */
  key: string | null;
  /** less where rows are changed again and again: room to be changed in place */
  fillfactor: number;
  /** rows that are read together and would lie among a hundred times as many others */
  apart?: { column: string; value: number };
}

/**
 * The tables that have one partition per generation. The cells of everything, which each league table sums by the thousand, lie apart from those of
 * single fields and procedures: a day of them is few pages then, and not one page for each.
 */
const TABLES: Record<string, TableOfGenerations> = {
  cell: { key: 'scope, grain, bucket, unit', fillfactor: 70, apart: { column: 'scope', value: 0 } },
  mark: { key: null, fillfactor: 100 },
  dossier: { key: 'code', fillfactor: 80 },
};
/** Only one of several apps that start together makes the first generation, or cleans up. */
const GENERATION_LOCK = 7_301_300;

/** The generation that is read, made at the first start. */
export async function currentGeneration(pool: pg.Pool): Promise<Generation> {
  return (await find(pool, 'current')) ?? (await begin(pool, 'current'));
}

export const findCurrent = (pool: pg.Pool): Promise<Generation | null> => find(pool, 'current');

/** The generation that is being built: the one that was begun before and not finished, if it is of this life of the log. */
export async function buildingGeneration(pool: pg.Pool, epoch: string): Promise<Generation> {
  const building = await find(pool, 'building');
  if (building && isValid(building, epoch)) return building;
  if (building)
    await pool.query(`update read.generation set state = 'retired', retired_at = clock_timestamp() where id = $1`, [
      building.id,
    ]);
  return begin(pool, 'building');
}

/**
 * Whether a generation is derived from this life of the log by the rules of this program.
 * @throws OperatorError when a newer program derived it
 */
export function isValid({ epoch, derivation }: Generation, epochOfLog: string): boolean {
  if (derivation > DERIVATION) {
    throw new OperatorError('The read tables were derived by a newer version of this program: start that version.');
  }
  return epoch === epochOfLog && derivation === DERIVATION;
}

async function find(pool: pg.Pool, state: 'current' | 'building'): Promise<Generation | null> {
  const { rows } = await pool.query<Generation>('select id, epoch, derivation from read.generation where state = $1', [
    state,
  ]);
  return rows[0] ?? null;
}

async function begin(pool: pg.Pool, state: 'current' | 'building'): Promise<Generation> {
  return inTransaction(pool, BEGIN_HOLDING, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [GENERATION_LOCK]);
    const { rows: found } = await client.query<Generation>(
      'select id, epoch, derivation from read.generation where state = $1',
      [state],
    );
    if (found.length > 0) return found[0];
    const { rows } = await client.query<Generation>(
      `insert into read.generation (epoch, derivation, state, target, current_at, reached)
       values (log.current_epoch(), $2, $1, (select coalesce(max(position), 0) from log.event), case when $1 = 'current' then clock_timestamp() end,
         case when $1 = 'building' then '' end)
       returning id, epoch, derivation`,
      [state, DERIVATION],
    );
    const [generation] = rows;
    await client.query(
      `insert into read.checkpoint (generation, slot) select $1::int, generate_series(0, $2::int - 1)`,
      [generation.id, SLOTS],
    );
    for (const table of Object.keys(TABLES)) await createPartition(client, table, generation.id);
    return generation;
  });
}

/** A table that is attached locks its parent less than one that is made as a partition: reads go on. */
async function createPartition(client: pg.ClientBase, table: string, generation: number): Promise<void> {
  const { key, fillfactor, apart } = TABLES[table];
  const name = partitionOf(table, generation);
  const room = `with (fillfactor = ${fillfactor})`;
  await client.query(
    `create table ${name} (like read.${table} including all) ${apart ? `partition by list (${apart.column})` : room}`,
  );
  await client.query(`alter table ${name} alter generation set default ${generation}`);
  if (key) await client.query(`alter table ${name} add primary key (${key})`);
  if (apart) {
    await client.query(`create table ${name}_apart partition of ${name} for values in (${apart.value}) ${room}`);
    await client.query(`create table ${name}_others partition of ${name} default ${room}`);
  }
  await client.query(`alter table read.${table} attach partition ${name} for values in (${generation})`);
}

/** Statistics for those who will read it. */
export async function analyze(pool: pg.Pool, { id }: Generation): Promise<void> {
  for (const table of Object.keys(TABLES)) await pool.query(`analyze ${partitionOf(table, id)}`);
}

/**
 * Makes the built generation the current one, in one transaction. The fold of the old one waits meanwhile, so that `catchUp` can bring the
 * new one to where the old one stands: figures never go back.
 */
export async function switchTo(
  pool: pg.Pool,
  next: Generation,
  catchUp: (position: bigint) => Promise<void>,
): Promise<void> {
  await inTransaction(pool, BEGIN_HOLDING, async (client) => {
    // Changed, not only locked: a fold that waits for the lock must look again and find that it has lost.
    const { rows } = await client.query<{ position: bigint; epoch: string }>(
      `update read.checkpoint c set mends = c.mends + 1 from read.generation g
       where g.id = c.generation and g.state = 'current' returning c.position, g.epoch`,
    );
    const positions = rows.filter(({ epoch }) => epoch === next.epoch).map(({ position }) => position);
    await catchUp(positions.reduce((max, position) => (position > max ? position : max), 0n));
    await client.query(
      `update read.generation set state = 'retired', retired_at = clock_timestamp() where state = 'current'`,
    );
    await client.query(`update read.generation set state = 'current', current_at = clock_timestamp() where id = $1`, [
      next.id,
    ]);
  });
}

/** Drops the partitions of generations that nobody reads any more, without holding up those who read the current one. */
export async function dropRetired(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows: locked } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, 1) as mine', [
      GENERATION_LOCK,
    ]);
    if (!locked[0].mine) return;
    const { rows } = await client.query<{ id: number }>(
      `select id from read.generation where state = 'retired' order by id`,
    );
    for (const { id } of rows) {
      for (const table of Object.keys(TABLES)) await dropPartition(client, table, id);
      await client.query('delete from read.checkpoint where generation = $1', [id]);
      await client.query('delete from ops.parked where generation = $1', [id]);
      await client.query(`update read.generation set state = 'dropped' where id = $1`, [id]);
    }
  } finally {
    await client.query('select pg_advisory_unlock($1, 1)', [GENERATION_LOCK]).catch(() => undefined);
    client.release();
  }
}

/** Detached first, which waits for readers without stopping new ones; a crash in between leaves a detachment to finish. */
async function dropPartition(client: pg.ClientBase, table: string, generation: number): Promise<void> {
  const name = partitionOf(table, generation);
  const { rows } = await client.query<{ pending: boolean }>(
    'select inhdetachpending as pending from pg_inherits where inhrelid = to_regclass($1)',
    [name],
  );
  if (rows.length > 0) {
    await client.query(
      `alter table read.${table} detach partition ${name} ${rows[0].pending ? 'finalize' : 'concurrently'}`,
    );
  }
  await client.query(`drop table if exists ${name}`);
}
