import { Feed, progress, snapshot, supplement, time } from '../../test/feed.js';
import { at } from '../../test/reference.js';
import { effectiveFacts, type FactOf } from '../dossier/state.js';
import { roundOf } from '../dossier/view.js';

const ended = (day: number, hour = 9, status = 9) => snapshot(status, { NgayKetThucXuLy: time(day, hour) });
const facts = (feed: Feed, type: string) => effectiveFacts(feed.state).filter((fact) => fact.t === type);
const received = (feed: Feed): FactOf<'Received'>['d'] => (facts(feed, 'Received')[0] as FactOf<'Received'>).d;

/** What the figures are made of, in short. */
function standing({ t }: Feed) {
  return {
    phase: t.phase,
    unit: t.unit,
    channel: t.received?.fact.d.channel,
    received: t.received?.at,
    due: t.due?.at,
    first: t.firstDue?.at,
    moved: t.movedWithoutGround,
    endings: t.rounds.flatMap(({ ending }) => (ending ? [[ending.kind, ending.at, ending.measured]] : [])),
    digitised: t.digitised,
    electronic: roundOf(t)?.electronic,
    payments: t.payments,
    supplements: roundOf(t)?.supplementRequests,
    returned: t.returned,
    refused: t.refused,
    spans: t.spans,
    overdue: t.rounds.flatMap(({ overdue }) => overdue?.at ?? []),
  };
}

