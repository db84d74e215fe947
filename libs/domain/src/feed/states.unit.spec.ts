import { Feed, snapshot, supplement, time } from '../../test/feed.js';
import { ended, inAnyOrder, standing } from '../../test/feed-standing.js';
import { at } from '../../test/reference.js';

describe('states', () => {
  it('1: submitted and waiting, then received; told in any order', () => {
    const waiting = snapshot(1, { KenhThucHien: '2', NgayNopHoSo: time(1, 20), NgayTiepNhan: '', NgayHenTra: '' });
    expect(standing(new Feed(waiting))).toMatchObject({ phase: 'submitted' });
    const { spans } = inAnyOrder(waiting, snapshot(2, { KenhThucHien: '2', NgayNopHoSo: time(1, 20) }));
    expect(spans[0]).toMatchObject({ stock: 'submitted', from: at(1, 20), to: at(2) });
  });

  it('7 before a receipt: withdrawn while it waited', () => {
    const waiting = { NgayNopHoSo: time(1, 20), NgayTiepNhan: '', NgayHenTra: '' };
    const feed = new Feed(snapshot(1, waiting), snapshot(7, { ...waiting, NgayKetThucXuLy: time(2) }));
    expect(standing(feed)).toMatchObject({ phase: 'withdrawn', endings: [] });
    expect(feed.faults(snapshot(2, { NgayTiepNhan: time(3) }))).toEqual(['no-effect already-ended']);
    expect(feed.hear(snapshot(4, { NgayTiepNhan: '' })).faults).toMatchObject([{ fault: 'no-receipt' }]);
  });

  it('3: not accepted: never received, in whatever order it is told', () => {
    const not = snapshot(3, { NgayTuChoi: time(3), NgayTiepNhan: '', NgayHenTra: '' });
    expect(standing(new Feed(not))).toMatchObject({ phase: 'refused', refused: { at: at(3) } });
    expect(inAnyOrder(snapshot(2, { DanhSachLePhi: [{ Gia: 1 }] }), not)).toMatchObject({
      phase: 'refused',
      received: undefined,
      payments: [],
      overdue: [],
    });
    const feed = new Feed(not);
    expect(feed.faults(snapshot(2))).toEqual(['no-effect refused-at-intake']);
    expect(feed.adds(snapshot(3, { NgayTuChoi: time(4), NgayTiepNhan: '', NgayHenTra: '' }))).toEqual(['Corrected']);
    expect(new Feed().faults(snapshot(3, { NgayTiepNhan: '', NgayHenTra: '' }))).toEqual([
      'state-without-instant NgayTuChoi',
    ]);
  });

  it('3 against an end: the dossier was taken in after all', () => {
    const not = snapshot(3, { NgayTuChoi: time(3), NgayTiepNhan: '', NgayHenTra: '' });
    expect(inAnyOrder(ended(4), not)).toMatchObject({ phase: 'resolved', refused: null });
    expect(new Feed(ended(4)).faults(not)).toEqual(['no-effect already-received']);
  });

  it.each([
    [7, 'withdrawn'],
    [8, 'stopped'],
    [9, 'resolved'],
  ])('%i ends at NgayKetThucXuLy: %s', (status, kind) => {
    const feed = new Feed(ended(4, 10, status));
    expect(standing(feed).endings).toEqual([[kind, at(4, 10), at(4, 10)]]);
  });

  it('10: returned; the return is kept though the end is told later', () => {
    const returned = snapshot(10, { NgayTra: time(6), HinhThuc: '1' });
    const feed = new Feed();
    expect(feed.faults(returned)).toEqual(['processed-without-end NgayKetThucXuLy']);
    expect(standing(feed)).toMatchObject({ phase: 'resolved', endings: [['resolved', at(6), at(6)]] });
    const state = inAnyOrder(returned, ended(4));
    expect(state).toMatchObject({ phase: 'resolved', returned: [{ at: at(6), byPost: true }] });
    expect(state.endings).toEqual([['resolved', at(4), at(4)]]);
  });

  it('10 without an end: the end is the return, moves with it, and gives way to any end that is told', () => {
    const returned = (day: number) => snapshot(10, { NgayTra: time(day), DanhSachGiayToKetQua: [{}] });
    const feed = new Feed(returned(6), returned(9));
    expect(standing(feed)).toMatchObject({ endings: [['resolved', at(9), at(9)]], electronic: true });
    expect(feed.hear(returned(9)).events).toEqual([]);
    feed.hear(returned(4));
    expect(standing(feed).endings).toEqual([['resolved', at(4), at(4)]]);
    expect(feed.hear(ended(4)).faults).toEqual([]);
    expect(feed.adds(ended(3))).toEqual([]); // one that is told does not give way to a stale message
    expect(inAnyOrder(snapshot(2), returned(6), ended(4), snapshot(5)).endings).toEqual([['resolved', at(4), at(4)]]);
  });

  it.each([[time(1)], ['20301202090000'], ['99991231000000']])('10 with a return at %s tells no end', (NgayTra) => {
    expect(standing(new Feed(snapshot(10, { NgayTra }))).phase).toBe('open');
  });

  it.each([
    [9, {}, ['processed-without-end NgayKetThucXuLy'], 'open'],
    [10, {}, ['processed-without-end NgayKetThucXuLy'], 'open'],
    [9, { NgayKetThucXuLy: time(1) }, ['end-before-receipt NgayKetThucXuLy'], 'open'],
    [7, {}, ['state-without-instant NgayKetThucXuLy'], 'open'],
    [8, {}, ['state-without-instant NgayKetThucXuLy'], 'open'],
    [5, {}, ['state-without-instant TrangThaiHoSo'], 'open'],
    [6, {}, ['state-without-instant TrangThaiHoSo'], 'open'],
    [9, { NgayKetThucXuLy: '20301202090000' }, ['in-the-future'], 'open'],
    [10, { NgayKetThucXuLy: time(4), NgayTra: time(3) }, ['dates-out-of-order NgayTra'], 'resolved'],
    [4, { NgayHenTra: time(1) }, ['dates-out-of-order NgayHenTra'], 'open'],
    [4, { NgayNopHoSo: time(3) }, ['dates-out-of-order NgayNopHoSo'], 'open'],
    [4, { DanhSachHoSoBoSung: [supplement('1', 4, 3)] }, ['dates-out-of-order NgayTiepNhanBoSung'], 'waiting'],
    [4, { DanhSachHoSoBoSung: [supplement('1', 3, 4, time(3))] }, ['dates-out-of-order NgayHenTraMoi'], 'open'],
    [
      4,
      { DanhSachHoSoBoSung: [{ NgayTiepNhanBoSung: time(4) }] },
      ['state-without-instant DanhSachHoSoBoSung/0/NgayBoSung'],
      'open',
    ],
  ])('%i with %j: the rest counts, the defect is told: %s', (status, more, faults, phase) => {
    const feed = new Feed();
    expect(feed.faults(snapshot(status, { HoSoCoThanhPhanSoHoa: '1', ...more }))).toEqual(faults);
    expect(standing(feed)).toMatchObject({ phase, received: at(2), digitised: true });
  });

  it('a withdrawal after the result is told and has no effect', () => {
    const feed = new Feed(ended(4));
    expect(feed.faults(ended(5, 9, 7))).toEqual(['no-effect result-exists']);
    expect(inAnyOrder(ended(4), ended(5, 9, 7)).endings).toEqual([['resolved', at(4), at(4)]]);
  });
});
