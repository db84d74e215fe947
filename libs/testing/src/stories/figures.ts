import type { City } from './city.js';
import { dayFrom, onDay } from './local-time.js';
import type { DossierOutcome, StockName, StockStep, StoryMark } from './story.js';

export const COLUMNS = [
  'carried',
  'received',
  'transferredIn',
  'reopened',
  'resolvedBefore',
  'resolvedOnDay',
  'resolvedLate',
  'withdrawn',
  'stopped',
  'transferredOut',
  'refused',
  'openWithin',
  'openLate',
  'waiting',
  'submitted',
  'unreturned',
  'linkedReceived',
  'linkedResolved',
  'linkedLate',
] as const;
const YES_OF_ALL = [
  'on-time',
  'digitised',
  'e-result',
  'online',
  'counter-rating',
  'apology',
  'apology-in-time',
  'filed-by-post',
  'received-by-postal-staff',
  'notified',
] as const;

export interface Counted {
  readonly columns: Readonly<Record<string, number>>;
  /** Numerator and denominator. */
  readonly metrics: Readonly<Record<string, readonly [number, number]>>;
}
export interface PeriodFigures {
  readonly units: Readonly<Record<string, Counted>>;
  readonly populations: Readonly<Record<string, Counted>>;
  readonly fields: Readonly<Record<string, Counted>>;
  readonly total: Counted;
}
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly asOf?: string | null;
}

const OPEN: readonly StockName[] = ['openWithin', 'openLate', 'waiting'];

/** A dossier's marks within a period, and where it stood as it began and as it ended. */
interface Within {
  readonly field: string | undefined;
  readonly marks: readonly StoryMark[];
  readonly atBegin: StockStep | undefined;
  readonly atEnd: StockStep | undefined;
}

/** Counts by looking through what fell within the period once more for each line that is asked for. */
export function figuresOf(city: City, dossiers: readonly DossierOutcome[], period: Period): PeriodFigures {
  const populationOf = new Map(city.units.map(({ key, population }) => [key, population]));
  const fieldOf = new Map(city.procedures.map(({ code, field }) => [code, field]));
  const begins = onDay(dayFrom(period.from), 0);
  const ends = onDay(dayFrom(period.to) + 1, 0);
  const all = dossiers.map(({ procedure, marks, steps }): Within => ({
    field: fieldOf.get(procedure),
    marks: marks.filter(({ at }) => at >= begins && at < ends),
    atBegin: steps.findLast(({ at }) => at < begins),
    atEnd: steps.findLast(({ at }) => at < ends),
  }));
  const each = (names: Iterable<string>, of: (name: string) => Counted): Record<string, Counted> =>
    Object.fromEntries([...new Set(names)].map((name) => [name, of(name)]));
  const isRated = (unit: string): boolean => populationOf.get(unit) !== 'branch';
  return {
    units: each(populationOf.keys(), (key) => counted(all, (unit) => unit === key)),
    populations: each(populationOf.values(), (name) => counted(all, (unit) => populationOf.get(unit) === name)),
    fields: each(fieldOf.values(), (name) =>
      counted(
        all.filter(({ field }) => field === name),
        isRated,
      ),
    ),
    total: counted(all, isRated),
  };
}

function counted(dossiers: readonly Within[], isCounted: (unit: string) => boolean): Counted {
  const isOwn = (step: StockStep | undefined): step is StockStep => step !== undefined && isCounted(step.unit);
  const atEnd = dossiers.map((dossier) => dossier.atEnd).filter(isOwn);
  const atBegin = dossiers.map((dossier) => dossier.atBegin).filter(isOwn);
  const tally = new Map<string, { yes: number; all: number }>();
  for (const { marks } of dossiers) {
    for (const { figure, yes, unit } of marks) {
      if (!isCounted(unit)) continue;
      const known = tally.get(figure) ?? { yes: 0, all: 0 };
      tally.set(figure, { yes: known.yes + (yes ? 1 : 0), all: known.all + 1 });
    }
  }
  const number = (figure: string): number => tally.get(figure)?.all ?? 0;
  const stock = (name: StockName): number => atEnd.filter((one) => one.stock === name).length;
  const rate = (figure: string): readonly [number, number] => [tally.get(figure)?.yes ?? 0, number(figure)];
  const paid = (...means: string[]): number => means.reduce((sum, one) => sum + number(`paid:${one}`), 0);
  const open = atEnd.filter((one) => OPEN.includes(one.stock));
  const byElectronicMeans = paid('card', 'transfer', 'online');
  const columns: Record<string, number> = Object.fromEntries(COLUMNS.map((column) => [column, number(column)]));
  columns.carried = atBegin.filter((one) => OPEN.includes(one.stock)).length;
  for (const name of ['openWithin', 'openLate', 'waiting', 'submitted', 'unreturned'] as const)
    columns[name] = stock(name);
  return {
    columns,
    metrics: {
      ...Object.fromEntries(YES_OF_ALL.map((figure) => [figure, rate(figure)])),
      'on-time-766': [
        rate('on-time-766')[0] + open.filter(({ in766 }) => in766).length,
        number('on-time-766') + open.length,
      ],
      'non-territorial': rate('non-territorial'),
      cashless: [byElectronicMeans, byElectronicMeans + paid('cash')],
      'online-payment': [paid('online'), byElectronicMeans + paid('cash', 'unknown')],
      'returned-by-post': rate('returned'),
    },
  };
}
