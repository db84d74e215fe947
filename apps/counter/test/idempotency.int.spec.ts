import { RealCounter } from './real-counter.js';

const AT = '2024-12-18T08:00:00+07:00';
let serial = 0;
const newCode = (): string => `H19.45.22-241218-${String((serial += 1)).padStart(4, '0')}`;
const receipt = { at: AT, procedure: '1.004884', unit: '26077', applicant: { name: 'Mẫu' } };

describe('The same request again', () => {
  let counter: RealCounter;
  beforeAll(async () => {
    counter = await RealCounter.start();
  });
  afterAll(() => counter.stop());

  it('gets the first answer, also when the dossier has moved on since', async () => {
    const code = newCode();
    const first = await counter.client.command(code, 'receive', receipt, 'key-1');
    await counter.client.command(code, 'resolve', { at: '2024-12-18T09:00:00+07:00', outcome: 'granted' });
    const events = await counter.count('event');
    const again = await counter.client.command(code, 'receive', receipt, 'key-1');
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await counter.count('event')).toBe(events);
  });

  it('gets the first refusal, also when it would be accepted now', async () => {
    const code = newCode();
    const early = { at: '2024-12-18T10:00:00+07:00', outcome: 'granted' };
    const first = await counter.client.command(code, 'resolve', early, 'key-2');
    expect(first).toMatchObject({ status: 409, body: { type: '/problems/not-received' } });
    await counter.client.command(code, 'receive', receipt);
    const again = await counter.client.command(code, 'resolve', early, 'key-2');
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([409, first.body, 'true']);
    expect((await counter.client.command(code, 'resolve', early, 'key-3')).status).toBe(200);
  });

  it('is refused under the same key when it says something else', async () => {
    const code = newCode();
    await counter.client.command(code, 'receive', receipt, 'key-4');
    const events = await counter.count('event');
    const other = [
      counter.client.command(code, 'receive', { ...receipt, unit: '26080' }, 'key-4'),
      counter.client.command(newCode(), 'receive', receipt, 'key-4'),
      counter.client.command(code, 'rate', { at: AT, rating: 'satisfied' }, 'key-4'),
    ];
    for (const reply of await Promise.all(other))
      expect(reply).toMatchObject({ status: 422, body: { type: '/problems/key-reused' } });
    expect(await counter.count('event')).toBe(events);
  });

  it('is not confused with that of another caller', async () => {
    const post = (caller: string, code: string) =>
      counter.client.post(`/v1/dossiers/${code}/receive`, receipt, { 'idempotency-key': 'key-5', 'x-caller': caller });
    expect((await post('counter-a', newCode())).status).toBe(200);
    expect((await post('counter-b', newCode())).status).toBe(200);
  });

  it('sent twenty times at once is recorded once', async () => {
    const code = newCode();
    const before = await counter.count('event');
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => counter.client.command(code, 'receive', receipt, 'key-6')),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(replies.filter(({ body }) => body.repeated === false)).toHaveLength(1);
    expect((await counter.count('event')) - before).toBe(1);
  });

  it('has one winner among twenty different ones', async () => {
    const code = newCode();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => counter.client.command(code, 'receive', receipt)),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(
      replies.filter(({ status, body }) => status === 409 && body.type === '/problems/already-received'),
    ).toHaveLength(19);
  });

  it('once more after a fault in its body is a new request: nothing of the first was kept', async () => {
    const code = newCode();
    const answers = await counter.count('answer');
    expect(
      (await counter.client.command(code, 'receive', { ...receipt, at: '2024-02-30T08:00:00+07:00' }, 'key-7')).status,
    ).toBe(422);
    expect(await counter.count('answer')).toBe(answers);
    expect((await counter.client.command(code, 'receive', receipt, 'key-7')).status).toBe(200);
  });
});
