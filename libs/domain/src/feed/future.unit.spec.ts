import { Feed, snapshot, supplement, time } from '../../test/feed.js';
import { ended, received } from '../../test/feed-standing.js';
import { at } from '../../test/reference.js';
import { lastEnding } from '../dossier/view.js';

type Raw = Record<string, unknown>;
const refusedAtIntake = snapshot(3, { NgayTuChoi: time(3), NgayTiepNhan: '', NgayHenTra: '' });

describe('what lies in the future', () => {
  const FAR = '20301204090000';
  it.each<[string, Raw, Raw]>([
    ['an end', ended(4), snapshot(9, { NgayKetThucXuLy: FAR })],
    ['a refusal', refusedAtIntake, { ...refusedAtIntake, NgayTuChoi: FAR }],
    ['a receipt by a refusal', snapshot(2), { ...refusedAtIntake, NgayTuChoi: FAR }],
    ['a refusal by an end', refusedAtIntake, snapshot(9, { NgayKetThucXuLy: FAR })],
    [
      'a return',
      snapshot(10, { NgayKetThucXuLy: time(4), NgayTra: time(5) }),
      snapshot(10, { NgayKetThucXuLy: time(4), NgayTra: FAR }),
    ],
    [
      'a request',
      snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 3)] }),
      snapshot(5, { DanhSachHoSoBoSung: [{ ...supplement('1', 3), NgayBoSung: FAR }] }),
    ],
    [
      'a supplement',
      snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 4)] }),
      snapshot(4, { DanhSachHoSoBoSung: [{ ...supplement('1', 3), NgayTiepNhanBoSung: FAR }] }),
    ],
  ])('corrects nothing and takes nothing back: %s', (_, known, message) => {
    const feed = new Feed(known);
    const { events, faults } = feed.hear(message);
    expect([events, faults.length]).toEqual([[], 1]);
  });
});

it('an end and a return that are corrected together make room for one another', () => {
  const done = (end: number, back: number) => snapshot(10, { NgayKetThucXuLy: time(end), NgayTra: time(back) });
  for (const [end, back] of [
    [6, 9],
    [3, 4],
    [9, 9],
  ] as const) {
    const feed = new Feed(done(4, 5));
    expect(feed.faults(done(end, back))).toEqual([]);
    expect([lastEnding(feed.t)!.at, feed.t.returned[0]!.at]).toEqual([at(end), at(back)]);
    expect(feed.hear(done(end, back)).events).toEqual([]);
  }
  // with the receipt, too
  const feed = new Feed(done(4, 5));
  const later = { ...done(10, 11), NgayTiepNhan: time(9), NgayHenTra: '' };
  expect(feed.faults(later)).toEqual([]);
  expect([received(feed), feed.t.received?.at, lastEnding(feed.t)!.at]).toMatchObject([{}, at(9), at(10)]);
});
