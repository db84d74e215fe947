import { effectiveFacts, type FactOf } from '../src/dossier/state.js';
import { lastEnding, roundOf } from '../src/dossier/view.js';
import { FEED_FAULTS, type FeedFault, readBatch, readMessage } from '../src/feed/message.js';
import { Feed, progress, snapshot, supplement, time } from './feed.js';
import { at } from './reference.js';

type Raw = Record<string, unknown>;

const received = (feed: Feed): FactOf<'Received'>['data'] =>
  (effectiveFacts(feed.state).find(({ type }) => type === 'Received') as FactOf<'Received'>).data;
const fee = { DanhSachLePhi: [{ Gia: '15000' }] };
const ended = (day: number, more: Raw = {}) => snapshot(9, { NgayKetThucXuLy: time(day), ...more });
const refusedAtIntake = snapshot(3, { NgayTuChoi: time(3), NgayTiepNhan: '', NgayHenTra: '' });

describe('how to read a message', () => {
  it.each<[string, Raw, (feed: Feed) => unknown]>([
    ['the fee', fee, ({ t }) => t.payments.length],
    ['the payment online', { ...fee, DuocThanhToanTrucTuyen: '2' }, ({ t }) => t.payments[0]?.means],
    ['the digitised papers', { HoSoCoThanhPhanSoHoa: '1' }, ({ t }) => t.digitised],
    ['the result file', { DanhSachGiayToKetQua: [{ TenGiayTo: 'x' }] }, ({ t }) => roundOf(t)!.electronic],
    ['the supplements', { DanhSachHoSoBoSung: [supplement('1', 2, 3)] }, ({ t }) => roundOf(t)!.supplementRequests],
    ['the channel', { KenhThucHien: '2' }, (feed) => received(feed).channel],
    ['the unit', { DonViXuLy: 'Phường Xuân An' }, ({ t }) => t.unit],
    ['the due instant', { NgayHenTra: time(6, 17) }, ({ t }) => t.due?.at],
  ])('facts only accumulate: a later message without %s takes nothing back', (_, more, of) => {
    for (const empty of ['', null, 0, undefined]) {
      const feed = new Feed(snapshot(4, more));
      const known = of(feed);
      expect(known).toBeTruthy();
      const without = Object.fromEntries(Object.keys(more).map((field) => [field, empty]));
      feed.hear(ended(4, without));
      expect(of(feed)).toEqual(known);
    }
  });

  it('the very same message again is nothing new, defects and all', () => {
    const message = snapshot(10, { ...fee, NgayKetThucXuLy: time(1), NgayTra: time(6), KenhThucHien: '2' });
    const feed = new Feed(message);
    const version = feed.state.version;
    expect(feed.hear(message).events).toEqual([]);
    expect(feed.state.version).toBe(version);
  });

  it('two different values: the later delivered one is a correction, recorded as such', () => {
    const feed = new Feed(snapshot(4, fee));
    expect(feed.adds(snapshot(4, { DanhSachLePhi: [{ Gia: '8000' }] }))).toEqual(['Corrected']);
    const paid = effectiveFacts(feed.state).find(({ type }) => type === 'FeePaid') as FactOf<'FeePaid'>;
    expect(paid.data.amount).toBe(8000);
  });

  it('a withdrawal and a stop happen at NgayKetThucXuLy', () => {
    for (const [status, kind] of [
      [7, 'withdrawn'],
      [8, 'stopped'],
    ] as const)
      expect(lastEnding(new Feed(snapshot(status, { NgayKetThucXuLy: time(4) })).t)).toMatchObject({ kind, at: at(4) });
  });

  it('a result file counts as an electronic result though its signature is unknown', () => {
    const feed = new Feed(ended(4, { DanhSachGiayToKetQua: [{}] }));
    const file = effectiveFacts(feed.state).find(({ type }) => type === 'Digitised');
    expect(file?.data).toMatchObject({ ofResult: true, signature: 'unknown', counts: true });
    expect(roundOf(feed.t)!.electronic).toBe(true);
  });

  it('not accepted (3) was never received', () => {
    const { t } = new Feed(snapshot(2, fee), refusedAtIntake);
    expect([t.phase, t.received, t.payments, t.spans]).toEqual(['refused', null, [], []]);
  });

  it('a stated due instant is taken as it is, also on a Saturday', () => {
    expect(new Feed(snapshot(2, { NgayHenTra: time(7, 17) })).t.due).toMatchObject({ at: at(7, 17), basis: 'stated' });
  });

  it('while NgayHenTraMoi counts, the old NgayHenTra beside it is no move', () => {
    const answered = { DanhSachHoSoBoSung: [supplement('1', 3, 4, time(12, 17))] };
    const feed = new Feed(snapshot(2), snapshot(4, answered));
    expect(feed.adds(ended(11, answered))).toEqual(['Resolved']);
    expect(feed.t).toMatchObject({ movedWithoutGround: false, due: { at: at(12, 17) } });
  });

  it('a due instant that moves without a ground does not: lateness is measured by the first promise', () => {
    const feed = new Feed(snapshot(2), ended(9, { NgayHenTra: time(12, 17) }));
    expect(feed.t).toMatchObject({ movedWithoutGround: true, due: { at: at(5, 17) } });
    expect(lastEnding(feed.t)!.measured > lastEnding(feed.t)!.due).toBe(true);
  });

  it('a figure as of an instant uses the instants of the facts', () => {
    const feed = new Feed(snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 20)] }));
    expect(roundOf(feed.asOf(at(19)))!.supplementRequests).toBe(0);
    expect(roundOf(feed.asOf(at(20)))!.supplementRequests).toBe(1);
  });

  it('two dossiers under one code: the second is kept aside, and changes nothing of the first', () => {
    const other = { MaTTHC: '1.000003', NgayTiepNhan: time(9), NgayHenTra: time(20), MaDoiTuong: '075000000009' };
    const feed = new Feed(snapshot(4));
    const { state } = feed;
    expect(feed.hear(snapshot(2, other)).refused).toBe(true);
    expect(feed.state).toBe(state);
  });

  it.each([
    [6, 'waiting'],
    [8, 'stopped'],
  ])('state %i without an instant has one when a report of progress tells it, else no effect', (status, phase) => {
    expect(new Feed(snapshot(status)).t.phase).toBe('open');
    expect(new Feed(snapshot(status), progress(status, 3)).t.phase).toBe(phase);
  });

  it('the prefix of MaHoSo receives, DonViXuLy is responsible, NoiNopHoSo says nothing', () => {
    const feed = new Feed(snapshot(2, { DonViXuLy: 'PHƯỜNG XUÂN AN', NoiNopHoSo: '3' }));
    expect(received(feed)).toMatchObject({ receivingUnit: '26077@2019-06-01', unit: '26080@2019-06-01' });
    expect(feed.adds(snapshot(2, { DonViXuLy: 'Phường Xuân An', NoiNopHoSo: '1' }))).toEqual([]);
  });

  it('MaTTHC may carry a suffix after the national part', () => {
    const feed = new Feed(snapshot(2, { MaTTHC: '1.000001' }));
    expect(feed.adds(snapshot(4, { MaTTHC: '1.000001.H56' }))).toEqual([]);
  });

  it.each(['', null, undefined])('no channel (%j) is the counter', (KenhThucHien) => {
    expect(received(new Feed(snapshot(2, { KenhThucHien }))).channel).toBe('counter');
  });

  it.each<[Raw, object[]]>([
    [{ DanhSachLePhi: [{ Gia: '0' }] }, []],
    [fee, [{ means: 'unknown' }]],
    [{ ...fee, DuocThanhToanTrucTuyen: '1' }, [{ means: 'online' }]],
    [{ ...fee, DuocThanhToanTrucTuyen: '2' }, [{ means: 'online' }]],
    [{ ...fee, DuocThanhToanTrucTuyen: '3' }, [{ means: 'unknown' }]],
  ])('%j is paid as %j, on the day of receipt, in no cashless rate', (more, payments) => {
    const feed = new Feed(snapshot(2, more));
    expect(feed.t.payments).toEqual(
      payments.map((each) => ({ ...each, amount: 15_000, at: at(2), unit: '26077@2019-06-01', isKnown: false })),
    );
  });

  it('values may be numbers, booleans and null', () => {
    const feed = new Feed();
    const message = snapshot(9, {
      TrangThaiHoSo: 9,
      NgayTiepNhan: Number(time(2)),
      NgayKetThucXuLy: Number(time(4)),
      HoSoCoThanhPhanSoHoa: true,
      MaDoiTuong: 75000000001,
      DanhSachLePhi: null,
      DanhSachHoSoBoSung: false,
    });
    expect(feed.faults(message)).toEqual([]);
    expect(feed.t).toMatchObject({ phase: 'resolved', digitised: true });
  });

  it('isUpdating is not looked at', () => {
    const data = [snapshot(2)];
    for (const isUpdating of ['True', 'False', true, null, undefined])
      expect(readBatch({ isUpdating, data })).toEqual({ service: 'DongBoHoSoMC', data });
  });

  it.each([
    ['at 15:00', time(2, 15), at(5, 17)],
    ['after 15:00', time(2, 15, 1), at(6, 17)],
    ['on a Saturday', time(7), at(12, 17)],
  ])('no due instant: computed from the limit when received %s', (_, NgayTiepNhan, due) => {
    const { t } = new Feed(snapshot(2, { NgayTiepNhan, NgayHenTra: '' }));
    expect(t.due).toMatchObject({ at: due, basis: 'computed' });
  });

  it('a snapshot that knows less than the log is stale: it changes nothing', () => {
    const feed = new Feed(ended(4));
    expect(feed.adds(snapshot(2, { KenhThucHien: '3', DonViXuLy: 'Phường Xuân An', MaTTHC: '1.000003' }))).toEqual([]);
    const answered = new Feed(snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 4)] }));
    expect(answered.adds(snapshot(5, { KenhThucHien: '3', DanhSachHoSoBoSung: [supplement('1', 3)] }))).toEqual([]);
  });

  it('a due instant that moves with a supplement received is the new one', () => {
    const feed = new Feed(snapshot(2), snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 4, time(12, 17))] }));
    expect(feed.t).toMatchObject({ due: { at: at(12, 17) }, firstDue: { at: at(5, 17) } });
  });

  it.each([
    ['without an end', {}],
    ['with an end before the receipt', { NgayKetThucXuLy: time(1) }],
  ])('processed %s: the rest counts, the end does not', (_, more) => {
    const feed = new Feed();
    const { refused, faults } = feed.hear(snapshot(9, { ...fee, ...more }));
    expect([refused, faults.length]).toEqual([false, 1]);
    expect(feed.t).toMatchObject({ phase: 'open', payments: [{}] });
    expect(lastEnding(feed.t)).toBeUndefined();
  });
});

