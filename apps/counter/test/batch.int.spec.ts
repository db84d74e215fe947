import { RealCounter } from './real-counter.js';

const AT = '2024-12-18T08:00:00+07:00';
const codeOf = (n: number): string => `H19.45.22-241218-${String(n).padStart(4, '0')}`;

/** 400 receipts, each with its resolution behind it, 100 bad ones, 50 refused ones, 50 repetitions. */
function items(): object[] {
  const list: object[] = [];
  for (let n = 1; n <= 400; n += 1) {
    list.push({
      id: `r-${n}`,
      type: 'receive',
      code: codeOf(n),
      at: AT,
      procedure: '1.004884',
      unit: '26077',
      applicant: { name: 'Mẫu' },
    });
  }
  for (let n = 1; n <= 400; n += 1) {
    list.push({ id: `s-${n}`, type: 'resolve', code: codeOf(n), at: '2024-12-18T10:00:00+07:00', outcome: 'granted' });
  }
  for (let n = 1; n <= 100; n += 1)
    list.push({ id: `b-${n}`, type: 'rate', code: codeOf(n), at: 'never', rating: 5, x: 1 });
  for (let n = 1; n <= 50; n += 1)
    list.push({ id: `f-${n}`, type: 'withdraw', code: codeOf(n), at: '2024-12-18T11:00:00+07:00' });
  for (let n = 1; n <= 50; n += 1) list.push(list[n - 1]!);
  return list;
}

describe('A batch of a thousand commands', () => {
  let counter: RealCounter;
  beforeAll(async () => {
    counter = await RealCounter.start();
  });
  afterAll(() => counter.stop());

  it('gives every item its verdict: done, faulty, refused, repeated', async () => {
    const reply = await counter.client.post('/v1/commands', { items: items() }, { 'idempotency-key': 'batch-1' });
    expect([reply.status, reply.body.done, reply.body.refused]).toEqual([200, 850, 150]);
    const verdicts = reply.body.items!;
    expect(verdicts.map(({ id }) => id)).toEqual((items() as { id: string }[]).map(({ id }) => id));
    const statuses = (from: number, to: number) => [...new Set(verdicts.slice(from, to).map(({ status }) => status))];
    expect([statuses(0, 800), statuses(800, 900), statuses(900, 950), statuses(950, 1000)]).toEqual([
      [200],
      [422],
      [409],
      [200],
    ]);
    expect(verdicts[800]).toMatchObject({
      problem: { errors: [{ code: 'instant' }, { code: 'not-one-of' }, { code: 'unknown-field' }] },
    });
    expect(verdicts[900]).toMatchObject({ problem: { type: '/problems/result-exists' } });
    expect(verdicts.slice(950).every(({ done }) => (done as { repeated: boolean }).repeated)).toBe(true);
    expect(await counter.count('event')).toBe(800);
  });

  it('adds nothing when it is sent again, and every item has its first answer', async () => {
    const reply = await counter.client.post('/v1/commands', { items: items() }, { 'idempotency-key': 'batch-1' });
    expect([reply.status, reply.body.done, reply.headers.get('idempotency-replayed')]).toEqual([200, 850, 'true']);
    expect(await counter.count('event')).toBe(800);
  });

  it('gives an item that was sent alone before its first answer', async () => {
    const body = { at: AT, procedure: '1.004884', unit: '26077', applicant: { name: 'Mẫu' } };
    await counter.client.command(codeOf(9001), 'receive', body, 'alone');
    const batch = { items: [{ id: 'alone', type: 'receive', code: codeOf(9001), ...body }] };
    const reply = await counter.client.post('/v1/commands', batch);
    expect(reply.body.items).toMatchObject([{ status: 200, done: { repeated: true } }]);
  });

  it('stores nothing when the envelope is malformed or its key was used', async () => {
    const [events, answers] = [await counter.count('event'), await counter.count('answer')];
    const good = { id: 'new', type: 'receive', code: codeOf(9002), at: AT, procedure: '1.004884', unit: '26077' };
    expect((await counter.client.post('/v1/commands', { items: [good, 1] })).status).toBe(422);
    expect(
      (await counter.client.post('/v1/commands', { items: [good] }, { 'idempotency-key': 'batch-1' })).status,
    ).toBe(422);
    expect((await counter.client.post('/v1/commands', `{"items":[${JSON.stringify(good)}`)).status).toBe(400);
    expect([await counter.count('event'), await counter.count('answer')]).toEqual([events, answers]);
  });
});
