import { Query } from '@nestjs/cqrs';
import type { Channel, Phase, WaitKind } from '#domain';
import type { Door } from '#event-store';
import type { AsOf } from '../query/as-of.js';
import type { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';
import type { Detail } from './events.vi.js';

export interface TimelineEvent {
  version: number;
  type: string;
  label: string;
  occurredAt: string;
  recordedAt: string;
  door: Door;
  detail: Detail[];
  /** it has been taken back, and counts in nothing */
  retracted?: boolean;
}

export interface DossierView {
  asOf: AsOf;
  code: string;
  state: {
    phase: Phase;
    late: boolean;
    unit: UnitName | null;
    receivingUnit: UnitName | null;
    procedure: ProcedureName | null;
    field: string | null;
    channel: Channel | null;
    holder: string | null;
    receivedAt: string | null;
    endedAt: string | null;
    returnedAt: string | null;
  };
  due: { at: string; basis: 'stated' | 'computed'; explanation: string; first: { at: string } | null } | null;
  /** what the clock was stopped for */
  waits: { kind: WaitKind; from: string; to: string | null }[];
  events: TimelineEvent[];
  /** in which figures it counts; `until`: the last day at whose end a stock had it; null: it still has, or it is no stock */
  marks: { measure: string; label: string; unit: UnitName; day: string; until: string | null }[];
}

/** One dossier as the figures know it. Parameter: code. */
export class DossierQuery extends Query<DossierView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
