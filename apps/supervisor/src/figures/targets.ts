import { type Static, Type } from 'typebox';
import type { Target as TargetRow } from '#application';
import type { LocalDay, Population } from '#domain';
import { type MetricDefinition, METRICS } from '#metrics';
import { mapOf, named } from '../openapi/schema.js';

export const Aim = named(
  'Aim',
  {
    op: Type.String({ description: '`>=`, `>`, `<=`, `<` or `=`' }),
    value: Type.Number({ description: 'percent' }),
  },
  'What a rate is held against',
);

export const Target = named(
  'Target',
  {
    ...Aim.properties,
    section: Type.String({ description: 'of the plan' }),
    readings: Type.Array(Type.Object({ text: Type.String(), section: Type.String() })),
  },
  'A target of the plan, with every other reading that the plan prints of it',
);
export type Target = Static<typeof Target>;

export const Aims = mapOf(
  Aim,
  METRICS.map(({ id }) => id),
);
/** What a reader needs to tell on which side of its target a rate lies, by metric. */
export type Aims = Static<typeof Aims>;

/** Whose figure is held against a target. */
export interface Judged {
  population: Population;
  /** a unit that may have a target of its own */
  unit?: { key: string };
}

const SIGN: Record<string, string> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '=' };

/** The targets in force on one day: the last one of the period that is looked at. */
export class TargetsOnDay {
  private readonly rows: readonly TargetRow[];

  constructor(
    all: readonly TargetRow[],
    day: LocalDay,
    /** what the plan counts, in its order */
    readonly metrics: readonly MetricDefinition[] = METRICS,
  ) {
    this.rows = all.filter(({ periodFrom, periodTo }) => periodFrom <= day && day <= periodTo);
  }

  /** The targets that count, of all metrics that have one. */
  aims(whose: Judged): Aims {
    return Object.fromEntries(
      this.metrics.flatMap(({ id }) => {
        const target = this.of(id, whose);
        return target ? [[id, { op: target.op, value: target.value }]] : [];
      }),
    );
  }

  /** The same by population, for several. */
  aimsOf(populations: readonly Population[]): Record<Population, Aims> {
    return Object.fromEntries(populations.map((population) => [population, this.aims({ population })]));
  }

  /** Those that a unit has of its own; null where its population's hold. */
  ownAims({ population, unit }: Required<Judged>): Aims | null {
    const isOwn = this.rows.some((row) => counts(row) && row.unit === unit.key);
    return isOwn ? this.aims({ population, unit }) : null;
  }

  /** The target that counts; null where the plan sets none, as for every population outside the rates. */
  of(metric: string, { population, unit }: Judged): Target | null {
    const mine = this.rows.filter((row) => row.metric === metric);
    const own = unit ? mine.filter((row) => row.unit === unit.key) : [];
    const ofAll = mine.filter((row) => row.unit === null && row.population === population);
    const rows = own.some(counts) ? own : ofAll;
    const target = rows.find(counts);
    if (!target) return null;
    const readings = rows.filter((row) => row !== target || row.reading !== '');
    return {
      value: target.value!,
      op: target.op,
      section: target.section,
      readings: readings.map((row) => ({ text: readingOf(row), section: row.section })),
    };
  }
}

const counts = (row: TargetRow): boolean => row.counts && row.value !== null;

function readingOf({ op, value, reading }: TargetRow): string {
  const number = value === null ? '' : `${SIGN[op] ?? op} ${String(value).replace('.', ',')} %`;
  return [number, reading && `“${reading}”`].filter(Boolean).join(': ');
}
