import { evolveAll, initialState, timeline } from '#domain';
import { RealCounter } from './real-counter.js';

const AT = '2024-12-18T08:00:00+07:00';
let serial = 0;
const newCode = (): string => `H19.45.22-241218-${String((serial += 1)).padStart(4, '0')}`;
const receipt = { at: AT, procedure: '1.004884', unit: '26077', applicant: { name: 'Mẫu', identity: '000000000001' } };

/** The same with the fields of every object in the reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, each]) => [name, reversed(each)]),
  );
}

let counter: RealCounter;
beforeAll(async () => {
  counter = await RealCounter.start();
});
afterAll(() => counter.stop());

describe('A key covers what was meant', () => {
  const batch = { items: [{ id: 'm-1', type: 'receive', code: newCode(), ...receipt }] };
  const feed = {
    service: 'DongBoHoSoMC',
    data: [
      {
        MaHoSo: newCode(),
        MaTTHC: '1.004884',
        KenhThucHien: '1',
        ChuHoSo: 'Mẫu',
        MaDoiTuong: '000000000001',
        TrangThaiHoSo: '2',
        NgayTiepNhan: '20241218080000',
        DonViXuLy: 'UBND phường Xuân Bình',
      },
    ],
  };
  const payment = { at: AT, amount: 15_000, means: 'cash' };
  const doors: [string, string, object][] = [
    ['a batch', '/v1/commands', batch],
    ['the feed', '/v1/feed', feed],
    ['a command', `/v1/dossiers/${batch.items[0]!.code}/record-payment`, payment],
  ];

  it.each(doors)('of %s: spelled otherwise it is the same request', async (_, path, body) => {
    const key = { 'idempotency-key': `meant ${path}`.replaceAll(/[^a-z]/g, '-') };
    const first = await counter.client.post(path, body, key);
    expect(first.status).toBe(200);
    const before = await counter.count('event');
    const spellings = [
      JSON.stringify(reversed(body)),
      JSON.stringify(body, null, 4),
      JSON.stringify(body).normalize('NFD'),
      JSON.stringify(body).replace('"amount":15000', '"amount":1.5e4').replace(AT, '2024-12-18T01:00:00Z'),
    ];
    for (const spelled of spellings) {
      const again = await counter.client.post(path, spelled, key);
      expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    }
    expect(await counter.count('event')).toBe(before);
  });

  it.each(doors)('of %s: with another meaning it is refused', async (_, path, body) => {
    const key = { 'idempotency-key': `meant ${path}`.replaceAll(/[^a-z]/g, '-') };
    const other = JSON.stringify(body).replace(/Mẫu|15000/, '16000');
    const reply = await counter.client.post(path, other, key);
    expect([reply.status, reply.body.type]).toEqual([422, '/problems/key-reused']);
  });
});

describe('Texts that are no codes', () => {
  const agency = 'ông Mẫu, Văn phòng Đăng ký 0912345678';
  const data = async (code: string): Promise<Record<string, unknown>[]> =>
    (await counter.application.store.readStream(code)).map((event) => event.data as Record<string, unknown>);

  it('are sealed, and a question is told from its answer all the same', async () => {
    const [code, other] = [newCode(), newCode()];
    for (const each of [code, other]) {
      await counter.client.command(each, 'receive', receipt);
      await counter.client.command(each, 'request-consultation', { at: AT, agency });
    }
    // the answer of somebody else answers nothing; the question asked again waits
    for (const [command, whose] of [
      ['answer-consultation', `${agency}!`],
      ['request-consultation', agency],
      ['answer-consultation', agency],
    ] as const)
      expect((await counter.client.command(code, command, { at: AT, agency: whose })).status).toBe(200);
    const [, asked, stranger, twice, answered] = await data(code);
    const { ignored } = timeline(evolveAll(initialState(code), await counter.application.store.readStream(code)));
    expect(ignored.map(({ v, reason }) => [v, reason])).toEqual([
      [4, 'already-consulting'],
      [3, 'not-consulting'],
    ]);
    expect(twice!.agency).toBe(asked!.agency);
    expect(stranger!.agency).not.toBe(asked!.agency);
    expect(asked!.agency).toMatch(/^ref:[0-9a-f-]{36}$/);
    expect(answered!.agency).toBe(asked!.agency);
    expect((await data(other))[1]!.agency).not.toBe(asked!.agency);
    expect(await counter.application.vault.open(String(asked!.agency).slice('ref:'.length))).toBe(agency);
  });

  it('stand in the open where the reference data list them, and codes do', async () => {
    const code = newCode();
    await counter.client.command(code, 'receive', receipt);
    for (const given of ['UBND phường Xuân Bình', 'SO-TNMT', '05/STP', 'Ref:1', `ref:${'0'.repeat(36)}`])
      await counter.client.command(code, 'request-consultation', { at: AT, agency: given });
    const agencies = (await data(code)).slice(1).map((each) => each.agency as string);
    expect(agencies.slice(0, 3)).toEqual(['UBND phường Xuân Bình', 'SO-TNMT', '05/STP']);
    // nobody names the sealed text of another
    for (const each of agencies.slice(3)) expect(each).toMatch(/^ref:[0-9a-f]{8}-/);
  });

  it('opens again after its subject was forgotten and the text was said once more', async () => {
    const code = newCode();
    await counter.client.command(code, 'receive', receipt);
    await counter.client.command(code, 'forward', { at: AT, stage: 'Bà Mẫu xem' });
    const { applicant } = (await data(code))[0] as { applicant: string };
    const ref = String((await data(code))[1]!.stage).slice('ref:'.length);
    await counter.application.vault.forget(applicant, 'archivist');
    expect(await counter.application.vault.open(ref)).toBeNull();
    await counter.client.command(code, 'forward', { at: AT, stage: 'Bà Mẫu xem' });
    expect(await counter.application.vault.open(ref)).toBe('Bà Mẫu xem');
  });

  it('are no procedure: what is typed behind a code makes it unknown', async () => {
    const answers = await Promise.all(
      ['1.004884NguyenVanA-0912345678', '1.004884-x', '1.004884.0912345678', '1.004884.000.00.00.H19'].map(
        async (procedure) => (await counter.client.command(newCode(), 'receive', { ...receipt, procedure })).body.type,
      ),
    );
    const unknown = '/problems/unknown-procedure';
    expect(answers).toEqual([unknown, unknown, unknown, undefined]);
  });

  it('are known again as the sender’s id of a supplement, by the feed', async () => {
    const code = newCode();
    const message = (more: object) => ({
      service: 'DongBoHoSoMC',
      data: [
        {
          MaHoSo: code,
          MaTTHC: '1.004884',
          MaDoiTuong: '000000000001',
          ChuHoSo: 'Mẫu',
          TrangThaiHoSo: '5',
          NgayTiepNhan: '20241216080000',
          DonViXuLy: 'UBND phường Xuân Bình',
          DanhSachHoSoBoSung: [{ HoSoBoSungId: 'của ông Mẫu', NgayBoSung: '20241217080000', ...more }],
        },
      ],
    });
    await counter.client.post('/v1/feed', message({}));
    await counter.client.post('/v1/feed', message({ NgayTiepNhanBoSung: '20241218080000' }));
    const sources = (await data(code)).flatMap((each) => ('source' in each ? [each.source as string] : []));
    expect(sources).toHaveLength(2);
    expect(sources[0]).toMatch(/^ref:/);
    expect(sources[1]).toBe(sources[0]);
  });
});
