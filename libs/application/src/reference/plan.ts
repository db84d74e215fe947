import type { LocalDay } from '#domain';

/** A plan as it was issued (seeds/plan.csv): what the targets are printed in. */
export interface Plan {
  /** 112/KH-UBND */
  number: string;
  name: string;
  issued: LocalDay | null;
  issuer: string;
  /** the first and the last day that it is for */
  from: LocalDay;
  to: LocalDay;
}

export const PLAN_SQL = `
  select number, name, issued, issuer, period_from as "from", period_to as "to"
    from ref.plan order by period_from desc, number`;

/** The plan of a day: the latest that is in force; where none is, the latest that was, and else the first that will be. */
export const planOn = (latestFirst: readonly Plan[], day: LocalDay): Plan | null =>
  latestFirst.find(({ from, to }) => from <= day && day <= to) ??
  latestFirst.find(({ to }) => to < day) ??
  latestFirst.at(-1) ??
  null;
