import type { Counted, Period, PeriodFigures } from './figures.js';
import type { PlayedVerdict } from './play.js';
import type { StoryItem } from './story.js';

/** One number or word that is not what it must be. */
export interface Difference {
  /** The item, the dossier or the figure. */
  readonly about: string;
  readonly what: string;
  readonly want: unknown;
  readonly have: unknown;
}

export interface DossierStanding {
  readonly phase: string;
  readonly due: string | null;
  readonly late: boolean;
  readonly unit: string | null;
}

/** What must come out, from the reckoner or from a file. */
export interface Expectation {
  refusal(id: string): string | undefined;
  /** `dueIsWords`: what is shown as due is not held against anything. */
  dossiers(): Iterable<readonly [code: string, standing: DossierStanding & { readonly dueIsWords: boolean }]>;
  figures(period: Period): PeriodFigures;
}

/** Some figures of a line: what is not told is not compared. */
export interface ToldLine {
  readonly columns: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}
export type ToldFigures = {
  readonly [group in 'units' | 'populations' | 'fields']?: Readonly<Record<string, ToldLine | undefined>>;
} & { readonly total?: ToldLine | undefined };

export function compareVerdicts(
  items: readonly StoryItem[],
  want: Expectation,
  have: ReadonlyMap<string, PlayedVerdict>,
): Difference[] {
  return items.flatMap((item) => {
    const rule = want.refusal(item.id);
    const verdict = have.get(item.id);
    if (verdict && verdict.accepted === (rule === undefined)) return [];
    const about = `${item.id} ${item.type} ${item.code} at ${item.at}`;
    const said =
      verdict === undefined ? 'no answer' : verdict.accepted ? 'accepted' : `refused: ${verdict.rule ?? '?'}`;
    return [{ about, what: 'verdict', want: rule === undefined ? 'accepted' : `refused: ${rule}`, have: said }];
  });
}

export async function compareDossiers(
  want: Expectation,
  ask: (code: string) => Promise<DossierStanding | undefined> | DossierStanding | undefined,
  only: (code: string, index: number) => boolean = () => true,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  let index = 0;
  for (const [code, wanted] of want.dossiers()) {
    if (!only(code, index++)) continue;
    const have = await ask(code);
    for (const what of ['phase', 'due', 'late', 'unit'] as const) {
      if (what === 'due' && wanted.dueIsWords) continue;
      if (wanted[what] !== have?.[what])
        differences.push({ about: code, what, want: wanted[what], have: have?.[what] });
    }
  }
  return differences;
}

const isEmpty = (line: Counted): boolean =>
  Object.values(line.columns).every((n) => n === 0) && Object.values(line.metrics).every(([, of]) => of === 0);

/** Every number of every line; a line that is not shown must be empty. */
export function compareFigures(about: string, want: PeriodFigures, have: ToldFigures): Difference[] {
  const differences: Difference[] = [];
  const hold = (name: string, wanted: Counted, told: ToldLine | undefined): void => {
    if (!told) {
      if (!isEmpty(wanted))
        differences.push({ about: `${about} / ${name}`, what: 'line', want: wanted, have: undefined });
      return;
    }
    for (const kind of ['columns', 'metrics'] as const) {
      for (const [what, value] of Object.entries(wanted[kind])) {
        const seen = told[kind][what];
        if (seen === undefined || JSON.stringify(seen) === JSON.stringify(value)) continue;
        differences.push({ about: `${about} / ${name}`, what, want: value, have: seen });
      }
    }
  };
  for (const group of ['units', 'populations', 'fields'] as const) {
    const told = have[group];
    if (told) for (const [name, line] of Object.entries(want[group])) hold(name, line, told[name]);
  }
  if ('total' in have) hold('total', want.total, have.total);
  return differences;
}

/** The differences as lines, the first of each kind, with how many there are of it. */
export function reportOf(differences: readonly Difference[], each = 5): string {
  const kinds = new Map<string, Difference[]>();
  for (const one of differences) kinds.set(one.what, [...(kinds.get(one.what) ?? []), one]);
  const lines = [...kinds].flatMap(([what, all]) => [
    `${all.length} × ${what}`,
    ...all
      .slice(0, each)
      .map(({ about, want, have }) => `    ${about}: want ${JSON.stringify(want)}, have ${JSON.stringify(have)}`),
  ]);
  return lines.join('\n');
}
