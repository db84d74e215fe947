import { DOSSIER, kindOf } from '#domain';
import type { EventStore, StoredEvent } from '#event-store';
import { derivedUpTo } from '../fold/known-stream.js';
import type { KindFold } from '../projection.js';
import { Beside } from './beside.js';
import type { Recounted, Verifying } from './verification.js';

/** So many streams are held against the tables together. */
const PAGE = 500;

/**
 * The log's streams of one kind counted anew, each up to the version that its rows have, and the rows of which the log knows nothing, in the order
 * of the log's streams.
 */
export async function* pagesOf(fold: KindFold, verifying: Walking, store: EventStore): AsyncGenerator<Recounted[]> {
  let page: Recounted[] = [];
  for await (const stream of recounted(fold, verifying, store)) {
    if (page.push(stream) < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* recounted(
  fold: KindFold,
  { client, parts, head, checkpoints }: Walking,
  store: EventStore,
): AsyncGenerator<Recounted> {
  const stands = new Beside<Stand>(
    client,
    `stands_${fold.kind.kind}`,
    `select stream as code, version from (${fold.stands(parts)}) s order by stream collate "default"`,
    [],
  );
  for await (const events of streamsOf(fold.kind.kind, store, { upTo: head })) {
    const [{ stream, slot }] = events;
    let stand = await stands.next(stream);
    for (; stand && stand.code !== stream; stand = await stands.next(stream)) yield stray(stand);
    const version = stand?.version ?? null;
    const reached = checkpoints.get(slot)?.position ?? 0n;
    const due = events.filter(({ position }) => position <= reached).length;
    const advanced = version === null ? null : derivedUpTo(fold, events, version).advanced;
    yield { stream, events: events.length, due, version, advanced };
  }
  for (let stand = await stands.next(null); stand; stand = await stands.next(null)) yield stray(stand);
}

type Walking = Pick<Verifying, 'client' | 'parts' | 'head' | 'checkpoints'>;

interface Stand {
  code: string;
  version: number;
}
const stray = ({ code: stream, version }: Stand): Recounted => ({ stream, events: 0, due: 0, version, advanced: null });

/** The streams of one kind, one after the other. */
export async function* streamsOf(
  kind: string,
  store: EventStore,
  bounds: { recordedUpTo?: string; upTo?: bigint } = {},
): AsyncGenerator<StoredEvent[]> {
  let events: StoredEvent[] = [];
  for await (const event of store.streamAll({ ...bounds, prefix: kind === DOSSIER ? undefined : `${kind}:` })) {
    if (kindOf(event.stream) !== kind) continue;
    if (events.length > 0 && events[0].stream !== event.stream) {
      yield events;
      events = [];
    }
    events.push(event);
  }
  if (events.length > 0) yield events;
}
