import { at, procedure, reference as usual } from '../reference.js';
import { Dossier, receive } from '../dossier.js';
import { Feed, progress, snapshot, time } from '../feed.js';
import { ReferenceData } from '../../src/reference/reference-data.js';
import type { Procedure } from '../../src/reference/reference.js';

const world = (...procedures: Procedure[]) => new ReferenceData({ ...usual.rows, procedures });
/** 3 working days until 9/12/2024, from then on 5, of another field and special. */
const before = procedure('1.000001', 3, { validTo: '2024-12-09' });
const after = procedure('1.000001', 5, { validFrom: '2024-12-09', field: 'Tư pháp', special: true });
const dated = world(before, after);

describe('a procedure that says something else from Monday 9/12/2024 on', () => {
  const receivedOn = (day: number) => {
    const [event] = new Dossier(dated).do(receive({ at: at(day) }), at(20));
    return event!.data;
  };

  it('is decided by as of the day of the receipt, whenever that is told', () => {
    expect(receivedOn(6)).toMatchObject({
      limit: { n: 3 },
      procedure: { field: 'Hộ tịch', special: false },
      due: { at: at(11, 17) },
    });
    expect(receivedOn(9)).toMatchObject({
      limit: { n: 5 },
      procedure: { field: 'Tư pháp', special: true },
      due: { at: at(16, 17) },
    });
  });

  it('is that of the receipt also where it was submitted under the old one', () => {
    const dossier = new Dossier(dated);
    const submitted = dossier.do({ ...receive({ at: at(6) }), type: 'submit', channel: 'online' } as never);
    expect(submitted[0]!.data).toMatchObject({ procedure: { field: 'Hộ tịch' } });
    expect(dossier.do({ type: 'receive', at: at(9) })[0]!.data).toMatchObject({
      limit: { n: 5 },
      procedure: { field: 'Tư pháp' },
    });
  });

  it('a correction of the procedure is decided as of the day of the fact that it corrects', () => {
    const dossier = new Dossier(world(procedure('1.000002', 1), before, after));
    dossier.do(receive({ at: at(6), procedure: '1.000002' }));
    const [event] = dossier.do({
      type: 'correct',
      at: at(10),
      event: 1,
      data: { procedure: '1.000001' },
      reasonRef: '00000000-0000-4000-8000-000000000000',
    });
    expect(event!.data).toMatchObject({ data: { limit: { n: 3 }, procedure: { field: 'Hộ tịch' } } });
  });

  it('leaves the dossiers that were received before as they are', () => {
    const dossier = new Dossier(world(procedure('1.000001', 3)));
    dossier.do(receive({ at: at(6) }));
    const later = new Dossier(dated);
    later.state = dossier.state;
    expect(later.do({ type: 'ask-clock', at: at(10) })).toEqual([]);
    expect(later.do({ type: 'ask-clock', at: at(12) })).toMatchObject([
      { type: 'BecameOverdue', occurredAt: at(11, 17) },
    ]);
  });
});

describe('by the national feed', () => {
  it('a receipt is decided as of its own day, whenever the message comes', () => {
    const of = (day: number) => {
      const feed = new Feed();
      feed.reference = dated;
      const { events } = feed.hear(snapshot(2, { NgayTiepNhan: time(day), NgayHenTra: '' }));
      return events[0]!.data;
    };
    expect(of(6)).toMatchObject({ limit: { n: 3 }, procedure: { field: 'Hộ tịch' } });
    expect(of(9)).toMatchObject({ limit: { n: 5 }, procedure: { field: 'Tư pháp' } });
  });

  it('what comes of a dossier whose procedure has no row for its day any more is taken', () => {
    const feed = new Feed(snapshot(2));
    feed.reference = world(after);
    expect(feed.hear(snapshot(9, { NgayKetThucXuLy: time(4) }))).toMatchObject({ refused: false, faults: [] });
    expect(feed.hear(progress(10, 5))).toMatchObject({ refused: false });
    const another = new Feed();
    another.reference = world(after);
    expect(another.hear(snapshot(2))).toMatchObject({ refused: true, faults: [{ fault: 'procedure-not-in-force' }] });
  });
});
