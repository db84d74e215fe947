import fc from 'fast-check';
import Value from 'typebox/value';
import {
  decide,
  type DossierCommand,
  dossierEventSchemas,
  type DossierEventType,
  type DossierState,
  evolve,
  evolveAll,
  initialState,
  overdueAt,
  type RecordedEvent,
  ReferenceData,
  timeline,
} from '#domain';
import { contribution, figuresOf, isStock, type Mark, type Measure, measureNames } from '../src/index.js';

/** 1,000 histories in the suite; `TRACKER_PROPERTY_RUNS=10000 npm run test:unit` for more. */
const RUNS = Number(process.env.TRACKER_PROPERTY_RUNS ?? 1_000);
const START = Date.UTC(2024, 10, 4, 1);
const HOUR = 3_600_000;
const NOW = '2025-03-01T00:00:00.000Z';
const UNITS = ['26077', '26080'];

const reference = new ReferenceData({
  units: UNITS.map((code) => ({
    key: `${code}@2019-06-01`,
    code,
    name: code,
    population: 'ward',
    agencyCode: null,
    aliases: [],
    validFrom: '2019-06-01',
    validTo: null,
    successors: [],
  })),
  procedures: [
    { n: 3, unit: 'working-day' as const, special: false },
    { n: 12, unit: 'hour' as const, special: true },
  ].map(({ special, ...limit }, index) => ({
    code: `1.00000${index + 1}`,
    national: `1.00000${index + 1}`,
    name: 'procedure',
    field: `field ${index}`,
    limit,
    feeVnd: 0,
    special,
    population: 'ward',
  })),
  policies: [],
  days: [],
  hours: [],
});

const ref = '00000000-0000-4000-8000-000000000000';
const at = fc.integer({ min: 0, max: 45 * 24 }).map((hours) => new Date(START + hours * HOUR).toISOString());
const version = fc.integer({ min: 1, max: 12 });
const unit = fc.constantFrom(...UNITS);
const kinds = (...types: string[]) => fc.constantFrom(...types);

/** Commands at any instant of some weeks, in any order: most histories have back-dated, doubled and refused ones. */
const command: fc.Arbitrary<DossierCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('receive' as const),
      at: at.map(early),
      procedure: kinds('1.000001', '1.000002'),
      unit,
      receivingUnit: unit,
      channel: fc.constantFrom('counter' as const, 'online' as const, 'post' as const),
      applicant: fc.constant('a'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('submit' as const),
      at: at.map(early),
      procedure: kinds('1.000001'),
      unit,
      channel: fc.constant('online' as const),
      applicant: fc.constant('a'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('resolve' as const),
      at,
      outcome: fc.constant('granted' as const),
      electronic: fc.boolean(),
      signature: fc.constantFrom('signed' as const, 'unknown' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('request-supplement' as const), at, reasonRef: fc.constant(ref) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('supplement' as const), at }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('suspend' as const), at, reasonRef: fc.constant(ref) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'resume' as const,
        'return-result' as const,
        'withdraw' as const,
        'record-failed-return' as const,
      ),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('request-financial-obligation' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('record-payment' as const),
      at,
      amount: fc.constant(10_000),
      means: fc.constantFrom('cash' as const, 'online' as const, 'unknown' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('transfer' as const), at, unit }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stop' as const), at, cause: fc.constant('death' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('reopen' as const), at, cause: fc.constant('complaint' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('digitise' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('request-consultation' as const, 'answer-consultation' as const),
      at,
      agency: kinds('X', 'Y'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('change-due-date' as const),
      at,
      dueAt: at,
      basis: fc.constant('b'),
      reasonRef: fc.constant(ref),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('supplement' as const), at, dueAt: at }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('rate' as const),
      at,
      rating: fc.constantFrom('satisfied' as const, 'not-satisfied' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: at.map((when) => ({
      type: 'issue-apology' as const,
      at: when,
      reasonRef: ref,
      newDate: '2025-02-01T00:00:00.000Z',
    })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('correct' as const),
      at: fc.constant(NOW),
      event: version,
      occurredAt: at,
      reasonRef: fc.constant(ref),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('retract' as const),
      at: fc.constant(NOW),
      event: version,
      reasonRef: fc.constant(ref),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('ask-clock' as const), at }) },
);
function early(instant: string): string {
  return new Date(START + ((Date.parse(instant) - START) % (5 * 24 * HOUR))).toISOString();
}
const history = fc.array(command, { minLength: 1, maxLength: 14 });

