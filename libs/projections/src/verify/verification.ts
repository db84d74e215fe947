import type pg from 'pg';
import type { Advanced } from '../fold/known-stream.js';
import type { Checkpoint } from '../fold/checkpoints.js';
import type { Parts } from '../projection.js';
import type { Findings, TableColumns } from './findings.js';
import type { Numbers } from './numbers.js';

/** How one projection is held against the log. Its tables are named with every column that they have. */
export interface Verification<A extends Advanced = Advanced> {
  name: string;
  tables: readonly TableColumns[];
  begin(verifying: Verifying): Verifier<A>;
}

/** Memory stays bounded: what it keeps may grow with units, procedures and slots, and not with dossiers. */
export interface Verifier<A extends Advanced = Advanced> {
  /** Told of all streams of its kind, a page at a time, in the order of the log's streams. */
  streams?(page: readonly Recounted<A>[]): Promise<void> | void;
  /** When all have been told. */
  end?(): Promise<void>;
}

export interface Verifying {
  /** one snapshot of the read tables */
  client: pg.ClientBase;
  generation: number;
  /** where the rows of each projection are */
  parts: Parts;
  /** the log's last position; later events are left out */
  head: bigint;
  /** slot → up to where it is folded */
  checkpoints: ReadonlyMap<number, Checkpoint>;
  /** streams that wait because of a dead letter */
  parked: ReadonlySet<string>;
  /** the numbers of units and scopes */
  numbers: Numbers;
  /** where what is found about a table of the projection goes, and how many rows were looked at */
  findings(table: string): Findings;
}

/** A stream as the log has it, beside how far it is folded. */
export interface Recounted<A extends Advanced = Advanced> {
  stream: string;
  /** how many events the log has, 0: it has no such stream … */
  events: number;
  /** … and how many of them must be folded */
  due: number;
  /** the version of its rows; null: it has none */
  version: number | null;
  /** counted anew from the log up to that version; null where the log cannot be folded so far */
  advanced: A | null;
}