/** The same comes out of all orders of the messages; gives it. */
function inAnyOrder(...messages: Record<string, unknown>[]) {
  const orders = permutations(messages);
  const [first, ...others] = orders.map((order) => standing(new Feed(...order)));
  for (const other of others) expect(other).toEqual(first);
  for (const order of orders.slice(0, 2)) expect(standing(new Feed(...order, ...order))).toEqual(first);
  return first!;
}
const permutations = <T>(items: T[]): T[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

describe('facts only accumulate', () => {
  it('the first message of a dossier is its receipt, with everything that it says', () => {
    const feed = new Feed();
    const { events, faults } = feed.hear(
      snapshot(2, {
        KenhThucHien: '3',
        HoSoCoThanhPhanSoHoa: '1',
        DanhSachLePhi: [{ Gia: '15000' }],
        DuocThanhToanTrucTuyen: '2',
      }),
    );
    expect(events.map(({ type, occurredAt }) => [type, occurredAt])).toEqual([
      ['Received', at(2)],
      ['Digitised', at(2)],
      ['FeePaid', at(2)],
      ['BecameOverdue', at(5, 17)],
    ]);
    expect(events[0]!.data).toMatchObject({
      procedure: { code: '1.000001.000.00.00.H19', national: '1.000001', field: 'Hộ tịch', special: false },
      unit: '26077@2019-06-01',
      receivingUnit: '26077@2019-06-01',
      channel: 'post',
      limit: { n: 3, unit: 'working-day' },
      due: { at: at(5, 17), basis: 'stated' },
    });
    expect(events[2]!.data).toEqual({ amount: 15_000, means: 'online', onlineOnly: true });
    expect(faults).toEqual([]);
  });

  it('the very same message again is nothing new', () => {
    const all = snapshot(10, {
      HoSoCoThanhPhanSoHoa: '1',
      DanhSachLePhi: [{ Gia: '15000' }],
      DanhSachGiayToKetQua: [{ TenGiayTo: 'x' }],
      DanhSachHoSoBoSung: [supplement('1', 3, 4, time(9, 17))],
      NgayKetThucXuLy: time(5),
      NgayTra: time(6),
    });
    const feed = new Feed(all);
    expect(feed.hear(all)).toEqual({ events: [], faults: [], refused: false });
  });

  it('a message that lacks the fee, the result, the supplements or the due instant takes nothing back', () => {
    const { payments, electronic, digitised, supplements, due } = inAnyOrder(
      snapshot(4, { DanhSachLePhi: [{ Gia: '15000' }], DuocThanhToanTrucTuyen: '1', HoSoCoThanhPhanSoHoa: '1' }),
      snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 4, time(10, 17))] }),
      snapshot(9, { NgayKetThucXuLy: time(6), DanhSachGiayToKetQua: [{}], NgayHenTra: '' }),
    );
    expect(payments).toMatchObject([{ at: at(2), unit: '26077@2019-06-01', means: 'online' }]);
    expect([electronic, digitised, supplements, due]).toEqual([true, true, 1, at(10, 17)]);
  });

  it('of two different values the later delivered one corrects', () => {
    const feed = new Feed(snapshot(4));
    expect(
      feed.adds(snapshot(4, { KenhThucHien: '2', DonViXuLy: 'PHƯỜNG XUÂN AN', MaDoiTuong: '075000000002' })),
    ).toEqual(['Corrected']);
    expect(received(feed)).toMatchObject({ channel: 'online', unit: '26080@2019-06-01', applicant: '075000000002' });
  });

  it('an old message that comes again after a correction corrects nothing', () => {
    const first = snapshot(9, { KenhThucHien: '1', NgayKetThucXuLy: time(4) });
    const second = snapshot(9, { KenhThucHien: '2', NgayKetThucXuLy: time(5) });
    const feed = new Feed(first, second);
    expect(feed.adds(first)).toEqual([]);
    expect(feed.adds(second)).toEqual([]);
    expect(standing(feed)).toMatchObject({ channel: 'online', endings: [['resolved', at(5), at(5)]] });
  });

  it('a procedure that is corrected brings its limit, and moves a computed due instant', () => {
    const feed = new Feed(snapshot(4, { NgayHenTra: '' }));
    feed.hear(snapshot(4, { NgayHenTra: '', MaTTHC: '1.000003' }));
    expect(feed.t.procedure).toMatchObject({ national: '1.000003', field: 'Đất đai' });
    expect(feed.t.due?.at).toBe(at(9, 17));
  });

  it('a receipt that is corrected takes along what counts on its day', () => {
    const more = { DanhSachLePhi: [{ Gia: '15000' }], HoSoCoThanhPhanSoHoa: '1', NgayHenTra: '' };
    for (const day of [1, 3]) {
      const feed = new Feed(snapshot(4, more));
      expect(feed.faults(snapshot(4, { ...more, NgayTiepNhan: time(day) }))).toEqual([]);
      expect(standing(feed)).toMatchObject({ received: at(day), digitised: true, payments: [{ at: at(day) }] });
    }
  });

  it('a receipt and an end that are corrected together make room for one another', () => {
    const feed = new Feed(snapshot(9, { NgayKetThucXuLy: time(4), DanhSachGiayToKetQua: [{}] }));
    const later = snapshot(9, {
      NgayTiepNhan: time(6),
      NgayHenTra: '',
      NgayKetThucXuLy: time(9),
      DanhSachGiayToKetQua: [{}],
    });
    expect(feed.faults(later)).toEqual([]);
    expect(standing(feed)).toMatchObject({ received: at(6), endings: [['resolved', at(9), at(9)]], electronic: true });
  });

  it('a correction that would put the receipt after what followed it is told and left out', () => {
    const feed = new Feed(snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 3)], DanhSachLePhi: [{ Gia: '8000' }] }));
    const before = standing(feed);
    const moved = snapshot(5, { NgayTiepNhan: time(4), DanhSachHoSoBoSung: [supplement('1', 3)] });
    expect(feed.faults(moved)).toEqual(['no-effect not-received']);
    expect(standing(feed)).toEqual(before);
  });

  it('how it was paid may be told before the fee, or without it', () => {
    const paid = snapshot(2, { DuocThanhToanTrucTuyen: '1' });
    const fee = snapshot(4, { DanhSachLePhi: [{ Gia: '15000' }] });
    expect(inAnyOrder(paid, fee).payments).toMatchObject([{ means: 'online' }]);
    expect(standing(new Feed(paid)).payments).toEqual([]);
  });

  it('a fee that is not paid online is one of unknown means; said later, it corrects', () => {
    const fee = { DanhSachLePhi: [{ Gia: '15000' }] };
    const feed = new Feed(snapshot(4, { ...fee, DuocThanhToanTrucTuyen: '1' }));
    feed.hear(snapshot(4, { ...fee, DuocThanhToanTrucTuyen: '3' }));
    expect(standing(feed).payments).toMatchObject([{ means: 'unknown' }]);
  });

  it('several fee lines are one payment', () => {
    expect(standing(new Feed(snapshot(4, { DanhSachLePhi: [{ Gia: 8000 }, { Gia: 2000 }] }))).payments).toHaveLength(1);
  });
});