interface Recorded {
  state: DossierState;
  events: RecordedEvent[];
}

/** Decides commands one after the other, as a counter would send them; refused ones leave no trace. */
function record(commands: DossierCommand[], known: Recorded = { state: initialState('H'), events: [] }): Recorded {
  let { state } = known;
  const events = known.events.slice();
  for (const [index, each] of commands.entries()) {
    const now = new Date(Date.parse(NOW) + (events.length + index) * 1_000).toISOString();
    const decision = decide(state, each, { now, askedUpTo: now, reference, calendar: reference.calendar });
    if (!decision.ok) continue;
    for (const { type, occurredAt, data } of decision.events) {
      const event = { version: events.length + 1, type, occurredAt, recordedAt: now, data };
      events.push(event);
      state = evolve(state, event);
    }
  }
  return { state, events };
}

const text = (marks: Mark[]): string[] =>
  marks
    .flatMap(({ measure, unit, day, until, n }) => Array<string>(n).fill(`${measure} ${unit} ${day} ${until}`))
    .sort();

/** Cells: what a sum over days is made of. */
class Cells {
  readonly sums = new Map<string, number>();
  add(marks: Mark[], sign: 1 | -1): void {
    for (const { measure, unit, day, until, n } of marks) {
      this.cell(measure, unit, day, sign * n);
      if (isStock(measure) && until !== null) this.cell(measure, unit, until, -sign * n);
    }
  }
  private cell(measure: Measure, unit: string, day: string, n: number): void {
    const key = `${measure}|${unit}|${day}`;
    const sum = (this.sums.get(key) ?? 0) + n;
    if (sum === 0) this.sums.delete(key);
    else this.sums.set(key, sum);
  }
}

const check = (property: fc.IProperty<[DossierCommand[]]>): void => fc.assert(property, { numRuns: RUNS });

