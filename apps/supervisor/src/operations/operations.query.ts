import { Query } from '@nestjs/cqrs';
import type { Instant } from '#domain';
import type { AsOf } from '../query/as-of.js';
import type { RawQuery } from '../query/parameters.js';

/** How the machinery stands; positions are decimal texts. No value of a message, no particulars. */
export interface OperationsView {
  asOf: AsOf;
  head: string;
  lastEventAt: Instant | null;
  lagEvents: number;
  slots: { slot: number; position: string; lagEvents: number }[];
  generation: number;
  building: { generation: number; position: string; target: string; startedAt: Instant } | null;
  deadLetters: number;
  parked: number;
  /** messages of feeds that were kept aside and not let in yet, by reason */
  refused: { fault: string; messages: number }[];
  /** sources that are being imported: their dossiers are asked by the clock when that ends, or `until` passes */
  importing: { source: string; since: Instant; until: Instant }[];
}

export class OperationsQuery extends Query<OperationsView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
