import { Feed, snapshot, supplement, time } from '../../test/feed.js';
import { ended, inAnyOrder, received, standing } from '../../test/feed-standing.js';
import { at } from '../../test/reference.js';

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

  describe('another dossier under the code', () => {
    const other = { MaTTHC: '1.000003', NgayTiepNhan: time(9), NgayHenTra: time(20), MaDoiTuong: '075000000009' };
    const parts = ['MaTTHC', 'NgayTiepNhan', 'MaDoiTuong'] as const;
    const refused = { events: [], faults: [{ fault: 'another-dossier', field: 'MaHoSo' }], refused: true };

    it('is one that differs in two of procedure, day of receipt and applicant', () => {
      expect(new Feed(snapshot(4)).hear(snapshot(2, other))).toEqual(refused);
      for (const same of parts)
        expect(new Feed(snapshot(4)).hear(snapshot(4, { ...other, [same]: snapshot(4)[same] }))).toEqual(refused);
    });

    it.each(parts)('is none that differs in %s alone: that is a correction', (part) => {
      const feed = new Feed(snapshot(4));
      expect(feed.adds(snapshot(4, { [part]: other[part], NgayHenTra: '' }))).toContain('Corrected');
    });

    it('is none that leaves out what differs', () => {
      for (const one of parts) {
        const unsaid = Object.fromEntries(parts.filter((part) => part !== one).map((part) => [part, '']));
        expect(new Feed(snapshot(4)).hear(snapshot(4, { ...other, ...unsaid })).refused).toBe(false);
      }
      const nobody = new Feed(snapshot(4, { MaDoiTuong: '' }));
      expect(nobody.hear(snapshot(4, { MaTTHC: '1.000003', MaDoiTuong: '075000000009' })).refused).toBe(false);
    });

    it('is none when what differs was corrected one after the other, and the first message comes again', () => {
      const changes = { MaTTHC: '1.000003', MaDoiTuong: '075000000009' };
      const feed = new Feed(snapshot(4), snapshot(4, { MaTTHC: '1.000003' }), snapshot(4, changes));
      expect(feed.hear(snapshot(4))).toMatchObject({ events: [], refused: false });
    });

    it('is none that was submitted on one day and received on another', () => {
      const waiting = snapshot(1, { NgayNopHoSo: time(1, 20), NgayTiepNhan: '', NgayHenTra: '' });
      const received = snapshot(2, { MaTTHC: '1.000003', NgayNopHoSo: time(1, 20) });
      expect(new Feed(waiting).hear(received).refused).toBe(false);
      expect(new Feed(waiting).hear({ ...received, MaDoiTuong: '075000000009' }).refused).toBe(true);
    });
  });

  it('a unit that is not known yet can be let in later: the message is refused whole', () => {
    const feed = new Feed(snapshot(2));
    expect(feed.hear(ended(4)).refused).toBe(false);
    const elsewhere = new Feed();
    expect(elsewhere.hear(snapshot(9, { DonViXuLy: 'Xã Mới', NgayKetThucXuLy: time(4) })).events).toEqual([]);
  });
});
