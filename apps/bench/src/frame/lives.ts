import { addDays, at } from '#domain';
import type { EventStore, NewEvent } from '#event-store';

const UNITS = Array.from({ length: 60 }, (_, n) => `${26_000 + n}@2024-01-01`);
const PROCEDURES = Array.from({ length: 24 }, (_, n) => ({
  code: `1.00${4000 + n}.000.00.00.H19`,
  national: `1.00${4000 + n}`,
  field: `Lĩnh vực ${n % 6}`,
  special: n % 5 === 0,
}));
const RULES = {
  dueClock: 'end-of-day',
  afterHours: '15:00',
  supplement: 'restart',
  obligation: 'suspend',
  consultation: 'none',
  suspension: 'suspend',
  apologyDays: 1,
};
/** How many dossiers come in a day: those of two weeks are at work at once. */
const DAILY = 1_000;

interface Fact extends NewEvent {
  n: number;
}

/** A dossier's facts, decided by its number alone: five on the mean, over two weeks. */
function life(n: number): Fact[] {
  const is = (question: number, share: number): boolean => ((n * (2 * question + 7_919)) % 1_009) / 1_009 < share;
  const day = addDays('2024-01-02', Math.floor(n / DAILY));
  const unit = UNITS[n % UNITS.length];
  const facts: Fact[] = [];
  const add = (days: number, time: string, type: string, data: object): void => {
    const meta = { commandId: `${n}-${facts.length}`, caller: 'bench', door: 'feed' as const };
    facts.push({ n, type, schema: 1, occurredAt: at(addDays(day, days), time), data, meta });
  };
  add(0, '08:30', 'Received', {
    procedure: PROCEDURES[(n >> 3) % PROCEDURES.length],
    unit,
    receivingUnit: unit,
    channel: is(1, 0.4) ? 'online' : 'counter',
    place: 'counter',
    byPostalStaff: false,
    applicant: 'a'.repeat(32),
    limit: { n: 5, unit: 'working-day' },
    rules: RULES,
    due: { at: at(addDays(day, 7), '17:00'), basis: 'computed' },
  });
  if (is(2, 0.6)) add(0, '08:45', 'Digitised', { complete: true, ofResult: false });
  if (is(3, 0.2)) {
    add(2, '09:00', 'SupplementRequested', {});
    add(4, '10:00', 'Supplemented', { due: { at: at(addDays(day, 11), '17:00'), basis: 'computed' } });
  }
  const late = is(4, 0.1) && !is(3, 0.2);
  const due = at(addDays(day, 7), '17:00');
  if (late) add(7, '17:00', 'BecameOverdue', { dueAt: due, detectedAt: due });
  if (is(5, 0.6)) add(late ? 8 : 5, '09:10', 'FeePaid', { amount: 10_000, means: is(6, 0.5) ? 'online' : 'cash' });
  add(late ? 9 : is(3, 0.2) ? 10 : 6, '15:00', 'Resolved', {
    outcome: 'granted',
    authority: 'own',
    electronic: true,
    signature: 'signed',
    counts: true,
  });
  if (is(7, 0.9)) add(14, '09:00', 'ResultReturned', { byPost: false });
  if (is(8, 0.3)) add(14, '09:05', 'Rated', { rating: 'satisfied' });
  return facts;
}

/** What counters of a province record, in the order in which it happened, without end: each with its dossier and the version before it. */
export function* lives(): Generator<{ stream: string; expectedVersion: number; event: NewEvent }, never> {
  const versions = new Map<number, number>();
  let waiting: Fact[] = [];
  for (let day = 0; ; day++) {
    for (let n = day * DAILY; n < (day + 1) * DAILY; n++) waiting.push(...life(n));
    waiting.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0));
    // what happens after midnight of the next day may still be preceded by a dossier that comes in then
    const until = at(addDays('2024-01-02', day + 1), '00:00');
    const due = waiting.filter(({ occurredAt }) => occurredAt < until);
    waiting = waiting.filter(({ occurredAt }) => occurredAt >= until);
    for (const { n, ...event } of due) {
      const expectedVersion = versions.get(n) ?? 0;
      versions.set(n, expectedVersion + 1);
      yield { stream: `H19.45-24-${String(n).padStart(8, '0')}`, expectedVersion, event };
    }
  }
}

/** Appends the next `count` of them, each a command of its own, up to `together` awaited at once. */
export async function appendLives(
  store: EventStore,
  source: ReturnType<typeof lives>,
  count: number,
  together = 2_000,
): Promise<void> {
  for (let done = 0; done < count; done += together) {
    const calls = [];
    for (let i = done; i < Math.min(done + together, count); i++) {
      const { stream, expectedVersion, event } = source.next().value;
      calls.push(store.append({ stream, expectedVersion, events: [event], now: new Date().toISOString() }));
    }
    for (const { kind } of await Promise.all(calls))
      if (kind !== 'appended') throw new Error(`An append was answered ${kind}.`);
  }
}

/** Fills an empty log with lives of dossiers. */
export async function fillWithLives(store: EventStore, events: number, say: (text: string) => void): Promise<void> {
  const source = lives();
  for (let stored = 0; stored < events; stored += 100_000) {
    if (stored > 0) say(`${stored} events`);
    await appendLives(store, source, Math.min(100_000, events - stored));
  }
}