interface Case {
  /** the message, and what was heard before it */
  raw: Raw;
  before?: Raw[];
  field?: string;
  /** for `no-effect` */
  reason?: string;
  values?: Record<string, string | number>;
}
const unsaid = { NgayTiepNhan: '', NgayHenTra: '' };

/** Faults for which a message is kept aside whole: nothing of it is recorded, nothing is thrown away. */
const KEPT_ASIDE: Partial<Record<FeedFault, Case[]>> = {
  'wrong-type': [
    { raw: snapshot(2, { DonViXuLy: ['x'] }), field: 'DonViXuLy' },
    { raw: snapshot(2, { DanhSachLePhi: 'x' }), field: 'DanhSachLePhi' },
    { raw: snapshot(2, { DanhSachLePhi: [1] }), field: 'DanhSachLePhi/0' },
    { raw: snapshot(2, { TaiLieuNop: 'x' }), field: 'TaiLieuNop' },
    { raw: snapshot(2, { MaHoSo: {} }), field: 'MaHoSo' },
  ],
  'broken-text': [
    { raw: snapshot(2, { GhiChu: 'a\u0000' }), field: 'GhiChu' },
    { raw: snapshot(2, { GhiChu: '\ud800' }), field: 'GhiChu' },
    { raw: snapshot(2, { GhiChu: 'X\ufffdn' }), field: 'GhiChu' },
    { raw: snapshot(2, { GhiChu: `a${'\u0323\u0300'.repeat(500_000)}` }), field: 'GhiChu' },
  ],
  'too-many': [
    {
      raw: snapshot(2, { DanhSachHoSoBoSung: Array.from({ length: 201 }, () => ({})) }),
      field: 'DanhSachHoSoBoSung',
      values: { count: 201, max: 60 },
    },
  ],
  'no-code': [{ raw: snapshot(2, { MaHoSo: ' ' }), field: 'MaHoSo' }],
  'code-shape': [
    { raw: snapshot(2, { MaHoSo: 'H19.45.22-241302-0001' }), field: 'MaHoSo' },
    { raw: progress(4, 3, { MaHoSo: '1' }), field: 'MaHoSo' },
  ],
  'unknown-status': [
    { raw: snapshot(11), field: 'TrangThaiHoSo' },
    { raw: snapshot(2, { TrangThaiHoSo: '' }), field: 'TrangThaiHoSo' },
    { raw: progress(0, 3), field: 'TrangThai' },
  ],
  'impossible-date': [
    { raw: snapshot(2, { NgayTiepNhan: '20241302090000' }), field: 'NgayTiepNhan' },
    { raw: progress(4, 3, { ThoiDiemXuLy: '20241202126000' }), field: 'ThoiDiemXuLy' },
  ],
  'date-out-of-range': [{ raw: snapshot(2, { NgayTiepNhan: '21000101000000' }), field: 'NgayTiepNhan' }],
  'unknown-unit': [
    { raw: snapshot(2, { DonViXuLy: 'Xã Chưa Có' }), field: 'DonViXuLy' },
    { raw: snapshot(2, { MaHoSo: 'H19.45.99-241202-0001' }), field: 'MaHoSo' },
  ],
  'unit-closed': [
    // a unit that was closed by the day of receipt
    {
      raw: snapshot(2, {
        DonViXuLy: 'Phường Xuân Hòa',
        NgayTiepNhan: '20250701090000',
        NgayHenTra: '20250704170000',
      }),
      field: 'DonViXuLy',
      values: { successor: '–' },
    },
    {
      raw: snapshot(2, {
        MaHoSo: 'H19.45.24-241202-0001',
        DonViXuLy: '',
        NgayTiepNhan: '20250701090000',
        NgayHenTra: '20250704170000',
      }),
      field: 'DonViXuLy',
      values: { successor: '–' },
    },
  ],
  'unknown-procedure': [
    { raw: snapshot(2, { MaTTHC: '9.999999' }), field: 'MaTTHC' },
    { raw: snapshot(2, { MaTTHC: '' }), field: 'MaTTHC' },
  ],
  'procedure-not-in-force': [{ raw: snapshot(2, { MaTTHC: '1.000005' }), field: 'MaTTHC' }],
  'no-receipt': [
    { raw: snapshot(4, unsaid), field: 'NgayTiepNhan' },
    { raw: snapshot(1, unsaid), field: 'NgayTiepNhan' },
  ],
  'no-due-instant': [{ raw: snapshot(2, { MaTTHC: '1.000002', NgayHenTra: '' }), field: 'NgayHenTra' }],
  'in-the-future': [{ raw: snapshot(2, { NgayTiepNhan: '20301202090000', NgayHenTra: '' }), field: 'NgayTiepNhan' }],
  'another-dossier': [
    {
      before: [snapshot(4)],
      raw: snapshot(2, { MaTTHC: '1.000003', NgayTiepNhan: time(9), NgayHenTra: '', MaDoiTuong: '075000000009' }),
      field: 'MaHoSo',
    },
  ],
};

