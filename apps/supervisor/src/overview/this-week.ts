import type pg from 'pg';
import { type Static, Type } from 'typebox';
import type { Instant } from '#domain';
import { type Measure, type MeasureSum, type Period } from '#metrics';
import { type Selection as DossierFilter, worklistOwed } from '#projections';
import { count, named, oneOf } from '../openapi/schema.js';
import { WORKLIST_KINDS } from '../worklist/worklist.query.js';

export const WeekFigure = named(
  'WeekFigure',
  {
    id: oneOf(['newlyLate', 'stillLate', 'mended', 'apologiesOwed']),
    value: count,
    drill: Type.Optional(Type.Object({ figure: Type.String(), period: Type.String() })),
    worklist: Type.Optional(Type.Object({ kind: oneOf(WORKLIST_KINDS), apology: Type.Optional(oneOf(['owed'])) })),
  },
  'One number of the line on this week, with what lists its dossiers',
);

export const ThisWeek = named('ThisWeek', { label: Type.String(), figures: Type.Array(WeekFigure) });
export type ThisWeek = Static<typeof ThisWeek>;

/**
 * What the weekly review asks first: newly late, still late, mended; apologies that are owed.
 * @param sums over the days of the week
 */
export async function thisWeek(
  db: pg.ClientBase,
  week: Period,
  sums: readonly MeasureSum[],
  filter: DossierFilter,
  now: Instant,
): Promise<ThisWeek> {
  const flow = (wanted: Measure): number =>
    sums.reduce((n, { measure, flow }) => (measure === wanted ? n + flow : n), 0);
  const { key: period, label } = week;
  const { total, owed } = await worklistOwed(db, { ...filter, kind: 'late', now });
  return {
    label,
    figures: [
      { id: 'newlyLate', value: flow('becameOverdue'), drill: { figure: 'measure:becameOverdue', period } },
      { id: 'stillLate', value: total, worklist: { kind: 'late' } },
      { id: 'mended', value: flow('resolvedLate'), drill: { figure: 'column:resolvedLate', period } },
      {
        id: 'apologiesOwed',
        value: owed,
        worklist: { kind: 'late', apology: 'owed' },
      },
    ],
  };
}
