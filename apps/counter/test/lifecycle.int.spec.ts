import { DOSSIERS } from '../src/kinds/dossier/commands.js';
import { commandTypesOf } from '../src/kinds/kinds.js';
import { RealCounter } from './real-counter.js';

const applicant = {
  identity: '075190000042',
  name: 'Lê Thị Mẫu',
  phone: '0912345678',
  email: 'mau@example.com',
  address: '12 đường Thử, Xuân Bình',
};
const local = (day: string, time: string): string => `2024-12-${day}T${time}:00+07:00`;

type Step = [type: string, at: string, more?: object];

/** Three dossiers and some short ones: every command is given once at least. */
const LIVES: Record<string, Step[]> = {
  'H19.45.22-241202-0001': [
    ['submit', local('02', '07:50'), { procedure: '1.004884', unit: '26077', channel: 'online', applicant }],
    ['receive', local('02', '08:30')],
    ['digitise', local('02', '08:40'), { papers: ['TP-01'], reused: 1 }],
    ['record-payment', local('02', '08:45'), { amount: 15_000, means: 'online' }],
    ['forward', local('02', '09:00'), { officer: 'cb-017', stage: 'Thẩm định', stageDue: local('03', '11:30') }],
    ['accept-handover', local('02', '09:10'), { officer: 'cb-017' }],
    ['request-consultation', local('02', '10:00'), { agency: 'Công an phường', answerDue: local('04', '17:00') }],
    ['answer-consultation', local('03', '09:00'), { agency: 'Công an phường' }],
    ['request-supplement', local('03', '10:00'), { reason: 'Thiếu giấy của Lê Thị Mẫu, gọi 0912345678' }],
    ['supplement', local('04', '08:00')],
    ['resolve', local('05', '09:00'), { outcome: 'granted', electronic: true, signature: 'signed' }],
    ['notify-applicant', local('05', '09:05'), { means: 'zalo', about: 'result' }],
    ['return-result', local('05', '14:00'), { to: 'applicant' }],
    ['rate', local('05', '14:10'), { rating: 'very-satisfied' }],
  ],
  'H19.45.22-241202-0002': [
    ['receive', local('02', '08:00'), { procedure: '1.004884', unit: '26077', applicant }],
    ['forward', local('02', '08:10'), { officer: 'cb-018' }],
    ['reject-handover', local('02', '08:20'), { reason: 'Không đúng thẩm quyền' }],
    ['suspend', local('02', '09:00'), { reason: 'Chờ hệ thống' }],
    ['resume', local('02', '14:00')],
    ['request-financial-obligation', local('02', '15:00'), { amount: 200_000 }],
    ['record-payment', local('03', '08:00'), { amount: 200_000, means: 'transfer' }],
    ['refund-payment', local('03', '09:00'), { amount: 50_000, reason: 'Thu thừa' }],
    ['waive-fee', local('03', '09:10'), { reason: 'Hộ nghèo' }],
    ['open-linked-stage', local('03', '10:00'), { child: 'H19.45.23-241203-0009', agency: 'Chi cục Thuế' }],
    ['complete-linked-stage', local('03', '16:00'), { child: 'H19.45.23-241203-0009' }],
    ['substitute-applicant', local('03', '16:10'), { applicant: { name: 'Lê Văn Mẫu', identity: '075190000043' } }],
    ['transfer', local('04', '08:00'), { unit: '26080', reason: 'Đổi nơi cư trú' }],
    [
      'change-due-date',
      local('04', '09:00'),
      { dueAt: local('10', '17:00'), basis: 'NĐ 61/2018 Điều 19', reason: 'Phức tạp' },
    ],
    [
      'issue-apology',
      local('06', '09:00'),
      { newDate: local('13', '17:00'), reason: 'Quá tải', letterNumber: '05/PXL' },
    ],
    ['resolve', local('12', '09:00'), { outcome: 'granted' }],
    ['record-failed-return', local('12', '15:00'), { reason: 'Không liên lạc được' }],
    ['reopen', local('13', '08:00'), { cause: 'agency-error', dueAt: local('16', '17:00'), reason: 'Sai tên' }],
    ['stop', local('16', '09:00'), { cause: 'duplicate', others: ['H19.45.22-241202-0001'] }],
  ],
  'H19.45.22-241203-0003': [
    [
      'refuse',
      local('03', '08:00'),
      { procedure: '1.001193', unit: '26077', applicant, reason: 'Không thuộc phạm vi' },
    ],
  ],
  'H19.45.22-241203-0004': [
    ['receive', local('03', '08:00'), { procedure: '1.001193', unit: '26077', applicant }],
    ['record-payment', local('03', '08:05'), { amount: 5, means: 'cash' }],
    ['correct', local('03', '09:00'), { event: 2, data: { amount: 5000 }, reason: 'Gõ thiếu số 0' }],
    ['retract', local('03', '10:00'), { event: 2, reason: 'Nhầm hồ sơ' }],
    ['withdraw', local('03', '11:00'), { reason: 'Đổi ý' }],
  ],
};

describe('The whole life of dossiers over HTTP', () => {
  let counter: RealCounter;
  beforeAll(async () => {
    counter = await RealCounter.start();
  });
  afterAll(() => counter.stop());

  it('has every command', () => {
    const used = new Set(Object.values(LIVES).flatMap((steps) => steps.map(([type]) => type)));
    expect([...used].sort()).toEqual(commandTypesOf(DOSSIERS).sort());
  });

  it.each(Object.keys(LIVES))('%s', async (code) => {
    for (const [type, at, more] of LIVES[code]!) {
      counter.now = new Date(at).toISOString();
      const { status, body } = await counter.client.command(code, type, { at, ...more });
      expect({ type, status, body }).toMatchObject({ type, status: 200, body: { code, repeated: false } });
    }
  });

  it('ends where it should, as the log tells', async () => {
    const read = async (code: string) => (await counter.client.request(`/v1/dossiers/${code}`)).body;
    expect(await read('H19.45.22-241202-0001')).toMatchObject({
      phase: 'resolved',
      late: false,
      procedure: '1.004884',
      version: 14,
    });
    expect(await read('H19.45.22-241202-0002')).toMatchObject({
      phase: 'stopped',
      unit: expect.stringMatching(/^26080@/) as string,
    });
    expect(await read('H19.45.22-241203-0003')).toMatchObject({ phase: 'refused', receivedAt: null });
    const withdrawn = await read('H19.45.22-241203-0004');
    expect(withdrawn).toMatchObject({ phase: 'withdrawn', receivedAt: '2024-12-03T01:00:00.000Z' });
    expect((withdrawn.events as { type: string }[]).map(({ type }) => type)).toEqual([
      'Received',
      'FeePaid',
      'Corrected',
      'Retracted',
      'Withdrawn',
    ]);
  });

  it('finds a dossier overdue on the way and says so', async () => {
    const { body } = await counter.client.request('/v1/dossiers/H19.45.22-241202-0002');
    const types = (body.events as { type: string }[]).map(({ type }) => type);
    expect(types).toContain('BecameOverdue');
  });

  it('leaves no name, number, address or free text outside the sealed texts', async () => {
    const text = await counter.openText();
    expect(text).toContain('H19.45.22-241202-0001');
    const words = [...Object.values(applicant), 'Mẫu', 'Thiếu giấy', 'Quá tải', 'Hộ nghèo', 'Gõ thiếu', 'Đổi ý'];
    expect(words.filter((word) => text.includes(word))).toEqual([]);
    expect(await counter.count('sealed')).toBeGreaterThan(10);
  });
});
