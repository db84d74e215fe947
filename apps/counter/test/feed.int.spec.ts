import { RealCounter } from './real-counter.js';

const message = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  MaHoSo: 'H19.45.22-241202-0001',
  MaTTHC: '1.004884.000.00.00.H19',
  KenhThucHien: '1',
  ChuHoSo: 'Lê Thị Mẫu',
  MaDoiTuong: '075190000042',
  SoDienThoai: '0912345678',
  NgayNopHoSo: '20241202080000',
  NgayTiepNhan: '20241202080000',
  NgayHenTra: '20241205170000',
  TrangThaiHoSo: '2',
  DonViXuLy: 'UBND phường Xuân Bình',
  DanhSachLePhi: [],
  DanhSachHoSoBoSung: [],
  DanhSachGiayToKetQua: [],
  ...more,
});
const batch = (...data: unknown[]) => ({
  session: '',
  madonvi: '000.00.00.H19',
  service: 'DongBoHoSoMC',
  isUpdating: 'True',
  data,
});

describe('The national feed over HTTP', () => {
  let counter: RealCounter;
  beforeAll(async () => {
    counter = await RealCounter.start();
  });
  afterAll(() => counter.stop());

  it('records what is good and keeps the rest aside, with the reasons', async () => {
    const body = batch(
      message(),
      message({ MaHoSo: 'H19.45.22-241202-0002', DonViXuLy: 'UBND phường Không Có' }),
      message({ MaHoSo: 'H19.45.22-241202-0003', NgayTiepNhan: '20241232080000' }),
      'not a message',
      message({ TrangThaiHoSo: '9', NgayKetThucXuLy: '20241204090000' }),
    );
    const reply = await counter.client.post('/v1/feed', body, { 'idempotency-key': 'feed-1' });
    expect(reply).toMatchObject({ status: 200, body: { messages: 5, accepted: 2, unchanged: 0 } });
    const refused = reply.body.refused as {
      index: number;
      code: string | null;
      faults: { code: string; pointer: string }[];
    }[];
    expect(refused.map(({ index, faults }) => [index, faults[0]!.code])).toEqual([
      [1, 'unknown-unit'],
      [2, 'impossible-date'],
      [3, 'wrong-type'],
    ]);
    expect(refused[1]!.faults[0]!.pointer).toBe('#/data/2/NgayTiepNhan');
    expect((await counter.client.request('/v1/dossiers/H19.45.22-241202-0001')).body).toMatchObject({
      phase: 'resolved',
      late: false,
    });
  });

  it('gives the same key its first answer, and a new key the news that there is none', async () => {
    const body = batch(message({ MaHoSo: 'H19.45.22-241202-0007' }));
    const first = await counter.client.post('/v1/feed', body, { 'idempotency-key': 'feed-2' });
    expect(first.body).toMatchObject({ accepted: 1 });
    const events = await counter.count('event');
    const again = await counter.client.post('/v1/feed', body, { 'idempotency-key': 'feed-2' });
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    expect((await counter.client.post('/v1/feed', body)).body).toMatchObject({ accepted: 0, unchanged: 1 });
    expect((await counter.client.post('/v1/feed', batch(), { 'idempotency-key': 'feed-2' })).status).toBe(422);
    expect(await counter.count('event')).toBe(events);
  });

  it('tells in Vietnamese what it did not read as it was meant, and takes the rest', async () => {
    const data = message({ MaHoSo: 'H19.45.22-241202-0008', KenhThucHien: '7', HinhThuc: '7', NgayHenTra: '99991231' });
    const { body } = await counter.client.post('/v1/feed', batch(data));
    expect(body).toMatchObject({ accepted: 1, refused: [] });
    const [{ faults }] = body.defects as [{ faults: { pointer: string; code: string; detail: string }[] }];
    expect(faults.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['#/data/0/KenhThucHien', 'unknown-value'],
      ['#/data/0/NgayHenTra', 'impossible-date'],
      ['#/data/0/HinhThuc', 'unknown-value'],
    ]);
    expect(faults[0]!.detail).toBe('Giá trị không có trong danh mục, nên coi như không ghi.');
  });

  it('says why a report of progress has no effect, and who comes after a unit that is closed', async () => {
    const report = { MaHoSo: 'H19.45.22-241202-0009', TrangThai: '9', ThoiDiemXuLy: '20241203090000' };
    const first = await counter.client.post('/v1/feed', { service: 'CapNhatTienDoHoSoMC', data: [report] });
    expect(JSON.stringify(first.body.defects)).toContain('Vào thời điểm này hồ sơ chưa được tiếp nhận.');
    const late = message({ MaHoSo: 'H19.45.20-241031-0001', DonViXuLy: 'UBND phường Xuân Trung' });
    const second = await counter.client.post('/v1/feed', batch(late));
    expect(second.body.refused).toMatchObject([{ faults: [{ code: 'unit-closed' }] }]);
    expect(JSON.stringify(second.body.refused)).toMatch(/Cơ quan kế thừa: Phường Xuân An/);
  });

  it('takes lines of progress', async () => {
    const progress = {
      MaHoSo: 'H19.45.22-241202-0007',
      TrangThai: '4',
      ThoiDiemXuLy: '20241203090000',
      PhongBanXuLy: 'Tư pháp',
    };
    const body = { service: 'CapNhatTienDoHoSoMC', data: [progress] };
    expect((await counter.client.post('/v1/feed', body)).body).toMatchObject({ messages: 1, accepted: 1 });
  });
});
