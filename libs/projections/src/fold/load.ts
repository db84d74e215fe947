import type pg from 'pg';
import { canonicalJson, type EventStore, hashEvent, hashText, type StoredEvent } from '#event-store';
import type { EventDelivery } from '#event-stream';
import { textArray } from '#platform';
import type { KindFold, Parts } from '../projection.js';
import { foldOf, isFolded, KIND_FOLDS } from '../projections.js';
import type { Fault } from './judge.js';
import { type Advanced, derivedUpTo, type KnownStream, unknownStream } from './known-stream.js';
import type { StreamCache } from './stream-cache.js';

/** A stream as it was folded, and the events that follow without a gap. */
export interface Plan {
  fold: KindFold;
  known: KnownStream;
  /** how `known` was derived again from the log, where it was not in memory */
  recalled?: Advanced;
  events: StoredEvent[];
}

export interface Loading {
  client: pg.ClientBase;
  folds: Parts;
  store: EventStore;
  cache: StreamCache;
  deliveries: readonly EventDelivery[];
  /** stream → the version from which on its events wait; 0 where all of them do */
  parked: ReadonlyMap<string, number>;
}

/**
 * What the deliveries mean for each stream of a kind that is folded. One that is not in memory, or whose events do not follow what is folded, is read from the log:
 * the log is the truth, so a gap is mended where it is found.
 */
export async function loadStreams(loading: Loading): Promise<{ plans: Plan[]; faults: Fault[] }> {
  const { client, folds, cache } = loading;
  const byStream = group(loading);
  const versions = await storedVersions(
    client,
    folds,
    [...byStream.keys()].filter((stream) => !cache.get(stream)),
  );
  const plans: Plan[] = [];
  const faults: Fault[] = [];
  const incomplete = new Map<string, number>();
  for (const [stream, { fold, deliveries }] of byStream) {
    const known = cache.get(stream);
    const version = known?.version ?? versions.get(stream) ?? 0;
    const fresh = inOrder(deliveries, version);
    if (fresh.length === 0) continue;
    const last = fresh.at(-1)!.event.version;
    if ((known || version === 0) && last === version + fresh.length) {
      const base = known ?? unknownStream(fold, stream, fresh[0].event.slot);
      const events = authentic(base, fresh, faults);
      if (events.length > 0) plans.push({ fold, known: base, events });
    } else incomplete.set(stream, last);
  }
  const read = await readFromLog(loading, incomplete, versions);
  return { plans: [...plans, ...read.plans], faults: [...faults, ...read.faults] };
}

interface Group {
  fold: KindFold;
  deliveries: EventDelivery[];
}

function group({ deliveries, parked, folds }: Loading): Map<string, Group> {
  const byStream = new Map<string, Group>();
  for (const delivery of deliveries) {
    const { stream, version } = delivery.event;
    const limit = parked.get(stream);
    if (limit !== undefined && version >= limit) continue;
    const known = byStream.get(stream);
    if (known) {
      known.deliveries.push(delivery);
      continue;
    }
    const fold = foldOf(stream);
    if (fold && isFolded(fold, folds)) byStream.set(stream, { fold, deliveries: [delivery] });
  }
  return byStream;
}

/** By version, each once, only those after `version`. */
function inOrder(deliveries: EventDelivery[], version: number): EventDelivery[] {
  let last = version;
  if (deliveries.every(({ event }) => event.version === ++last)) return deliveries;
  const byVersion = new Map<number, EventDelivery>();
  for (const delivery of deliveries)
    if (delivery.event.version > version) byVersion.set(delivery.event.version, delivery);
  return [...byVersion.values()].sort((a, b) => a.event.version - b.event.version);
}

/** The events as far as each one's content has the hash that the log has for it; messages of the topic alone are asked. */
function authentic(base: KnownStream, fresh: EventDelivery[], faults: Fault[]): StoredEvent[] {
  const events: StoredEvent[] = [];
  let previous = base.hash;
  for (const { event, from, text, slot } of fresh) {
    if (from && !hasItsHash(event, text, previous)) {
      faults.push({
        slot,
        message: from,
        reason: 'wrong-hash',
        detail: 'the content does not have the hash that it states',
        event: { stream: event.stream, version: event.version, position: event.position },
        parks: true,
      });
      break;
    }
    events.push(event);
    previous = event.hash;
  }
  return events;
}

/** The relay sends canonical text, of which the hash is; any other spelling of the same content is written anew. */
function hasItsHash(event: StoredEvent, text: string | undefined, previous: string | null): boolean {
  if (
    text !== undefined &&
    hashText({ ...event, data: text, meta: canonicalJson(event.meta) }, previous) === event.hash
  )
    return true;
  return hashEvent(event, previous) === event.hash;
}

/** Up to where streams stand in the rows; those without rows are left out. */
export async function storedVersions(
  client: pg.ClientBase,
  parts: Parts,
  streams: readonly string[],
): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  for (const fold of KIND_FOLDS) {
    const some = streams.filter((stream) => foldOf(stream) === fold);
    if (some.length === 0) continue;
    const { rows } = await client.query<{ stream: string; version: number }>({
      name: `stands ${fold.kind.kind} ${fold.projections.map(({ name }) => parts.get(name)).join(' ')}`,
      text: `select stream, version from (${fold.stands(parts)}) s where stream = any($1::text[])`,
      values: [textArray(some)],
    });
    for (const { stream, version } of rows) versions.set(stream, version);
  }
  return versions;
}

async function readFromLog(
  { store, cache }: Loading,
  wanted: ReadonlyMap<string, number>,
  versions: ReadonlyMap<string, number>,
): Promise<{ plans: Plan[]; faults: Fault[] }> {
  const plans: Plan[] = [];
  const faults: Fault[] = [];
  if (wanted.size === 0) return { plans, faults };
  const streams = await store.readStreams([...wanted.keys()]);
  for (const [stream, last] of wanted) {
    const events = streams.get(stream)!.filter(({ version }) => version <= last);
    const { plan, fault } = planOf(events, versions.get(stream) ?? 0, cache.get(stream));
    if (plan) plans.push(plan);
    if (fault) faults.push(fault);
  }
  return { plans, faults };
}

/**
 * What is to be done with a stream's events from the log, of a kind that is folded; `version` is the one that its rows have, 0 without any. A
 * fault where a newer program has folded the stream further than this one can follow: what comes after that waits for the newer one.
 */
export function planOf(
  events: readonly StoredEvent[],
  version: number,
  inMemory?: KnownStream,
): { plan?: Plan; fault?: Fault } {
  const [{ stream, slot }] = events;
  const fold = foldOf(stream)!;
  const plan = (known: KnownStream, recalled?: Advanced): { plan: Plan } => ({
    plan: { fold, known, recalled, events: events.filter((event) => event.version > known.version) },
  });
  if (inMemory) return plan(inMemory);
  if (version === 0) return plan(unknownStream(fold, stream, slot));
  const { advanced, fault } = derivedUpTo(fold, events, version);
  if (advanced && !fault) return plan(advanced.known, advanced);
  const next = events.find((event) => event.version > version);
  if (!fault) throw new Error(`The log lacks version ${version} of a stream that is folded that far.`);
  if (!next) throw fault;
  const detail = `it is folded up to version ${version} by a newer program: ${fault.message}`;
  return {
    fault: {
      slot,
      reason: fault.fault,
      detail,
      event: { stream, version: next.version, position: next.position },
      parks: true,
    },
  };
}
