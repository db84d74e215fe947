import type { MigrationClass } from '#platform';
import type { BenchBroker } from './broker.js';
import type { BenchDatabase } from './server.js';
import type { Table } from './table.js';

/** How large a run is: `quick` shows that the work runs, `big` goes up to 10 M. */
export type Scale = 'quick' | 'normal' | 'big';

/** What a work is given. What it opens here is closed after the run, whatever becomes of it. */
export interface BenchContext {
  scale: Scale;
  /** One of three values by the scale; `big` is `normal` where it is left out. */
  by<T>(values: { quick: T; normal: T; big?: T }): T;
  /** Version of the server. */
  postgres: string;
  /** A fresh database on the run's own server; default: without migrations (`migrations` of #application gives all). */
  newDatabase(migrations?: MigrationClass[]): Promise<BenchDatabase>;
  /** Writes out what is dirty on the server, so that no round pays for the one before. */
  checkpoint(): Promise<void>;
  /** The run's broker, started by whoever asks first. */
  broker(): Promise<BenchBroker>;
  /** Something else to close after the run; the last first. */
  onClose(close: () => Promise<unknown> | void): void;
  /** Progress, for people. */
  say(text: string): void;
}

/** What a work found. */
export interface Outcome {
  tables: Table[];
  /** Sentences below the tables. */
  remarks?: string[];
}

/** Something that is measured. */
export interface Work {
  /** As on the command line. */
  name: string;
  title: string;
  /** What it should reach, in one line; `–` where nothing is set. */
  aim: string;
  run(context: BenchContext): Promise<Outcome>;
}
