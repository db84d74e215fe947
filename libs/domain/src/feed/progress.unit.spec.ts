import { Feed, progress, snapshot, supplement, time } from '../../test/feed.js';
import { ended, inAnyOrder, standing } from '../../test/feed-standing.js';
import { at } from '../../test/reference.js';

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

  it.each<[string, Record<string, unknown>[], Record<string, unknown>, string]>([
    ['of an unknown dossier', [], progress(4, 3), 'not-received'],
    ['of its registration', [], progress(1, 3), 'not-submitted'],
    ['of a wait before the receipt', [snapshot(2)], progress(6, 1), 'not-received'],
    ['of an end', [snapshot(4)], progress(9, 4), 'no-end-told'],
    ['of a return', [snapshot(4)], progress(10, 4), 'no-end-told'],
    ['of a return after the end', [ended(4)], progress(10, 5), 'no-return-told'],
    ['of a request for papers', [snapshot(4)], progress(5, 3), 'no-supplement-told'],
    [
      'of work while it waits',
      [snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 3)] })],
      progress(4, 4),
      'still-waiting',
    ],
    ['of a refusal after the receipt', [snapshot(2)], progress(3, 3), 'already-received'],
    ['of a wait after the end', [ended(4)], progress(6, 5), 'result-exists'],
    ['of a withdrawal after the result', [ended(4)], progress(7, 5), 'result-exists'],
    ['of a stop after the withdrawal', [ended(4, 9, 7)], progress(8, 5), 'already-ended'],
  ])('one %s that has no effect is recorded and told', (_, known, report, reason) => {
    const { events, faults } = new Feed(...known).hear(report);
    expect(faults).toEqual([{ fault: 'no-effect', field: 'TrangThai', reason }]);
    expect(events.map(({ type }) => type)).toContain('ProgressReported');
  });

  it.each<[Record<string, unknown>[], Record<string, unknown>]>([
    [[snapshot(2)], progress(4, 3)],
    [[snapshot(2)], progress(6, 3)],
    [[snapshot(2), progress(6, 3)], progress(4, 4)],
    [[snapshot(2)], progress(8, 4)],
    [[ended(4)], progress(9, 4)],
    [[ended(4)], progress(9, 3)],
    [[ended(4)], progress(4, 3)],
    [[ended(4, 9, 7)], progress(7, 4)],
    [[snapshot(5, { DanhSachHoSoBoSung: [supplement('1', 3)] })], progress(5, 3)],
    [[snapshot(10, { NgayKetThucXuLy: time(4), NgayTra: time(5) })], progress(10, 5)],
  ])('after %j %j tells nothing wrong', (known, report) => {
    expect(new Feed(...known).faults(report)).toEqual([]);
  });
});
