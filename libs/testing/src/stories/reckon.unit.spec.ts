import { compareFigures, type Difference } from './compare.js';
import { asExpected, type ExpectedDossier, fixtureExpectation, fixtureExpected, fixtureStory } from './fixture.js';
import { reckon } from './reckon.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const expected = fixtureExpected();
const expectation = fixtureExpectation();

/** Where a dossier stood and since when; of steps at one instant the last, and 766 only of what is open. */
function stood(steps: ExpectedDossier['stock']): string[] {
  const lines: string[] = [];
  let last = '';
  steps.forEach(([at, stock, unit, in766], index) => {
    if (steps[index + 1]?.[0] === at) return;
    const isOpen = stock === 'openWithin' || stock === 'openLate' || stock === 'waiting';
    const step = `${stock} ${stock === null ? '' : unit} ${isOpen ? in766 : ''}`;
    if (step !== last) lines.push(`${at} ${step}`);
    last = step;
  });
  return lines;
}
const marks = (dossier: ExpectedDossier): string[] => dossier.marks.map((mark) => mark.join(' ')).sort();

describe.each(['in-order', 'shuffled'] as const)('a city’s year of another reckoner, delivered %s', (order) => {
  const story = fixtureStory(order);
  const reckoning = reckon(story.items, story.city, NOW);

  it('refuses the same items and no other', () => {
    expect([...reckoning.refused.keys()].sort()).toEqual(Object.keys(expected.refused).sort());
  });

  it('tells of every dossier the same end, marks and stocks', () => {
    expect([...reckoning.outcomes.keys()].sort()).toEqual(Object.keys(expected.dossiers).sort());
    for (const [code, want] of Object.entries(expected.dossiers)) {
      const have = asExpected(reckoning, code)!;
      const due = want.late_before_a_wait ? want.due : have.due;
      expect({ code, ...have, due, late_before_a_wait: 0, marks: marks(have), stock: stood(have.stock) }).toEqual({
        code,
        ...want,
        late_before_a_wait: 0,
        marks: marks(want),
        stock: stood(want.stock),
      });
    }
  });

  it('counts the same in every period, for every unit, population and field', () => {
    const differences = expectation.periods.flatMap((period): Difference[] =>
      compareFigures(period.name, expectation.figures(period), reckoning.figures(period)),
    );
    expect(differences).toEqual([]);
  });
});
