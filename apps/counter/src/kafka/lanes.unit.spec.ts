import fc from 'fast-check';
import { Lanes, type Load } from './lanes.js';

interface Task {
  lane: string;
  offset: number;
}
const load = (lane: string, offset: number, partition = 0, size = 1): Load<Task> => ({
  partition,
  offset: BigInt(offset),
  lane,
  size,
  item: { lane, offset },
});

/** Work that is finished from outside, task by task. */
function held() {
  const inHand: (Task & { finish: () => void; standAside: () => void })[] = [];
  const begun: Task[] = [];
  const work = (task: Task, standAside: () => void): Promise<void> =>
    new Promise((finish) => {
      begun.push(task);
      inHand.push({ ...task, finish, standAside });
    });
  const finish = async (index: number): Promise<void> => {
    inHand.splice(index, 1)[0]!.finish();
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return { inHand, begun, work, finish };
}
const always = (): boolean => true;

describe('lanes', () => {
  it('never run two loads of a lane at once, keep their order, and tell no mark past one that is not done', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        async (codes, choices) => {
          const { inHand, begun, work, finish } = held();
          const lanes = new Lanes<Task>({ work, sideBySide: 3 });
          const open = new Set(codes.map((_, offset) => offset));
          for (const [offset, lane] of codes.entries()) await lanes.offer(load(lane, offset), always);
          while (inHand.length > 0) {
            expect(inHand.length).toBeLessThanOrEqual(3);
            expect(new Set(inHand.map(({ lane }) => lane)).size).toBe(inHand.length);
            const index = choices.next().value % inHand.length;
            open.delete(inHand[index]!.offset);
            await finish(index);
            const first = open.size === 0 ? codes.length : Math.min(...open);
            expect(lanes.marks().get(0) ?? 0n).toBe(BigInt(first));
          }
          for (const lane of new Set(codes)) {
            const offsets = begun.filter((task) => task.lane === lane).map(({ offset }) => offset);
            expect(offsets).toEqual(codes.flatMap((each, offset) => (each === lane ? [offset] : [])));
          }
          expect(open.size).toBe(0);
          await lanes.idle();
        },
      ),
    );
  });

  it('a dossier that is stuck keeps no other waiting', async () => {
    const { inHand, begun, work, finish } = held();
    const lanes = new Lanes<Task>({ work, sideBySide: 2 });
    await lanes.offer(load('stuck', 0), always);
    for (let offset = 1; offset <= 5; offset++) await lanes.offer(load(`d${offset}`, offset), always);
    while (inHand.length > 1) await finish(1);
    expect(begun.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(lanes.marks()).toEqual(new Map());
    await finish(0);
    expect(lanes.marks()).toEqual(new Map([[0, 6n]]));
  });

  it('what stands aside takes nobody’s turn, and its own lane waits for it', async () => {
    const { inHand, begun, work, finish } = held();
    const lanes = new Lanes<Task>({ work, sideBySide: 1 });
    for (const [offset, lane] of ['stuck', 'stuck', 'd1', 'd2'].entries())
      await lanes.offer(load(lane, offset), always);
    expect(begun.map(({ offset }) => offset)).toEqual([0]);
    inHand[0]!.standAside();
    inHand[0]!.standAside();
    expect(begun.map(({ offset }) => offset)).toEqual([0, 2]);
    await finish(1);
    await finish(1);
    expect(begun.map(({ offset }) => offset)).toEqual([0, 2, 3]);
    expect([lanes.marks(), lanes.inFlight]).toEqual([new Map(), 2]);
    await finish(0);
    expect(begun.map(({ offset }) => offset)).toEqual([0, 2, 3, 1]);
    expect(lanes.marks()).toEqual(new Map([[0, 1n]]));
    await lanes.offer(load('d3', 4), always);
    expect(inHand).toHaveLength(1); // there is one turn, as before
    await finish(0);
    await finish(0);
    expect(lanes.marks()).toEqual(new Map([[0, 5n]]));
  });

  it.each([
    ['loads', { mostLoads: 2 }, 1],
    ['bytes', { mostBytes: 10 }, 5],
  ])('hold no more %s than they may', async (_, limits, size) => {
    const { work, finish } = held();
    const lanes = new Lanes<Task>({ work, ...limits });
    await lanes.offer(load('a', 0, 0, size), always);
    await lanes.offer(load('b', 1, 0, size), always);
    let taken: boolean | null = null;
    const offering = lanes.offer(load('c', 2, 0, size), always).then((is) => (taken = is));
    await Promise.resolve();
    expect(taken).toBeNull();
    await finish(0);
    await offering;
    expect(taken).toBe(true);
    expect(lanes.inFlight).toBe(2);
  });

  it('after a reset nothing that waited is done, what was in hand counts for nothing, and its lane waits for it', async () => {
    const { inHand, begun, work, finish } = held();
    const lanes = new Lanes<Task>({ work });
    await lanes.offer(load('a', 7), always);
    await lanes.offer(load('a', 8), always);
    lanes.reset();
    await lanes.offer(load('a', 7), always);
    expect(begun).toHaveLength(1);
    await finish(0);
    expect(lanes.marks()).toEqual(new Map());
    expect(begun.map(({ offset }) => offset)).toEqual([7, 7]);
    expect(inHand).toHaveLength(1);
    await finish(0);
    expect(lanes.marks()).toEqual(new Map([[0, 8n]]));
    expect(lanes.inFlight).toBe(0);
  });

  it('takes nothing that nobody wants any more', async () => {
    const { work } = held();
    const lanes = new Lanes<Task>({ work, mostLoads: 1 });
    await lanes.offer(load('a', 0), always);
    let wanted = true;
    const offering = lanes.offer(load('b', 1), () => wanted);
    wanted = false;
    lanes.poke();
    expect(await offering).toBe(false);
  });
});
