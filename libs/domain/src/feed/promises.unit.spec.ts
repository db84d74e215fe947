import { Feed, snapshot, supplement, time } from '../../test/feed.js';
import { ended, inAnyOrder, standing } from '../../test/feed-standing.js';
import { at } from '../../test/reference.js';

describe('supplements', () => {
  it('stop the clock; NgayHenTraMoi is the new due instant, and the old NgayHenTra beside it is no move', () => {
    const list = [supplement('1', 3, 6, time(11, 17))];
    const feed = new Feed(snapshot(2), snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 3)] }));
    expect(feed.t.phase).toBe('waiting');
    expect(feed.adds(snapshot(4, { DanhSachHoSoBoSung: list }))).toEqual(['Supplemented']);
    expect(standing(feed)).toMatchObject({ due: at(11, 17), first: at(5, 17), moved: false, overdue: [at(11, 17)] });
    expect(feed.adds(snapshot(4, { NgayHenTra: time(11, 17), DanhSachHoSoBoSung: list }))).toEqual([]);
  });

  it('without NgayHenTraMoi restart the clock; one that is stated later stands over the computed one', () => {
    const feed = new Feed(snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 6)] }));
    expect(feed.t.due?.at).toBe(at(11, 17));
    expect(feed.adds(snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 6, time(12, 17))] }))).toEqual([
      'DueDateChanged',
    ]);
    expect(feed.t.due?.at).toBe(at(12, 17));
  });

  it('one after the other, in any order of delivery, counted', () => {
    const messages = [
      snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 3)] }),
      snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 4, time(9, 17))] }),
      snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 3), supplement('2', 5)] }),
      snapshot(4, { DanhSachHoSoBoSung: [supplement('2', 5, 6, time(12, 17))] }),
    ];
    expect(inAnyOrder(...messages)).toMatchObject({ supplements: 2, due: at(12, 17), phase: 'open' });
  });

  it('with an id once and without it another time are the same one', () => {
    const bare = { ...supplement('', 3, 4, time(9, 17)) };
    const state = inAnyOrder(
      snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 3)] }),
      snapshot(4, { DanhSachHoSoBoSung: [bare] }),
    );
    expect(state).toMatchObject({ supplements: 1, phase: 'open', due: at(9, 17) });
  });

  it('told with other instants are corrected by the later message, not by a stale one', () => {
    const list = (asked: number, given?: number) => ({ DanhSachHoSoBoSung: [supplement('1', asked, given)] });
    const feed = new Feed(snapshot(5, list(3)), snapshot(4, list(4, 5)));
    expect(feed.t.stretches[0]).toMatchObject({ from: at(2), to: at(4) });
    expect(feed.adds(snapshot(4, list(4, 6)))).toEqual(['Corrected', 'DueDateChanged']);
    expect(feed.t.stretches[1]).toMatchObject({ from: at(6), due: at(11, 17) });
  });

  it('a figure as of an instant knows only of what had happened by then', () => {
    const feed = new Feed(snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 4)] }));
    expect(feed.t.phase).toBe('waiting');
    expect(feed.asOf(at(4, 8)).phase).toBe('open');
  });
});

describe('the due instant', () => {
  it('is taken as it is stated, also on a day off', () => {
    expect(standing(new Feed(snapshot(2, { NgayHenTra: time(7, 10) }))).due).toBe(at(7, 10));
  });

  it('is computed when none is stated: after 15:00 or on a day off counts as the next working day', () => {
    const due = (day: number, hour: number, minute = 0) =>
      standing(new Feed(snapshot(2, { NgayHenTra: '', NgayTiepNhan: time(day, hour, minute) }))).due;
    expect(due(2, 15)).toBe(at(5, 17));
    expect(due(2, 15, 1)).toBe(at(6, 17));
    expect(due(7, 9)).toBe(at(12, 17));
  });

  it('stated later stands over the computed one, also for a dossier that has ended, by a stale message too', () => {
    const state = inAnyOrder(
      snapshot(2, { NgayHenTra: time(4, 17) }),
      snapshot(9, { NgayHenTra: '', NgayKetThucXuLy: time(5) }),
    );
    expect(state).toMatchObject({ due: at(4, 17), overdue: [at(4, 17)], moved: false });
    const feed = new Feed(snapshot(9, { NgayHenTra: '', NgayKetThucXuLy: time(5) }));
    expect(feed.hear(snapshot(2, { NgayHenTra: time(4, 17) })).faults).toEqual([]);
  });

  it('that moves without a ground is recorded, and lateness is measured by the first promise', () => {
    const feed = new Feed(snapshot(2));
    expect(feed.adds(snapshot(4, { NgayHenTra: time(12, 17) }))).toEqual(['DueDateChanged']);
    expect(feed.adds(snapshot(4, { NgayHenTra: time(12, 17) }))).toEqual([]);
    expect(standing(feed)).toMatchObject({ due: at(5, 17), moved: true });
  });

  it('that moved with a supplement is no move, whichever message came first', () => {
    const messages = [
      snapshot(2),
      snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 4, time(12, 17))] }),
      snapshot(9, { NgayHenTra: time(12, 17), NgayKetThucXuLy: time(11) }),
    ];
    expect(inAnyOrder(...messages)).toMatchObject({ first: at(5, 17), due: at(12, 17), moved: false, overdue: [] });
  });
});

describe('a stale snapshot', () => {
  const other = { DonViXuLy: 'Phường Xuân An', KenhThucHien: '2' };
  it.each([
    ['after the end', [ended(4)], snapshot(4, other)],
    ['after the return', [snapshot(10, { NgayKetThucXuLy: time(4), NgayTra: time(5) })], { ...ended(3), ...other }],
    [
      'while a supplement is waited for',
      [snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 3)] })],
      snapshot(2, other),
    ],
    [
      'after the supplement',
      [snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 4)] })],
      snapshot(5, { ...other, DanhSachHoSoBoSung: [supplement('1', 3)] }),
    ],
  ])('%s corrects nothing', (_, known, stale) => {
    const feed = new Feed(...known);
    const before = standing(feed);
    expect(feed.adds(stale)).toEqual([]);
    expect(standing(feed)).toEqual(before);
  });

  it('still adds what nobody has told', () => {
    const feed = new Feed(ended(4));
    expect(feed.adds(snapshot(2, { HoSoCoThanhPhanSoHoa: '1', DanhSachLePhi: [{ Gia: '8000' }] }))).toEqual([
      'Digitised',
      'FeePaid',
    ]);
  });
});
