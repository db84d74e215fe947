import { gzipSync } from 'node:zlib';
import { TooBusyError, UndecidableError } from '#application';
import type { Refusal } from '#domain';
import { ItemRefusedError, LogUnavailableError } from '#event-store';
import { Client, codes } from './client.js';
import { bodyHash } from '../src/idempotency/idempotency-key.js';
import { done, FakeCounter } from './fake-counter.js';

const CODE = 'H19.45.20-241205-0001';
const AT = '2024-12-05T09:30:00+07:00';

let counter: FakeCounter;
let client: Client;
beforeEach(async () => {
  counter = new FakeCounter();
  client = new Client(await counter.start({ bodyLimit: 64 * 1024 }));
});
afterEach(() => counter.stop());

const request = (path: string, init: RequestInit) => client.request(path, init);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  client.post(path, body, { 'idempotency-key': 'k-1', ...headers });
const rate = { at: AT, rating: 'satisfied' };

describe('One command over HTTP', () => {
  it('goes to the bus with its caller, key and fingerprint, and comes back as what was recorded', async () => {
    const reply = await post(`/v1/dossiers/${CODE}/rate`, rate, { 'x-caller': 'counter-26077' });
    expect(reply).toMatchObject({
      status: 200,
      body: { code: CODE, version: 1, phase: 'open', dueAt: '2024-12-06T10:00:00.000Z', repeated: false },
    });
    expect(reply.body.events).toEqual([expect.objectContaining({ type: 'Received', position: '9007199254740993' })]);
    expect(counter.commands).toEqual([
      expect.objectContaining({
        kind: 'dossier',
        id: CODE,
        command: { type: 'rate', at: '2024-12-05T02:30:00.000Z', rating: 'satisfied' },
        by: {
          caller: 'counter-26077',
          door: 'http',
          commandId: 'k-1',
          bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        },
      }),
    ]);
  });

  it('has one fingerprint however it is written, and another one when it says something else', async () => {
    await post(`/v1/dossiers/${CODE}/rate`, rate);
    await post(`/v1/dossiers/${CODE}/rate`, { rating: 'satisfied', at: '2024-12-05T02:30:00Z' });
    await post(`/v1/dossiers/${CODE}/rate`, { ...rate, rating: 'not-satisfied' });
    await post('/v1/dossiers/H19.45.20-241205-0002/rate', rate);
    await post(`/v1/dossiers/${CODE}/resume`, { at: AT });
    const [first, second, ...others] = counter.commands.map(({ by }) => by.bodyHash);
    expect(second).toBe(first);
    expect(new Set([first, ...others]).size).toBe(4);
  });

  it('says when it is the first answer once more, a refusal too', async () => {
    counter.answer = (command) => ({ ...done(command), repeated: true }) as never;
    const again = await post(`/v1/dossiers/${CODE}/rate`, rate);
    expect([again.status, again.body.repeated, again.headers.get('idempotency-replayed')]).toEqual([200, true, 'true']);
    counter.answer = () => ({
      kind: 'refused',
      repeated: true,
      refusals: [{ reason: 'not-received', pointer: '/at' }],
    });
    const refused = await post(`/v1/dossiers/${CODE}/rate`, rate);
    expect([refused.status, refused.headers.get('idempotency-replayed')]).toEqual([409, 'true']);
  });

  it('gets its first answer by its key, alone and in a batch, though a younger rule refuses its body', async () => {
    const body = { at: '9999-12-31T17:00:00+07:00', rating: 'satisfied' };
    const taken = { code: CODE, type: 'rate', at: '9999-12-31T10:00:00.000Z', rating: 'satisfied' };
    const answer = { kind: 'done', dueAt: null, phase: 'resolved' };
    counter.claims.set('counter k-1', { body: bodyHash(taken), answer });
    const path = `/v1/dossiers/${CODE}/rate`;
    const again = await post(path, body);
    expect(again).toMatchObject({ status: 200, body: { code: CODE, repeated: true, phase: 'resolved' } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const item = (id: string) => ({ id, type: 'rate', code: CODE, ...body });
    const batch = await post('/v1/commands', { items: [item('k-1'), item('k-2')] }, { 'idempotency-key': 'b-1' });
    expect(batch.body.items).toMatchObject([
      { status: 200, done: { phase: 'resolved' } },
      { status: 422, problem: { errors: [{ pointer: '#/at', code: 'date-out-of-range' }] } },
    ]);
    // another key, another body, or what was never right: its faults
    const others = [
      await post(path, body, { 'idempotency-key': 'k-2' }),
      await post(path, { ...body, at: '9999-12-31T18:00:00+07:00' }),
      await post(path, { ...body, at: '9999-02-30T17:00:00+07:00' }),
    ];
    for (const reply of others) expect([reply.status, codes(reply)]).toEqual([422, ['date-out-of-range']]);
    expect((await post(path, { ...body, rating: 'x' })).status).toBe(422);
    expect(counter.commands).toEqual([]);
  });

  it('says which texts were changed to NFC', async () => {
    const reply = await post(`/v1/dossiers/${CODE}/suspend`, { at: AT, reason: 'Chờ ý kiến'.normalize('NFD') });
    expect(reply.body.notes).toEqual([
      { pointer: '#/reason', code: 'normalised', detail: expect.stringContaining('NFC') as string },
    ]);
    expect(counter.commands[0]!.command).toMatchObject({ reason: 'Chờ ý kiến' });
  });
});

describe('A refusal by the dossier', () => {
  it('is 409 with its reason as type, in Vietnamese, with the field', async () => {
    counter.answer = () => ({
      kind: 'refused',
      repeated: false,
      refusals: [{ reason: 'second-apology', pointer: '/at' }],
    });
    const reply = await post(`/v1/dossiers/${CODE}/rate`, rate);
    expect(reply).toMatchObject({
      status: 409,
      body: { type: '/problems/second-apology', status: 409, instance: `/v1/dossiers/${CODE}/rate` },
    });
    expect(reply.type).toMatch(/^application\/problem\+json/);
    expect(reply.body.errors).toEqual([
      {
        pointer: '#/at',
        code: 'second-apology',
        detail: expect.stringContaining('chỉ được hẹn lại một lần') as string,
      },
    ]);
  });

  it('is 422 where the request itself must change, with every fault', async () => {
    const refusals: Refusal[] = [
      { reason: 'unknown-procedure', pointer: '/procedure' },
      { reason: 'unknown-unit', pointer: '/unit' },
    ];
    counter.answer = () => ({ kind: 'refused', repeated: false, refusals });
    const reply = await post(`/v1/dossiers/${CODE}/rate`, rate);
    expect([reply.status, codes(reply)]).toEqual([422, ['unknown-procedure', 'unknown-unit']]);
    expect(reply.body.errors![0]!.detail).toBe('Không có thủ tục nào mang mã này.');
  });

  it.each(['in-the-future', 'no-due-instant', 'due-before-receipt'] as const)('%s is 422', async (reason) => {
    counter.answer = () => ({ kind: 'refused', repeated: false, refusals: [{ reason, pointer: '/at' }] });
    expect(await post(`/v1/dossiers/${CODE}/rate`, rate)).toMatchObject({
      status: 422,
      body: { type: `/problems/${reason}` },
    });
  });

  it('of a key that was used for something else is 422', async () => {
    counter.answer = () => ({ kind: 'key-reused' });
    expect(await post(`/v1/dossiers/${CODE}/rate`, rate)).toMatchObject({
      status: 422,
      body: { type: '/problems/key-reused' },
    });
  });
});

describe('A fault of the system', () => {
  it.each([
    ['a log that is away', new LogUnavailableError('away', false), 'Chưa ghi gì cả'],
    ['a log that went away in the middle', new LogUnavailableError('away', true), 'Chưa biết chắc'],
    ['a dossier that keeps changing', new TooBusyError('busy'), 'cùng lúc'],
  ])('%s is 503 with Retry-After', async (_, error, words) => {
    counter.answer = () => Promise.reject(error);
    const reply = await post(`/v1/dossiers/${CODE}/rate`, rate);
    expect(reply).toMatchObject({
      status: 503,
      body: { type: '/problems/unavailable', detail: expect.stringContaining(words) as string },
    });
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('a value that cannot be stored is 422', async () => {
    counter.answer = () => Promise.reject(new ItemRefusedError('no'));
    expect(await post(`/v1/dossiers/${CODE}/rate`, rate)).toMatchObject({
      status: 422,
      body: { type: '/problems/cannot-store' },
    });
  });

  it('a command on which the decision fails is 422, and nothing of its inside is told', async () => {
    counter.answer = () => Promise.reject(new UndecidableError('secret'));
    const reply = await post(`/v1/dossiers/${CODE}/rate`, rate);
    expect(reply).toMatchObject({ status: 422, body: { type: '/problems/undecidable' } });
    expect(JSON.stringify(reply.body)).not.toContain('secret');
  });

  it('any other is 500 and tells nothing of its inside', async () => {
    counter.answer = () => Promise.reject(new Error('secret'));
    const reply = await post(`/v1/dossiers/${CODE}/rate`, rate);
    expect(reply).toMatchObject({ status: 500, body: { type: '/problems/internal' } });
    expect(JSON.stringify(reply.body)).not.toContain('secret');
  });
});

describe('A request that is not understood stores nothing', () => {
  afterEach(() => expect(counter.commands).toEqual([]));

  it('without a key: 400, and its other faults beside it', async () => {
    const reply = await post(
      '/v1/dossiers/xyz/rate',
      { at: '2024-02-30T00:00:00Z', note: 1 },
      { 'idempotency-key': '' },
    );
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toEqual([
      expect.objectContaining({ header: 'Idempotency-Key', code: 'missing-key' }),
      expect.objectContaining({ parameter: 'code', code: 'dossier-code' }),
      expect.objectContaining({ pointer: '#/at', code: 'impossible-instant' }),
      expect.objectContaining({ pointer: '#/note', code: 'unknown-field' }),
      expect.objectContaining({ pointer: '#/rating', code: 'required' }),
    ]);
    expect(reply.body.detail).toBe('Có 5 lỗi cần sửa.');
  });

  it.each([
    ['a key with a space', 'a b'],
    ['a key of 129 characters', 'x'.repeat(129)],
    ['two keys', 'a, b'],
  ])('%s: 400', async (_, key) => {
    const reply = await post(`/v1/dossiers/${CODE}/rate`, rate, { 'idempotency-key': key });
    expect([reply.status, codes(reply)]).toEqual([400, ['key-shape']]);
  });

  it('a caller of the wrong shape: 400', async () => {
    const reply = await post(`/v1/dossiers/${CODE}/rate`, rate, { 'x-caller': 'a b' });
    expect([reply.status, codes(reply)]).toEqual([400, ['caller-shape']]);
  });

  it('faults of the body: 422 with every one of them', async () => {
    const reply = await post(`/v1/dossiers/${CODE}/rate`, { at: 1, rating: 1 });
    expect([reply.status, reply.body.type, codes(reply)]).toEqual([
      422,
      '/problems/invalid-request',
      ['not-text', 'not-one-of'],
    ]);
  });

  it('no body: 422', async () => {
    const reply = await request(`/v1/dossiers/${CODE}/rate`, { method: 'POST', headers: { 'idempotency-key': 'k' } });
    expect([reply.status, codes(reply)]).toEqual([422, ['not-an-object']]);
  });

  it('broken JSON: 400', async () => {
    expect(await post(`/v1/dossiers/${CODE}/rate`, '{"at":')).toMatchObject({
      status: 400,
      body: { type: '/problems/malformed-json' },
    });
  });

  it('JSON that is not UTF-8: 400, never U+FFFD', async () => {
    const reply = await post(
      `/v1/dossiers/${CODE}/suspend`,
      Buffer.from(`{"at":"${AT}","reason":"Xu\u00e2n"}`, 'latin1'),
    );
    expect(reply).toMatchObject({ status: 400, body: { type: '/problems/not-utf8' } });
  });

  it('half of a surrogate pair, escaped: 422, the text is broken', async () => {
    const reply = await post(`/v1/dossiers/${CODE}/suspend`, `{"at":"${AT}","reason":"x\\ud800"}`);
    expect([reply.status, codes(reply)]).toEqual([422, ['broken-text']]);
  });

  it('another method: 405 with Allow', async () => {
    const reply = await request(`/v1/dossiers/${CODE}/rate`, { method: 'PUT' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
    expect((await request(`/v1/dossiers/${CODE}`, { method: 'DELETE' })).headers.get('allow')).toBe(
      'GET, HEAD, OPTIONS',
    );
    expect((await request(`/v1/dossiers/${CODE}/explode`, { method: 'PUT' })).status).toBe(404);
  });

  it('an answer in another type than JSON: 406', async () => {
    const reply = await post(`/v1/dossiers/${CODE}/rate`, rate, { accept: 'application/xml' });
    expect(reply).toMatchObject({ status: 406, body: { type: '/problems/not-acceptable' } });
  });

  it('another content type: 415; another charset: 415', async () => {
    expect((await post(`/v1/dossiers/${CODE}/rate`, rate, { 'content-type': 'text/plain' })).status).toBe(415);
    expect(
      (await post(`/v1/dossiers/${CODE}/rate`, rate, { 'content-type': 'application/json; charset=iso-8859-1' }))
        .status,
    ).toBe(415);
  });

  it('too large: 413, also when it only is so once unpacked', async () => {
    const body = JSON.stringify({ at: AT, rating: 'x'.repeat(100_000) });
    expect((await post(`/v1/dossiers/${CODE}/rate`, body)).status).toBe(413);
    const packed = await post(`/v1/dossiers/${CODE}/rate`, gzipSync(body), { 'content-encoding': 'gzip' });
    expect([packed.status, packed.body.type]).toEqual([413, '/problems/too-large']);
  });

  it('an unknown command: 404 and the list of those that are', async () => {
    const reply = await post(`/v1/dossiers/${CODE}/explode`, rate);
    expect(reply).toMatchObject({ status: 404, body: { type: '/problems/unknown-command' } });
    expect(reply.body.detail).toContain('return-result');
    expect((await post(`/v1/dossiers/${CODE}/ask-clock`, { at: AT })).status).toBe(404);
  });
});

describe('Many commands over HTTP', () => {
  const item = (id: string, more: object = {}) => ({ id, type: 'rate', code: CODE, ...rate, ...more });

  it('give every item a verdict of its own, in their order', async () => {
    counter.answer = (command) => {
      if (command.by.commandId === 'refused')
        return { kind: 'refused', repeated: false, refusals: [{ reason: 'already-rated', pointer: '/at' }] };
      if (command.by.commandId === 'away') throw new LogUnavailableError('away', false);
      if (command.by.commandId === 'broken') throw new Error('secret');
      if (command.by.commandId === 'undecidable') throw new UndecidableError('secret');
      return done(command);
    };
    const items = [
      item('fine'),
      item('bad', { at: 'x', more: 1 }),
      item('unknown', { type: 'explode' }),
      item('refused'),
      item('away', { code: 'H19.45.20-241205-0003' }),
      item('broken'),
      item('undecidable'),
      { id: 'bare' },
      item('shape', { code: 'x' }),
    ];
    const reply = await post('/v1/commands', { items });
    expect([reply.status, reply.body.done, reply.body.refused]).toEqual([200, 1, 8]);
    expect(reply.body.items!.map(({ id, status }) => `${id as string} ${status as number}`)).toEqual([
      'fine 200',
      'bad 422',
      'unknown 404',
      'refused 409',
      'away 503',
      'broken 500',
      'undecidable 422',
      'bare 422',
      'shape 422',
    ]);
    expect(reply.body.items![0]).toMatchObject({ done: { code: CODE, repeated: false } });
    expect(reply.body.items![1]).toMatchObject({
      problem: { errors: [{ pointer: '#/at' }, { pointer: '#/more' }] },
    });
    expect(JSON.stringify(reply.body)).not.toContain('secret');
  });

  it('use the item’s id as the key', async () => {
    await post('/v1/commands', { items: [item('i-1')] }, { 'idempotency-key': 'batch-1' });
    expect(counter.commands[0]!.by).toMatchObject({ caller: 'counter', commandId: 'i-1', door: 'http' });
  });

  it('of one dossier keep their order; an id that comes twice waits for its first answer', async () => {
    const order: string[] = [];
    counter.answer = async (command) => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${command.by.commandId} ${command.command.at.slice(11, 16)}`);
      return done(command);
    };
    const at = (minute: number) => ({ at: `2024-12-05T09:${minute}:00Z` });
    await post('/v1/commands', { items: [item('a', at(10)), item('a', at(11)), item('b', at(12)), item('c', at(13))] });
    expect(order).toEqual(['a 09:10', 'b 09:12', 'c 09:13', 'a 09:11']);
  });

  it('are refused whole when the same key comes with another body, and carried out again with the same one', async () => {
    expect((await post('/v1/commands', { items: [item('a')] })).headers.get('idempotency-replayed')).toBeNull();
    const again = await post('/v1/commands', { items: [item('a')] });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    const other = await post('/v1/commands', { items: [item('b')] });
    expect([other.status, other.body.type]).toEqual([422, '/problems/key-reused']);
    expect(counter.commands.map(({ by }) => by.commandId)).toEqual(['a', 'a']);
  });

  it.each<[string, unknown, string[]]>([
    ['a list', [], ['# not-an-object']],
    ['no items', {}, ['#/items required']],
    ['items that are no list', { items: {} }, ['#/items not-a-list']],
    ['no item', { items: [] }, ['#/items empty-list']],
    ['1,001 items', { items: Array.from({ length: 1001 }, () => 1) }, ['#/items too-many']],
    [
      'a foreign field, items without an id, an item that is none',
      { items: [{}, 1, { id: 'a b' }, item('a')], x: 1 },
      ['#/x unknown-field', '#/items/0/id required', '#/items/1 not-an-object', '#/items/2/id key-shape'],
    ],
  ])('in an envelope that is malformed (%s) are refused whole', async (_, body, expected) => {
    const reply = await post('/v1/commands', body);
    expect(reply.status).toBe(422);
    expect(reply.body.errors!.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
    expect(counter.commands).toEqual([]);
    expect(counter.claims.size).toBe(0);
  });
});

describe('The national feed over HTTP', () => {
  const batch = { service: 'DongBoHoSoMC', data: [{ MaHoSo: CODE }] };

  it('is taken, and its faults come back in words', async () => {
    counter.report = {
      messages: 2,
      accepted: 1,
      unchanged: 0,
      events: 1,
      refused: [
        { index: 1, code: CODE, faults: [{ fault: 'impossible-date', field: 'DanhSachHoSoBoSung/0/NgayBoSung' }] },
      ],
      defects: [{ index: 0, code: CODE, faults: [{ fault: 'no-effect', field: 'NgayTra', reason: 'not-resolved' }] }],
    };
    const reply = await post('/v1/feed', batch);
    expect(reply).toMatchObject({ status: 200, body: { messages: 2, accepted: 1, unchanged: 0, events: 1 } });
    expect(reply.body.refused).toMatchObject([
      {
        index: 1,
        code: CODE,
        faults: [{ pointer: '#/data/1/DanhSachHoSoBoSung/0/NgayBoSung', code: 'impossible-date' }],
      },
    ]);
    expect(JSON.stringify(reply.body.defects)).toContain('Hồ sơ chưa có kết quả giải quyết.');
  });

  it('gives the first answer to the same key, and refuses another body under it', async () => {
    const first = await post('/v1/feed', batch);
    counter.report = { ...counter.report, accepted: 0, unchanged: 1, events: 0 };
    const again = await post('/v1/feed', batch);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(counter.taken).toHaveLength(1);
    expect(await post('/v1/feed', { ...batch, data: [] })).toMatchObject({
      status: 422,
      body: { type: '/problems/key-reused' },
    });
  });

  it.each([[{}], [{ service: 'Khac', data: [] }], [{ service: 'DongBoHoSoMC', data: {} }], ['[]']])(
    'that is no batch is refused: %j',
    async (body) => {
      const reply = await post('/v1/feed', body);
      expect([reply.status, codes(reply)]).toEqual([422, ['not-a-batch']]);
      expect(counter.taken).toEqual([]);
      expect(counter.claims.size).toBe(0);
    },
  );
});

describe('Where a dossier stands', () => {
  it('is 404 for one that nobody has recorded, and 400 for a code that is none', async () => {
    expect(await request(`/v1/dossiers/${CODE}`, {})).toMatchObject({
      status: 404,
      body: { type: '/problems/not-found' },
    });
    expect(await request('/v1/dossiers/abc', {})).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'code', code: 'dossier-code' }] },
    });
  });

  it('answers at /health too', async () => {
    expect(await request('/health/ready', {})).toMatchObject({
      status: 200,
      body: { checks: { database: { status: 'up' } } },
    });
  });
});
