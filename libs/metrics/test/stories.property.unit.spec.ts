import {
  City,
  compareDossiers,
  compareFigures,
  compareVerdicts,
  type Difference,
  type Expectation,
  fixtureExpectation,
  fixtureStory,
  playStory,
  reckon,
  type Reckoning,
  reportOf,
  type Story,
  type StoryPeriod,
} from '#testing';
import { CityInProcess } from './stories-in-process.js';

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
  const figures = periods.flatMap((period) =>
    compareFigures(`${period.from}..${period.to} ${period.asOf ?? ''}`, want.figures(period), city.figures(period)),
  );
  return [
    ...compareVerdicts(story.items, want, verdicts),
    ...(await compareDossiers(want, (code) => city.standing(code))),
    ...(figures.length > 0 ? blamed(reckoning, city, periods) : []),
    ...figures,
  ];
}

/** Which dossiers add to a figure what they must not: looked for only where a figure is wrong. */
function blamed(reckoning: Reckoning, city: CityInProcess, periods: readonly StoryPeriod[]): Difference[] {
  const blame = [...reckoning.outcomes.keys()].flatMap((code) => {
    for (const period of periods) {
      const of = compareFigures(code, reckoning.figuresOf(code, period), city.figures(period, [code]));
      const first = of.find(({ about }) => about.includes('@')) ?? of[0];
      if (first)
        return [
          { ...first, what: `by dossier: ${first.what}`, about: `${first.about} in ${period.from}..${period.to}` },
        ];
    }
    return [];
  });
  return blame;
}

describe.each(['in-order', 'shuffled'] as const)('a city’s year, delivered %s', (order) => {
  it('gives every verdict, dossier and figure that another reckoner says', async () => {
    const want = fixtureExpectation();
    const story = fixtureStory(order);
    const reckoning = reckon(story.items, story.city, Date.parse(NOW));
    expect(reportOf(await differencesOf(story, want, reckoning, want.periods))).toBe('');
  }, 120_000);
});
