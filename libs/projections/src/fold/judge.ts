import type pg from 'pg';
import type { EventDelivery, PoisonDelivery } from '#event-stream';
import { byteaArray, plainArray, textArray } from '#platform';
import type { DeadLetterDraft } from '../dead-letters/dead-letters.js';

/** A dead letter to be, and the dossier that must wait because of it. */
export interface Fault extends DeadLetterDraft {
  slot: number;
  /** whether the dossier of `event` is to be parked */
  parks: boolean;
}

export interface Judged {
  good: EventDelivery[];
  faults: Fault[];
}

/** $1 positions, $2 streams, $3 versions, $4 hashes → those that the log does not have like this, with what stands there. */
const STRANGE = `
select m.nth::int - 1 as index, e.stream, e.version
from unnest($1::bigint[], $2::text[], $3::int[], $4::bytea[]) with ordinality as m (position, stream, version, hash, nth)
left join log.event e on e.position = m.position
where e.position is null or e.stream <> m.stream or e.version <> m.version or e.hash <> m.hash`;

/** $1 positions → what stands there. */
const AT = `select position, stream, version from log.event where position = any($1::bigint[])`;

/**
 * Compares messages with the log, which is the truth (architecture 4, 6). Anyone may write to a topic: a message that is not in the log is
 * laid aside, moves no checkpoint and parks nothing. One that stands for an event of the log and cannot be used parks its dossier.
 */
export async function judge(
  pool: pg.Pool,
  events: readonly EventDelivery[],
  poison: readonly PoisonDelivery[],
): Promise<Judged> {
  const messages = events.filter((event) => event.from !== undefined);
  if (messages.length === 0 && poison.length === 0) return { good: [...events], faults: [] };
  const strange = await findStrange(pool, messages);
  const faults = await judgePoison(pool, poison);
  const bad = new Set<EventDelivery>();
  for (const { index, stream, version } of strange) {
    const delivery = messages[index];
    bad.add(delivery);
    const { event, from, slot } = delivery;
    const sameEvent = stream === event.stream && version === event.version;
    faults.push({
      slot,
      message: from,
      reason: sameEvent ? 'wrong-hash' : 'not-in-log',
      detail: sameEvent
        ? 'the hash is not the one of the log'
        : stream === null
          ? 'the log has no event at this position'
          : 'the log has another event at this position',
      event: sameEvent ? { stream, version, position: event.position } : null,
      parks: sameEvent,
    });
  }
  return { good: bad.size === 0 ? [...events] : events.filter((event) => !bad.has(event)), faults };
}

interface Strange {
  index: number;
  stream: string | null;
  version: number | null;
}

async function findStrange(pool: pg.Pool, messages: readonly EventDelivery[]): Promise<Strange[]> {
  if (messages.length === 0) return [];
  const events = messages.map(({ event }) => event);
  const { rows } = await pool.query<Strange>({
    name: 'messages-strange',
    text: STRANGE,
    values: [
      plainArray(events.map((event) => event.position)),
      textArray(events.map((event) => event.stream)),
      plainArray(events.map((event) => event.version)),
      byteaArray(events.map((event) => event.hash)),
    ],
  });
  return rows;
}

async function judgePoison(pool: pg.Pool, poison: readonly PoisonDelivery[]): Promise<Fault[]> {
  if (poison.length === 0) return [];
  const positions = poison.flatMap(({ claims }) => (claims.position === null ? [] : [claims.position]));
  const { rows } = await pool.query<{ position: bigint; stream: string; version: number }>(AT, [plainArray(positions)]);
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return poison.map(({ slot, reason, detail, claims, from }) => {
    const found = claims.position === null ? undefined : byPosition.get(claims.position);
    const event = found && claims.streams.includes(found.stream) ? found : null;
    return { slot, reason, detail, message: from, event, parks: event !== null };
  });
}
