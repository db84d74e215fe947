import type pg from 'pg';
import { SLOTS } from '#event-store';
import { inTransaction, OperatorError } from '#platform';
import { BEGIN_HOLDING } from '../fold/checkpoints.js';
import type { Generation } from '../fold/fold.js';
import { type Parts, partitionOf, type PartitionedTable, type Projection } from '../projection.js';
import { KIND_FOLDS, PROJECTIONS } from '../projections.js';

/** Only one of several apps that start together makes the first generation, or cleans up. */
const GENERATION_LOCK = 7_301_300;

/** The generation that is read, made at the first start. */
export async function currentGeneration(pool: pg.Pool): Promise<StoredGeneration> {
  return (await find(pool, 'current')) ?? (await begin(pool, 'current', new Set(PROJECTIONS.map(({ name }) => name))));
}

export const findCurrent = (db: pg.Pool | pg.ClientBase): Promise<StoredGeneration | null> => find(db, 'current');

/**
 * The generation that is being built, which derives these projections and shares the others with the current one: the one that was begun before
 * and not finished, if it is of this life of the log and does just that.
 */
export async function buildingGeneration(pool: pg.Pool, epoch: string, anew: ReadonlySet<string>): Promise<Generation> {
  const [building, current] = [await find(pool, 'building'), await findCurrent(pool)];
  const goesOn =
    building !== null &&
    building.epoch === epoch &&
    PROJECTIONS.every(({ name, version }) => {
      const part = building.parts.get(name);
      const isOwn = anew.has(name) || current === null;
      return building.versions.get(name) === version && part === (isOwn ? building.id : current.parts.get(name));
    });
  if (goesOn) return building;
  if (building)
    await pool.query(`update read.generation set state = 'retired', retired_at = clock_timestamp() where id = $1`, [
      building.id,
    ]);
  return begin(pool, 'building', anew);
}

/**
 * What must be derived anew before a generation can be read and folded further: everything where the log began a new life; otherwise the kinds of
 * which a projection is new, or has other rules now.
 * @returns names of projections; none: it is valid
 * @throws OperatorError when a newer program derived it
 */
export function outdated({ epoch, versions }: StoredGeneration, epochOfLog: string): Set<string> {
  for (const [name, version] of versions) {
    const known = PROJECTIONS.find((projection) => projection.name === name);
    if (known === undefined || version > known.version)
      throw new OperatorError('The read tables were derived by a newer version of this program: start that version.');
  }
  if (epoch !== epochOfLog) return new Set(PROJECTIONS.map(({ name }) => name));
  return togetherWith(PROJECTIONS.filter(({ name, version }) => versions.get(name) !== version));
}

/** These projections and the others of their kinds: a mark and a cell are differences to what the row of the stream says. */
export function togetherWith(some: readonly Pick<Projection, 'name'>[]): Set<string> {
  const wanted = new Set(some.map(({ name }) => name));
  const kinds = KIND_FOLDS.filter(({ projections }) => projections.some(({ name }) => wanted.has(name)));
  return new Set(kinds.flatMap(({ projections }) => projections.map(({ name }) => name)));
}

interface Row {
  id: number;
  epoch: string;
  state: 'current' | 'building';
  parts: { projection: string; version: number; number: number }[];
}

/** A generation as it stands in the database. */
export interface StoredGeneration extends Generation {
  /** projection → the rules by which its part is derived */
  versions: ReadonlyMap<string, number>;
}

const find = (db: pg.Pool | pg.ClientBase, state: 'current' | 'building'): Promise<StoredGeneration | null> =>
  findWhere(db, 'g.state = $1', state);

/** The generation of this number, while it is built or read. */
export const generationOf = (db: pg.Pool | pg.ClientBase, id: number): Promise<StoredGeneration | null> =>
  findWhere(db, `g.state in ('current', 'building') and g.id = $1`, id);

async function findWhere(
  db: pg.Pool | pg.ClientBase,
  condition: string,
  value: unknown,
): Promise<StoredGeneration | null> {
  const { rows } = await db.query<Row>(
    `select g.id, g.epoch, g.state, coalesce((select json_agg(p) from read.part p where p.generation = g.id), '[]') as parts
     from read.generation g where ${condition}`,
    [value],
  );
  const [found] = rows;
  if (!found) return null;
  const { id, epoch, state } = found;
  const parts: Parts = new Map(found.parts.map(({ projection, number }) => [projection, number]));
  const folds = state === 'current' ? parts : new Map([...parts].filter(([, number]) => number === id));
  return { id, epoch, parts, folds, versions: new Map(found.parts.map((each) => [each.projection, each.version])) };
}

