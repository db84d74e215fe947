import { parse } from 'csv-parse/sync';
import {
  decide,
  type DossierCommand,
  type DossierState,
  evolve,
  initialState,
  localDay,
  nationalPart,
  type Population,
  ReferenceData,
  timeline,
} from '#domain';
import type { City, Execute, PlayedVerdict, StoryItem, StoryPeriod, ToldFigures, ToldLine } from '#testing';
import { doorFault } from '#testing';
import { contribution, figuresOf, isStock, type Mark, measureNames } from '../src/index.js';

const REF = '00000000-0000-4000-8000-000000000000';
const rows = (text: string): Record<string, string>[] => parse(text, { columns: true });

/** The files of a story's city as decisions look them up. */
export function referenceOf({ files }: City): ReferenceData {
  const units = rows(files['units.csv']);
  // a code names the unit that bears it on the day of the merger
  const keyOf = (code: string, on: string): string => {
    const unit = units.find(
      (row) => row.unit === code && row.valid_from! <= on && (!row.valid_to || on < row.valid_to),
    );
    return `${unit!.unit!}@${unit!.valid_from!}`;
  };
  return new ReferenceData({
    units: units.map((row) => ({
      key: `${row.unit!}@${row.valid_from!}`,
      code: row.unit!,
      name: row.name!,
      population: row.population as Population,
      agencyCode: row.agency_code_placeholder || null,
      aliases: row.aliases!.split('|').filter(Boolean),
      validFrom: row.valid_from!,
      validTo: row.valid_to || null,
      successors: row
        .successors!.split('|')
        .filter(Boolean)
        .map((code) => keyOf(code, row.valid_to!)),
    })),
    procedures: rows(files['procedures.csv']).map((row) => ({
      code: row.procedure!,
      national: nationalPart(row.procedure!),
      name: row.name!,
      field: row.field!,
      limit: row.limit_working_days
        ? { n: Number(row.limit_working_days), unit: 'working-day' as const }
        : { n: Number(row.limit_n), unit: row.limit_unit as 'calendar-day' | 'hour' | 'month' },
      feeVnd: Number(row.fee_vnd),
      special: row.special_no_e_result === '1',
      population: row.population as Population,
    })),
    policies: rows(files['policies.csv']).map((row) => ({
      key: row.key!,
      value: row.value!,
      scope: row.scope!,
      effectiveFrom: row.effective_from!,
      source: row.source!,
    })),
    days: rows(files['calendar.csv']).map((row) => ({
      day: row.day!,
      kind: row.kind as 'off' | 'working',
      unit: row.unit || null,
      announcedAt: new Date(row.announced_at!).toISOString(),
      note: row.note!,
    })),
    hours: [],
  });
}

/** The rules by themselves, without log, topic and tables: what the counter decides and what a recount of the states gives. */
export class CityInProcess {
  readonly states = new Map<string, DossierState>();
  private readonly reference: ReferenceData;

  constructor(
    private readonly city: City,
    private readonly now: string,
  ) {
    this.reference = referenceOf(city);
  }

  readonly execute: Execute = (batch) => Promise.resolve(batch.map((item) => this.verdict(item)));

  /** The clock asks every dossier, until none has anything more to say. */
  askClock(): void {
    for (const code of this.states.keys()) {
      while (this.decided(code, { type: 'ask-clock', at: this.now }).some((type) => type !== undefined));
    }
  }

  standing(code: string): { phase: string; due: string | null; late: boolean; unit: string | null } | undefined {
    const state = this.states.get(code);
    if (!state) return undefined;
    const { phase, due, late, unit } = timeline(state);
    return { phase, due: due?.at ?? null, late, unit };
  }

