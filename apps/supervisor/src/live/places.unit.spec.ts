import { placesFor } from './places.js';

describe('the places for live streams', () => {
  it('are as many as wanted, where the process may open so many files or nobody knows', () => {
    expect([placesFor(2_000, 20_000), placesFor(2_000, null)]).toEqual([2_000, 2_000]);
  });
  it('are fewer where it may not, and never none', () => {
    expect([placesFor(2_000, 1_024), placesFor(2_000, 64)]).toEqual([824, 1]);
  });
});
