import fc from 'fast-check';
import {
  decideFeed,
  dossierEventSchemas,
  type DossierState,
  evolveAll,
  initialState,
  readMessage,
  ReferenceData,
  timeline,
  type Unit,
} from '#domain';
import Value from 'typebox/value';
import { contribution, type Mark } from '../src/index.js';

/** 1,000 dossiers in the suite; `TRACKER_PROPERTY_RUNS=10000 npm run test:unit` for more. */
const RUNS = Number(process.env.TRACKER_PROPERTY_RUNS ?? 1_000);
const CODE = 'H19.45.22-241202-0001';
const NOW = '2026-11-25T00:00:00.000Z';
type Raw = Record<string, unknown>;

const unit = (code: string, name: string, agencyCode: string, more: Partial<Unit> = {}): Unit => ({
  key: `${code}@2019-06-01`,
  code,
  name,
  population: 'ward' as const,
  agencyCode,
  aliases: [],
  validFrom: '2019-06-01',
  validTo: null,
  successors: [],
  ...more,
});
const reference = new ReferenceData({
  units: [
    unit('26077', 'Phường Xuân Bình', 'H19.45.22'),
    unit('26080', 'Phường Xuân An', 'H19.45.23', { validTo: '2024-12-04', successors: ['26083@2019-06-01'] }),
    unit('26083', 'Phường Xuân Hòa', 'H19.45.24'),
  ],
  procedures: [
    {
      code: '1.000001',
      national: '1.000001',
      name: 'x',
      field: 'Hộ tịch',
      limit: { n: 3, unit: 'working-day' },
      feeVnd: 0,
      special: false,
      population: 'ward',
    },
  ],
  policies: [],
  days: [],
  hours: [],
});

/** An hour after 2/12/2024 00:00, as the feed writes it. */
const time = (hours: number): string =>
  new Date(Date.UTC(2024, 11, 2) + hours * 3_600_000).toISOString().slice(0, 19).replace(/\D/g, '');

/** How a dossier goes: hours at which things happen, and which of them a message may leave out. */
const life = fc.record({
  online: fc.boolean(),
  due: fc.option(fc.integer({ min: 30, max: 120 })),
  supplements: fc.array(
    fc.record({ wait: fc.integer({ min: 1, max: 60 }), due: fc.option(fc.integer({ min: 1, max: 90 })) }),
    {
      maxLength: 2,
    },
  ),
  obligation: fc.option(fc.integer({ min: 1, max: 40 })),
  ends: fc.constantFrom(null, 7, 8, 9, 10, 'reported', 'returned'),
  took: fc.integer({ min: 1, max: 60 }),
  fee: fc.constantFrom(0, 8_000, 15_000),
  paid: fc.constantFrom('', '1', '3'),
  digitised: fc.boolean(),
  result: fc.boolean(),
  /** for each message: what it lacks */
  lacks: fc.infiniteStream(fc.nat(255)),
});

