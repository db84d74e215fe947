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
    [{ NgayHenTra: '20241202' }, 'impossible-date NgayHenTra'],
    [{ NgayTra: '20241202250000' }, 'impossible-date NgayTra'],
    [{ NgayTiepNhan: {} }, 'wrong-type NgayTiepNhan'],
    [{ DanhSachLePhi: 'none' }, 'wrong-type DanhSachLePhi'],
    [{ DanhSachHoSoBoSung: ['x'] }, 'wrong-type DanhSachHoSoBoSung/0'],
    [{ DanhSachLePhi: [{ Gia: 'nhiều' }] }, 'wrong-type DanhSachLePhi/0/Gia'],
    [{ DanhSachHoSoBoSung: [{ NgayBoSung: '20241301000000' }] }, 'impossible-date DanhSachHoSoBoSung/0/NgayBoSung'],
  ])('with %j is refused: %s', (more, fault) => {
    expect(faults(more)).toEqual([fault]);
  });

  it('tells all of its faults at once', () => {
    expect(faults({ MaHoSo: '', TrangThaiHoSo: 'x', NgayHenTra: '1' })).toHaveLength(3);
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
    [{ NgayKetThucTheoQuyDinh: 'x' }, 'impossible-date'],
    [{ MaHoSo: '' }, 'no-code'],
  ])('with %j is refused: %s', (more, fault) => {
    expect(readMessage('CapNhatTienDoHoSoMC', progress(4, 3, more))).toMatchObject({ ok: false, faults: [{ fault }] });
  });
});

it('times of the samples are what they say', () => {
  expect(readAs({ NgayTiepNhan: time(2, 15, 1) }).receivedAt).toBe(at(2, 15, 1));
});
