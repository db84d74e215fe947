import { codes } from './client.js';
import { RealCounter } from './real-counter.js';

const local = (day: string, time: string): string => `2024-12-${day}T${time}:00+07:00`;
let serial = 0;
const newCode = (): string => `H19.45.22-241202-${String((serial += 1)).padStart(4, '0')}`;
const receipt = { at: local('02', '08:00'), procedure: '1.004884', unit: '26077', applicant: { name: 'Mẫu' } };

describe('What a dossier cannot take', () => {
  let counter: RealCounter;
  beforeAll(async () => {
    counter = await RealCounter.start();
  });
  afterAll(() => counter.stop());

  async function received(...more: [string, object][]): Promise<string> {
    const code = newCode();
    for (const [type, body] of [['receive', receipt] as [string, object], ...more]) {
      expect(await counter.client.command(code, type, body)).toMatchObject({ status: 200 });
    }
    return code;
  }

  async function refused(code: string, type: string, body: object): Promise<[number, string[], string]> {
    const events = await counter.count('event');
    const reply = await counter.client.command(code, type, body);
    expect(await counter.count('event')).toBe(events);
    expect(reply.type).toMatch(/^application\/problem\+json/);
    return [reply.status, codes(reply), reply.body.errors![0]!.pointer ?? ''];
  }

  it('a resolution before the receipt', async () => {
    const resolve = { at: local('03', '08:00'), outcome: 'granted' };
    expect(await refused(newCode(), 'resolve', resolve)).toEqual([409, ['not-received'], '#/at']);
    const code = await received();
    expect(await refused(code, 'resolve', { ...resolve, at: local('01', '08:00') })).toEqual([
      409,
      ['not-received'],
      '#/at',
    ]);
  });

  it('a second apology', async () => {
    const apology = { at: local('03', '08:00'), newDate: local('16', '17:00'), reason: 'Quá tải' };
    const code = await received(['issue-apology', apology]);
    const second = { ...apology, at: local('04', '08:00'), newDate: local('18', '17:00') };
    expect(await refused(code, 'issue-apology', second)).toEqual([409, ['second-apology'], '#/at']);
  });

  it('an apology whose new date is not after the due instant', async () => {
    const apology = { at: local('03', '08:00'), newDate: local('03', '17:00'), reason: 'Quá tải' };
    expect(await refused(await received(), 'issue-apology', apology)).toEqual([
      409,
      ['new-date-not-after-due'],
      '#/newDate',
    ]);
  });

  it('a withdrawal after the result', async () => {
    const code = await received(['resolve', { at: local('03', '08:00'), outcome: 'granted' }]);
    expect(await refused(code, 'withdraw', { at: local('03', '09:00') })).toEqual([409, ['result-exists'], '#/at']);
  });

  it('an instant beyond the skew of a clock; within it, it is taken', async () => {
    const code = newCode();
    expect(await refused(code, 'receive', { ...receipt, at: '2024-12-20T10:05:01+07:00' })).toEqual([
      422,
      ['in-the-future'],
      '#/at',
    ]);
    expect(
      (await counter.client.command(code, 'receive', { ...receipt, at: '2024-12-20T10:04:59+07:00' })).status,
    ).toBe(200);
  });

  it('a unit and a procedure that nobody knows, both told at once', async () => {
    const unknown = { ...receipt, procedure: '9.999999', unit: '99999' };
    expect(await refused(newCode(), 'receive', unknown)).toEqual([
      422,
      ['unknown-procedure', 'unknown-unit'],
      '#/procedure',
    ]);
  });

  it('a promise before the receipt', async () => {
    expect(await refused(newCode(), 'receive', { ...receipt, dueAt: local('01', '17:00') })).toEqual([
      422,
      ['due-before-receipt'],
      '#/dueAt',
    ]);
  });

  it('a correction of an event that is not there', async () => {
    const correction = { at: local('03', '08:00'), event: 99, occurredAt: local('02', '09:00'), reason: 'Nhầm' };
    expect(await refused(await received(), 'correct', correction)).toEqual([409, ['no-such-event'], '#/event']);
  });

  it('a correction to something that nobody knows; what is known is looked up', async () => {
    const code = await received();
    const correction = { at: local('03', '08:00'), event: 1, reason: 'Nhầm' };
    const unknown = { ...correction, data: { unit: '99999' } };
    expect(await refused(code, 'correct', unknown)).toEqual([422, ['unknown-unit'], '#/data/unit']);
    const known = { ...correction, data: { unit: '26080', dueAt: local('09', '17:00') } };
    expect(await counter.client.command(code, 'correct', known)).toMatchObject({
      status: 200,
      body: { dueAt: '2024-12-09T10:00:00.000Z' },
    });
    const { body } = await counter.client.request(`/v1/dossiers/${code}`);
    expect(body.unit).toMatch(/^26080@/);
  });
});

describe('The counter’s description and its health', () => {
  let counter: RealCounter;
  beforeAll(async () => {
    counter = await RealCounter.start();
  });
  afterAll(() => counter.stop());

  it('is served for people and for programs', async () => {
    const page = await counter.client.request('/docs');
    expect(page.status).toBe(200);
    const document = await counter.client.request('/openapi.json');
    expect(Object.keys(document.body.paths as object)).toContain('/v1/dossiers/{code}/receive');
  });

  it('is ready while the database answers', async () => {
    expect(await counter.client.request('/health/ready')).toMatchObject({ status: 200 });
  });
});