describe('any history of commands', () => {
  it('gives the same cells by differences as by a recount', () => {
    check(
      fc.property(history, (commands) => {
        const { events } = record(commands);
        const live = new Cells();
        let state = initialState('H');
        for (const event of events) {
          const after = evolve(state, event);
          live.add(contribution(state), -1);
          live.add(contribution(after), 1);
          state = after;
        }
        const recounted = new Cells();
        recounted.add(contribution(evolveAll(initialState('H'), events)), 1);
        expect([...live.sums].sort()).toEqual([...recounted.sums].sort());
      }),
    );
  });

  it('folds to the same figures in whatever order its events are delivered, doubled ones included', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (commands, random) => {
        const { state, events } = record(commands);
        const order = [...events, ...events].map((event) => ({ event, key: random.next().value as number }));
        order.sort((a, b) => a.key - b.key);
        const permuted = order.reduce((known, { event }) => evolve(known, event), initialState('H'));
        expect(text(contribution(permuted))).toEqual(text(contribution(state)));
      }),
      { numRuns: RUNS },
    );
  });

  it('has every overdue that its clock says, and no other', () => {
    check(
      fc.property(history, (commands) => {
        const { state } = record([...commands, { type: 'ask-clock', at: NOW }]);
        const t = timeline(state);
        const said = t.rounds.flatMap(({ overdue }) => (overdue ? [`${overdue.at} ${overdue.dueAt}`] : []));
        expect(said).toEqual(overdueAt(t.stretches, NOW).map(({ at: when, dueAt }) => `${when} ${dueAt}`));
      }),
    );
  });

  it('has events of the shape that the topic promises', () => {
    check(
      fc.property(history, (commands) => {
        for (const { type, data } of record(commands).events) {
          const schema = dossierEventSchemas[type as DossierEventType];
          if (!Value.Check(schema, data)) throw new Error(`${type}: ${JSON.stringify(data)}`);
        }
      }),
    );
  });

  it('is not changed by the clock asking again', () => {
    check(
      fc.property(history, (commands) => {
        const asked = record([...commands, { type: 'ask-clock', at: NOW }]);
        const again = record([{ type: 'ask-clock', at: NOW }], asked);
        expect(again.events).toHaveLength(asked.events.length);
      }),
    );
  });

  it('keeps the balance of every unit in every period', () => {
    fc.assert(
      fc.property(history, at, at, (commands, one, other) => {
        const [from, to] = [one.slice(0, 10), other.slice(0, 10)].sort() as [string, string];
        const marks = contribution(record(commands).state);
        for (const each of UNITS) {
          const c = columns(
            marks.filter(({ unit: owner }) => owner.startsWith(each)),
            from,
            to,
          );
          expect(c.carried! + c.received! + c.transferredIn! + c.reopened!).toBe(
            c.resolvedBefore! +
              c.resolvedOnDay! +
              c.resolvedLate! +
              c.withdrawn! +
              c.stopped! +
              c.transferredOut! +
              c.openWithin! +
              c.openLate! +
              c.waiting!,
          );
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the same facts recorded in another order', () => {
  it('give the same figures', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (commands, random) => {
        // facts, not attempts: what was accepted, without what follows from others (the clock restates that by itself)
        const { events } = record(commands);
        fc.pre(events.every(({ type }) => !['Corrected', 'Retracted'].includes(type)));
        const facts = events.filter((event, index) => !DERIVED.has(event.type) && !isSuperseded(event, events, index));
        const order = facts.map((fact) => ({ fact, key: random.next().value as number })).sort((a, b) => a.key - b.key);
        expect(text(contribution(settled(order.map(({ fact }) => fact))))).toEqual(text(contribution(settled(facts))));
      }),
      { numRuns: RUNS },
    );
  });
});

const DERIVED = new Set(['BecameOverdue', 'OverdueRetracted']);

/** A due instant restated once more later: what counts is the last word, so its order among the words is no accident. */
const isSuperseded = (event: RecordedEvent, events: RecordedEvent[], index: number): boolean =>
  isRestated(event) && events.slice(index + 1).some((later) => isRestated(later) && ofWhat(later) === ofWhat(event));
const isRestated = (event: RecordedEvent): boolean => event.type === 'DueDateChanged' && ofWhat(event) !== undefined;
const ofWhat = (event: RecordedEvent): number | undefined => (event.data as { of?: number }).of;

/** Facts under new versions, then the clock asked: due instants as they were decided, overdue as the clock finds it. */
function settled(facts: RecordedEvent[]): DossierState {
  const events = facts.map((fact, index) => ({ ...fact, version: index + 1 }));
  const moved = new Map(facts.map((fact, index) => [fact.version, index + 1]));
  for (const [index, event] of events.entries()) {
    const of = ofWhat(event);
    if (of !== undefined) events[index] = { ...event, data: { ...(event.data as object), of: moved.get(of) } };
  }
  const state = evolveAll(initialState('H'), events);
  return record([{ type: 'ask-clock', at: NOW }], { state, events }).state;
}

function columns(marks: Mark[], from: string, to: string): Record<string, number> {
  const before = new Date(Date.parse(from) - 24 * HOUR).toISOString().slice(0, 10);
  const stands = ({ day, until, n }: Mark, on: string): number => (day <= on && (until === null || until > on) ? n : 0);
  const sums = measureNames.map((measure) => {
    const mine = marks.filter((mark) => mark.measure === measure);
    const sum = (of: (mark: Mark) => number): number => mine.reduce((n, mark) => n + of(mark), 0);
    return isStock(measure)
      ? { measure, before: sum((mark) => stands(mark, before)), flow: 0, end: sum((mark) => stands(mark, to)) }
      : { measure, before: 0, flow: sum(({ day, n }) => (day >= from && day <= to ? n : 0)), end: 0 };
  });
  return figuresOf(sums).columns;
}
