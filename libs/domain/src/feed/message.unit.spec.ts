import { snapshot, progress, supplement, time } from '../../test/feed.js';
import { at } from '../../test/reference.js';
import { readBatch, readMessage, type Snapshot } from './message.js';

const read = (more: Record<string, unknown>, status = 4) => readMessage('DongBoHoSoMC', snapshot(status, more));
const readAs = (more: Record<string, unknown>): Snapshot => {
  const reading = read(more);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.message as Snapshot;
};
const faults = (more: Record<string, unknown>): string[] => {
  const reading = read(more);
  return reading.ok ? [] : reading.faults.map(({ fault, field }) => `${fault} ${field}`);
};

describe('a batch', () => {
  it('is a list of data under a service that is known; without a service it is one of dossiers', () => {
    expect(readBatch({ service: 'CapNhatTienDoHoSoMC', data: [1] })).toEqual({
      service: 'CapNhatTienDoHoSoMC',
      data: [1],
    });
    expect(readBatch({ data: [] })).toEqual({ service: 'DongBoHoSoMC', data: [] });
    expect(readBatch({ isUpdating: 'False', data: [] })).not.toBeNull();
  });
  it.each([[[]], ['text'], [null], [{}], [{ data: {} }], [{ service: 'Other', data: [] }]])('is not %j', (raw) => {
    expect(readBatch(raw)).toBeNull();
  });
});

