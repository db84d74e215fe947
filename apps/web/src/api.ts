import type { Aim, Fraction, Verdict } from '#metrics/rate';
import type { PeriodRule } from '#metrics/periods';

/**
 * The read side of apps/supervisor as the page sees it. Instants are UTC (`2024-12-05T10:00:00.000Z`), days are local
 * days of Asia/Ho_Chi_Minh (`2024-12-05`). A percentage never travels: only its two integers do.
 */
export type { Aim, Fraction, Verdict };
/** The key of a population: which there are is told by `/api/meta`. */
export type Population = string;
/** A population, or `all`. */
export type Scope = string;
export type WorklistKind = 'late' | 'today' | 'soon';
export type Apology = 'owed' | 'issued' | 'none';

/** The state of the log that an answer was read from. */
export interface AsOf {
  /** the life of the log in which positions count: another one after a restore */
  epoch: string;
  instant: string;
  position: string;
  lagSeconds: number;
  live: boolean;
}

export interface UnitName {
  code: string;
  /** `code@valid-from`: codes are re-used, so addresses carry the key */
  key: string;
  name: string;
}

export interface UnitInfo extends UnitName {
  population: Population;
  validFrom: string;
  validTo: string | null;
}

export interface ProcedureName {
  code: string;
  name: string;
}

export interface Meta {
  /** `name` within a sentence, `title` of the page */
  place: { name: string; title: string };
  plan: Plan | null;
  /** in their order */
  populations: PopulationInfo[];
  now: string;
  demonstration: { offsetMs: number } | null;
  today: string;
  units: UnitInfo[];
  fields: string[];
  procedures: (ProcedureName & { field: string })[];
  /** what the plan counts, in its order */
  metrics: MetricInfo[];
  /** `reportingFrom`: the first day of the reporting year, `mm-dd`, by `reportingSource` */
  periods: { default: string; reportingFrom: string; reportingSource: string };
}

export interface MetricInfo {
  id: string;
  label: string;
  definition: string;
  source: string;
  /** of the plan; '': under that of all rates */
  heading: string;
  /** as a card, among the main columns */
  shown: readonly ('card' | 'main')[];
}

export interface Plan {
  number: string;
  name: string;
  issued: string | null;
  issuer: string;
  from: string;
  to: string;
}

/** A group of units that the plan counts by itself. */
export interface PopulationInfo {
  key: Population;
  label: string;
  /** over its units */
  heading: string;
  /** of the sum of its units */
  total: string;
  /** inside the rates and totals of the plan */
  rated: boolean;
}

export interface PeriodView {
  key: string;
  label: string;
  from: string;
  to: string;
  /** the day at whose end the stocks stand */
  stocksAt: string;
  reckon: 'period' | 'cumulative';
  rule: PeriodRule;
}

export interface Target extends Aim {
  section: string;
  readings: { text: string; section: string }[];
}

export interface KeyMetric extends Fraction {
  id: string;
  target: Target | null;
  verdict: Verdict;
  spark: (Fraction & { period: string })[];
}

export interface KeyFigures {
  population: Population;
  metrics: KeyMetric[];
}

export interface Figures {
  columns: Record<string, number>;
  metrics: Record<string, Fraction & { verdict?: Verdict }>;
}

/** What a reader needs to tell on which side of its target a rate lies, by metric. */
export type Aims = Record<string, Aim>;

export interface UnitRow extends Figures {
  unit: UnitName & { population: Population };
  /** where it has targets of its own */
  targets?: Aims;
}

export interface Total extends Figures {
  population: Scope;
}

/** One number of the line on this week, with what lists its dossiers. */
export interface WeekFigure {
  id: string;
  value: number;
  drill?: { figure: string; period: string };
  worklist?: { kind: WorklistKind; apology?: Exclude<Apology, 'none'> };
}

export interface ThisWeek {
  label: string;
  figures: WeekFigure[];
}

export interface Overview {
  asOf: AsOf;
  period: PeriodView;
  thisWeek?: ThisWeek | null;
  keyFigures: KeyFigures[];
  /** what the rates of each population are held against, but where a row says otherwise */
  targets: Partial<Record<Population, Aims>>;
  /** from how many dossiers on a rate is ranked */
  rankingMinimum: number;
  rows: UnitRow[];
  totals: Total[];
}

export interface WeekPoint {
  week: string;
  label: string;
  received: number;
  resolved: number;
  openLate: number;
}

export interface UnitView {
  asOf: AsOf;
  period: PeriodView;
  unit: UnitInfo;
  keyFigures: KeyFigures[];
  rankingMinimum: number;
  figures: Figures;
  year: Figures & { period: PeriodView };
  byField: (Figures & { field: string })[];
  byProcedure: (Figures & { procedure: ProcedureName; field: string })[];
}