describe('who and what', () => {
  it.each([
    ['PHƯỜNG XUÂN BÌNH'],
    ['Phường Xuân Bình'.normalize('NFD')],
    ['  phường   xuân bình '],
    ['UBND Phường Xuân Bình'],
    ['Phường\u00a0Xuân\u200b Bình'],
  ])('a unit is known by its name as %j', (DonViXuLy) => {
    expect(standing(new Feed(snapshot(2, { DonViXuLy }))).unit).toBe('26077@2019-06-01');
  });

  it.each([
    ['Phòng Tài chính – Kế hoạch', 'LK-04@2019-06-01'],
    ['Phòng Tài chính-Kế hoạch', 'LK-04@2019-06-01'],
    ['Phường Xuân Hoà', '26083@2019-06-01'],
  ])('other dashes and tone places are the same name: %j', (DonViXuLy, unit) => {
    expect(standing(new Feed(snapshot(2, { DonViXuLy }))).unit).toBe(unit);
  });

  it('the prefix of the code is the receiving unit, the name the responsible one', () => {
    const feed = new Feed(snapshot(2, { DonViXuLy: 'Phường Xuân An' }));
    expect(received(feed)).toMatchObject({ unit: '26080@2019-06-01', receivingUnit: '26077@2019-06-01' });
  });

  it('a unit is the one of the day of receipt, also for a message that does not repeat that day', () => {
    const feed = new Feed(snapshot(4, { DonViXuLy: 'Phường Xuân Hòa' }));
    const later = snapshot(9, { DonViXuLy: 'Phường Xuân Hòa', NgayTiepNhan: '', NgayKetThucXuLy: time(4) });
    expect(feed.faults(later)).toEqual([]);
    expect(feed.t.phase).toBe('resolved');
  });

  it.each([
    [{ DonViXuLy: 'Phường Không Có' }, 'unknown-unit DonViXuLy'],
    [{ MaHoSo: 'H99.45.22-241202-0001' }, 'unknown-unit MaHoSo'],
    [{ MaTTHC: '9.999999' }, 'unknown-procedure MaTTHC'],
    [{ MaTTHC: '' }, 'unknown-procedure MaTTHC'],
    [{ NgayTiepNhan: '' }, 'no-receipt NgayTiepNhan'],
    [{ MaTTHC: '1.000002', NgayHenTra: '' }, 'no-due-instant NgayHenTra'],
    [{ NgayTiepNhan: '20301202090000', NgayHenTra: '' }, 'in-the-future NgayTiepNhan'],
  ])('with %j a new dossier is kept aside: %s', (more, fault) => {
    const feed = new Feed();
    expect(feed.hear(snapshot(4, more))).toMatchObject({ events: [], refused: true });
    expect(feed.faults(snapshot(4, more))).toEqual([fault]);
  });

  it('a known dossier needs its procedure and receipt said only once', () => {
    const feed = new Feed(snapshot(2));
    expect(
      feed.faults(snapshot(9, { MaTTHC: '', NgayTiepNhan: '', NgayHenTra: '', NgayKetThucXuLy: time(4) })),
    ).toEqual([]);
    expect(standing(feed)).toMatchObject({ phase: 'resolved', received: at(2), due: at(5, 17) });
  });

  it('nobody named as responsible: the receiving unit, recorded as a defect', () => {
    const feed = new Feed();
    expect(feed.faults(snapshot(2, { DonViXuLy: '' }))).toEqual(['no-responsible-unit DonViXuLy']);
    expect(standing(feed).unit).toBe('26077@2019-06-01');
  });

  it('what was only assumed is filled in by any message, also by a stale one', () => {
    const { unit, channel } = inAnyOrder(
      snapshot(2, { KenhThucHien: '2', DonViXuLy: 'Phường Xuân An' }),
      snapshot(9, { KenhThucHien: null, DonViXuLy: '', MaDoiTuong: '', NgayKetThucXuLy: time(4) }),
    );
    expect([unit, channel]).toEqual(['26080@2019-06-01', 'online']);
  });

  it('no channel is the counter', () => {
    expect(standing(new Feed(snapshot(2, { KenhThucHien: '' }))).channel).toBe('counter');
  });

  it('a second dossier under the code is refused: other procedure, day and applicant', () => {
    const other = { MaTTHC: '1.000003', NgayTiepNhan: time(9), NgayHenTra: time(20), MaDoiTuong: '075000000009' };
    const feed = new Feed(snapshot(4));
    expect(feed.hear(snapshot(2, other))).toEqual({
      events: [],
      faults: [{ fault: 'another-dossier', field: 'MaHoSo' }],
      refused: true,
    });
    for (const same of ['MaTTHC', 'NgayTiepNhan', 'MaDoiTuong'] as const) {
      const message = snapshot(4, { ...other, [same]: snapshot(4)[same] });
      expect(new Feed(snapshot(4)).hear(message).refused).toBe(false);
      expect(new Feed(snapshot(4)).hear({ ...message, [same]: '' }).refused).toBe(false);
    }
  });

  it('a unit that is not known yet can be let in later: the message is refused whole', () => {
    const feed = new Feed(snapshot(2));
    expect(feed.hear(ended(4)).refused).toBe(false);
    const elsewhere = new Feed();
    expect(elsewhere.hear(snapshot(9, { DonViXuLy: 'Xã Mới', NgayKetThucXuLy: time(4) })).events).toEqual([]);
  });
});

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
    expect(feed.faults(returned)).toEqual(['processed-without-end NgayKetThucXuLy', 'no-effect not-resolved']);
    const state = inAnyOrder(returned, ended(4));
    expect(state).toMatchObject({ phase: 'resolved', returned: [{ at: at(6), byPost: true }] });
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

