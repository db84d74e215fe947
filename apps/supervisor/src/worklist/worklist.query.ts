import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { PHASES } from '#domain';
import type { WorklistKind } from '#projections';
import { count, instant, named, nullable, oneOf } from '../openapi/schema.js';
import { AsOf } from '../query/as-of.js';
import { ProcedureName, UnitName } from '../query/names.js';
import { next } from '../query/page.js';
import type { RawQuery } from '../query/parameters.js';

export const WORKLIST_KINDS = ['late', 'today', 'soon'] as const satisfies readonly WorklistKind[];

export const WorklistItem = named('WorklistItem', {
  code: Type.String(),
  unit: UnitName,
  procedure: ProcedureName,
  receivedAt: nullable(instant),
  dueAt: nullable(instant),
  daysLate: nullable(Type.Object({ calendar: count, working: count })),
  holder: nullable(Type.String()),
  apology: oneOf(['owed', 'issued', 'none']),
  phase: oneOf(PHASES),
});
export type WorklistItem = Static<typeof WorklistItem>;

export const WorklistView = named('Worklist', {
  asOf: AsOf,
  total: { ...count, description: 'on all pages' },
  items: Type.Array(WorklistItem),
  next,
});
export type WorklistView = Static<typeof WorklistView>;

/** What must be done: open and late, due today, due soon. Parameters: kind, days, unit or scope, field, procedure, apology, after, limit. */
export class WorklistQuery extends Query<WorklistView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