describe('a message', () => {
  it('is refused when it is no object', () => {
    expect(readMessage('DongBoHoSoMC', 'text')).toEqual({ ok: false, faults: [{ fault: 'wrong-type' }] });
    expect(readMessage('CapNhatTienDoHoSoMC', [])).toEqual({ ok: false, faults: [{ fault: 'wrong-type' }] });
  });

  it.each([
    [{ MaHoSo: '' }, 'no-code MaHoSo'],
    [{ MaHoSo: null }, 'no-code MaHoSo'],
    [{ MaHoSo: ['a'] }, 'wrong-type MaHoSo'],
    [{ MaHoSo: 'H19.45.22-241302-0001' }, 'code-shape MaHoSo'],
    [{ MaHoSo: 'không mã' }, 'code-shape MaHoSo'],
    [{ TrangThaiHoSo: '42' }, 'unknown-status TrangThaiHoSo'],
    [{ TrangThaiHoSo: '' }, 'unknown-status TrangThaiHoSo'],
    [{ TrangThaiHoSo: '0' }, 'unknown-status TrangThaiHoSo'],
    [{ NgayTiepNhan: '20240230080000' }, 'impossible-date NgayTiepNhan'],
    [{ NgayTiepNhan: {} }, 'wrong-type NgayTiepNhan'],
    [{ NgayTiepNhan: '99991231000000' }, 'date-out-of-range NgayTiepNhan'],
    [{ NgayTiepNhan: '19991231235959' }, 'date-out-of-range NgayTiepNhan'],
    [{ DanhSachHoSoBoSung: Array(61).fill({}) }, 'too-many DanhSachHoSoBoSung'],
    [{ DanhSachLePhi: Array(1_001).fill({}) }, 'too-many DanhSachLePhi'],
    [{ ChuHoSo: 'Nguy\uFFFDn' }, 'broken-text ChuHoSo'],
    [{ GhiChu: 'x\uD800' }, 'broken-text GhiChu'],
    [{ TaiLieuNop: [{ TenTepDinhKem: 'x\uFFFD' }] }, 'broken-text TaiLieuNop'],
    [{ TaiLieuNop: [{ 'x\uFFFD': 1 }] }, 'broken-text TaiLieuNop'],
    [{ GhiChu: 'x\u0000' }, 'broken-text GhiChu'],
    [{ MaHoSo: 'H19.45.22-241202-0001\u0000' }, 'broken-text MaHoSo'],
    [{ GhiChu: `a${'\u0323\u0300'.repeat(200_000)}` }, 'broken-text GhiChu'],
    [{ 'x\uFFFD': 1 }, 'broken-text undefined'],
    [{ 'Nguyễn Văn Ví Dụ': 'x\uFFFD' }, 'broken-text undefined'],
    [{ DanhSachLePhi: 'none' }, 'wrong-type DanhSachLePhi'],
    [{ DanhSachHoSoBoSung: ['x'] }, 'wrong-type DanhSachHoSoBoSung/0'],
  ])('with %j is refused: %s', (more, fault) => {
    expect(faults(more)).toEqual([fault]);
  });

  it('tells all of its faults at once', () => {
    expect(faults({ MaHoSo: '', TrangThaiHoSo: 'x', NgayTiepNhan: '1' })).toHaveLength(3);
  });

  it('tells its first faults one by one, then how many more there are', () => {
    const reading = read({ DanhSachLePhi: Array(1_000).fill(1) });
    expect(reading).toMatchObject({ ok: false });
    const told = reading.ok ? [] : reading.faults;
    expect(told).toHaveLength(20);
    expect(told.at(-1)).toEqual({ fault: 'more-faults', values: { count: 981 } });
    expect(readAs({ DanhSachLePhi: Array(1_000).fill({ Gia: 'x' }) }).defects).toHaveLength(20);
  });

  it('is refused when it nests deeper than any message, however deep', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 100_000; i += 1) deep = [deep];
    expect(read({ TaiLieuNop: deep })).toEqual({ ok: false, faults: [{ fault: 'too-deep', field: 'TaiLieuNop' }] });
  });

  it.each<[Record<string, unknown>, string, Partial<Snapshot>]>([
    [{ KenhThucHien: '7' }, 'unknown-value KenhThucHien', { channel: null }],
    [{ KenhThucHien: 'constructor' }, 'unknown-value KenhThucHien', { channel: null }],
    [{ KenhThucHien: true }, 'unknown-value KenhThucHien', { channel: null }],
    [{ DuocThanhToanTrucTuyen: '9' }, 'unknown-value DuocThanhToanTrucTuyen', { paidOnline: null }],
    [{ HinhThuc: '7' }, 'unknown-value HinhThuc', { returnedByPost: false }],
    [{ HoSoCoThanhPhanSoHoa: 'có' }, 'unknown-value HoSoCoThanhPhanSoHoa', { digitised: false }],
    [{ TaiKhoanDuocXacThucVoiVNeID: 2 }, 'unknown-value TaiKhoanDuocXacThucVoiVNeID', {}],
    [{ DanhSachLePhi: [{ Gia: 8000 }, { Gia: 'nhiều' }] }, 'not-a-number DanhSachLePhi/1/Gia', { fee: 0 }],
    [{ DanhSachLePhi: [{ Gia: '-8000' }] }, 'not-a-number DanhSachLePhi/0/Gia', { fee: 0 }],
    [{ DanhSachLePhi: [{ Gia: 1e21 }] }, 'not-a-number DanhSachLePhi/0/Gia', { fee: 0 }],
    [{ NgayHenTra: '99991231170000' }, 'date-out-of-range NgayHenTra', { dueAt: null }],
    [{ NgayHenTra: '00010101000000' }, 'date-out-of-range NgayHenTra', { dueAt: null }],
    [{ NgayHenTra: '20241202' }, 'impossible-date NgayHenTra', { dueAt: null }],
    [{ NgayTra: '20241202250000' }, 'impossible-date NgayTra', { returnedAt: null }],
    [{ NgayKetThucXuLy: '20240230000000' }, 'impossible-date NgayKetThucXuLy', { endedAt: null }],
    [{ NgayNopHoSo: 'hôm qua' }, 'impossible-date NgayNopHoSo', { submittedAt: null }],
    [{ NgayTuChoi: '19000101000000' }, 'date-out-of-range NgayTuChoi', { refusedAt: null }],
    [
      { DanhSachHoSoBoSung: [{ NgayBoSung: '20241301000000' }] },
      'impossible-date DanhSachHoSoBoSung/0/NgayBoSung',
      { supplements: [] },
    ],
    [
      { DanhSachHoSoBoSung: [{ NgayBoSung: time(3), NgayHenTraMoi: '21000101000000' }] },
      'date-out-of-range DanhSachHoSoBoSung/0/NgayHenTraMoi',
      { supplements: [{ id: '', requestedAt: at(3), suppliedAt: null, due: null, text: '' }] },
    ],
  ])('with %j is taken, and told that %s', (more, defect, rest) => {
    const message = readAs(more);
    expect(message.defects.map(({ fault, field }) => `${fault} ${field}`)).toEqual([defect]);
    expect(message).toMatchObject({ receivedAt: at(2), ...rest });
  });

  it('may have numbers, booleans and null for texts', () => {
    const number = readAs({
      TrangThaiHoSo: 9,
      KenhThucHien: 2,
      NgayTiepNhan: 20241202123000,
      HoSoCoThanhPhanSoHoa: true,
      DuocThanhToanTrucTuyen: true,
      HinhThuc: 1,
      MaDoiTuong: 75000000001,
      DanhSachLePhi: [{ Gia: 15000 }],
    });
    expect(number).toMatchObject({
      status: 9,
      channel: 'online',
      receivedAt: at(2, 12, 30),
      digitised: true,
      paidOnline: true,
      returnedByPost: true,
      fee: 15_000,
    });
    expect(number.personal.identity).toBe('75000000001');
  });

  it.each([[''], [null], [undefined], [0], ['0'], [false]])('says nothing with %j', (nothing) => {
    const message = readAs({
      MaTTHC: nothing,
      KenhThucHien: nothing,
      DonViXuLy: nothing,
      MaDoiTuong: nothing,
      NgayHenTra: nothing,
      NgayKetThucXuLy: nothing,
      HoSoCoThanhPhanSoHoa: nothing,
      DuocThanhToanTrucTuyen: nothing,
      DanhSachLePhi: nothing,
      DanhSachHoSoBoSung: nothing,
      DanhSachGiayToKetQua: nothing,
    });
    expect(message).toMatchObject({
      procedure: '',
      channel: null,
      responsible: '',
      dueAt: null,
      endedAt: null,
      digitised: false,
      paidOnline: null,
      fee: 0,
      supplements: [],
      electronicResult: false,
    });
    expect(message.personal.identity).toBe('');
  });

  it('has its times in local time, in 24 hours', () => {
    expect(readAs({ NgayTiepNhan: '20241202123000' }).receivedAt).toBe('2024-12-02T05:30:00.000Z');
    expect(readAs({ NgayTiepNhan: '20241202000000' }).receivedAt).toBe('2024-12-01T17:00:00.000Z');
  });

  it('is read with its marks composed and its code in capitals', () => {
    const message = readAs({ MaHoSo: ' h19.45.22-241202-0001 ', DonViXuLy: ' Phường Xuân Hòa'.normalize('NFD') });
    expect(message.code).toBe('H19.45.22-241202-0001');
    expect(message.responsible).toBe('Phường Xuân Hòa');
  });

  it.each([
    ['1', true],
    ['2', true],
    ['3', false],
    ['', null],
  ])('with DuocThanhToanTrucTuyen %j is paid online: %j', (said, paidOnline) => {
    expect(readAs({ DuocThanhToanTrucTuyen: said }).paidOnline).toBe(paidOnline);
  });

  it('adds its fee lines up, whatever the spelling of thousands; a line of 0 is no fee', () => {
    expect(readAs({ DanhSachLePhi: [{ Gia: '0' }, { Gia: '15.000' }, { Gia: 8000 }, null] }).fee).toBe(23_000);
  });

  it('leaves out a supplement that was asked for at no time', () => {
    const DanhSachHoSoBoSung = [supplement('1', 3), { HoSoBoSungId: '2', NgayBoSung: '' }];
    expect(readAs({ DanhSachHoSoBoSung }).supplements.map(({ id }) => id)).toEqual(['1']);
  });
});

