import type pg from 'pg';
import type { Advanced } from '../fold/known-dossier.js';
import type { Checkpoint } from '../fold/checkpoints.js';
import type { Findings, TableColumns } from './findings.js';
import type { Numbers } from './numbers.js';

/** How one projection is held against the log. Its tables are named with every column that they have. */
export interface Verification {
  name: string;
  tables: readonly TableColumns[];
  begin(verifying: Verifying): Verifier;
}

/** Memory stays bounded: what it keeps may grow with units, procedures and slots, and not with dossiers. */
export interface Verifier {
  /** Told of all dossiers, a page at a time, in the order of the log's streams. */
  dossiers?(page: readonly Recounted[]): Promise<void> | void;
  /** When all have been told. */
  end?(): Promise<void>;
}

export interface Verifying {
  /** one snapshot of the read tables */
  client: pg.ClientBase;
  generation: number;
  /** the log's last position; later events are left out */
  head: bigint;
  /** slot → up to where it is folded */
  checkpoints: ReadonlyMap<number, Checkpoint>;
  /** dossiers that wait because of a dead letter */
  parked: ReadonlySet<string>;
  /** the numbers of units and scopes */
  numbers: Numbers;
  /** where what is found about a table of the projection goes, and how many rows were looked at */
  findings(table: string): Findings;
}

/** A dossier as the log has it, beside how far it is folded. */
export interface Recounted {
  code: string;
  /** how many events the log has, 0: it has no such dossier … */
  events: number;
  /** … and how many of them must be folded */
  due: number;
  /** the version of its row in read.dossier; null: it has none */
  version: number | null;
  /** counted anew from the log up to that version; null where the log cannot be folded so far */
  advanced: Advanced | null;
}
