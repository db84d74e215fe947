import type { Target as TargetRow } from '#application';
import type { LocalDay, Population } from '#domain';
import type { Fraction } from '#metrics';

export type Verdict = 'met' | 'missed' | 'none';

/** A target of the plan as the page shows it, with every other reading that the plan prints of it. */
export interface Target {
  /** percent */
  value: number;
  op: string;
  section: string;
  readings: { text: string; section: string }[];
}

/** Whose figure is held against a target. */
export interface Judged {
  population: Population;
  /** code or key of a unit that may have a target of its own (plan §IV.1) */
  unit?: { code: string; key: string };
}

const SIGN: Record<string, string> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '=' };
const DECIMALS = 1_000;

/** The targets in force on one day: the last one of the period that is looked at. */
export class TargetsOnDay {
  private readonly rows: readonly TargetRow[];

  constructor(all: readonly TargetRow[], day: LocalDay) {
    this.rows = all.filter(({ periodFrom, periodTo }) => periodFrom <= day && day <= periodTo);
  }

  /** The target that counts; null where the plan sets none. The vertical branches have none (plan §IV.7). */
  of(metric: string, { population, unit }: Judged): Target | null {
    if (population === 'branch') return null;
    const mine = this.rows.filter((row) => row.metric === metric);
    const own = unit ? mine.filter((row) => row.population === unit.key || row.population === unit.code) : [];
    const rows = own.some(counts) ? own : mine.filter((row) => row.population === population);
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

/** Compares in integers, so that 97,1 % of 1 000 is exactly 971. Nothing to count is no verdict, never 0 % nor 100 %. */
export function verdictOf({ numerator, denominator }: Fraction, target: Pick<Target, 'op' | 'value'> | null): Verdict {
  if (!target || denominator === 0) return 'none';
  const difference = numerator * 100 * DECIMALS - Math.round(target.value * DECIMALS) * denominator;
  return HOLDS[target.op]?.(difference) === false ? 'missed' : HOLDS[target.op] ? 'met' : 'none';
}

const HOLDS: Record<string, (difference: number) => boolean> = {
  '>=': (difference) => difference >= 0,
  '>': (difference) => difference > 0,
  '<=': (difference) => difference <= 0,
  '<': (difference) => difference < 0,
  '=': (difference) => difference === 0,
};