describe('reports of progress', () => {
  it('6 starts a wait, the next state ends it, and the due instant moves by the time between', () => {
    const feed = new Feed(snapshot(6), progress(6, 3));
    expect(feed.t.phase).toBe('waiting');
    feed.hear(progress(4, 4));
    expect(standing(feed)).toMatchObject({ phase: 'open', due: at(6, 17), first: at(5, 17) });
  });

  it('are heard in any order, before the dossier too', () => {
    expect(
      inAnyOrder(progress(6, 3), snapshot(6), progress(4, 4), snapshot(9, { NgayKetThucXuLy: time(6, 16) })),
    ).toMatchObject({ endings: [['resolved', at(6, 16), at(6, 16)]], due: at(6, 17), overdue: [] });
  });

  it('6 is a state with an instant once a report tells it', () => {
    const feed = new Feed(snapshot(2), progress(6, 3));
    expect(feed.faults(snapshot(6))).toEqual([]);
    expect(feed.hear(progress(6, 3)).events).toEqual([]);
  });

  it('6 up to the end: the dossier was waiting and is never late', () => {
    const { endings, overdue } = inAnyOrder(snapshot(6), progress(6, 4), ended(12));
    expect(endings).toEqual([['resolved', at(12), at(4)]]);
    expect(overdue).toEqual([]);
  });

  it.each([
    [7, 'withdrawn'],
    [8, 'stopped'],
  ])(
    '%i without an end of its own is %s when reported; the end’s own instant stands over the report',
    (status, kind) => {
      const bare = snapshot(status);
      expect(inAnyOrder(bare, progress(status, 4)).endings).toEqual([[kind, at(4), at(4)]]);
      expect(new Feed(progress(status, 4)).faults(bare)).toEqual([]);
      const own = ended(5, 9, status);
      expect(inAnyOrder(bare, progress(status, 4), own).endings).toEqual([[kind, at(5), at(5)]]);
    },
  );

  it('5 has its instant from the list of supplements alone', () => {
    const feed = new Feed(snapshot(2), progress(5, 3));
    expect(feed.t.phase).toBe('open');
    expect(feed.faults(snapshot(5))).toEqual(['state-without-instant TrangThaiHoSo']);
  });

  it('9 ends nothing: processed needs its own end', () => {
    expect(standing(new Feed(snapshot(4), progress(9, 4))).phase).toBe('open');
  });
});

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