async function begin(
  pool: pg.Pool,
  state: 'current' | 'building',
  anew: ReadonlySet<string>,
): Promise<StoredGeneration> {
  return inTransaction(pool, BEGIN_HOLDING, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [GENERATION_LOCK]);
    const found = await find(client, state);
    if (found) return found;
    const { rows } = await client.query<{ id: number }>(
      `insert into read.generation (epoch, state, target, current_at, reached)
       values (log.current_epoch(), $1, (select coalesce(max(position), 0) from log.event), case when $1 = 'current' then clock_timestamp() end,
         case when $1 = 'building' then '' end)
       returning id`,
      [state],
    );
    const [{ id }] = rows;
    await client.query(
      `insert into read.checkpoint (generation, slot) select $1::int, generate_series(0, $2::int - 1)`,
      [id, SLOTS],
    );
    const before = await find(client, 'current');
    for (const { name, version, tables } of PROJECTIONS) {
      const shared = anew.has(name) ? undefined : before?.parts.get(name);
      await client.query('insert into read.part (generation, projection, version, number) values ($1, $2, $3, $4)', [
        id,
        name,
        version,
        shared ?? id,
      ]);
      if (shared === undefined) for (const table of tables) await createPartition(client, table, id);
    }
    return (await find(client, state))!;
  });
}

/** A table that is attached locks its parent less than one that is made as a partition: reads go on. */
async function createPartition(client: pg.ClientBase, table: PartitionedTable, number: number): Promise<void> {
  const { name: parent, key, fillfactor, apart } = table;
  const name = partitionOf(parent, number);
  const room = `with (fillfactor = ${fillfactor})`;
  await client.query(
    `create table ${name} (like read.${parent} including all) ${apart ? `partition by list (${apart.column})` : room}`,
  );
  await client.query(`alter table ${name} alter generation set default ${number}`);
  if (key) await client.query(`alter table ${name} add primary key (${key})`);
  if (apart) {
    await client.query(`create table ${name}_apart partition of ${name} for values in (${apart.value}) ${room}`);
    await client.query(`create table ${name}_others partition of ${name} default ${room}`);
  }
  await client.query(`alter table read.${parent} attach partition ${name} for values in (${number})`);
}

/** Statistics for those who will read it. */
export async function analyze(pool: pg.Pool, { folds }: Generation): Promise<void> {
  for (const { name, tables } of PROJECTIONS) {
    const part = folds.get(name);
    if (part === undefined) continue;
    for (const table of tables) await pool.query(`analyze ${partitionOf(table.name, part)}`);
  }
}

/** Where the slots of the current generation stand, whose fold waits until the transaction ends. */
export interface Held {
  client: pg.ClientBase;
  current: StoredGeneration;
  /** slot → position */
  positions: ReadonlyMap<number, bigint>;
}

/**
 * Makes the built generation the current one, in one transaction. The fold of the old one waits meanwhile, so that `catchUp` can bring the
 * new one to where the old one stands: figures never go back.
 */
export async function switchTo(
  pool: pg.Pool,
  next: Generation,
  catchUp: (position: bigint) => Promise<void>,
  bringShared: (held: Held) => Promise<void>,
): Promise<void> {
  await inTransaction(pool, BEGIN_HOLDING, async (client) => {
    // Changed, not only locked: a fold that waits for the lock must look again and find that it has lost.
    const { rows } = await client.query<{ slot: number; position: bigint; epoch: string }>(
      `update read.checkpoint c set mends = c.mends + 1 from read.generation g
       where g.id = c.generation and g.state = 'current' returning c.slot, c.position, g.epoch`,
    );
    const same = rows.filter(({ epoch }) => epoch === next.epoch);
    await catchUp(same.reduce((max, { position }) => (position > max ? position : max), 0n));
    const current = await find(client, 'current');
    if (current)
      await bringShared({ client, current, positions: new Map(same.map(({ slot, position }) => [slot, position])) });
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
      await dropPartsOf(client, id);
      await client.query('delete from read.checkpoint where generation = $1', [id]);
      await client.query('delete from ops.parked where generation = $1', [id]);
      await client.query(`update read.generation set state = 'dropped' where id = $1`, [id]);
    }
  } finally {
    await client.query('select pg_advisory_unlock($1, 1)', [GENERATION_LOCK]).catch(() => undefined);
    client.release();
  }
}

/** Those parts of a retired generation that no other one is made of. */
async function dropPartsOf(client: pg.ClientBase, generation: number): Promise<void> {
  const { rows } = await client.query<{ projection: string; number: number }>(
    `select p.projection, p.number from read.part p
     where p.generation = $1 and not exists (
       select from read.part o where o.projection = p.projection and o.number = p.number and o.generation <> p.generation)`,
    [generation],
  );
  for (const { projection, number } of rows) {
    const tables = PROJECTIONS.find(({ name }) => name === projection)?.tables ?? [];
    for (const { name } of tables) await dropPartition(client, name, number);
  }
  await client.query('delete from read.part where generation = $1', [generation]);
}

/** Detached first, which waits for readers without stopping new ones; a crash in between leaves a detachment to finish. */
async function dropPartition(client: pg.ClientBase, table: string, number: number): Promise<void> {
  const name = partitionOf(table, number);
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
