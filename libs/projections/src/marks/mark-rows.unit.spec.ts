import fc from 'fast-check';
import { evolveAll, initialState, type RecordedEvent, timeline } from '#domain';
import { isStock, type Mark, marksOf, measureCode, type Measure, measureNames } from '#metrics';
import { codeOf, life } from '../../test/histories.js';
import { type Cell, CellSums } from '../cells/cell-sums.js';
import {
  difference,
  eachMeasure,
  type Mask,
  markRows,
  type MarkRow,
  type MarkRows,
  maskOf,
  NO_MARKS,
  toBigint,
} from './mark-rows.js';

const unitIds = new Map<string, number>();
const unitId = (key: string): number => {
  if (!unitIds.has(key)) unitIds.set(key, unitIds.size + 1);
  return unitIds.get(key)!;
};
const rowsOf = (marks: readonly Mark[], scope = 5): MarkRow[] => markRows(marks, scope, unitId);
const onlyMask = ({ low, high }: Mask): Mask => ({ low, high });
const mark = (measure: Measure, fields: Partial<Mark> = {}): Mark => ({
  measure,
  unit: '26071@2024-01-01',
  day: '2024-05-06',
  until: null,
  n: 1,
  ...fields,
});

describe('the rows of a dossier’s marks', () => {
  it('hold measures of the same unit and day in one row, flows and stocks apart', () => {
    const rows = [
      ...rowsOf([
        mark('received'),
        mark('receivedOnline'),
        mark('openWithin'),
        mark('waiting', { until: '2024-05-09' }),
      ]).values(),
    ];
    expect(rows.map((row) => ({ until: row.until, ...onlyMask(row) }))).toEqual([
      { until: '2024-05-06', ...maskOf(['received', 'receivedOnline']) },
      { until: 'infinity', ...maskOf(['openWithin']) },
      { until: '2024-05-09', ...maskOf(['waiting']) },
    ]);
  });

  it('count what happened twice on a day in two rows', () => {
    const rows = [...rowsOf([mark('payments', { n: 2 }), mark('onlinePayments')]).values()];
    expect(rows.map((row) => ({ nth: row.nth, ...onlyMask(row) }))).toEqual([
      { nth: 0, ...maskOf(['payments', 'onlinePayments']) },
      { nth: 1, ...maskOf(['payments']) },
    ]);
  });

  it('have a bit for every measure', () => {
    expect(Math.max(...measureNames.map(measureCode))).toBeLessThan(63);
    for (const [index, measure] of measureNames.entries()) {
      const found: number[] = [];
      const mask = maskOf([measure]);
      eachMeasure(mask.low, mask.high, (each) => found.push(each));
      expect(found).toEqual([index]);
      expect(toBigint(mask)).toBe(1n << BigInt(measureCode(measure)));
    }
    let count = 0;
    const all = maskOf(measureNames);
    eachMeasure(all.low, all.high, () => count++);
    expect(count).toBe(measureNames.length);
  });

  it('change by the difference alone', () => {
    const before = rowsOf([mark('received'), mark('openWithin')]);
    const after = rowsOf([mark('received'), mark('digitised'), mark('openWithin', { until: '2024-05-08' })]);
    const changes = difference(before, after);
    expect(changes.removed.map(({ until }) => until)).toEqual(['infinity']);
    expect(changes.added.map(({ until }) => until)).toEqual(['2024-05-08']);
    expect(changes.changed.map(({ after: row }) => onlyMask(row))).toEqual([maskOf(['received', 'digitised'])]);
    expect(difference(after, after)).toEqual({ removed: [], added: [], changed: [] });
  });
});

const RUNS = Number(process.env.PROPERTY_RUNS ?? 1_000);
const WIDER: Record<number, number[]> = { 5: [2, 0], 6: [2, 0], 7: [3, 0] };

