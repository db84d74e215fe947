export { City, type CityFiles } from './city.js';
export {
  compareDossiers,
  compareFigures,
  compareVerdicts,
  type Difference,
  type DossierStanding,
  type Expectation,
  reportOf,
  type ToldFigures,
  type ToldLine,
} from './compare.js';
export { COLUMNS as STORY_COLUMNS, type Counted, type Period as StoryPeriod, type PeriodFigures } from './figures.js';
export { fixtureCity, fixtureExpectation, fixtureStory } from './fixture.js';
export { type Execute, playStory, type PlayedVerdict } from './play.js';
export { reckon, type Reckoning, recount } from './reckon.js';
export { type Story, type StoryItem } from './story.js';
export { doorFault } from './verdicts.js';
export { makeStory } from './make-story.js';
export { shuffle } from './shuffle.js';
