import type { DossierView, Operations } from '../src/api.js';
import { asOf, meta } from './fixtures.js';

export function dossier(wanted: string, position: number): DossierView | null {
  if (!wanted.startsWith('H19')) return null;
  const [own, other] = [meta.units[0]!, meta.units[1]!];
  const event = (
    version: number,
    type: string,
    label: string,
    occurredAt: string,
    detail: [string, string][] = [],
  ) => ({
    version,
    type,
    label,
    occurredAt,
    recordedAt: occurredAt.replace(':00.000Z', ':03.000Z'),
    door: type === 'BecameOverdue' ? ('clock' as const) : ('http' as const),
    detail: detail.map(([name, value]) => ({ label: name, value })),
    ...(version === 5 && { retracted: true }),
  });
  const due = {
    at: '2024-05-06T10:00:00.000Z',
    basis: 'computed' as const,
    explanation:
      'nhận 15:20 thứ Sáu 26/04 → tính là ngày 02/05 vì sau 15:00, nghỉ 29/4–1/5; 3 ngày làm việc: 03/05, thứ Bảy làm bù 04/05, 06/05 → 17:00 ngày 06/05',
    first: { at: '2024-05-03T10:00:00.000Z' },
  };
  const first = {
    from: '2024-04-26T08:20:00.000Z',
    due,
    appointment: null,
    late: true,
    overdueAt: due.at,
    apology: { at: '2024-05-07T02:00:00.000Z', newDate: '2024-05-10T10:00:00.000Z' },
    ending: { kind: 'resolved' as const, at: '2024-05-09T03:00:00.000Z' },
    index: {
      due: '2024-05-07T10:00:00.000Z',
      sentence: 'hạn 17:00 ngày 07/05/2024 (giữ hạn đã hẹn, chỉ cộng thời gian chờ); quá hạn',
    },
  };
  return {
    asOf: asOf(position),
    code: wanted,
    parent: null,
    state: {
      phase: 'open',
      late: true,
      unit: own,
      receivingUnit: other,
      procedure: meta.procedures[0]!,
      field: 'Hộ tịch',
      channel: 'online',
      holder: 'CB-0142, Thẩm định',
      receivedAt: '2024-04-26T08:20:00.000Z',
      endedAt: null,
      returnedAt: null,
    },
    due,
    rounds: [
      first,
      {
        ...first,
        from: '2024-05-13T02:00:00.000Z',
        ending: null,
        overdueAt: due.at,
        appointment: { at: '2024-05-20T10:00:00.000Z' },
      },
    ],
    waits: [{ kind: 'supplement', from: '2024-05-02T03:00:00.000Z', to: '2024-05-03T03:00:00.000Z' }],
    events: [
      event(1, 'Submitted', 'Nộp trực tuyến', '2024-04-26T07:50:00.000Z'),
      event(2, 'Received', 'Tiếp nhận', '2024-04-26T08:20:00.000Z', [
        ['Nơi tiếp nhận', other.name],
        ['Hạn', '3 ngày làm việc'],
      ]),
      event(3, 'SupplementRequested', 'Yêu cầu bổ sung', '2024-05-02T03:00:00.000Z'),
      event(4, 'Supplemented', 'Đã bổ sung', '2024-05-03T03:00:00.000Z'),
      event(5, 'Forwarded', 'Chuyển xử lý', '2024-05-03T03:20:00.000Z', [['Người giữ', 'CB-0142']]),
      event(6, 'BecameOverdue', 'Quá hạn', '2024-05-06T10:00:00.000Z', [['Hạn', '17:00 06/05/2024']]),
    ],
    marks: [
      { measure: 'received', label: 'Tiếp nhận', unit: own, day: '2024-04-26', until: null },
      { measure: 'openLate', label: 'Đang xử lý quá hạn', unit: own, day: '2024-05-06', until: null },
    ],
  };
}

export const operations = (position: number): Operations => ({
  asOf: asOf(position),
  head: '180432',
  lastEventAt: '2024-12-05T02:41:05.000Z',
  lagEvents: 0,
  slots: [],
  generation: 3,
  building: null,
  deadLetters: 1,
  parked: 1,
  refused: [{ fault: 'unknown-unit', label: 'không nhận ra cơ quan', messages: 12 }],
  importing: [{ source: 'hkg', since: '2024-12-05T02:30:00.000Z', until: '2024-12-05T02:41:20.000Z' }],
  closedUnits: {
    total: 1,
    items: [
      {
        code: 'H19.45.71-241104-0001',
        unit: { ...meta.units[0]!, validTo: '2024-11-15' },
        successors: [meta.units[1]!, meta.units[2]!],
        procedure: meta.procedures[0]!,
        phase: 'open',
        dueAt: '2024-11-07T10:00:00.000Z',
      },
    ],
  },
  calendar: { announcedUntil: '2024-12-31', endsSoon: true },
});
