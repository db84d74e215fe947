import type pg from 'pg';
import { dayRange, type Instant, type LocalDay } from '#domain';
import { unitChanges } from '../unit/unit-changes.js';

/** Kinds of reference data as people name them, and their tables in the schema ref. */
export const REFERENCE_TABLES = {
  procedures: 'procedure',
  policies: 'policy',
  calendar: 'calendar_day',
  hours: 'hours',
  targets: 'target',
  settings: 'setting',
  successions: 'succession',
  populations: 'population',
  plan: 'plan',
  metrics: 'plan_metric',
} as const;
/** Units are facts of the log, and so are their changes. */
export type ReferenceKind = keyof typeof REFERENCE_TABLES | 'units';

/** One change of one row of reference data. */
export interface ReferenceChange {
  id: string;
  at: Instant;
  /** a person, `system`, `migration`, or the role that logged in to the database */
  who: string;
  /** the file or command; with the SHA-256 of a file */
  source: string;
  sha256: string | null;
  /** the kind, or the table where it has no name of its own */
  what: string;
  /** the columns of the primary key, with `|` between */
  key: string;
  /** null: the row was not there before, or is no more afterwards */
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export interface ChangeFilter {
  what?: ReferenceKind;
  /** a whole key, or its first part: a code, a day */
  key?: string;
  /** from the beginning of that day in Vietnam on */
  since?: LocalDay;
}

/** What was changed of the reference data, the newest last. */
export async function readChanges(pool: pg.Pool, filter: ChangeFilter = {}): Promise<ReferenceChange[]> {
  const { what, key, since } = filter;
  const ofUnits = what === undefined || what === 'units' ? await unitChanges(pool) : [];
  const from = since ? dayRange(since).from : '';
  const named = ofUnits.filter(
    (change) => (key === undefined || change.key === key || change.key.startsWith(`${key}@`)) && change.at >= from,
  );
  const others = what === 'units' ? [] : await tableChanges(pool, { what, key, since });
  return [...others, ...named].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

async function tableChanges(
  pool: pg.Pool,
  { what, key, since }: ChangeFilter & { what?: keyof typeof REFERENCE_TABLES },
): Promise<ReferenceChange[]> {
  const { rows } = await pool.query<ReferenceChange>(
    `select id::text, at, who, source, sha256, what, key, before, after from ref.change
      where ($1::text is null or what = $1)
        and ($2::text is null or key = $2 or starts_with(key, $2 || '|') or starts_with(key, $2 || '@'))
        and ($3::timestamptz is null or at >= $3)
      order by ref.change.id`,
    [what ? REFERENCE_TABLES[what] : null, key ?? null, since ? dayRange(since).from : null],
  );
  const kinds = new Map<string, string>(Object.entries(REFERENCE_TABLES).map(([kind, table]) => [table, kind]));
  return rows.map((row) => ({ ...row, what: kinds.get(row.what) ?? row.what }));
}
