import type { Sending } from './lives.js';
import type { Ending } from './tally.js';

/** Where commands go in. Nothing rejects: that no answer came is an ending as well. */
export interface Door {
  single(sending: Sending): Promise<Ending>;
  /** One ending per command, in their order. */
  batch(sendings: readonly Sending[]): Promise<Ending[]>;
  close(): void | Promise<void>;
}
