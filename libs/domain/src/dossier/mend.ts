import Value from 'typebox/value';
import { localDay } from '../calendar/time.js';
import type { Reference } from '../reference/reference.js';
import type { CommandOf } from './commands.js';
import { procedureOn, unitOn } from './drafts.js';
import { Refused } from '../kind.js';
import { type DossierEventData, type DossierEventType, dossierEventSchemas } from './events.js';
import type { Reason } from './reasons.js';
import { type DossierState, effectiveFacts, type Fact, isClocks, isMeta } from './state.js';
import { Walk } from './timeline.js';

/** What is decided or sealed, and so is no field that a counter gave: it follows from the others, or stands outside the log. */
const DECIDED = new Set(
  'limit rules due assumed counts applicant applicantRef reasonRef ground of superseded because from'.split(' '),
);
/** Who takes the dossier in a fact: it must be in force on the fact's day, wherever a correction puts it. */
const UNITS = ['unit', 'receivingUnit'] as const;
/** Kinds whose due instant a counter states. */
const STATED: DossierEventType[] = ['Received', 'Supplemented', 'Reopened', 'DueDateChanged'];

/**
 * What a correction says in the terms of the event: codes of units and procedures looked up, `dueAt` as the stated due
 * instant, and what was decided from a corrected field decided again. Throws `Refused` with a pointer into `/data`.
 */
export function correctedData(
  target: Fact,
  { data = {}, occurredAt = target.occurredAt }: CommandOf<'correct'>,
  reference: Reference,
  of: { code: string; procedure: string | null },
): Record<string, unknown> {
  const { properties } = dossierEventSchemas[target.type] as { properties: Record<string, unknown> };
  const refuse = (reason: Reason, key: string): never => {
    throw new Refused([{ reason, pointer: `/data/${key}` }]);
  };
  const corrected: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    if (key === 'dueAt' && STATED.includes(target.type)) corrected.due = { at: value, basis: 'stated' };
    else if (!Object.hasOwn(properties, key) || DECIDED.has(key)) refuse('not-correctable', key);
    else if (key === 'procedure') {
      const code = String(value);
      const procedure = procedureOn(code, localDay(occurredAt), reference);
      if (typeof procedure === 'string') return refuse(procedure, key);
      const { national, field, special, limit } = procedure;
      corrected.procedure = { code, national, field, special };
      if (target.type !== 'Received') continue;
      if (!limit && !data.dueAt && target.data.due.basis === 'computed') refuse('no-due-instant', 'dueAt');
      Object.assign(corrected, { limit, rules: reference.rules(code, occurredAt) });
    } else if (key === 'unit' || key === 'receivingUnit') {
      const unit = unitOn(String(value), localDay(occurredAt), of, reference, `/data/${key}`);
      if ('reason' in unit) throw new Refused([unit]);
      corrected[key] = unit.key;
    } else corrected[key] = value;
  }
  const day = localDay(occurredAt);
  if (day !== localDay(target.occurredAt))
    for (const key of UNITS) {
      const stands = (target.data as { [name in (typeof UNITS)[number]]?: string })[key];
      if (stands === undefined || key in corrected) continue;
      const unit = unitOn(stands, day, of, reference, '/occurredAt');
      if ('reason' in unit) throw new Refused([unit]);
    }
  const after = { ...target.data, ...corrected } as Partial<
    DossierEventData<'Received'> & DossierEventData<'Resolved'> & DossierEventData<'Digitised'>
  >;
  if (after.due?.basis === 'stated' && after.due.at < occurredAt && target.type !== 'DueDateChanged')
    throw new Refused([{ reason: 'due-before-receipt', pointer: corrected.due ? '/data/dueAt' : '/occurredAt' }]);
  if ('signature' in corrected || 'electronic' in corrected || 'ofResult' in corrected)
    corrected.counts = (after.electronic ?? after.ofResult ?? false) && after.signature === 'signed';
  if (after.assumed) corrected.assumed = after.assumed.filter((field) => !(field in corrected));
  return corrected;
}

/** A correction must name a fact that stands, keep its shape, leave it where it may stand, and push no other one out. */
export function whyNotMend(
  state: DossierState,
  mend:
    | { type: 'Corrected'; data: DossierEventData<'Corrected'> }
    | { type: 'Retracted'; data: DossierEventData<'Retracted'> },
  after: () => DossierState,
): Reason | null {
  const target = state.facts.find((fact) => fact.version === mend.data.event);
  if (!target) return 'no-such-event';
  if (isMeta(target.type) || isClocks(target)) return 'not-correctable';
  if (target.type === 'DueDateChanged' && target.data.of !== undefined) return 'not-correctable';
  if (state.facts.some((fact) => fact.type === 'Retracted' && fact.data.event === target.version))
    return 'already-retracted';
  if (mend.type === 'Retracted') return null;
  const { data = {} } = mend.data;
  const schema = dossierEventSchemas[target.type];
  if (Object.keys(data).some((key) => !Object.hasOwn(schema.properties, key))) return 'not-correctable';
  if (!Value.Check(schema, { ...target.data, ...data })) return 'not-correctable';
  const facts = effectiveFacts(after());
  const { ignored } = new Walk().run(facts);
  return (
    ignored.find((fact) => fact.v === target.version)?.reason ??
    pushedOut(effectiveFacts(state), facts, (fact) => !isClocks(fact))
  );
}

/** Why one of the facts of a kind, which had its effect among the old facts, has none among the new ones; null: none such. */
export function pushedOut(
  before: readonly Fact[],
  after: readonly Fact[],
  which: (fact: Fact) => boolean,
): Reason | null {
  const without = new Set(new Walk().run(before).ignored.map(({ v }) => v));
  const had = new Set(before.filter((fact) => which(fact) && !without.has(fact.version)).map(({ version }) => version));
  return new Walk().run(after).ignored.find(({ v }) => had.has(v))?.reason ?? null;
}
