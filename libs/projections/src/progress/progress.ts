import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { type Instant, toMs } from '#domain';

export interface SlotProgress {
  slot: number;
  /** position of the last event that is folded */
  position: bigint;
  /** events that are recorded and not folded yet; counted up to the window, see `Progress.lagEvents` */
  lagEvents: number;
}

export interface Progress {
  generation: number;
  /** everything up to this position is folded: what figures are as of */
  position: bigint;
  /** the log's last position */
  head: bigint;
  /** when the last event was recorded (UTC) */
  lastEventAt: Instant | null;
  /** events that are recorded and not folded; exact up to some 20,000 positions, an upper bound beyond */
  lagEvents: number;
  /** how long the oldest of them has been waiting, in seconds */
  lagSeconds: number;
  slots: SlotProgress[];
  /** a generation that is being folded beside the current one */
  building: { generation: number; position: bigint; target: bigint; startedAt: Instant } | null;
  /** dead letters that nobody has dealt with */
  deadLetters: number;
  /** dossiers that wait because of one */
  parked: number;
}

const WINDOW = 20_000;
const CURRENT = `(select id from read.generation where state = 'current')`;

const SLOTS_SQL = `
with c as (
  select slot, position from read.checkpoint where generation = ${CURRENT}
), waiting as (
  select e.slot, count(*)::int as events, min(e.position) as first, min(e.recorded_at) as since
  from log.event e join c on c.slot = e.slot and e.position > c.position
  where e.position > (select min(position) from c) and e.position <= (select min(position) from c) + ${WINDOW}
  group by e.slot
)
select c.slot, c.position, coalesce(w.events, 0) as events, w.first, w.since from c left join waiting w on w.slot = c.slot order by c.slot`;

const ABOUT_SQL = `
select ${CURRENT} as generation, h.position as head, h.recorded_at as "lastEventAt",
  (select recorded_at from log.event order by position limit 1) as "firstEventAt",
  (select count(*)::int from ops.dead_letter where state = 'open') as "deadLetters",
  (select count(*)::int from ops.parked where generation = ${CURRENT}) as parked,
  b.id as building, b.target, b.started_at as "startedAt",
  case when b.reached is null then (select min(position) from read.checkpoint where generation = b.id) else b.folded end as "buildingPosition"
from (select 1) as one
left join lateral (select position, recorded_at from log.event order by position desc limit 1) h on true
left join read.generation b on b.state = 'building'`;

interface About {
  generation: number | null;
  head: bigint | null;
  lastEventAt: Instant | null;
  firstEventAt: Instant | null;
  deadLetters: number;
  parked: number;
  building: number | null;
  target: bigint | null;
  startedAt: Instant | null;
  buildingPosition: bigint | null;
}

/**
 * How far the figures have got.
 * @param now the present by the clock that the log's `recorded at` comes from
 */
export async function progress(db: pg.Pool | pg.ClientBase, now: Instant): Promise<Progress> {
  const { rows: slots } = await db.query<{
    slot: number;
    position: bigint;
    events: number;
    first: bigint | null;
    since: Instant | null;
  }>(SLOTS_SQL);
  const { rows } = await db.query<About>(ABOUT_SQL);
  const [about] = rows;
  const head = about.head ?? 0n;
  // before the first start of a projector nothing is folded: an empty table is then no figure
  const isNone = about.generation === null;
  const lowest = slots.reduce((min, { position }) => (position < min ? position : min), slots[0]?.position ?? 0n);
  const waiting = slots.filter(({ first }) => first !== null);
  const windowEnd = lowest + BigInt(WINDOW);
  const beyond = head > windowEnd ? head - windowEnd : 0n;
  const firstWaiting = waiting.reduce<bigint | null>(
    (min, { first }) => (min === null || first! < min ? first : min),
    null,
  );
  const since = isNone ? about.firstEventAt : waiting.map((slot) => slot.since!).sort()[0];
  return {
    generation: about.generation ?? 0,
    position: isNone ? 0n : firstWaiting !== null ? firstWaiting - 1n : beyond > 0n ? windowEnd : head,
    head,
    lastEventAt: about.lastEventAt,
    lagEvents: isNone ? Number(head) : waiting.reduce((n, { events }) => n + events, 0) + Number(beyond),
    lagSeconds: since == null ? 0 : Math.max(0, (toMs(now) - toMs(since)) / 1000),
    slots: slots.map(({ slot, position, events }) => ({ slot, position, lagEvents: events })),
    building:
      about.building === null
        ? null
        : {
            generation: about.building,
            position: about.buildingPosition!,
            target: about.target!,
            startedAt: about.startedAt!,
          },
    deadLetters: about.deadLetters,
    parked: about.parked,
  };
}

const BEHIND = `
select exists (
  select from read.checkpoint c join log.event e on e.slot = c.slot and e.position > c.position
  where c.generation = ${CURRENT} and e.position <= $1
    and e.position > (select min(position) from read.checkpoint where generation = ${CURRENT})
) or not exists (select from read.generation where state = 'current') as behind`;

/** Whether everything up to a position is folded (or laid aside as a dead letter). */
export async function isCaughtUp(db: pg.Pool | pg.ClientBase, position: bigint): Promise<boolean> {
  const { rows } = await db.query<{ behind: boolean }>({ name: 'is-behind', text: BEHIND, values: [position] });
  return !rows[0].behind;
}

/**
 * Waits until a running projector has folded everything up to a position.
 * @throws Error when it has not within `timeoutMs` (default 30,000)
 */
export async function whenCaughtUp(
  db: pg.Pool | pg.ClientBase,
  position: bigint,
  { timeoutMs = 30_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await isCaughtUp(db, position))) {
    if (performance.now() > end)
      throw new Error(`The projection did not reach position ${position} within ${timeoutMs} ms.`);
    await delay(20, undefined, { signal });
  }
}
