import {
  City,
  compareDossiers,
  compareFigures,
  compareVerdicts,
  type Difference,
  type Expectation,
  fixtureExpectation,
  fixtureStory,
  makeStory,
  playStory,
  reckon,
  type Reckoning,
  reportOf,
  shuffle,
  type Story,
  type StoryPeriod,
} from '#testing';
import { CityInProcess } from './stories-in-process.js';

/** Stories in the suite; `TRACKER_STORY_RUNS=200 npm run test:unit` for more, `TRACKER_STORY_SEED=4711` for one again. */
const RUNS = Number(process.env.TRACKER_STORY_RUNS ?? 4);
const SEED = process.env.TRACKER_STORY_SEED;
const SIZE = Number(process.env.TRACKER_STORY_SIZE ?? 60);
const NOW = '2026-06-01T00:00:00.000Z';

/** Every verdict, dossier and figure of a story, played on the rules by themselves, that is not as it must be. */
async function differencesOf(
  story: Story,
  want: Expectation,
  reckoning: Reckoning,
  periods: readonly StoryPeriod[],
): Promise<Difference[]> {
  const city = new CityInProcess(new City(story.city), NOW);
  const verdicts = await playStory(story, city.execute);
  city.askClock();
  const figures = periods.flatMap((period) => {
    const name = `${period.from}..${period.to} ${period.asOf ?? ''}`;
    const found = compareFigures(name, want.figures(period), city.figures(period));
    return found.length > 0 ? [...blamed(reckoning, city, period), ...found] : [];
  });
  return [
    ...compareVerdicts(story.items, want, verdicts),
    ...(await compareDossiers(want, (code) => city.standing(code))),
    ...figures,
  ];
}

/** Which dossiers add to a figure what they must not: looked for only where a figure is wrong. */
const blamed = (reckoning: Reckoning, city: CityInProcess, period: StoryPeriod): Difference[] =>
  [...city.states.keys()].flatMap((code) => {
    const of = compareFigures(code, reckoning.figuresOf(code, period), city.figures(period, [code]));
    return of.filter(({ about }) => about.includes('@')).map((one) => ({ ...one, what: `by dossier: ${one.what}` }));
  });

describe.each(['in-order', 'shuffled'] as const)('a city’s year, delivered %s', (order) => {
  it('gives every verdict, dossier and figure that another reckoner says', async () => {
    const want = fixtureExpectation();
    const story = fixtureStory(order);
    const reckoning = reckon(story.items, story.city, Date.parse(NOW));
    expect(reportOf(await differencesOf(story, want, reckoning, want.periods))).toBe('');
  }, 120_000);
});

const PERIODS: readonly StoryPeriod[] = [
  { from: '2025-01-01', to: '2025-12-31' },
  { from: '2025-06-16', to: '2025-07-20' },
  { from: '2025-01-01', to: '2026-05-31', asOf: '2025-09-03T12:00:00+07:00' },
];
const drawn = (): number => Math.floor(Math.random() * 1_000_000);
const seeds = SEED === undefined ? Array.from({ length: RUNS }, drawn) : [Number(SEED)];

describe.each(seeds)('a city and lives made by chance (TRACKER_STORY_SEED=%d)', (seed) => {
  const story = makeStory(seed, SIZE);
  const want = reckon(story.items, story.city, Date.parse(NOW));

  it('give every verdict, dossier and figure that is counted otherwise', async () => {
    expect(reportOf(await differencesOf(story, want, want, PERIODS))).toBe('');
  }, 120_000);

  it('give the same when each item comes some days late', async () => {
    expect(reportOf(await differencesOf(shuffle(story, seed + 1), want, want, PERIODS))).toBe('');
  }, 120_000);
});
