import type { AnyKind } from '#domain';
import type { StoredEvent } from '#event-store';

/** A stream as far as it is folded. Each kind of facts knows more of it. */
export interface KnownStream {
  stream: string;
  slot: number;
  version: number;
  position: bigint;
  hash: string | null;
  /** who sent its first event */
  source: string;
}

/** What further events make of a stream. */
export interface Advanced<K extends KnownStream = KnownStream> {
  known: K;
}

/** How the streams of one kind are folded, beside all that stands in rows. */
export interface StreamFold<K extends KnownStream = KnownStream, A extends Advanced<K> = Advanced<K>> {
  readonly kind: AnyKind;
  /** A stream of which nothing is folded. */
  unknown(nothing: KnownStream): K;
  /** @param known its version, position and hash are those of the last of the events already */
  evolve(known: K, events: readonly StoredEvent[]): A;
}

/** Why an event of the log cannot be folded by this program. */
export type FoldFault = 'unknown-type' | 'unknown-schema' | 'not-foldable';

export class NotFoldable extends Error {
  constructor(
    readonly fault: FoldFault,
    readonly event: StoredEvent,
    detail: string,
  ) {
    super(detail);
  }
}

export const unknownStream = <K extends KnownStream>(fold: StreamFold<K>, stream: string, slot: number): K =>
  fold.unknown({ stream, slot, version: 0, position: 0n, hash: null, source: '' });

/** The stream with further events, which follow its version without a gap; derived once, however many they are. */
export function advance<K extends KnownStream, A extends Advanced<K>>(
  fold: StreamFold<K, A>,
  known: K,
  events: readonly StoredEvent[],
): A {
  for (const event of events) refuseUnknown(fold.kind, event);
  const { version, position, hash } = events.at(-1)!;
  const source = known.version === 0 ? events[0].meta.caller : known.source;
  try {
    return fold.evolve({ ...known, version, position, hash, source }, events);
  } catch (error) {
    throw new NotFoldable(
      'not-foldable',
      events.at(-1)!,
      error instanceof Error ? `${error.name} in the fold` : 'fault in the fold',
    );
  }
}

/** As far as the events can be folded; `fault` tells why not further. */
export function advanceAsFarAsPossible<K extends KnownStream, A extends Advanced<K>>(
  fold: StreamFold<K, A>,
  known: K,
  events: readonly StoredEvent[],
): { advanced: A | null; fault: NotFoldable | null } {
  try {
    return { advanced: advance(fold, known, events), fault: null };
  } catch (error) {
    if (!(error instanceof NotFoldable)) throw error;
  }
  let advanced: A | null = null;
  let reached = known;
  for (const event of events) {
    try {
      advanced = advance(fold, reached, [event]);
      reached = advanced.known;
    } catch (error) {
      if (error instanceof NotFoldable) return { advanced, fault: error };
      throw error;
    }
  }
  return { advanced, fault: null };
}

function refuseUnknown({ schema, schemas }: AnyKind, event: StoredEvent): void {
  if (!Object.hasOwn(schemas, event.type)) {
    throw new NotFoldable(
      'unknown-type',
      event,
      'a later version of this program wrote an event of a type that this one does not know',
    );
  }
  if (event.schema > schema) {
    throw new NotFoldable(
      'unknown-schema',
      event,
      `the payload has schema ${event.schema}, this program knows ${schema}`,
    );
  }
}

/** A stream as it stands in its rows, derived again from its events up to the version that they have; null where the log has no such event. */
export function derivedUpTo<K extends KnownStream, A extends Advanced<K>>(
  fold: StreamFold<K, A>,
  events: readonly StoredEvent[],
  version: number,
): { advanced: A | null; fault: NotFoldable | null } {
  const [{ stream, slot }] = events;
  const folded = events.filter((event) => event.version <= version);
  const { advanced, fault } = advanceAsFarAsPossible(fold, unknownStream(fold, stream, slot), folded);
  return { advanced: advanced?.known.version === version ? advanced : null, fault };
}
