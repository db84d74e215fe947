import { RealCounter } from './real-counter.js';

const AT = '2024-12-16T09:00:00+07:00';
const NEW = '27990@2024-12-02';
const KEPT = '26080@2019-06-01';

describe('Units by the counter’s doors', () => {
  let counter: RealCounter;
  beforeAll(async () => {
    counter = await RealCounter.start();
  });
  afterAll(() => counter.stop());

  const unit = (key: string, type: string, body: object, id?: string) =>
    counter.client.post(`/v1/units/${key}/${type}`, { at: AT, ...body }, id ? { 'idempotency-key': id } : {});
  const receive = (code: string, of: string, at = AT) =>
    counter.client.command(code, 'receive', { at, procedure: '1.004884', unit: of, applicant: { name: 'Mẫu' } });

  it('are opened once, and take dossiers from then on', async () => {
    counter.now = new Date(AT).toISOString();
    expect(await receive('H19.45.99-241216-0001', '27990')).toMatchObject({
      status: 422,
      body: { type: '/problems/unknown-unit' },
    });
    const opening = { name: 'Phường Mới', population: 'ward', agencyCode: 'H19.45.99' };
    const first = await unit(NEW, 'open', opening, 'open-1');
    expect(first).toMatchObject({ status: 200, body: { code: NEW, phase: 'open', repeated: false } });
    const again = await unit(NEW, 'open', opening, 'open-1');
    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect(await unit(NEW, 'open', opening)).toMatchObject({ status: 409, body: { type: '/problems/unit-exists' } });
    counter.application.reference.invalidate();
    expect(await receive('H19.45.99-241216-0002', '27990')).toMatchObject({ status: 200 });
  });

  it('take none from the day of their end on: the answer names who has taken over', async () => {
    expect(await unit(NEW, 'close', { on: '2024-12-10', successors: ['26080', KEPT] })).toMatchObject({
      status: 200,
      body: { phase: 'closed' },
    });
    counter.application.reference.invalidate();
    const { status, body } = await receive('H19.45.99-241216-0003', NEW);
    expect([status, body.type, body.detail]).toEqual([
      422,
      '/problems/unit-closed',
      expect.stringContaining('Phường Xuân An'),
    ]);
  });

  it('are read as they stand, with all that was said of them', async () => {
    const read = (key: string) => counter.client.request(`/v1/units/${key}`);
    const { status, body } = await read(NEW);
    expect([status, body]).toMatchObject([
      200,
      {
        key: NEW,
        code: '27990',
        name: 'Phường Mới',
        agencyCode: 'H19.45.99',
        validTo: '2024-12-10',
        successors: [KEPT],
      },
    ]);
    expect((body.events as unknown as { type: string }[]).map(({ type }) => type)).toEqual([
      'UnitOpened',
      'UnitClosed',
    ]);
    expect(await read('27991@2024-12-02')).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    expect(await read('27990')).toMatchObject({ status: 400, body: { errors: [{ code: 'unit-key' }] } });
  });

  it('say at each field what is wrong with it, in a batch each for itself', async () => {
    const items = [
      { id: 'u-1', kind: 'unit', type: 'close', code: KEPT, at: AT, on: '2025-07-01', successors: ['0000'] },
      { id: 'u-2', kind: 'unit', type: 'rename', code: 'không phải khóa', at: AT, name: ' ', from: '2025-02-30' },
      { id: 'u-3', kind: 'letter', type: 'open', code: KEPT, at: AT },
      { id: 'u-4', kind: 'unit', type: 'receive', code: KEPT, at: AT },
      { id: 'u-5', kind: 'unit', type: 'change', code: KEPT, at: AT, from: '2024-12-16' },
      { id: 'u-6', kind: 'unit', type: 'change', code: KEPT, at: AT, from: '2024-12-16', officersOnDuty: 4 },
    ];
    const { body } = await counter.client.post('/v1/commands', { items });
    const told = body.items!.map(({ status, problem }) => {
      const { type, errors } = (problem ?? {}) as { type?: string; errors?: { code: string }[] };
      return [status, type, errors?.map(({ code }) => code)];
    });
    expect(told).toEqual([
      [409, '/problems/unknown-successor', ['unknown-successor']],
      [422, '/problems/invalid-request', ['unit-key', 'impossible-instant', 'blank']],
      [422, '/problems/invalid-request', ['not-one-of']],
      [404, '/problems/unknown-command', undefined],
      [422, '/problems/invalid-request', ['nothing-to-change']],
      [200, undefined, undefined],
    ]);
  });
});
