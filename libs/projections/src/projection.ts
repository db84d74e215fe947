import type pg from 'pg';
import type { Advanced, KnownStream, StreamFold } from './fold/known-stream.js';
import type { Terms } from './fold/terms.js';
import type { Verification } from './verify/verification.js';

/** A table of schema `read` that has a partition for each derivation of its projection. */
export interface PartitionedTable {
  name: string;
  /** what tells the partition's rows apart */
  key: string | null;
  /** less where rows are changed again and again: room to be changed in place */
  fillfactor: number;
  /** rows that are read together and would lie among a hundred times as many others */
  apart?: { column: string; value: number };
}

/** The partitions of a generation: projection → the number of its tables'. */
export type Parts = ReadonlyMap<string, number>;

/** The partition of a table. The fold names it, rather than the whole table and a condition: then the planner knows how many rows there are
 * before anybody has counted them. */
export const partitionOf = (table: string, number: number): string => `read.${table}_${number}`;

/** In a query: the number of the partitions of a projection that are read. */
export const currentPart = (projection: string): string =>
  `(select number from read.current_part where projection = '${projection}')`;

/** Rows of one purpose that are derived from the facts of one kind. `R`: what a batch makes of them, for all projections of the kind. */
export interface Projection<R = unknown> {
  /** its word in read.part, in reports and commands */
  readonly name: string;
  /**
   * Which rules derive it. Raise it with every change after which the same log gives other rows: projectors then rebuild it by
   * themselves, with the others of its kind and nothing else, instead of adding new differences to old sums.
   */
  readonly version: number;
  readonly tables: readonly PartitionedTable[];
  /** Many batches change the same rows: it is written last, so that they wait for each other as short as may be. */
  readonly contended?: boolean;
  write(client: pg.ClientBase, part: number, rows: R): Promise<void>;
}

/** What became of a stream in a batch. */
export interface Folded<A extends Advanced = Advanced> {
  known: A['known'];
  /** how `known` was derived again, where its rows are not in memory */
  before?: A;
  after: A;
}

/** How the facts of one kind become rows. Its projections stand at the same version of each stream, and are derived together. */
export interface KindFold<
  K extends KnownStream = KnownStream,
  A extends Advanced<K> = Advanced<K>,
  R = unknown,
> extends StreamFold<K, A> {
  readonly projections: readonly Projection<R>[];
  /** How each is held against the log. */
  readonly verifications: readonly Verification<A>[];
  /** Reads (stream, version): up to where each stream stands in the rows. */
  stands(parts: Parts): string;
  /** The rows of a batch, and the streams as they stand after it. */
  rows(folded: readonly Folded<A>[], terms: Terms): Promise<{ known: K[]; rows: R }>;
}
