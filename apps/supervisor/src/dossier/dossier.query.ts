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

export interface DueView {
  at: string;
  basis: 'stated' | 'computed';
  explanation: string;
  /** the round's first promise, where it is another */
  first: { at: string } | null;
}

/** From a beginning (receipt, re-opening) to the next: what was promised, and what became of it. */
export interface RoundView {
  from: string;
  due: DueView | null;
  /** stated or changed after the due instant had passed: beside it, never in its place */
  appointment: { at: string } | null;
  /** its end is held against its due instant; as long as it runs, its overdue stands */
  late: boolean;
  overdueAt: string | null;
  apology: { at: string; newDate: string } | null;
  ending: { kind: 'resolved' | 'withdrawn' | 'stopped'; at: string } | null;
  /** the clock of QĐ 766 (2.1), where it tells something else, in a sentence */
  index: { due: string; sentence: string } | null;
}

export interface DossierView {
  asOf: AsOf;
  code: string;
  /** the dossier of which it is a stage: it is counted there, and stands in no list of work */
  parent: string | null;
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
  /** of the latest round */
  due: DueView | null;
  rounds: RoundView[];
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
