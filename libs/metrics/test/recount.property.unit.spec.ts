import fc from 'fast-check';
import {
  City,
  compareFigures,
  fixtureCity,
  playStory,
  reckon,
  reportOf,
  type StoryItem,
  type StoryPeriod,
} from '#testing';
import { CityInProcess } from './stories-in-process.js';

/** 100 histories in the suite; `TRACKER_PROPERTY_RUNS=10000 npm run test:unit` for more. */
const RUNS = Number(process.env.TRACKER_PROPERTY_RUNS ?? 100);
const NOW = '2025-06-01T00:00:00.000Z';
const START = Date.UTC(2025, 2, 3, 1);
const HOUR = 3_600_000;
const CODE = 'H77.10.22-250303-0001';
const UNITS = ['31006', '31009'];
const files = fixtureCity();

const PERIODS: readonly StoryPeriod[] = [
  { from: '2025-01-01', to: '2025-05-31' },
  { from: '2025-03-01', to: '2025-03-31' },
  { from: '2025-03-10', to: '2025-03-16' },
  { from: '2025-01-01', to: '2025-05-31', asOf: '2025-03-21T12:00:00+07:00' },
];

const hours = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((n) => new Date(START + n * HOUR).toISOString());
const soon = hours(0, 3 * 24);
const at = hours(3 * 24, 45 * 24);
const said = (type: string, more: Record<string, fc.Arbitrary<unknown>> = {}, when = at) =>
  fc.record({ type: fc.constant(type), at: when, ...more });
const reason = fc.constant('lý do');
const intake = {
  procedure: fc.constantFrom('1.101001', '1.101002', '1.101009'),
  unit: fc.constantFrom(...UNITS),
  channel: fc.constantFrom('counter', 'online', 'post'),
  applicant: fc.constant({ name: 'Mẫu' }),
};

/** What may be said of one dossier in some weeks, whether or not it can be so. */
const fact = fc.oneof(
  { weight: 4, arbitrary: said('resolve', { outcome: fc.constant('granted'), electronic: fc.boolean() }) },
  { weight: 2, arbitrary: said('request-supplement', { reason }) },
  { weight: 2, arbitrary: said('supplement') },
  { weight: 1, arbitrary: said('suspend', { reason }) },
  { weight: 1, arbitrary: said('resume') },
  { weight: 1, arbitrary: said('request-consultation', { agency: fc.constant('X') }) },
  { weight: 1, arbitrary: said('answer-consultation', { agency: fc.constant('X') }) },
  { weight: 1, arbitrary: said('withdraw') },
  { weight: 1, arbitrary: said('stop', { cause: fc.constant('death') }) },
  { weight: 2, arbitrary: said('reopen', { cause: fc.constant('complaint') }) },
  { weight: 1, arbitrary: said('transfer', { unit: fc.constantFrom(...UNITS) }) },
  { weight: 1, arbitrary: said('return-result') },
  { weight: 1, arbitrary: said('digitise', { complete: fc.constant(true) }) },
  { weight: 1, arbitrary: said('rate', { rating: fc.constantFrom('satisfied', 'not-satisfied') }) },
  { weight: 1, arbitrary: said('notify-applicant', { means: fc.constant('sms'), about: fc.constant('result') }) },
  { weight: 1, arbitrary: said('issue-apology', { reason, newDate: fc.constant('2025-05-20T10:00:00.000Z') }) },
  {
    weight: 1,
    arbitrary: said('record-payment', { amount: fc.constant(15_000), means: fc.constantFrom('cash', 'online') }),
  },
);

/** In their order in time; no two at one instant, of which nobody could say which came first. */
const items = (facts: readonly { type: string; at: string }[]): StoryItem[] =>
  [...facts]
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map((each, i) => ({
      id: `h-${i}`,
      code: CODE,
      ...each,
      at: new Date(Date.parse(each.at) + i * 60_000).toISOString(),
    }));

describe('any history of a dossier', () => {
  it('counts as another reckoner counts it, from the facts and by nothing of these', async () => {
    await fc.assert(
      fc.asyncProperty(said('receive', intake, soon), fc.array(fact, { maxLength: 10 }), async (receipt, more) => {
        const story = items([receipt, ...more]);
        const city = new CityInProcess(new City(files), NOW);
        const verdicts = await playStory({ items: story }, city.execute);
        city.askClock();
        // facts, not attempts: which of them are refused is what the stories hold against each other
        const facts = story.filter(({ id }) => verdicts.get(id)!.accepted);
        const want = reckon(facts, files, Date.parse(NOW));
        const found = PERIODS.flatMap((period) =>
          compareFigures(
            `${period.from}..${period.to} ${period.asOf ?? ''}`,
            want.figures(period),
            city.figures(period),
          ),
        );
        expect(reportOf(found)).toBe('');
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});