/** The messages that a sender makes of it as it goes on, each with holes of its own. */
function messagesOf(each: typeof life extends fc.Arbitrary<infer T> ? T : never): Raw[] {
  const messages: Raw[] = [];
  let hour = 9;
  const list: Raw[] = [];
  const told = (status: number, more: Raw = {}) => {
    const lack = each.lacks.next().value as number;
    const lacks = (bit: number): boolean => (lack >> bit) % 2 === 1;
    messages.push({
      MaHoSo: CODE,
      TrangThaiHoSo: status,
      MaTTHC: '1.000001.H19',
      // what is sent after the merger names the successor
      DonViXuLy: lacks(0) && messages.length > 0 ? '' : hour < 48 || lacks(7) ? 'Phường Xuân An' : 'Phường Xuân Hòa',
      KenhThucHien: lacks(1) ? null : each.online ? '2' : '1',
      MaDoiTuong: lacks(2) ? '' : '075000000001',
      NgayNopHoSo: each.online ? time(5) : '',
      NgayTiepNhan: time(9),
      NgayHenTra: each.due === null || lacks(3) ? '' : time(each.due),
      DanhSachLePhi: lacks(4) || each.fee === 0 ? [] : [{ Gia: String(each.fee) }],
      DuocThanhToanTrucTuyen: lacks(4) ? '0' : each.paid,
      HoSoCoThanhPhanSoHoa: each.digitised && !lacks(5) ? '1' : '0',
      DanhSachHoSoBoSung: status >= 7 && lacks(6) ? [] : list.map((item) => ({ ...item })),
      ...more,
    });
  };
  const reported = (status: number) => messages.push({ MaHoSo: CODE, TrangThai: status, ThoiDiemXuLy: time(hour) });
  told(2);
  if (each.obligation !== null) {
    hour += 3;
    reported(6);
    told(6);
    hour += each.obligation;
    reported(4);
  }
  for (const [index, { wait, due }] of each.supplements.entries()) {
    hour += 4;
    const item: Raw = { HoSoBoSungId: String(index), NgayBoSung: time(hour) };
    list.push(item);
    told(5);
    hour += wait;
    Object.assign(item, { NgayTiepNhanBoSung: time(hour), NgayHenTraMoi: due === null ? '' : time(hour + due) });
    told(4);
  }
  hour += each.took;
  const end = { NgayKetThucXuLy: time(hour), DanhSachGiayToKetQua: each.result ? [{}] : [] };
  if (each.ends === 'reported') {
    reported(8);
    told(8);
  } else if (each.ends === 'returned') {
    told(10, { NgayTra: time(hour + 5), DanhSachGiayToKetQua: end.DanhSachGiayToKetQua });
    if (each.digitised) told(10, { ...end, NgayTra: time(hour + 5) });
  } else if (each.ends !== null) {
    const status = each.ends as number;
    told(status === 10 ? 9 : status, each.ends === 9 || each.ends === 10 ? end : { NgayKetThucXuLy: time(hour) });
    if (each.ends === 10) told(10, { ...end, NgayTra: time(hour + 5), HinhThuc: '1' });
  }
  return messages;
}

function hear(messages: Raw[]): DossierState {
  let state = initialState(CODE);
  for (const raw of messages) {
    const reading = readMessage('TrangThai' in raw ? 'CapNhatTienDoHoSoMC' : 'DongBoHoSoMC', raw);
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    const { message } = reading;
    const decision = decideFeed(state, message, {
      now: NOW,
      askedUpTo: NOW,
      reference,
      calendar: reference.calendar,
      applicant: message.kind === 'snapshot' ? message.personal.identity || 'unknown' : '',
      seal: () => '00000000-0000-4000-8000-000000000000',
      unsignedResultCounts: true,
    });
    if (!decision.ok) throw new Error(JSON.stringify(decision.faults));
    const { version } = state;
    state = evolveAll(
      state,
      decision.events.map((event, i) => ({ ...event, version: version + 1 + i, recordedAt: NOW })),
    );
  }
  return state;
}

const text = (marks: Mark[]): string[] =>
  marks.map(({ measure, unit: owner, day, until, n }) => `${measure} ${owner} ${day} ${until} ${n}`).sort();

/** All marks, at the end and as of some instants before. */
const figures = (state: DossierState, asOf: string[]): unknown => [
  text(contribution(state)),
  ...asOf.map((instant) => text(contribution(state, instant))),
  timeline(state).movedWithoutGround,
];
const AS_OF = [20, 40, 70, 110].map((hours) => new Date(Date.UTC(2024, 11, 2) + hours * 3_600_000).toISOString());

describe('the messages of a dossier', () => {
  it('give the same figures in whatever order they come, some of them more than once', () => {
    fc.assert(
      fc.property(life, fc.infiniteStream(fc.nat()), (each, random) => {
        const messages = messagesOf(each);
        const keyed = [...messages, ...messages.filter(() => (random.next().value as number) % 3 === 0)].map(
          (message) => ({ message, key: random.next().value as number }),
        );
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ message }) => message);
        // nothing is told before the receipt but reports, so any message may come first
        expect(figures(hear(shuffled), AS_OF)).toEqual(figures(hear(messages), AS_OF));
      }),
      { numRuns: RUNS },
    );
  });

  it('add nothing when all of them come again', () => {
    fc.assert(
      fc.property(life, (each) => {
        const messages = messagesOf(each);
        expect(hear([...messages, ...messages]).version).toBe(hear(messages).version);
      }),
      { numRuns: RUNS },
    );
  });

  it('become facts of the shape that the topic promises', () => {
    fc.assert(
      fc.property(life, (each) => {
        for (const { type, data } of hear(messagesOf(each)).facts) {
          const schema = dossierEventSchemas[type];
          if (!Value.Check(schema, data)) throw new Error(`${type}: ${JSON.stringify(data)}`);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
