import { compareFigures } from './compare.js';
import { CLOSES } from './make-city.js';
import { makeStory } from './make-story.js';
import { reckon, type Reckoning } from './reckon.js';
import { shuffle } from './shuffle.js';
import type { Story } from './story.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const PERIODS = [
  { from: '2025-01-01', to: '2025-12-31' },
  { from: '2025-06-16', to: '2025-07-20' },
  { from: '2025-01-01', to: '2026-05-31', asOf: '2025-09-03T12:00:00+07:00' },
];
const reckoned = ({ items, city }: Story): Reckoning => reckon(items, city, NOW);
const seeds = [1, 2, 3, 4, 5];

describe('a story made by chance', () => {
  const story = makeStory(7, 1_500);
  const told = reckoned(story);

  it('is the same for the same seed, and another for another', () => {
    expect(makeStory(7, 50)).toEqual(makeStory(7, 50));
    expect(makeStory(8, 50).items).not.toEqual(makeStory(7, 50).items);
  });

  it('has some items of every kind that must be refused, and not too many', () => {
    const share = told.refused.size / story.items.length;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.1);
    expect([...new Set(told.refused.values())].sort()).toEqual([
      'a-known-event',
      'a-known-procedure',
      'a-known-unit',
      'a-round-ends-once',
      'after-received',
      'after-the-return-only-what-may-follow',
      'channel-of-the-list',
      'date-out-of-range',
      'no-instant',
      'no-promise-before-its-clock-begins',
      'no-rating-before-any-end',
      'no-refund-above-what-was-paid',
      'no-withdrawal-once-a-result-exists',
      'not-in-the-future',
      'one-apology-a-round',
      'one-rating-a-round',
      'only-what-has-ended-is-reopened',
      'received-once',
      'refused-is-at-intake',
      'taken-back-already',
      'unit-closed',
      'what-has-ended-is-due-no-more',
      'what-has-ended-is-handed-over-no-more',
    ]);
  });

  it('leaves nothing to a unit that is no more', () => {
    const closed = Date.parse(`${CLOSES}T00:00:00+07:00`);
    // what was only submitted is nobody's to hand over, and a fee may be paid on it
    const received = [...told.outcomes.values()].filter(({ phase }) => phase !== 'submitted');
    const left = received.flatMap(({ marks }) =>
      marks.filter(({ unit, at }) => unit === '41001@2019-06-01' && at >= closed),
    );
    expect(left).toEqual([]);
  });

  it('fills every column and both sides of every rate', () => {
    const { columns, metrics } = told.figures(PERIODS[0]!).total;
    expect(Object.entries(columns).filter(([, n]) => n === 0)).toEqual([]);
    expect(Object.entries(metrics).filter(([, [yes, of]]) => yes === 0 || yes === of)).toEqual([]);
  });

  it.each(PERIODS)('keeps the balance of every unit in %j', (period) => {
    for (const [unit, { columns: c }] of Object.entries(told.figures(period).units)) {
      const came = c.carried! + c.received! + c.transferredIn! + c.reopened!;
      const went =
        c.resolvedBefore! + c.resolvedOnDay! + c.resolvedLate! + c.withdrawn! + c.stopped! + c.transferredOut!;
      expect({ unit, left: came - went }).toEqual({ unit, left: c.openWithin! + c.openLate! + c.waiting! });
    }
  });
});

describe.each(seeds)('a story of seed %d, delivered in another order', (seed) => {
  const story = makeStory(seed, 300);
  const told = reckoned(story);
  const late = reckoned(shuffle(story, seed * 31));

  it('has the same items refused', () => {
    expect([...late.refused].sort()).toEqual([...told.refused].sort());
  });

  it('comes to the same figures', () => {
    for (const period of PERIODS) expect(compareFigures('', told.figures(period), late.figures(period))).toEqual([]);
    expect([...late.dossiers()].sort()).toEqual([...told.dossiers()].sort());
  });
});
