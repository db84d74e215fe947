import type pg from 'pg';
import type { Instant } from '#domain';
import { type Measure, type MeasureSum, type Period } from '#metrics';
import { type Selection as DossierFilter, type WorklistKind, worklistOwed } from '#projections';

/** One number of the line on this week, with what lists its dossiers. */
export interface WeekFigure {
  id: 'newlyLate' | 'stillLate' | 'mended' | 'apologiesOwed';
  value: number;
  drill?: { figure: string; period: string };
  worklist?: { kind: WorklistKind; apology?: 'owed' };
}

export interface ThisWeek {
  label: string;
  figures: WeekFigure[];
}

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
