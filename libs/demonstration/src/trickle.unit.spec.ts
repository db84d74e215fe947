import { type DossierState, localDay, timeline, toMs } from '#domain';
import { decideAll } from '../test/decide-all.js';
import { seededReference } from '../test/seeded-reference.js';
import { demonstration, DEMONSTRATION_TODAY, nextCommand, type Occurrence, ticks, trickle } from './index.js';

const reference = seededReference();
const { calendar } = reference;

/** The live demonstration against a log in memory, up to an instant. */
async function run(states: Map<string, DossierState>, now: string, end: string) {
  const given: Occurrence[] = [];
  const refused: unknown[] = [];
  const live = trickle({
    now,
    reference,
    calendar,
    until: (at) => (at < end ? Promise.resolve(at) : Promise.reject(new Error('the end'))),
    dossiers: () => Promise.resolve(some(states)),
  });
  await expect(
    (async () => {
      for await (const item of live) {
        given.push(item);
        refused.push(...decideAll([item], reference, states).refused);
      }
    })(),
  ).rejects.toThrow('the end');
  return { given, refused };
}

/** The latest ones, as far as something may be done for them. */
const some = (states: Map<string, DossierState>): DossierState[] =>
  [...states.values()]
    .slice(-40)
    .filter((state) => !['withdrawn', 'stopped', 'refused'].includes(timeline(state).phase));

describe('the trickle of live events', () => {
  it('goes on after the year with commands that are accepted, of many kinds', async () => {
    const { states } = decideAll(demonstration({ reference, calendar, scale: 0.02 }), reference);
    const { given, refused } = await run(states, DEMONSTRATION_TODAY, '2024-12-17T03:00:00.000Z');
    expect(refused).toEqual([]);
    expect(given.length).toBeGreaterThan(2_000);
    expect(given.length).toBeLessThan(8_000);
    const kinds = new Set(given.map(({ command }) => command.type));
    for (const kind of [
      'submit',
      'receive',
      'digitise',
      'record-payment',
      'forward',
      'resolve',
      'return-result',
    ] as const) {
      expect(kinds).toContain(kind);
    }
  }, 60_000);

  it('ticks every two to ten seconds in office hours and seldom at night', () => {
    const upTo = (after: string, end: string) => {
      const found: string[] = [];
      for (const { at } of ticks(after, calendar)) {
        if (at >= end) return found;
        found.push(at);
      }
      return found;
    };
    const office = upTo('2024-12-16T03:00:00.000Z', '2024-12-16T04:00:00.000Z');
    expect(office.length).toBeGreaterThan(400);
    const gaps = office.slice(1).map((at, i) => toMs(at) - toMs(office[i]!));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(17_000);
    const night = upTo('2024-12-16T17:00:00.000Z', '2024-12-16T21:00:00.000Z');
    expect(night.length).toBeGreaterThan(0);
    expect(night.length).toBeLessThan(30);
  });

  it('does the same after a restart, and takes in only what comes online when counters are closed', () => {
    const at = (after: string) => {
      const { value } = ticks(after, calendar).next();
      return nextCommand(value!, { reference, calendar }, []);
    };
    const sunday = at('2024-12-22T02:00:00.000Z');
    expect(sunday).toEqual(at('2024-12-22T02:00:00.000Z'));
    expect(sunday!.command).toMatchObject({ type: 'submit', channel: 'online', at: sunday!.at });
    expect(sunday!.code).toContain(localDay(sunday!.at).slice(2).replaceAll('-', ''));
  });

  it('skips what it slept through', async () => {
    const asked: string[] = [];
    const live = trickle({
      now: '2024-12-16T03:00:00.000Z',
      reference,
      calendar,
      until: (at) => {
        asked.push(at);
        return Promise.resolve(asked.length === 1 ? '2024-12-16T07:00:00.000Z' : at);
      },
      dossiers: () => Promise.resolve([]),
    });
    const { value } = await live.next();
    expect(value.at > '2024-12-16T07:00:00.000Z').toBe(true);
    expect(asked).toHaveLength(2);
  });
});
