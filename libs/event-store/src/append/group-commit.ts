import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Reader } from '../read/reader.js';
import type { AppendItem, StoredEvent, Verdict } from '../types.js';
import { LogUnavailableError } from './append.errors.js';
import { type Call, callFor, type CallRow } from './call.js';
import { HASHES } from './call.sql.js';
import { isDataFault, isPassing, isUnknown, refusal } from './faults.js';
import type { CommandFingerprints } from './fingerprint.js';
import type { HeadCache } from './head-cache.js';
import { prepare, type Prepared } from './prepare.js';

export interface GroupCommitOptions {
  fingerprints: CommandFingerprints;
  maxItems: number;
  maxBytes: number;
  maxWaiting: number;
  retryForMs: number;
  callTimeoutMs: number;
}

interface Waiting {
  item: AppendItem;
  /** Made when its turn comes, while another call is away. */
  prepared?: Prepared;
  resolve: (verdict: Verdict) => void;
  reject: (error: Error) => void;
}

type Ready = Waiting & { prepared: Prepared };

/** What a call brought, and whether an earlier try of it may have been committed. */
interface Sent {
  call: Call;
  rows: CallRow[];
  resent: boolean;
}

/** Most calls in flight: one is written by the database while the next one is prepared here and its arguments are parsed there. */
const MOST_CALLS = 2;
/** Most events of a call of more than one item: larger ones cost no less an event, and the halves of the work would wait for each other. */
const MOST_EVENTS = 250;
/** Events for which a second call goes beside the first. With fewer, what a call costs by itself is more than is gained. */
const WORTH_A_CALL = 32;

const streamOf = ({ item }: Prepared): string => `stream ${item.stream}`;

const weight = ({ item }: Waiting): number => Math.max(1, item.events.length);

