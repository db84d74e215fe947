import { Feed, snapshot, time } from '../../test/feed.js';
import { permutations } from '../../test/feed-standing.js';
import { procedure, reference as usual, unit } from '../../test/reference.js';
import { ReferenceData } from '../reference/reference-data.js';
import { timeline } from '../dossier/timeline.js';

const WEST = '26071@2019-06-01';
const EAST = '26080@2019-06-01';
const NEW = '26080@2026-07-01';

/** On 11/12/2024 the west goes to the east; on 1/7/2026 the east becomes a unit with a name of its own. */
const reference = new ReferenceData({
  ...usual.rows,
  units: [
    unit('26071', 'Phường Tây', {
      agencyCode: 'H19.45.22',
      aliases: ['UBND phường Tây'],
      validTo: '2024-12-11',
      successors: [EAST],
    }),
    unit('26080', 'Phường Đông', { agencyCode: 'H19.45.23', validTo: '2026-07-01', successors: [NEW] }),
    unit('26080', 'Phường Mới', { key: NEW, validFrom: '2026-07-01' }),
    unit('26083', 'Phường Bắc', { agencyCode: 'H19.45.24' }),
    unit('LK-04', 'Phòng Tài chính', { agencyCode: 'H19.45.04', population: 'city' }),
  ],
  procedures: [procedure('1.000001', 3)],
});
type Raw = Record<string, unknown>;

const from = (name: string, more: Raw = {}) => snapshot(4, { DonViXuLy: name, NgayHenTra: '', ...more });
const END_OF_THE_WEST = '2024-12-10T16:59:59.999Z';
const BEFORE_THE_END_OF_THE_EAST = '2026-06-30T16:59:59.000Z';
const AFTER = '2026-07-01T00:00:00.000Z';
const END_OF_THE_EAST = '2026-06-30T16:59:59.999Z';

function heard(messages: Raw[]): Feed {
  const feed = new Feed();
  feed.reference = reference;
  for (const message of messages) feed.hear(message);
  return feed;
}
/** Who owned it, as of the end of the east: what is open goes on from there by itself. */
const owners = ({ state }: Feed, asOf = BEFORE_THE_END_OF_THE_EAST) => {
  const { received, unit: owner, transfers, rounds } = timeline(state, { asOf });
  return {
    received: received?.unit,
    owner,
    transfers,
    ended: rounds.flatMap(({ ending }) => (ending ? [ending.unit] : [])),
  };
};

/** The same comes out of all orders, and of each of them twice. */
function inAnyOrder(...messages: Raw[]) {
  const [first, ...others] = permutations(messages).flatMap((order) => [
    owners(heard(order)),
    owners(heard([...order, ...order])),
  ]);
  for (const other of others) expect(other).toEqual(first);
  return first!;
}

describe('a merger', () => {
  const toTheEast = { at: END_OF_THE_WEST, from: WEST, to: EAST };

  it('told by a message that names the successor is a transfer at the end of the last day, in any order', () => {
    const told = inAnyOrder(from('Phường Tây'), from('Phường Đông'));
    expect(told).toEqual({ received: WEST, owner: EAST, transfers: [toTheEast], ended: [] });
  });

  it('is told by the successor’s name alone: the code’s prefix says whose it was', () => {
    expect(owners(heard([from('Phường Đông')]))).toMatchObject({ received: WEST, transfers: [toTheEast] });
  });

  it('of a dossier of another counter leaves the receipt with the unit of its day, in any order', () => {
    const MaHoSo = 'H19.45.04-241202-0001';
    const told = inAnyOrder(from('UBND phường Tây', { MaHoSo }), from('Phường Đông', { MaHoSo }));
    expect(told).toMatchObject({ received: WEST, owner: EAST, transfers: [toTheEast] });
  });

  it('after a merger is followed from unit to unit', () => {
    const messages = permutations([from('Phường Tây'), from('Phường Đông'), from('Phường Mới')]);
    for (const order of messages) {
      expect(owners(heard(order), AFTER)).toMatchObject({
        received: WEST,
        owner: NEW,
        transfers: [toTheEast, { at: END_OF_THE_EAST, from: EAST, to: NEW }],
      });
    }
  });

  it('counts the end with the successor when it came after', () => {
    const ended = from('Phường Đông', { TrangThaiHoSo: '9', NgayKetThucXuLy: time(20) });
    expect(inAnyOrder(from('Phường Tây'), ended)).toMatchObject({ received: WEST, ended: [EAST] });
  });

  it('moves nothing of a dossier that had ended by then', () => {
    const ended = { TrangThaiHoSo: '9', NgayKetThucXuLy: time(6) };
    const told = inAnyOrder(from('Phường Tây', ended), from('Phường Đông', ended));
    expect(told).toEqual({ received: WEST, owner: WEST, transfers: [], ended: [WEST] });
  });

  it('is no news when the clock has transferred the dossier before', () => {
    const feed = heard([from('Phường Tây'), from('Phường Đông')]);
    expect(feed.adds(from('Phường Đông'))).toEqual([]);
    expect(feed.adds(from('Phường Tây'))).toEqual([]);
  });

  it('that is still to come is none: another unit is a correction', () => {
    const feed = heard([]);
    feed.now = '2024-12-09T00:00:00.000Z';
    feed.hear(from('Phường Tây'));
    expect(feed.adds(from('Phường Đông'))).toEqual(['Corrected']);
    expect(owners(feed)).toMatchObject({ received: EAST, transfers: [] });
  });

  it('changes nothing of a correction to a unit that is no successor', () => {
    const feed = heard([from('Phường Tây')]);
    expect(feed.adds(from('Phường Bắc'))).toContain('Corrected');
    expect(owners(feed)).toMatchObject({ received: '26083@2019-06-01', transfers: [] });
  });

  it('a receipt that is corrected to a day after the merger belongs to the successor', () => {
    const feed = heard([from('Phường Tây'), from('Phường Đông', { NgayTiepNhan: time(12) })]);
    expect(owners(feed)).toMatchObject({ received: EAST, owner: EAST, transfers: [] });
  });
});

describe('the prefix of a code', () => {
  const online = { KenhThucHien: '2', NgayNopHoSo: time(10, 16), MaHoSo: 'H19.45.22-241210-0001' };

  it('is looked up on the code’s own day: filed before the merger, received after it by the successor', () => {
    const feed = heard([]);
    expect(feed.faults(from('Phường Đông', { ...online, NgayTiepNhan: time(12) }))).toEqual([]);
    expect(owners(feed)).toMatchObject({ received: EAST, transfers: [] });
  });

  it.each(['Phường Tây', ''])(
    'a receipt after the merger that names %j is refused, and told who comes after',
    (name) => {
      const told = heard([]).hear(from(name, { ...online, NgayTiepNhan: time(12) }));
      expect(told).toMatchObject({ events: [], refused: true });
      expect(told.faults).toContainEqual({
        fault: 'unit-closed',
        field: 'DonViXuLy',
        values: { successor: 'Phường Đông' },
      });
    },
  );

  it('of a unit that was not yet, or not any more, on the code’s day is unknown', () => {
    const late = from('Phường Đông', { MaHoSo: 'H19.45.22-241211-0001', NgayTiepNhan: time(12) });
    expect(heard([]).faults(late)).toEqual(['unknown-unit MaHoSo']);
  });
});
