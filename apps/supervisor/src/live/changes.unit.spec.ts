import fc from 'fast-check';
import { withChanges } from '../../../web/src/changes.js';
import { changesBetween } from './changes.js';

const key = fc.constantFrom('a', 'b', 'c', 'rows');
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', maxDepth: 4 },
    fc.constantFrom<unknown>(0, 1, 'x', null, true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

describe('what has changed between two frames', () => {
  it('is told by its place alone', () => {
    const before = {
      rows: [
        { unit: 'A', received: 1 },
        { unit: 'B', received: 2 },
      ],
      total: 3,
    };
    const after = {
      rows: [
        { unit: 'A', received: 1 },
        { unit: 'B', received: 3 },
      ],
      total: 4,
    };
    expect(changesBetween(before, after)).toEqual([
      [['rows', 1, 'received'], 3],
      [['total'], 4],
    ]);
    expect(changesBetween(before, before)).toEqual([]);
  });

  it('is told whole where a list has grown or an object has other keys', () => {
    expect(changesBetween({ rows: [1] }, { rows: [1, 2] })).toEqual([[['rows'], [1, 2]]]);
    expect(changesBetween({ row: { a: 1 } }, { row: { b: 1 } })).toEqual([[['row'], { b: 1 }]]);
    expect(changesBetween({ row: [] }, { row: {} })).toEqual([[['row'], {}]]);
  });

  it('makes the one frame of the other, whatever they are, and leaves the old one as it was', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const old = structuredClone(before);
        expect(withChanges(before, changesBetween(before, after))).toEqual(after);
        expect(before).toEqual(old);
      }),
    );
  });

  it('keeps on the page the objects that have not changed', () => {
    const before = { rows: [{ n: 1 }, { n: 2 }] };
    const after = withChanges(before, [[['rows', 1, 'n'], 3]]);
    expect(after.rows[0]).toBe(before.rows[0]);
    expect(after.rows[1]).toEqual({ n: 3 });
  });
});
