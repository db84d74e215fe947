import { Stand } from './stand.js';

describe('figures that come', () => {
  it('are shown in the order of the log, and passed over where newer ones are shown', () => {
    const stand = new Stand();
    const take = (position: string) => stand.take({ epoch: 'a', position });
    expect(['5', '7', '6', '7', '10'].map(take)).toEqual(['newer', 'newer', 'older', 'newer', 'newer']);
  });

  it('of another life of the log are never taken for older ones, whatever their position', () => {
    const stand = new Stand();
    stand.take({ epoch: 'a', position: '900' });
    expect(stand.take({ epoch: 'b', position: '3' })).toBe('other-life');
    expect(stand.take({ epoch: 'b', position: '2000' })).toBe('other-life');
  });

  it('are read again when a sign of life tells of another life, and not when it tells of none', () => {
    const stand = new Stand();
    expect(stand.isOtherLife('a')).toBe(false);
    stand.take({ epoch: 'a', position: '9' });
    expect([stand.isOtherLife('a'), stand.isOtherLife(undefined), stand.isOtherLife('b')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
