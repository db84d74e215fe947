import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { CityFiles } from './city.js';
import type { Expectation } from './compare.js';
import type { Period, PeriodFigures } from './figures.js';
import { localText } from './local-time.js';
import type { Reckoning } from './reckon.js';
import type { Story, StoryItem } from './story.js';

/** What a story's other reckoner says must come out of it. */
export interface ExpectedStory {
  readonly refused: Readonly<Record<string, string>>;
  readonly periods: Readonly<
    Record<
      string,
      PeriodFigures & {
        readonly key: string | null;
        readonly from: string;
        readonly to: string;
        readonly as_of: string | null;
      }
    >
  >;
  readonly dossiers: Readonly<Record<string, ExpectedDossier>>;
}
export interface FixturePeriod extends Period {
  readonly name: string;
  /** As the page's address names it; null where only the command line can be asked. */
  readonly key: string | null;
}
export interface ExpectedDossier {
  readonly phase: string;
  readonly due: string | null;
  readonly late: boolean;
  readonly unit: string;
  readonly procedure: string;
  readonly late_before_a_wait: boolean;
  readonly marks: readonly (readonly [figure: string, at: string, unit: string, yes: boolean])[];
  readonly stock: readonly (readonly [at: string, stock: string | null, unit: string, in766: boolean])[];
}

const FOLDER = new URL('../../fixtures/stories-2025/', import.meta.url);
/** Another city of the same form may be played: its files, packed or not. */
const OTHER = process.env.TRACKER_STORIES;

function fixture(name: string): string {
  const file = new URL(name, OTHER === undefined ? FOLDER : pathToFileURL(`${OTHER}/`));
  if (!name.endsWith('.gz')) return readFileSync(file, 'utf8');
  const plain = new URL(name.slice(0, -'.gz'.length), file);
  return existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(file)).toString('utf8');
}

export const fixtureCity = (): CityFiles => ({
  'units.csv': fixture('units.csv'),
  'procedures.csv': fixture('procedures.csv'),
  'policies.csv': fixture('policies.csv'),
  'calendar.csv': fixture('calendar.csv'),
});
export const fixtureExpected = (): ExpectedStory => JSON.parse(fixture('expected.json.gz')) as ExpectedStory;
/** A made-up city's year of 600 dossiers, in the order in which things happened or each up to six days late. */
export function fixtureStory(order: 'in-order' | 'shuffled' = 'in-order'): Story {
  const lines = fixture(order === 'shuffled' ? 'stories-shuffled.ndjson.gz' : 'stories.ndjson.gz')
    .trim()
    .split('\n');
  return { name: `fixture ${order}`, city: fixtureCity(), items: lines.map((line) => JSON.parse(line) as StoryItem) };
}

/** The fixture's expectation as other specs ask for it; it knows its own periods only. */
export function fixtureExpectation(): Expectation & { readonly periods: readonly FixturePeriod[] } {
  const expected = fixtureExpected();
  const periods = Object.entries(expected.periods).map(([name, { key, from, to, as_of }]) => ({
    name,
    key,
    from,
    to,
    asOf: as_of,
  }));
  return {
    periods,
    refusal: (id) => expected.refused[id],
    *dossiers() {
      for (const [code, { phase, due, late, unit, late_before_a_wait: dueIsWords }] of Object.entries(
        expected.dossiers,
      )) {
        yield [code, { phase, due, late, unit, dueIsWords }] as const;
      }
    },
    figures: ({ from, to, asOf }) =>
      Object.values(expected.periods).find(
        (one) => one.from === from && one.to === to && one.as_of === (asOf ?? null),
      )!,
  };
}

/** A reckoning in the shape of the fixture's expectation, so that the two can be held side by side. */
export function asExpected(reckoning: Reckoning, code: string): ExpectedDossier | undefined {
  const told = reckoning.outcomes.get(code);
  if (!told) return undefined;
  return {
    phase: told.phase,
    due: told.due === null ? null : new Date(told.due).toISOString(),
    late: told.late,
    unit: told.unit,
    procedure: told.procedure,
    late_before_a_wait: told.dueIsWords,
    marks: told.marks.map(({ figure, at, unit, yes }) => [figure, localText(at), unit, yes] as const),
    stock: told.steps.map(({ at, stock, unit, in766 }) => [localText(at), stock, unit, in766] as const),
  };
}