/**
 * Collects what is appended at the same time into few calls of log.append. While little waits one call is in flight, and the next group grows
 * meanwhile; where much waits there are two. The database's lock lets one in at a time. No stream and no command is in two calls.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  /** Events in `waiting`, an item without any counted as one. */
  private load = 0;
  private readonly calls = new Set<Promise<void>>();
  /** Streams and commands of the calls in flight. */
  private readonly busy = new Set<string>();
  /** Everything that waits has its stream or its command in a call in flight. */
  private blocked = false;
  private starting: Promise<void> | null = null;
  private closed = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly reader: Reader,
    private readonly heads: HeadCache,
    private readonly options: GroupCommitOptions,
  ) {}

  /** @throws (rejects) ItemRefusedError, LogUnavailableError */
  add(item: AppendItem): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      if (this.closed) throw new LogUnavailableError('the process is stopping', false);
      if (this.waiting.length >= this.options.maxWaiting) throw new LogUnavailableError('too many appends wait', false);
      const each: Waiting = { item, resolve, reject };
      this.waiting.push(each);
      this.load += weight(each);
      this.wake();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    while (this.starting || this.calls.size > 0) await Promise.all([this.starting, ...this.calls]);
  }

  private wake(): void {
    if (this.calls.size === 0 || this.worthAnother()) this.starting ??= this.start();
  }

  private worthAnother(): boolean {
    return this.calls.size < MOST_CALLS && this.load >= WORTH_A_CALL && !this.blocked;
  }

  private async start(): Promise<void> {
    do {
      await nextTurn(); // whoever appends in this turn of the event loop comes along, and what was sent leaves the process
      const group = this.take();
      if (group.length === 0) {
        this.blocked = this.calls.size > 0;
        break;
      }
      const call = this.store(group).then(() => {
        this.calls.delete(call);
        for (const { prepared } of group) {
          this.busy.delete(streamOf(prepared));
          this.busy.delete(prepared.command);
        }
        this.blocked = false;
        if (this.waiting.length > 0) this.wake();
      });
      this.calls.add(call);
    } while (this.worthAnother());
    this.starting = null; // in the same turn as the look at the queue: nobody can come in between
  }

  /**
   * The next group: in order, within the bounds, no stream and no command twice or beside a call that has it (the second waits for the verdict
   * on the first). Half of what waits where that is worth two calls. An item that can never be stored is refused here.
   */
  private take(): Ready[] {
    const { maxItems, maxBytes } = this.options;
    const half = this.calls.size === 0 && this.load >= 2 * WORTH_A_CALL ? Math.ceil(this.load / 2) : MOST_EVENTS;
    const maxEvents = Math.min(half, MOST_EVENTS);
    const taken = new Set(this.busy);
    const group: Ready[] = [];
    const rest: Waiting[] = [];
    let [bytes, events, full] = [0, 0, false];
    for (const each of this.waiting) {
      const prepared = full ? undefined : this.prepared(each);
      if (prepared === null) continue;
      full ||=
        group.length > 0 &&
        (group.length >= maxItems || events + weight(each) > maxEvents || bytes + prepared!.size > maxBytes);
      if (!prepared || full) {
        rest.push(each);
        continue;
      }
      const stream = streamOf(prepared);
      if (taken.has(stream) || taken.has(prepared.command)) rest.push(each);
      else {
        group.push(each as Ready);
        this.busy.add(stream).add(prepared.command);
        this.load -= weight(each);
        bytes += prepared.size;
        events += weight(each);
      }
      taken.add(stream).add(prepared.command); // left back, it is not overtaken either
    }
    this.waiting = rest;
    return group;
  }

  /** Null = it was refused. */
  private prepared(each: Waiting): Prepared | null {
    try {
      return (each.prepared ??= prepare(each.item, this.options.fingerprints));
    } catch (error) {
      this.load -= weight(each);
      each.reject(error as Error);
      return null;
    }
  }

  /** Gives every item of the group its verdict or its error; never throws. */
  private async store(group: Ready[]): Promise<void> {
    try {
      await this.answer(group, await this.send(group));
    } catch (error) {
      if (isPassing(error) || error instanceof LogUnavailableError) this.giveUp(group, error);
      else if (group.length > 1) {
        // whose fault it is: a row's, or a trigger's, a page's … that only one stream meets
        const half = group.length >> 1;
        await this.store(group.slice(0, half));
        await this.store(group.slice(half));
      } else {
        const [{ reject }] = group;
        reject(isDataFault(error) ? refusal(error) : refused(error));
      }
    }
  }

  /** Sends the group until the database answers, or for `retryForMs`. The same keys go again, so a try that was committed unseen is found. */
  private async send(group: Ready[]): Promise<Sent> {
    const deadline = performance.now() + this.options.retryForMs;
    let unknown = false;
    for (let pause = 20; ; pause = Math.min(pause * 2, 1000)) {
      const progress = { sent: false };
      try {
        const { call, rows } = await this.once(group, progress);
        return { call, rows, resent: unknown };
      } catch (error) {
        unknown ||= progress.sent && isUnknown(error);
        if (!isPassing(error)) throw error;
        if (performance.now() + pause > deadline) {
          throw new LogUnavailableError('the database cannot be reached or has no room', unknown, { cause: error });
        }
        await delay(pause);
      }
    }
  }

  private async once(group: Ready[], progress: { sent: boolean }): Promise<{ call: Call; rows: CallRow[] }> {
    const client = await this.pool.connect();
    let fault: Error | undefined;
    try {
      const call = callFor(
        group.map((each) => each.prepared),
        await this.predecessors(client, group),
      );
      progress.sent = true;
      const { rows } = await client.query<CallRow>(this.timed(call.query));
      return { call, rows };
    } catch (error) {
      fault = error as Error;
      throw error;
    } finally {
      // A connection that failed in any way but a refusal of the data is not used again.
      client.release(fault && !isDataFault(fault) ? fault : undefined);
    }
  }

  /** The hash at each item's expected version: mostly known, else read in one query. */
  private async predecessors(client: pg.PoolClient, group: Ready[]): Promise<(prepared: Prepared) => string | null> {
    const known = new Map<string, string>();
    const missing: AppendItem[] = [];
    for (const { prepared } of group) {
      const { stream, expectedVersion } = prepared.item;
      if (!expectedVersion) continue;
      const hash = this.heads.get(stream, expectedVersion);
      if (hash) known.set(stream, hash);
      else missing.push(prepared.item);
    }
    if (missing.length > 0) {
      const { rows } = await client.query<{ stream: string; hash: string }>(
        this.timed({
          name: 'log.hashes',
          text: HASHES,
          values: [missing.map((item) => item.stream), missing.map((item) => item.expectedVersion)],
        }),
      );
      for (const { stream, hash } of rows) known.set(stream, hash);
    }
    return ({ item }) => (item.expectedVersion ? (known.get(item.stream) ?? null) : null);
  }

  /** A server that hangs is given up after a while (pg's own setting; its types do not know it). */
  private timed(query: pg.QueryConfig): pg.QueryConfig {
    return Object.assign(query, { query_timeout: this.options.callTimeoutMs });
  }

  private async answer(group: Ready[], { call, rows, resent }: Sent): Promise<void> {
    const repeated = rows.filter((row) => row.verdict === 'repeated');
    const stored = await this.reader.ranges(
      repeated.map((row) => ({ first: row.first_position ?? 0n, many: row.events })),
    );
    rows.forEach((row, i) => {
      const { prepared, resolve } = group[i];
      const hashes = call.hashes[i];
      switch (row.verdict) {
        case 'appended':
          return resolve(this.appended(prepared, row, hashes));
        case 'repeated': {
          const events: StoredEvent[] = [];
          for (let k = 0; k < row.events; k++) events.push(stored.get(row.first_position! + BigInt(k))!);
          // Stored by an earlier try of this very call, whose answer was lost on the way.
          const own =
            resent &&
            events.length > 0 &&
            events.length === hashes.length &&
            events.every((event, k) => event.hash === hashes[k]);
          if (own) return resolve(this.appended(prepared, { ...row, version: events.at(-1)!.version }, hashes));
          return resolve({ kind: 'repeated', recordedAt: row.recorded_at, events, answer: row.answer });
        }
        case 'key-reused':
          return resolve({ kind: 'key-reused' });
        // What this process remembers of the stream is not what the log holds (a restore under its feet). It goes on remembering until the stream is
        // read: others who wait were decided on the same lost events.
        case 'predecessor':
        case 'conflict':
          return resolve({ kind: 'conflict', actualVersion: row.version });
      }
    });
  }

  private appended({ item, slot }: Prepared, row: CallRow, hashes: string[]): Verdict {
    const events = item.events.map((event, k) => ({
      ...event,
      position: row.first_position! + BigInt(k),
      stream: item.stream,
      version: item.expectedVersion! + k + 1,
      recordedAt: row.recorded_at,
      slot,
      hash: hashes[k],
    }));
    if (hashes.length > 0) this.heads.set(item.stream, row.version, hashes.at(-1)!);
    return { kind: 'appended', version: row.version, recordedAt: row.recorded_at, events };
  }

  /** The database is away: whoever waits is told now, not after waiting as long again. */
  private giveUp(group: Ready[], cause: unknown): void {
    const error = cause instanceof LogUnavailableError ? cause : refused(cause);
    for (const each of group) each.reject(error);
    this.load = 0;
    for (const each of this.waiting.splice(0)) each.reject(new LogUnavailableError(error.message, false, { cause }));
  }
}

const refused = (cause: unknown): LogUnavailableError =>
  new LogUnavailableError('the log refuses the call', true, { cause });
