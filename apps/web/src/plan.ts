import { addDays } from '#domain/calendar/time';
import type { PeriodRule } from '#metrics/periods';
import type { Meta, Population, Scope } from './api.js';
import { day } from './format.js';
import { texts } from './texts.vi.js';

/** What the page says of the place, its populations and its plan: all of it data that the API tells. */

/** A name within a sentence: "Phường, xã" becomes "phường, xã", "UBND xã" stays. */
const within = (label: string): string =>
  /^\p{Lu}\p{Lu}/u.test(label) ? label : label.slice(0, 1).toLocaleLowerCase('vi') + label.slice(1);

/** "thành phố và phường, xã"; from three on with semicolons, since names have commas of their own. */
function listed(labels: readonly string[]): string {
  const names = labels.map(within);
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join('; ')} ${texts.populations.and} ${names.at(-1)}`;
}

/** Of what the total of everything is made: "thành phố và phường, xã; không gồm ngành dọc". */
export const madeOfAll = ({ populations }: Meta): string => {
  const labels = (rated: boolean): string[] => populations.filter((one) => one.rated === rated).map((one) => one.label);
  return texts.populations.madeOf(listed(labels(true)), listed(labels(false)));
};

export const populationOf = (meta: Meta, key: Population) => meta.populations.find((one) => one.key === key);

export const scopeName = (meta: Meta, scope: Scope): string =>
  scope === 'all' ? `${texts.populations.all} (${madeOfAll(meta)})` : (populationOf(meta, scope)?.label ?? scope);

/** By which rule a period is cut. */
export function ruleText({ periods }: Meta, rule: PeriodRule): string {
  const { rules } = texts.period;
  if (rule !== 'reporting') return rules[rule];
  const first = Number(periods.reportingFrom.slice(3));
  const last = first === 1 ? rules.lastOfMonth : rules.dayOfMonth(first - 1);
  return rules.reporting(String(first), last, periods.reportingSource);
}

/** From when to when the reporting year goes: "15/12 năm trước đến 14/12". */
export function reportingYear(reportingFrom: string): string {
  const short = (date: string): string => `${Number(date.slice(8))}/${Number(date.slice(5, 7))}`;
  const first = `2001-${reportingFrom}`;
  const from = reportingFrom === '01-01' ? short(first) : `${short(first)} ${texts.period.yearBefore}`;
  return texts.period.reportingHint(from, short(addDays(first, -1)));
}

/** The plan by number, day, issuer and name; null where none is known. */
export const planText = ({ plan }: Meta): string | null =>
  plan && texts.plan.by(plan.number, plan.issued === null ? '' : day(plan.issued), plan.issuer, plan.name);
