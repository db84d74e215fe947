import { Query } from '@nestjs/cqrs';
import type { Phase } from '#domain';
import type { AsOf } from '../query/as-of.js';
import type { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';

export type Apology = 'owed' | 'issued' | 'none';

export interface WorklistItem {
  code: string;
  unit: UnitName;
  procedure: ProcedureName;
  receivedAt: string | null;
  dueAt: string | null;
  daysLate: { calendar: number; working: number } | null;
  holder: string | null;
  apology: Apology;
  phase: Phase;
}

export interface WorklistView {
  asOf: AsOf;
  total: number;
  items: WorklistItem[];
  next: string | null;
}

/** What must be done: open and late, due today, due soon. Parameters: kind, days, unit or scope, field, procedure, apology, after, limit. */
export class WorklistQuery extends Query<WorklistView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