/** What cells must hold, from the marks of all dossiers at their end, by a sum that knows nothing of differences and buckets. */
function recount(dossiers: Iterable<{ scope: number; marks: Mark[] }>): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (scope: number, day: string, { unit, measure }: Mark, n: number): void => {
    for (const each of [scope, ...WIDER[scope]]) {
      for (const [grain, bucket] of [
        [1, day],
        [2, `${day.slice(0, 7)}-01`],
        [3, `${day.slice(0, 4)}-01-01`],
      ]) {
        const key = `${each} ${grain} ${bucket} ${unitId(unit)} ${measure}`;
        sums.set(key, (sums.get(key) ?? 0) + n);
      }
    }
  };
  for (const { scope, marks } of dossiers) {
    for (const each of marks) {
      add(scope, each.day, each, each.n);
      if (isStock(each.measure) && each.until) add(scope, each.until, each, -each.n);
    }
  }
  return new Map([...sums].filter(([, n]) => n !== 0));
}

function addTo(sums: Map<string, number>, cells: Cell[]): void {
  for (const { scope, grain, bucket, unit, sums: changes } of cells) {
    changes.forEach((n, i) => {
      const key = `${scope} ${grain} ${bucket} ${unit} ${measureNames[i]}`;
      sums.set(key, (sums.get(key) ?? 0) + n);
    });
  }
}

describe('the cells', () => {
  it('equal a recount from scratch after any history, in any order of delivery within a dossier too, in batches of any size', () => {
    const histories = fc.array(
      fc.record({ n: fc.integer({ min: 0, max: 5_000 }), keep: fc.double({ min: 0.2, max: 1, noNaN: true }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(
        histories,
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (lives, random) => {
          const next = (): number => random.next().value as number;
          const events = new Map(
            lives.map(({ n, keep }) => [n, recorded(n).filter((_, i) => i === 0 || next() < keep)]),
          );
          const deliveries = [...events]
            .flatMap(([n, list]) => list.map((event) => ({ n, event, order: next() })))
            .sort((a, b) => a.order - b.order);

          const states = new Map([...events.keys()].map((n) => [n, initialState(codeOf(n))]));
          const rows = new Map<number, MarkRows>();
          const sums = new Map<string, number>();
          for (let i = 0; i < deliveries.length;) {
            const batch = new CellSums();
            for (const end = i + 1 + Math.floor(next() * 6); i < end && i < deliveries.length; i++) {
              const { n, event } = deliveries[i];
              states.set(n, evolveAll(states.get(n)!, [event]));
              const after = rowsOf(marksOf(timeline(states.get(n)!)), scopeOf(n));
              batch.add(difference(rows.get(n) ?? NO_MARKS, after));
              rows.set(n, after);
            }
            addTo(
              sums,
              batch.rolledUp((scope) => WIDER[scope]),
            );
          }
          const whole = [...events].map(([n, list]) => ({
            scope: scopeOf(n),
            marks: marksOf(timeline(evolveAll(initialState(codeOf(n)), list))),
          }));
          expect(new Map([...sums].filter(([, count]) => count !== 0))).toEqual(recount(whole));
          expect(sumOfRows(rows.values())).toBe(
            whole.reduce((total, { marks }) => total + marks.reduce((m, { n }) => m + n, 0), 0),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('come in the order of their key, so that two batches cannot wait for each other', () => {
    const sums = new CellSums();
    for (let n = 0; n < 40; n++)
      sums.add(
        difference(NO_MARKS, rowsOf(marksOf(timeline(evolveAll(initialState(codeOf(n)), recorded(n)))), scopeOf(n))),
      );
    const keys = sums
      .rolledUp((scope) => WIDER[scope])
      .map(({ scope, grain, bucket, unit }) => `${scope} ${grain} ${bucket} ${String(unit).padStart(5, '0')}`);
    expect(keys).toEqual([...keys].sort());
    expect(new Set(keys).size).toBe(keys.length);
  });
});

const scopeOf = (n: number): number => 5 + (n % 3);
const recorded = (n: number): RecordedEvent[] =>
  life(n).map((event, i) => ({ ...event, version: i + 1, recordedAt: event.occurredAt }));

function sumOfRows(all: Iterable<MarkRows>): number {
  let sum = 0;
  for (const rows of all)
    for (const row of rows.values() as Iterable<MarkRow>) eachMeasure(row.low, row.high, () => sum++);
  return sum;
}
