import type pg from 'pg';
import { SLOTS } from '#event-store';

/**
 * Slots shared by lease among the subscribers of one group: each holds about SLOTS / members of them, and a holder that falls silent
 * loses its slots after `ttlMs`. A lease only shares the work; what keeps a zombie from writing is the checkpoint.
 */
export class Leases {
  constructor(
    private readonly pool: pg.Pool,
    readonly group: string,
    readonly holder: string,
    private readonly ttlMs: number,
  ) {}

  /** Says that this holder is alive, and gives the slots that it holds from now on. */
  async renew(): Promise<number[]> {
    const { rows } = await this.pool.query<{ slot: number }>({
      name: 'stream-lease-renew',
      text: RENEW,
      values: [this.group, this.holder, this.ttlMs, SLOTS],
    });
    return rows.map((row) => row.slot);
  }

  /** Slots that this holder has above its share: to be given back once nothing of them is in hand. */
  async surplus(held: readonly number[]): Promise<number[]> {
    const { rows } = await this.pool.query<{ members: number }>({
      name: 'stream-lease-members',
      text: 'select count(*)::int as members from ops.stream_member where group_name = $1 and until > now()',
      values: [this.group],
    });
    const share = Math.ceil(SLOTS / Math.max(1, rows[0].members));
    return held.slice(share);
  }

  async release(slots: readonly number[]): Promise<void> {
    await this.pool.query(
      'update ops.stream_lease set holder = null where group_name = $1 and holder = $2 and slot = any($3::smallint[])',
      [this.group, this.holder, slots],
    );
  }

  async leave(): Promise<void> {
    await this.pool.query('delete from ops.stream_member where group_name = $1 and holder = $2', [
      this.group,
      this.holder,
    ]);
    await this.pool.query('update ops.stream_lease set holder = null where group_name = $1 and holder = $2', [
      this.group,
      this.holder,
    ]);
  }
}

/** $1 group, $2 holder, $3 time to live in ms, $4 number of slots → the slots held. What a live member's share leaves free is claimed. */
const RENEW = `
with member as (
  insert into ops.stream_member (group_name, holder, until) values ($1, $2, now() + $3 * interval '1 ms')
  on conflict (group_name, holder) do update set until = excluded.until
), gone as (
  delete from ops.stream_member where group_name = $1 and until < now() - interval '1 minute'
), share as (
  select ceil($4::numeric / (1 + count(*)))::int as slots
  from ops.stream_member where group_name = $1 and holder <> $2 and until > now()
), mine as (
  update ops.stream_lease set until = now() + $3 * interval '1 ms' where group_name = $1 and holder = $2 returning slot
), free as (
  select slot from ops.stream_lease
  where group_name = $1 and holder is distinct from $2 and (holder is null or until < now())
  order by slot
  limit greatest(0, (select slots from share) - (select count(*) from mine)::int)
  for update skip locked
), claimed as (
  update ops.stream_lease l set holder = $2, until = now() + $3 * interval '1 ms'
  from free where l.group_name = $1 and l.slot = free.slot returning l.slot
)
select slot::int from mine union select slot::int from claimed order by slot`;

/** Makes the group's lease rows, if they are not there yet. */
export async function createLeases(pool: pg.Pool, group: string): Promise<void> {
  await pool.query(
    `insert into ops.stream_lease (group_name, slot) select $1, slot from generate_series(0, $2::int - 1) as slot
     on conflict do nothing`,
    [group, SLOTS],
  );
}