/** Defects of a part: recorded against the message, the rest of which counts. */
const RECORDED: Partial<Record<FeedFault, Case[]>> = {
  'impossible-date': [
    { raw: snapshot(2, { NgayHenTra: '20241202126000' }), field: 'NgayHenTra' },
    {
      raw: snapshot(2, { DanhSachHoSoBoSung: [{ NgayBoSung: '20240230090000' }] }),
      field: 'DanhSachHoSoBoSung/0/NgayBoSung',
    },
  ],
  'date-out-of-range': [{ raw: snapshot(2, { NgayHenTra: '99991231000000' }), field: 'NgayHenTra' }],
  'unknown-value': [
    { raw: snapshot(2, { KenhThucHien: '7' }), field: 'KenhThucHien' },
    { raw: snapshot(2, { HinhThuc: '7' }), field: 'HinhThuc' },
  ],
  'not-a-number': [{ raw: snapshot(2, { DanhSachLePhi: [{}, { Gia: 'nhiều' }] }), field: 'DanhSachLePhi/1/Gia' }],
  'processed-without-end': [
    { raw: snapshot(9), field: 'NgayKetThucXuLy' },
    { raw: snapshot(10), field: 'NgayKetThucXuLy' },
  ],
  'end-before-receipt': [
    { raw: ended(1), field: 'NgayKetThucXuLy' },
    { raw: snapshot(7, { NgayKetThucXuLy: time(1) }), field: 'NgayKetThucXuLy' },
  ],
  'state-without-instant': [
    { raw: snapshot(5), field: 'TrangThaiHoSo' },
    { raw: snapshot(6), field: 'TrangThaiHoSo' },
    { raw: snapshot(7), field: 'NgayKetThucXuLy' },
    { raw: snapshot(8), field: 'NgayKetThucXuLy' },
    { raw: snapshot(3, unsaid), field: 'NgayTuChoi' },
    { raw: snapshot(4, { DanhSachHoSoBoSung: [{ HoSoBoSungId: '1' }] }), field: 'DanhSachHoSoBoSung/0/NgayBoSung' },
  ],
  'dates-out-of-order': [
    { raw: snapshot(2, { NgayHenTra: time(1) }), field: 'NgayHenTra' },
    { raw: snapshot(2, { NgayNopHoSo: time(3) }), field: 'NgayNopHoSo' },
    { raw: snapshot(10, { NgayKetThucXuLy: time(4), NgayTra: time(3) }), field: 'NgayTra' },
    { raw: snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 4, 3)] }), field: 'NgayTiepNhanBoSung' },
    { raw: snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 4, time(3))] }), field: 'NgayHenTraMoi' },
  ],
  'in-the-future': [
    { raw: snapshot(9, { NgayKetThucXuLy: '20301204090000' }) },
    { raw: progress(4, 3, { ThoiDiemXuLy: '20301204090000' }) },
  ],
  'no-responsible-unit': [{ raw: snapshot(2, { DonViXuLy: '' }), field: 'DonViXuLy' }],
  'no-effect': [
    { before: [ended(4)], raw: snapshot(7, { NgayKetThucXuLy: time(5) }), reason: 'result-exists' },
    { before: [ended(4)], raw: refusedAtIntake, field: 'TrangThaiHoSo', reason: 'already-received' },
    { before: [refusedAtIntake], raw: snapshot(2), field: 'TrangThaiHoSo', reason: 'refused-at-intake' },
    {
      before: [snapshot(7, { ...unsaid, NgayNopHoSo: time(1), NgayKetThucXuLy: time(2) })],
      raw: snapshot(2, { NgayTiepNhan: time(3) }),
      field: 'NgayTiepNhan',
      reason: 'already-ended',
    },
  ],
};
/** Faults of a line or a file, found before there is a message. */
const OF_THE_LINE: FeedFault[] = ['broken-json', 'not-a-batch', 'not-utf8', 'line-too-long', 'cut-off'];
/** Bounds: libs/domain/src/feed/message.unit.spec.ts. */
const BOUNDS: FeedFault[] = ['too-many', 'too-deep', 'more-faults'];
/** Found when a message is decided or stored: libs/application/test/feed.int.spec.ts. */
const OF_THE_INTAKE: FeedFault[] = ['cannot-be-stored', 'undecidable'];

