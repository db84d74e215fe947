import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compareDossiers,
  compareFigures,
  compareVerdicts,
  type DossierStanding,
  type Execute,
  fixtureCity,
  fixtureExpectation,
  fixtureStory,
  type PlayedVerdict,
  playStory,
  reportOf,
  type ToldFigures,
  type ToldLine,
} from '#testing';
import { eventually, masterKey, type Program, type Settings, startApp, temporaryFolder, tracker } from './programs.js';

export const root = temporaryFolder();
const want = fixtureExpectation();
/** Conditions are waited for, however busy the machine is; only what never comes takes so long. */
const PATIENCE_MS = 600_000;
/** Every so many dossiers is asked for by itself; all of them are in the figures. */
const EVERY = 4;

/** The files of the city, to be seeded. */
export async function writeCity(): Promise<void> {
  await mkdir(join(root, 'city'), { recursive: true });
  for (const [name, text] of Object.entries(fixtureCity())) await writeFile(join(root, 'city', name), text);
}

export interface Running {
  readonly program: Program;
  readonly url: string;
  readonly settings: Settings;
}
/** An empty system that knows the city; `more`: settings beside its own. */
export async function startCity(name: string, more: Settings = {}): Promise<Running> {
  const settings = { DATA_DIR: join(root, name), TRACKER_MASTER_KEY: masterKey(), PORT: '0', ...more };
  expect(await tracker(['seed', join(root, 'city')], settings)).toMatchObject({ status: 0 });
  const program = startApp('standalone', settings, ['--empty']);
  const [, url] = await program.printed(/The page: (http:\/\/\S+)/);
  return { program, url: url!, settings };
}

interface ItemAnswer {
  status: number;
  done?: { events: { version: number }[] };
  problem?: { type: string };
}
/** The batch door, as a one-stop software uses it. */
export const byHttp =
  (url: string): Execute =>
  async (batch) => {
    const body = JSON.stringify({ items: batch });
    const key = createHash('sha256').update(body).digest('hex').slice(0, 40);
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
    const response = await fetch(`${url}/v1/commands`, { method: 'POST', headers, body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 600)}`);
    return (JSON.parse(text) as { items: ItemAnswer[] }).items.map(({ status, done, problem }): PlayedVerdict => ({
      accepted: status === 200,
      version: done?.events[0]?.version,
      rule: status === 200 ? undefined : `${status} ${problem?.type ?? ''}`,
    }));
  };

async function read<T>(url: string, path: string): Promise<T> {
  const response = await fetch(url + path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Line {
  unit?: { key: string };
  population?: string;
  columns: Record<string, number>;
  metrics: Record<string, { numerator: number; denominator: number }>;
}
interface Overview {
  asOf: { position: string; lagSeconds: number };
  rows: Line[];
  totals: Line[];
}
const lineOf = ({ columns, metrics }: Line): ToldLine => ({
  columns,
  metrics: Object.fromEntries(Object.entries(metrics).map(([id, m]) => [id, [m.numerator, m.denominator]])),
});

/** What the page shows of a period, of every field too. */
async function shown(url: string, key: string, fields: readonly string[]): Promise<ToldFigures> {
  const ask = (more = ''): Promise<Overview> => read(url, `/api/overview?period=${encodeURIComponent(key)}${more}`);
  const all = ({ totals }: Overview): ToldLine => lineOf(totals.find(({ population }) => population === 'all')!);
  const whole = await ask();
  const byField: Record<string, ToldLine> = {};
  for (const field of fields) byField[field] = all(await ask(`&field=${encodeURIComponent(field)}`));
  return {
    units: Object.fromEntries(whole.rows.map((row) => [row.unit!.key, lineOf(row)])),
    populations: Object.fromEntries(whole.totals.map((row) => [row.population!, lineOf(row)])),
    fields: byField,
    total: all(whole),
  };
}

interface Counted {
  units: Record<string, Line & { key: string }>;
  populations: Record<string, Line>;
  fields: Record<string, Line>;
  total: Line;
}
const linesOf = (lines: Record<string, Line>): Record<string, ToldLine> =>
  Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, lineOf(line)]));

/** What the command line prints of a period. */
async function printedFigures(settings: Running['settings'], period: (typeof want.periods)[number]) {
  const asOf = period.asOf ? ['--as-of', period.asOf] : [];
  const ended = await tracker(['figures', '--from', period.from, '--to', period.to, ...asOf, '--json'], settings);
  if (ended.status !== 0) throw new Error(ended.err);
  const told = JSON.parse(ended.out) as Counted;
  return {
    units: Object.fromEntries(Object.values(told.units).map((line) => [line.key, lineOf(line)])),
    populations: linesOf(told.populations),
    fields: linesOf(told.fields),
    total: lineOf(told.total),
  };
}

/** Everything that must come of a story, by whichever door it is played. */
export function playedRight(order: 'in-order' | 'shuffled', city: () => Running, execute: () => Execute): void {
  it(
    'has each item accepted or refused as the rules say',
    async () => {
      const { items } = fixtureStory(order);
      const verdicts = await playStory({ items }, execute());
      expect(reportOf(compareVerdicts(items, want, verdicts))).toBe('');
    },
    PATIENCE_MS,
  );

  it(
    'comes to every number on the page',
    async () => {
      const differences = async (): Promise<string> => {
        const found = [];
        for (const period of want.periods) {
          if (period.key === null) continue;
          const figures = want.figures(period);
          found.push(
            ...compareFigures(period.name, figures, await shown(city().url, period.key, Object.keys(figures.fields))),
          );
        }
        return reportOf(found);
      };
      // the clock asks and the figures follow: they come to rest on the right numbers, or the report says on which
      await eventually(differences, (report) => report === '', PATIENCE_MS / 2);
      expect(await differences()).toBe('');
    },
    PATIENCE_MS,
  );

  it(
    'tells where each dossier stands',
    async () => {
      const ask = async (code: string): Promise<DossierStanding> => {
        const told = await read<{ phase: string; dueAt: string | null; late: boolean; unit: string | null }>(
          city().url,
          `/v1/dossiers/${code}`,
        );
        return { ...told, due: told.dueAt };
      };
      const found = await compareDossiers(want, ask, (_code, index) => index % EVERY === 0);
      expect(reportOf(found)).toBe('');
    },
    PATIENCE_MS,
  );

  it(
    'comes to the same numbers on the command line, also as of a past moment',
    async () => {
      const found = [];
      for (const period of want.periods) {
        found.push(...compareFigures(period.name, want.figures(period), await printedFigures(city().settings, period)));
      }
      expect(reportOf(found)).toBe('');
    },
    PATIENCE_MS,
  );
}
