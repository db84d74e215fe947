import type pg from 'pg';
import { canonicalJson, type EventStore, hashEvent, hashText, type StoredEvent } from '#event-store';
import type { EventDelivery } from '#event-stream';
import { textArray } from '#platform';
import type { DossierCache } from './dossier-cache.js';
import type { Fault } from './judge.js';
import { partitionOf } from './partition.js';
import { type Advanced, type KnownDossier, NotFoldable, recall, unknownDossier } from './known-dossier.js';

/** A dossier as it was folded, and the events that follow without a gap. */
export interface Plan {
  known: KnownDossier;
  /** how `known` was derived again from the log, where it was not in memory */
  recalled?: Advanced;
  events: StoredEvent[];
}

export interface Loading {
  client: pg.ClientBase;
  generation: number;
  store: EventStore;
  cache: DossierCache;
  deliveries: readonly EventDelivery[];
  /** code → the version from which on its events wait; 0 where all of them do */
  parked: ReadonlyMap<string, number>;
}

/**
 * What the deliveries mean for each dossier. One that is not in memory, or whose events do not follow what is folded, is read from the log:
 * the log is the truth, so a gap is mended where it is found.
 */
export async function loadDossiers(loading: Loading): Promise<{ plans: Plan[]; faults: Fault[] }> {
  const { client, generation, cache } = loading;
  const byCode = group(loading.deliveries, loading.parked);
  const versions = await storedVersions(
    client,
    generation,
    [...byCode.keys()].filter((code) => !cache.get(code)),
  );
  const plans: Plan[] = [];
  const faults: Fault[] = [];
  const incomplete = new Map<string, number>();
  for (const [code, deliveries] of byCode) {
    const known = cache.get(code);
    const version = known?.version ?? versions.get(code) ?? 0;
    const fresh = inOrder(deliveries, version);
    if (fresh.length === 0) continue;
    const last = fresh.at(-1)!.event.version;
    if ((known || version === 0) && last === version + fresh.length) {
      const base = known ?? unknownDossier(code, fresh[0].event.slot);
      const events = authentic(base, fresh, faults);
      if (events.length > 0) plans.push({ known: base, events });
    } else incomplete.set(code, last);
  }
  const read = await readFromLog(loading, incomplete, versions);
  return { plans: [...plans, ...read.plans], faults: [...faults, ...read.faults] };
}

function group(
  deliveries: readonly EventDelivery[],
  parked: ReadonlyMap<string, number>,
): Map<string, EventDelivery[]> {
  const byCode = new Map<string, EventDelivery[]>();
  for (const delivery of deliveries) {
    const { stream, version } = delivery.event;
    const limit = parked.get(stream);
    if (limit !== undefined && version >= limit) continue;
    const known = byCode.get(stream);
    if (known) known.push(delivery);
    else byCode.set(stream, [delivery]);
  }
  return byCode;
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
function authentic(base: KnownDossier, fresh: EventDelivery[], faults: Fault[]): StoredEvent[] {
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

async function storedVersions(
  client: pg.ClientBase,
  generation: number,
  codes: string[],
): Promise<Map<string, number>> {
  if (codes.length === 0) return new Map();
  const { rows } = await client.query<{ code: string; version: number }>({
    name: `dossier-versions ${generation}`,
    text: `select code, version from ${partitionOf('dossier', generation)} where code = any($1::text[])`,
    values: [textArray(codes)],
  });
  return new Map(rows.map(({ code, version }) => [code, version]));
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
  for (const [code, last] of wanted) {
    const events = streams.get(code)!.filter(({ version }) => version <= last);
    const { plan, fault } = planOf(code, events, versions.get(code) ?? 0, cache.get(code));
    if (plan) plans.push(plan);
    if (fault) faults.push(fault);
  }
  return { plans, faults };
}

/**
 * What is to be done with a dossier's events from the log; `version` is the one that its row has, 0 without a row. A fault where a newer
 * program has folded the dossier further than this one can follow: what comes after that waits for the newer one.
 */
export function planOf(
  code: string,
  events: StoredEvent[],
  version: number,
  inMemory?: KnownDossier,
): { plan?: Plan; fault?: Fault } {
  const { slot } = events[0];
  try {
    const recalled = inMemory || version === 0 ? undefined : recall(code, slot, events, version);
    const known = inMemory ?? recalled?.dossier ?? unknownDossier(code, slot);
    return { plan: { known, recalled, events: events.filter((event) => event.version > known.version) } };
  } catch (error) {
    const next = events.find((event) => event.version > version);
    if (!(error instanceof NotFoldable) || !next) throw error;
    const { stream, position } = next;
    const detail = `it is folded up to version ${version} by a newer program: ${error.message}`;
    return {
      fault: { slot, reason: error.fault, detail, event: { stream, version: next.version, position }, parks: true },
    };
  }
}