  /** Columns and metrics by counting the marks of every state. */
  figures(period: StoryPeriod, codes: Iterable<string> = this.states.keys()): ToldFigures {
    const asOf = period.asOf ? new Date(period.asOf).toISOString() : undefined;
    const marks: (Mark & { field: string })[] = [];
    for (const code of codes) {
      const state = this.states.get(code);
      if (!state) continue;
      const own = timeline(state).procedure?.code ?? '';
      const field = this.city.procedure(own)?.field ?? '';
      for (const mark of contribution(state, asOf)) marks.push({ ...mark, field });
    }
    const populations = new Map(this.city.units.map(({ key, population }) => [key, population]));
    const counts = ({ unit }: Mark): boolean => populations.get(unit) !== 'branch';
    const lines = (names: Iterable<string>, own: (mark: Mark & { field: string }, name: string) => boolean) =>
      Object.fromEntries(
        [...new Set(names)].map((name) => [
          name,
          lineOf(
            marks.filter((m) => own(m, name)),
            period,
          ),
        ]),
      );
    return {
      units: lines(populations.keys(), ({ unit }, name) => unit === name),
      populations: lines(populations.values(), ({ unit }, name) => populations.get(unit) === name),
      fields: lines(
        this.city.procedures.map(({ field }) => field),
        (mark, name) => mark.field === name && counts(mark),
      ),
      total: lineOf(marks.filter(counts), period),
    };
  }

  private verdict(item: StoryItem): PlayedVerdict {
    const fault = doorFault(item);
    if (fault) return { accepted: false, rule: fault };
    const { id, code, reason, applicant, ...said } = item as StoryItem & {
      reason?: string;
      applicant?: { identity: string };
    };
    void id;
    const command = {
      ...withInstants(said),
      ...(reason === undefined ? {} : { reasonRef: REF }),
      ...(applicant === undefined ? {} : { applicant: applicant.identity, applicantRef: REF }),
    } as DossierCommand;
    const known = this.states.get(code)?.version ?? 0;
    try {
      const types = this.decided(code, command);
      return { accepted: true, version: types.length > 0 ? known + 1 : undefined };
    } catch (refusal) {
      if (refusal instanceof Refused) return { accepted: false, rule: refusal.message };
      return { accepted: false, rule: `threw: ${(refusal as Error).stack}` };
    }
  }

  private decided(code: string, command: DossierCommand): string[] {
    let state = this.states.get(code) ?? initialState(code);
    const { now, reference } = this;
    const decision = decide(state, command, { now, askedUpTo: now, reference, calendar: reference.calendar });
    if (!decision.ok) throw new Refused(JSON.stringify(decision.refusals));
    for (const { type, occurredAt, data } of decision.events) {
      state = evolve(state, { version: state.version + 1, type, occurredAt, recordedAt: now, data });
    }
    if (decision.events.length > 0) this.states.set(code, state);
    return decision.events.map(({ type }) => type);
  }
}

class Refused extends Error {}

const INSTANTS = ['at', 'dueAt', 'newDate', 'occurredAt', 'stageDue', 'answerDue'];
/** Instants in UTC, as the doors hand them on. */
function withInstants(said: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [
      name,
      INSTANTS.includes(name)
        ? new Date(String(value)).toISOString()
        : name === 'data'
          ? withInstants(value as never)
          : value,
    ]),
  );
}

function lineOf(marks: readonly Mark[], { from, to, asOf }: StoryPeriod): ToldLine {
  const dayBefore = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10);
  const until = asOf ? localDay(new Date(asOf).toISOString()) : to;
  const last = until < to ? until : to;
  const stands = ({ day, until: gone, n }: Mark, on: string): number =>
    day <= on && (gone === null || gone > on) ? n : 0;
  const sums = measureNames.map((measure) => {
    const mine = marks.filter((mark) => mark.measure === measure);
    const sum = (of: (mark: Mark) => number): number => mine.reduce((n, mark) => n + of(mark), 0);
    return isStock(measure)
      ? { measure, before: sum((mark) => stands(mark, dayBefore)), flow: 0, end: sum((mark) => stands(mark, last)) }
      : { measure, before: 0, flow: sum(({ day, n }) => (day >= from && day <= last ? n : 0)), end: 0 };
  });
  const { columns, metrics } = figuresOf(sums);
  return {
    columns,
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([id, { numerator, denominator }]) => [id, [numerator, denominator]]),
    ),
  };
}