describe('what is wrong with a message', () => {
  const cases = (faults: Partial<Record<FeedFault, Case[]>>) =>
    Object.entries(faults).flatMap(([fault, list]) =>
      list.map(({ raw, before = [], field, reason, values }) => ({
        raw,
        before,
        told: { fault, ...(field ? { field } : {}), ...(reason ? { reason } : {}), ...(values ? { values } : {}) },
      })),
    );

  it.each(cases(KEPT_ASIDE))('$told.fault $told.field: it is kept aside', ({ raw, before, told }) => {
    const feed = new Feed(...before);
    expect(feed.hear(raw)).toEqual({ events: [], faults: [told], refused: true });
  });

  it.each(cases(RECORDED))('$told.fault $told.field $told.reason: the rest counts', ({ raw, before, told }) => {
    const { refused, faults } = new Feed(...before).hear(raw);
    expect({ refused, faults }).toEqual({ refused: false, faults: [told] });
  });

  it('several faults are told at once', () => {
    const { faults } = new Feed().hear(snapshot(42, { MaHoSo: '', NgayTiepNhan: 'x' }));
    expect(faults.map(({ fault }) => fault)).toEqual(['no-code', 'unknown-status', 'impossible-date']);
  });

  it('a message that is no object is kept aside, and a batch of something else is none', () => {
    for (const service of ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'])
      for (const raw of ['x', null, []])
        expect(readMessage(service, raw)).toEqual({ ok: false, faults: [{ fault: 'wrong-type' }] });
    expect(readBatch({ data: 'x' })).toBeNull();
    expect(readBatch({ service: 'Other', data: [] })).toBeNull();
  });

  it('a message that was kept aside is let in once what it lacked is there', () => {
    const ending = snapshot(9, { ...unsaid, NgayKetThucXuLy: time(4) });
    const feed = new Feed(ending);
    expect(feed.state.version).toBe(0);
    feed.hear(snapshot(2));
    expect(feed.adds(ending)).toEqual(['Resolved']);
  });

  it('has a case for every fault', () => {
    const met = [...Object.keys(KEPT_ASIDE), ...Object.keys(RECORDED), ...OF_THE_LINE, ...BOUNDS, ...OF_THE_INTAKE];
    expect([...new Set(met)].sort()).toEqual([...FEED_FAULTS].sort());
  });
});
