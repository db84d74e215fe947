import { Query } from '@nestjs/cqrs';
import type { Instant, LocalDay, Phase } from '#domain';
import type { AsOf } from '../query/as-of.js';
import type { ProcedureName, UnitName } from '../query/names.js';
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
  refused: { fault: string; label: string; messages: number }[];
  /** sources that are being imported: their dossiers are asked by the clock when that ends, or `until` passes */
  importing: { source: string; since: Instant; until: Instant }[];
  closedUnits: UndecidedView;
  /** how far the announced days off reach; beyond, due instants are provisional */
  calendar: { announcedUntil: LocalDay | null; endsSoon: boolean };
}

/** Open dossiers of units that are no more, of which the data do not say who takes them over: a person has to. */
export interface UndecidedView {
  total: number;
  /** the first ones, by code */
  items: {
    code: string;
    unit: UnitName & { validTo: LocalDay };
    /** the successors between which nothing decides; none: the data name none */
    successors: UnitName[];
    procedure: ProcedureName | null;
    phase: Phase;
    dueAt: Instant | null;
  }[];
}

export class OperationsQuery extends Query<OperationsView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
