import { Feed, snapshot, supplement, time } from '../../test/feed.js';
import { at } from '../../test/reference.js';

describe('a due instant at midnight', () => {
  const midnight = (day: number) => time(day, 0);

  it('is a day without a time: due at the end of its office hours, however often it is told', () => {
    const feed = new Feed(snapshot(2, { NgayHenTra: midnight(6) }));
    expect(feed.t.due).toMatchObject({ at: at(6, 17), basis: 'stated' });
    expect(feed.hear(snapshot(4, { NgayHenTra: midnight(6) })).events).toEqual([]);
    expect(feed.t.movedWithoutGround).toBe(false);
  });

  it('is one also with a supplement, and on the very day of it', () => {
    const feed = new Feed(snapshot(4, { DanhSachHoSoBoSung: [supplement('1', 3, 4, midnight(4))] }));
    expect(feed.t.due?.at).toBe(at(4, 17));
  });
});
