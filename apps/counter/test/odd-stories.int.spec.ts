import { RealCounter } from './real-counter.js';

let serial = 0;
const newCode = (): string => `H19.45.22-241202-${String((serial += 1)).padStart(4, '0')}`;
const at = (day: number, time = '09:00'): string => `2024-12-${String(day).padStart(2, '0')}T${time}:00+07:00`;
const reason = 'x';

type Step = [type: string, more: object];
const LIFE: Step[] = [
  ['receive', { at: at(2), procedure: '1.004884', unit: '26077', applicant: { name: 'Mẫu' } }],
  ['digitise', { at: at(2, '09:10'), papers: ['TP-01'] }],
  ['request-supplement', { at: at(3), reason }],
  ['supplement', { at: at(4) }],
  ['suspend', { at: at(5), reason }],
  ['resume', { at: at(6) }],
  ['transfer', { at: at(6, '10:00'), unit: '26080' }],
  ['resolve', { at: at(9), outcome: 'granted' }],
  ['return-result', { at: at(9, '10:00') }],
  ['reopen', { at: at(10), cause: 'complaint' }],
  ['resolve', { at: at(12), outcome: 'granted' }],
  ['rate', { at: at(12, '10:00'), rating: 'satisfied' }],
];

interface Item {
  id: string;
  type: string;
  code: string;
}
const itemsOf = (code: string, life: readonly Step[] = LIFE): Item[] =>
  life.map(([type, more], index) => ({ id: `${code}-${index}`, type, code, ...more }));

let counter: RealCounter;
beforeAll(async () => {
  counter = await RealCounter.start();
});
afterAll(() => counter.stop());

/** The items that were refused, each with a reason that is told. */
async function refusedOf(items: readonly Item[], caller = 'quay-1'): Promise<Item[]> {
  const reply = await counter.client.post('/v1/commands', { items }, { 'x-caller': caller });
  expect(reply.status).toBe(200);
  const verdicts = reply.body.items as { status: number; problem?: { type: string; title: string } }[];
  return items.filter((_, index) => {
    const { status, problem } = verdicts[index]!;
    expect([200, 409, 422]).toContain(status);
    if (status !== 200) expect(problem).toMatchObject({ type: expect.stringMatching(/^\/problems\//) as string });
    return status !== 200;
  });
}

/** What the dossier amounts to, whenever and however often it was told. */
async function standing(code: string): Promise<unknown> {
  const { status, body } = await counter.client.request(`/v1/dossiers/${code}`);
  expect(status).toBe(200);
  const { code: _code, version: _version, events: _events, ...told } = body;
  return told;
}
async function typesOf(code: string): Promise<string[]> {
  return (await counter.application.store.readStream(code)).map(({ type }) => type);
}

describe('a story that comes in reverse', () => {
  it('is answered item by item, and what had to wait for others is right when it is sent again', async () => {
    const [inOrder, reversed] = [newCode(), newCode()];
    expect(await refusedOf(itemsOf(inOrder))).toEqual([]);
    let left = itemsOf(reversed).reverse();
    for (let times = 0; left.length > 0 && times < LIFE.length; times += 1)
      // a refusal is the answer to its key for ever: what is sent again is another command
      left = await refusedOf(left.map((item) => ({ ...item, id: `${item.id}-${times}` })));
    expect(left).toEqual([]);
    expect(await standing(reversed)).toEqual(await standing(inOrder));
  });
});

describe('one story by two callers at once', () => {
  it('is recorded once where both are the same one, and both hear the same', async () => {
    const code = newCode();
    const send = () => refusedOf(itemsOf(code));
    expect(await Promise.all([send(), send(), send()])).toEqual([[], [], []]);
    const types = await typesOf(code);
    expect(types.filter((type) => !['BecameOverdue', 'OverdueRetracted'].includes(type))).toHaveLength(LIFE.length);
  });

  it('has one winner for each thing that happens once, a clear refusal for the other, and one standing', async () => {
    const [code, alone] = [newCode(), newCode()];
    // what can be asked for again and again would be two requests by two
    const once = LIFE.filter(([type]) => !['request-supplement', 'supplement'].includes(type));
    expect(await refusedOf(itemsOf(alone, once))).toEqual([]);
    const send = (caller: string) =>
      refusedOf(
        itemsOf(code, once).map((item) => ({ ...item, id: `${caller}-${item.id}` })),
        caller,
      );
    await Promise.all([send('quay-1'), send('quay-2')]);
    const types = await typesOf(code);
    for (const type of ['Received', 'Rated'])
      expect([type, types.filter((each) => each === type).length]).toEqual([type, 1]);
    expect(await standing(code)).toEqual(await standing(alone));
  });
});