describe('a report of progress', () => {
  it('is a state at an instant', () => {
    const reading = readMessage('CapNhatTienDoHoSoMC', progress(6, 3, { PhongBanXuLy: 'Thuế' }));
    expect(reading).toMatchObject({ ok: true, message: { status: 6, at: at(3), holder: 'Thuế', stageDue: null } });
  });
  it.each([
    [{ TrangThai: '42' }, 'unknown-status'],
    [{ ThoiDiemXuLy: '' }, 'state-without-instant'],
    [{ ThoiDiemXuLy: '20240230000000' }, 'impossible-date'],
    [{ ThoiDiemXuLy: '99991231000000' }, 'date-out-of-range'],
    [{ PhongBanXuLy: 'Thu\uFFFD' }, 'broken-text'],
    [{ MaHoSo: '' }, 'no-code'],
  ])('with %j is refused: %s', (more, fault) => {
    expect(readMessage('CapNhatTienDoHoSoMC', progress(4, 3, more))).toMatchObject({ ok: false, faults: [{ fault }] });
  });
});

it('a report whose stage ends at no time is taken without that', () => {
  const reading = readMessage('CapNhatTienDoHoSoMC', progress(4, 3, { NgayKetThucTheoQuyDinh: 'x' }));
  const defects = [{ fault: 'impossible-date', field: 'NgayKetThucTheoQuyDinh' }];
  expect(reading).toMatchObject({ ok: true, message: { stageDue: null, defects } });
});

it('times of the samples are what they say', () => {
  expect(readAs({ NgayTiepNhan: time(2, 15, 1) }).receivedAt).toBe(at(2, 15, 1));
});
