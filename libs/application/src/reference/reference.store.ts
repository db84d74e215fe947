import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import {
  nationalPart,
  type OfficeHoursRow,
  type Policy,
  type PopulationRow,
  type Procedure,
  ReferenceData,
  type Succession,
  unitLives,
} from '#domain';
import { type MonthDay, type PlanMetric, type PlanMetricRow, planMetrics, REPORTING_FROM } from '#metrics';
import { readRegister } from '../unit/units-in-log.js';
import { type Plan, PLAN_SQL } from './plan.js';
import { standOfReference } from './revision.sql.js';

/** How long a process may work on reference data that another one has changed. */
const MAX_AGE_MS = 5_000;

/** A target of the plan as it is printed, with every other reading of it (seeds/targets.csv). */
export interface Target {
  metric: string;
  population: string;
  /** the key of the one unit that it is for; null: the whole population */
  unit: string | null;
  periodFrom: string;
  periodTo: string;
  op: string;
  value: number | null;
  section: string;
  reading: string;
  /** whether figures are held against it; another reading printed elsewhere is only shown */
  counts: boolean;
}

interface Loaded {
  revision: string;
  readAt: number;
  data: ReferenceData;
  targets: Target[];
  plans: Plan[];
  metrics: readonly PlanMetric[];
  settings: Map<string, string>;
}

/** Reference data of the database and units of the log, held in memory and read again when a seeding or a fact of a unit has raised the revision. */
export class ReferenceStore {
  private loaded: Loaded | null = null;
  private loading: Promise<Loaded> | null = null;
  private asking: Promise<Loaded> | null = null;

  constructor(private readonly pool: pg.Pool) {}

  /** Units, procedures, policies and the calendar. At most 5 s behind the database. */
  async data(): Promise<ReferenceData> {
    return (await this.fresh()).data;
  }
  async targets(): Promise<Target[]> {
    return (await this.fresh()).targets;
  }
  /** The plans that are known, the latest first. */
  async plans(): Promise<Plan[]> {
    return (await this.fresh()).plans;
  }
  /** The metrics that the plan counts, in its order. */
  async metrics(): Promise<readonly PlanMetric[]> {
    return (await this.fresh()).metrics;
  }
  async setting(key: string): Promise<string | undefined> {
    return (await this.fresh()).settings.get(key);
  }
  /** The first day of the reporting year. */
  async reportingFrom(): Promise<MonthDay> {
    return (await this.setting('reporting-year-from')) ?? REPORTING_FROM;
  }
  /**
   * Whether nobody has changed them since: asked before a refusal, which may be for ever. Those who ask at the same time share one question to the
   * database; what has changed is held now.
   */
  async isCurrent(data: ReferenceData): Promise<boolean> {
    this.asking ??= this.ask();
    return (await this.asking).data === data;
  }
  /** Forgets what is held, so that the next question reads the database. */
  invalidate(): void {
    if (this.loaded) this.loaded.readAt = 0;
  }

  private fresh(): Promise<Loaded> {
    if (this.loaded && Date.now() - this.loaded.readAt < MAX_AGE_MS) return Promise.resolve(this.loaded);
    return this.load();
  }

  /** Asks the database, later than all who have come so far. */
  private async ask(): Promise<Loaded> {
    await nextTurn();
    while (this.loading) await this.loading.catch(() => undefined); // began before some of them had come
    this.asking = null;
    return this.load();
  }

  private load(): Promise<Loaded> {
    this.loading ??= this.refresh().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  private async refresh(): Promise<Loaded> {
    const revision = await standOfReference(this.pool);
    if (this.loaded?.revision === revision) this.loaded.readAt = Date.now();
    else this.loaded = await this.read(revision);
    return this.loaded;
  }

  private async read(revision: string): Promise<Loaded> {
    const all = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => (await this.pool.query<T>(sql)).rows;
    const [register, procedures, policies, days, targets, settings, successions, hours, populations, plans, metrics] =
      await Promise.all([
        readRegister(this.pool),
        all<ProcedureRow>('select * from ref.procedure order by national, valid_from'),
        all<Policy>('select key, scope, effective_from as "effectiveFrom", value, source from ref.policy'),
        all<{ day: string; kind: 'off' | 'working'; unit: string; announcedAt: string; note: string }>(
          'select day, kind, unit, announced_at as "announcedAt", note from ref.calendar_day order by day, announced_at',
        ),
        all<Omit<Target, 'value'> & { value: string | null }>(
          `select metric, population, nullif(unit, '') as unit, period_from as "periodFrom", period_to as "periodTo", op, value, section, reading, counts
           from ref.target order by metric, population, unit, counts desc, section`,
        ),
        all<{ key: string; value: string }>('select key, value from ref.setting'),
        all<Succession>('select unit, successor, procedure, agency_code as "agencyCode" from ref.succession'),
        all<HoursRow>(
          `select unit, valid_from, weekday, announced_at, left(opens::text, 5) as opens, left(closes::text, 5) as closes,
                  left(lunch_from::text, 5) as lunch_from, left(lunch_to::text, 5) as lunch_to
             from ref.hours order by unit, valid_from, weekday, announced_at`,
        ),
        all<PopulationRow>('select key, label, heading, total, nth as "order", rated from ref.population'),
        all<Plan>(PLAN_SQL),
        all<PlanMetricRow>('select metric, nth as "order", heading, section, shown from ref.plan_metric'),
      ]);
    return {
      revision,
      readAt: Date.now(),
      data: new ReferenceData({
        units: [...unitLives(register).values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
        procedures: procedures.map(procedureOf),
        policies,
        days: days.map((row) => ({ ...row, unit: row.unit === '' ? null : row.unit })),
        hours: hours.map(hoursOf),
        successions,
        populations,
      }),
      plans,
      metrics: planMetrics(metrics),
      targets: targets.map((row) => ({ ...row, value: row.value === null ? null : Number(row.value) })),
      settings: new Map(settings.map((row) => [row.key, row.value])),
    };
  }
}

interface ProcedureRow {
  code: string;
  name: string;
  field: string;
  limit_n: number | null;
  limit_unit: 'working-day' | null;
  fee_vnd: bigint;
  special: boolean;
  population: Procedure['population'];
  valid_from: string;
  valid_to: string | null;
}

const procedureOf = (row: ProcedureRow): Procedure => ({
  code: row.code,
  national: nationalPart(row.code),
  name: row.name,
  field: row.field,
  limit: row.limit_n === null ? null : { n: row.limit_n, unit: row.limit_unit ?? 'working-day' },
  feeVnd: Number(row.fee_vnd),
  special: row.special,
  population: row.population,
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

interface HoursRow {
  unit: string;
  valid_from: string;
  weekday: number;
  announced_at: string;
  opens: string | null;
  closes: string | null;
  lunch_from: string | null;
  lunch_to: string | null;
}

/** A day without a break for lunch is one long morning. */
const hoursOf = (row: HoursRow): OfficeHoursRow => ({
  unit: row.unit === '' ? null : row.unit,
  from: row.valid_from,
  weekdays: [row.weekday],
  announcedAt: row.announced_at,
  morning: row.opens === null ? null : { from: row.opens, to: row.lunch_from ?? row.closes! },
  afternoon: row.lunch_to === null ? null : { from: row.lunch_to, to: row.closes! },
});