/** A code that several units had in the period: each of them on a line of its own. */
export interface SharedCode {
  asOf: AsOf;
  period: PeriodView;
  code: string;
  targets: Partial<Record<Population, Aims>>;
  rankingMinimum: number;
  rows: UnitRow[];
}

export interface DrillItem {
  code: string;
  unit: UnitName;
  procedure: ProcedureName;
  field: string;
  day: string;
  n: number;
  receivedAt: string | null;
  dueAt: string | null;
  endedAt: string | null;
  phase: string;
  late: boolean;
}

export interface Drill {
  asOf: AsOf;
  figure: {
    label: string;
    value: number;
    unit: UnitName | null;
    /** the units that had the code that is asked for, where there are several */
    units: (UnitName & { value: number })[];
    scope: Scope;
    period: PeriodView;
    /** both parts when the figure is a part of a metric */
    numerator?: number;
    denominator?: number;
    /** what the rate is held against */
    target?: Aim | null;
  };
  items: DrillItem[];
  next: string | null;
}

export interface WorklistItem {
  code: string;
  unit: UnitName;
  procedure: ProcedureName;
  receivedAt: string | null;
  dueAt: string | null;
  daysLate: { calendar: number; working: number } | null;
  holder: string | null;
  apology: Apology;
  phase: string;
}

export interface Worklist {
  asOf: AsOf;
  total: number;
  items: WorklistItem[];
  next: string | null;
}

export interface TimelineEvent {
  version: number;
  type: string;
  label: string;
  occurredAt: string;
  recordedAt: string;
  door: string;
  /** `dossier`: the code of the dossier to which a value leads */
  detail: { label: string; value: string; dossier?: string }[];
  retracted?: boolean;
}

export interface DueView {
  at: string;
  basis: 'stated' | 'computed';
  explanation: string;
  /** the round's first promise, where it is another */
  first: { at: string } | null;
}

/** From a beginning (receipt, re-opening) to the next: what was promised, and what became of it. */
export interface RoundView {
  from: string;
  due: DueView | null;
  /** stated or changed after the due instant had passed: beside it, never in its place */
  appointment: { at: string } | null;
  late: boolean;
  overdueAt: string | null;
  apology: { at: string; newDate: string } | null;
  ending: { kind: string; at: string } | null;
  /** what QĐ 766 makes of it, where that is something else */
  index: { due: string; sentence: string } | null;
}

export interface DossierView {
  asOf: AsOf;
  code: string;
  /** the dossier of which it is a stage: it is counted there, and stands in no list of work */
  parent: string | null;
  state: {
    phase: string;
    late: boolean;
    unit: UnitName | null;
    receivingUnit: UnitName | null;
    procedure: ProcedureName | null;
    field: string | null;
    channel: string | null;
    holder: string | null;
    receivedAt: string | null;
    endedAt: string | null;
    returnedAt: string | null;
  };
  /** of the latest round */
  due: DueView | null;
  rounds: RoundView[];
  waits: { kind: string; from: string; to: string | null }[];
  events: TimelineEvent[];
  /** in which figures it counts; `until`: the last day at whose end a stock had it */
  marks: { measure: string; label: string; unit: UnitName; day: string; until: string | null }[];
}

export interface Search {
  items: { code: string; unit: UnitName | null; procedure: ProcedureName | null }[];
}

/** How the machinery stands, and what in it waits for a person. */
export interface Operations {
  asOf: AsOf;
  head: string;
  lastEventAt: string | null;
  lagEvents: number;
  slots: { slot: number; position: string; lagEvents: number }[];
  generation: number;
  building: { generation: number; position: string; target: string; startedAt: string } | null;
  deadLetters: number;
  parked: number;
  refused: { fault: string; label: string; messages: number }[];
  importing: { source: string; since: string; until: string }[];
  closedUnits: {
    total: number;
    /** the first ones, by code */
    items: {
      code: string;
      /** `validTo`: the first day on which it was no more */
      unit: UnitName & { validTo: string };
      successors: UnitName[];
      procedure: ProcedureName | null;
      phase: string;
      dueAt: string | null;
    }[];
  };
  calendar: { announcedUntil: string | null; endsSoon: boolean };
}

/** Problem details (RFC 9457) as the API answers them, in Vietnamese. */
export interface Problem {
  status: number;
  title: string;
  detail?: string;
  /** what is wrong with which parameter of the question */
  errors?: { parameter?: string; detail: string }[];
}

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

/**
 * Reads one answer.
 * @throws ApiError with the problem details of the server, or status 0 when the server cannot be reached.
 */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ status: 0, title: '' });
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
    throw new ApiError({ title: '', ...problem, status: response.status });
  }
  return (await response.json()) as T;
}
