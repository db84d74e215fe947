import fc from 'fast-check';
import {
  City,
  compareFigures,
  fixtureCity,
  playStory,
  recount,
  reportOf,
  type StoryItem,
  type StoryPeriod,
} from '#testing';
import { CityInProcess } from './stories-in-process.js';

/** 100 histories in the suite; `TRACKER_PROPERTY_RUNS=10000 npm run test:unit` for more. */
const RUNS = Number(process.env.TRACKER_PROPERTY_RUNS ?? 100);
/** The same seed draws the same histories; `TRACKER_PROPERTY_SEED` others. */
const SEED = Number(process.env.TRACKER_PROPERTY_SEED ?? 766);
const NOW = '2025-12-01T00:00:00.000Z';
const HOUR = 3_600_000;
const CODE = 'H77.10.22-250303-0001';
const files = fixtureCity();

/** Some weeks of a year like any other, and those in which a unit closes and another one takes over (1/7/2025). */
const SPANS = [
  { name: 'in the spring', start: Date.UTC(2025, 2, 3, 1), units: ['31006', '31009'], middle: '2025-03' },
  { name: 'while a unit closes', start: Date.UTC(2025, 5, 16, 1), units: ['31003', '31006'], middle: '2025-07' },
];

const periodsOf = (middle: string): StoryPeriod[] => [
  { from: '2025-01-01', to: '2025-11-30' },
  { from: `${middle}-01`, to: `${middle}-31` },
  { from: `${middle}-10`, to: `${middle}-16` },
  { from: '2025-01-01', to: '2025-11-30', asOf: `${middle}-21T12:00:00+07:00` },
];

function factsOf(start: number, units: readonly string[]) {
  const hours = (from: number, to: number) =>
    fc.integer({ min: from, max: to }).map((n) => new Date(start + n * HOUR).toISOString());
  const soon = hours(0, 3 * 24);
  const at = hours(3 * 24, 45 * 24);
  const said = (type: string, more: Record<string, fc.Arbitrary<unknown>> = {}, when = at) =>
    fc.record({ type: fc.constant(type), at: when, ...more });
  const reason = fc.constant('lý do');
  const intake = {
    procedure: fc.constantFrom('1.101001', '1.101002', '1.101009'),
    unit: fc.constantFrom(...units),
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
    { weight: 1, arbitrary: said('transfer', { unit: fc.constantFrom(...units) }) },
    { weight: 1, arbitrary: said('return-result') },
    { weight: 1, arbitrary: said('digitise', { complete: fc.constant(true) }) },
    { weight: 1, arbitrary: said('rate', { rating: fc.constantFrom('satisfied', 'not-satisfied') }) },
    { weight: 1, arbitrary: said('notify-applicant', { means: fc.constant('sms'), about: fc.constant('result') }) },
    { weight: 1, arbitrary: said('issue-apology', { reason, newDate: fc.constant('2025-09-20T10:00:00.000Z') }) },
    {
      weight: 2,
      arbitrary: said('record-payment', {
        amount: fc.constantFrom(0, 15_000, 200_000),
        means: fc.constantFrom('cash', 'online', 'unknown'),
      }),
    },
    { weight: 1, arbitrary: said('request-financial-obligation', { amount: fc.constantFrom(15_000, 200_000) }) },
    { weight: 1, arbitrary: said('request-financial-obligation') },
    { weight: 1, arbitrary: said('waive-fee') },
    { weight: 2, arbitrary: said('change-due-date', { dueAt: at, basis: fc.constant('b'), reason }) },
    { weight: 1, arbitrary: said('supplement', { dueAt: at }) },
    {
      weight: 1,
      arbitrary: said('digitise', { ofResult: fc.constant(true), signature: fc.constantFrom('signed', 'unsigned') }),
    },
  );
  const facts = fc.array(fact, { maxLength: 10 });

  /** Which fact, counted from the receipt, and when it happened after all; taken back where that is null. */
  const mending = fc.record({
    nth: fc.integer({ min: 0, max: 10 }),
    // at the half minute, where nothing else happens
    at: fc.option(at.map((instant) => instant.replace('00.000Z', '30.000Z'))),
  });
  return { receipt: said('receive', intake, soon), facts, mendings: fc.array(mending, { maxLength: 2 }) };
}

type Mending = { readonly nth: number; readonly at: string | null };
/** Told when all has happened. */
const mended = (mendings: readonly Mending[]): StoryItem[] =>
  mendings.map(({ nth, at }, i) => ({
    id: `m-${i}`,
    code: CODE,
    type: at === null ? 'retract' : 'correct',
    at: new Date(Date.parse(NOW) - (3 - i) * HOUR).toISOString(),
    event: `@h-${nth}`,
    reason: 'nhầm',
    ...(at === null ? {} : { occurredAt: at }),
  }));

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

describe.each(SPANS)('any history of a dossier $name', ({ start, units, middle }) => {
  it('counts as another reckoner counts it, from the facts and by nothing of these', async () => {
    const { receipt, facts, mendings } = factsOf(start, units);
    await fc.assert(
      fc.asyncProperty(receipt, facts, mendings, async (first, more, mends) => {
        const story = [...items([first, ...more]), ...mended(mends)];
        const city = new CityInProcess(new City(files), NOW);
        const verdicts = await playStory({ items: story }, city.execute);
        city.askClock();
        // facts, not attempts: which of them are refused is what the stories hold against each other
        const accepted = story.filter(({ id }) => verdicts.get(id)!.accepted);
        const want = recount(accepted, files, Date.parse(NOW));
        const found = periodsOf(middle).flatMap((period) =>
          compareFigures(`${period.from} ${period.asOf ?? ''}`, want.figures(period), city.figures(period)),
        );
        expect(reportOf(found)).toBe('');
      }),
      { numRuns: RUNS, seed: SEED },
    );
  }, 120_000);
});
