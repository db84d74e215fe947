import type pg from 'pg';
import { CommandFingerprints } from '../append/fingerprint.js';
import { cursor } from '../read/cursor.js';
import { hashEvent } from '../hash/event-hash.js';
import { eventOf, type EventRow } from '../read/event-row.js';
import { ALL_BY_STREAM } from '../read/queries.sql.js';
import { Reader } from '../read/reader.js';
import { slotOf } from '../slot/murmur2.js';
import type { StoredEvent } from '../types.js';
import { Findings, type Verification } from './differences.js';
import { fold, LINKS, type Link, readSeals, type Seal } from './seal.js';

export interface VerifyOptions {
  /** Seals that were kept elsewhere; those in the database are compared in any case. */
  seals?: Seal[];
  /** Told of each batch: events looked at, and how many there will be (each is looked at twice). */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Walks the whole log twice, by position and by stream, and lists every difference (architecture 4). What is appended meanwhile is left out.
 * Memory is bounded. Reads only.
 */
export async function verifyChain(pool: pg.Pool, options: VerifyOptions = {}): Promise<Verification> {
  const findings = new Findings();
  const upTo = (await new Reader(pool, new CommandFingerprints(null)).head()).position;
  let done = 0;
  const progress = (events: number): void => {
    done += events;
    options.onProgress?.(done, Math.max(Number(upTo) * 2, done));
  };
  await walkPositions(pool, upTo, [...(await readSeals(pool)), ...(options.seals ?? [])], findings, progress);
  await walkStreams(pool, upTo, findings, progress);
  return findings.result;
}

/** Gaps, the order of recording, and the seals. */
async function walkPositions(
  pool: pg.Pool,
  upTo: bigint,
  seals: Seal[],
  findings: Findings,
  progress: (events: number) => void,
): Promise<void> {
  const due = seals.sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0));
  let [position, recordedAt, digest] = [0n, -Infinity, ''];
  let next = 0;
  for await (const links of cursor<Link>(pool, LINKS, [0n, upTo], 5000)) {
    for (const link of links) {
      if (link[0] !== position + 1n) {
        findings.add('position-gap', `${position} is followed by ${link[0]}`, { position: position + 1n });
      }
      if (Number(link[1]) < recordedAt) {
        findings.add('recorded-backwards', 'recorded before its predecessor in the log', { position: link[0] });
      }
      [position, recordedAt] = [link[0], Number(link[1])];
      digest = fold(digest, link);
      for (; next < due.length && due[next].position <= position; next++) {
        if (due[next].position === position && due[next].digest === digest) continue;
        findings.add('seal', 'the log up to here is not what was sealed', { position: due[next].position });
      }
    }
    progress(links.length);
  }
  for (; next < due.length; next++) {
    findings.add('tail-cut', `sealed up to ${due[next].position}, and the log ends at ${position}`, {
      position: due[next].position,
    });
  }
}

/** Versions, hashes and slots. */
async function walkStreams(
  pool: pg.Pool,
  upTo: bigint,
  findings: Findings,
  progress: (events: number) => void,
): Promise<void> {
  let before: StoredEvent | null = null;
  for await (const rows of cursor<EventRow>(pool, ALL_BY_STREAM, [null, upTo, null])) {
    for (const row of rows) {
      const event = eventOf(row);
      if (before?.stream !== event.stream) {
        before = null;
        findings.result.streams++;
      }
      checkEvent(event, before, findings);
      findings.result.events++;
      before = event;
    }
    progress(rows.length);
  }
}

function checkEvent(event: StoredEvent, before: StoredEvent | null, findings: Findings): void {
  const { position, stream, version } = event;
  const at = { position, stream, version };
  const expected = (before?.version ?? 0) + 1;
  if (version !== expected) {
    // Its hash cannot be checked: the predecessor's is not known.
    findings.add('version-missing', `version ${expected} is missing`, { position, stream, version: expected });
  } else if (hashEvent(event, before?.hash ?? null) !== event.hash) {
    findings.add('hash', 'the content or the predecessor is not what was stored', at);
  }
  if (slotOf(stream) !== event.slot) findings.add('slot', `slot ${event.slot} is not the slot of this stream`, at);
}
