import { parseFeedTime } from '../calendar/time.js';
import type { Channel } from '../dossier/events.js';
import { isDossierCode } from '../reference/reference.js';
import { nfc } from '../text/nfc.js';

/** Why a message of the national feed is kept aside, or what was wrong with a part of it. Codes are never renamed. */
export const FEED_FAULTS = [
  // kept aside
  'broken-json',
  'not-a-batch',
  'not-utf8',
  'line-too-long',
  'cut-off',
  'wrong-type',
  'broken-text',
  'too-many',
  'no-code',
  'code-shape',
  'unknown-status',
  'impossible-date',
  'unknown-unit',
  'unknown-procedure',
  'no-receipt',
  'no-due-instant',
  'another-dossier',
  // recorded, the rest of the message counts
  'processed-without-end',
  'end-before-receipt',
  'state-without-instant',
  'dates-out-of-order',
  'in-the-future',
  'no-responsible-unit',
  'no-effect',
] as const;
export type FeedFault = (typeof FEED_FAULTS)[number];

export interface Fault {
  fault: FeedFault;
  /** the field of the message */
  field?: string;
  /** a reason of the dossier’s own, for `no-effect` */
  reason?: string;
}

export interface FeedSupplement {
  /** the sender's id; empty: none */
  id: string;
  requestedAt: string;
  suppliedAt: string | null;
  due: string | null;
  text: string;
}

/** One dossier of a `DongBoHoSoMC` batch: a state, read strictly; instants in UTC, texts in NFC. */
export interface Snapshot {
  kind: 'snapshot';
  code: string;
  status: number;
  procedure: string;
  /** null: not said (at the counter) */
  channel: Channel | null;
  responsible: string;
  submittedAt: string | null;
  receivedAt: string | null;
  dueAt: string | null;
  endedAt: string | null;
  returnedAt: string | null;
  refusedAt: string | null;
  returnedByPost: boolean;
  digitised: boolean;
  /** đồng, all fee lines together; 0: no fee is told */
  fee: number;
  /** null: not said */
  paidOnline: boolean | null;
  supplements: FeedSupplement[];
  electronicResult: boolean;
  personal: { name: string; identity: string; phone: string; email: string };
  note: string;
  /** what is wrong with a part of it; the rest counts */
  defects: Fault[];
}

/** One line of a `CapNhatTienDoHoSoMC` batch. */
export interface Progress {
  kind: 'progress';
  code: string;
  status: number;
  at: string;
  holder: string | null;
  stageDue: string | null;
  note: string;
}

export type Reading<T> = { ok: true; message: T } | { ok: false; faults: Fault[] };

/** Most elements of a list within a message: each may become a fact, and facts are held against each other. */
const MOST_ELEMENTS = 200;
/** đồng, as everywhere: beyond it a number is a slip of the pen, and at last no number */
const MOST_AMOUNT = 1_000_000_000_000;

/** Reads fields one by one and gathers every fault of the message. */
class Reader {
  readonly faults: Fault[] = [];
  /** faults of a part, for which the message is not refused */
  readonly defects: Fault[] = [];
  constructor(
    private readonly raw: Record<string, unknown>,
    private readonly prefix = '',
  ) {}

  fault(fault: FeedFault, field: string): void {
    this.faults.push({ fault, field: this.prefix + field });
  }

  defect(fault: FeedFault, field: string): void {
    this.defects.push({ fault, field: this.prefix + field });
  }

  /** Values are strings, but real senders also send numbers, booleans and null; false is as good as empty. */
  text(field: string): string {
    const value = this.raw[field];
    if (isEmpty(value)) return '';
    if (typeof value === 'string') {
      const text = UNSTORABLE.test(value) ? null : nfc(value);
      if (text === null) this.fault('broken-text', field);
      return text?.trim() ?? '';
    }
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.fault('wrong-type', field);
    return '';
  }

  /** A text of which a 0 says as little as nothing at all. */
  said(field: string): string {
    const text = this.text(field);
    return text === '0' ? '' : text;
  }

  flag(field: string): boolean {
    return ['1', 'true'].includes(this.text(field).toLowerCase());
  }

  time(field: string): string | null {
    const text = this.text(field);
    if (text === '' || /^0+$/.test(text)) return null;
    const at = parseFeedTime(text);
    if (at === null) this.fault('impossible-date', field);
    return at;
  }

  list(field: string): Reader[] {
    const value = this.raw[field];
    if (isEmpty(value) || value === '' || value === 0 || value === '0') return [];
    if (!Array.isArray(value)) {
      this.fault('wrong-type', field);
      return [];
    }
    if (value.length > MOST_ELEMENTS) {
      this.fault('too-many', field);
      return [];
    }
    return value.flatMap((item: unknown, index) => {
      if (isEmpty(item)) return [];
      if (isRecord(item)) return [new Reader(item, `${this.prefix}${field}/${index}/`)];
      this.fault('wrong-type', `${field}/${index}`);
      return [];
    });
  }

  code(): string {
    const before = this.faults.length;
    const code = this.text('MaHoSo').toUpperCase();
    if (this.faults.length > before) return code;
    if (code === '') this.fault('no-code', 'MaHoSo');
    else if (!isDossierCode(code)) this.fault('code-shape', 'MaHoSo');
    return code;
  }

  status(field: string): number {
    const text = this.text(field);
    const status = /^\d{1,2}$/.test(text) ? Number(text) : 0;
    if (status < 1 || status > 10) this.fault('unknown-status', field);
    return status;
  }
}

/** What no event and no database takes: a null character, half of a surrogate pair, what stands where bytes were not UTF-8. */
// eslint-disable-next-line no-control-regex -- the null character is what is looked for
const UNSTORABLE = /\u0000|\p{Surrogate}|\ufffd/u;

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === false;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const CHANNELS: Record<string, Channel> = { '1': 'counter', '2': 'online', '3': 'post' };
/** `DuocThanhToanTrucTuyen`: 1 on the national portal, 2 on the provincial gateway, 3 a fee that is not paid online. */
const PAID_ONLINE: Record<string, boolean> = { '1': true, true: true, '2': true, '3': false };

/** Reads a dossier of a batch. Every fault of the message at once; nothing is guessed. Source: domain.md, national exchange format. */
export function readSnapshot(raw: unknown): Reading<Snapshot> {
  if (!isRecord(raw)) return { ok: false, faults: [{ fault: 'wrong-type' }] };
  const r = new Reader(raw);
  const fees = r.list('DanhSachLePhi');
  const supplements = r.list('DanhSachHoSoBoSung');
  const results = r.list('DanhSachGiayToKetQua');
  r.list('TaiLieuNop');
  r.list('DSKetNoiCSDL');
  const amounts = fees.map((fee) => amountOf(fee));
  const message: Snapshot = {
    kind: 'snapshot',
    code: r.code(),
    status: r.status('TrangThaiHoSo'),
    procedure: r.said('MaTTHC').slice(0, 64),
    channel: CHANNELS[r.text('KenhThucHien')] ?? null,
    responsible: r.said('DonViXuLy'),
    submittedAt: r.time('NgayNopHoSo'),
    receivedAt: r.time('NgayTiepNhan'),
    dueAt: r.time('NgayHenTra'),
    endedAt: r.time('NgayKetThucXuLy'),
    returnedAt: r.time('NgayTra'),
    refusedAt: r.time('NgayTuChoi'),
    returnedByPost: r.flag('HinhThuc'),
    digitised: r.flag('HoSoCoThanhPhanSoHoa'),
    fee: amounts.reduce((sum, amount) => sum + amount, 0),
    paidOnline: PAID_ONLINE[r.text('DuocThanhToanTrucTuyen').toLowerCase()] ?? null,
    supplements: supplements.flatMap((item) => supplementOf(item)),
    electronicResult: results.length > 0,
    personal: {
      name: r.text('ChuHoSo'),
      identity: r.said('MaDoiTuong'),
      phone: r.text('SoDienThoai'),
      email: r.text('Email'),
    },
    note: r.text('GhiChu'),
    defects: supplements.flatMap((item) => item.defects),
  };
  const faults = [r, ...fees, ...supplements, ...results].flatMap((reader) => reader.faults);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, message };
}

function amountOf(fee: Reader): number {
  const text = fee.text('Gia').replace(/[.,\s](?=\d{3}\b)/g, '');
  if (text === '') return 0;
  if (!/^\d+(?:\.\d+)?$/.test(text) || Number(text) > MOST_AMOUNT) {
    fee.fault('wrong-type', 'Gia');
    return 0;
  }
  return Math.round(Number(text));
}

function supplementOf(item: Reader): FeedSupplement[] {
  const requestedAt = item.time('NgayBoSung');
  const suppliedAt = item.time('NgayTiepNhanBoSung');
  const due = item.time('NgayHenTraMoi');
  if (!requestedAt) {
    item.defect('state-without-instant', 'NgayBoSung');
    return [];
  }
  return [
    {
      id: item.said('HoSoBoSungId').slice(0, 64),
      requestedAt,
      suppliedAt,
      due,
      text: item.text('NoiDungBoSung'),
    },
  ];
}

/** Reads a line of progress. */
export function readProgress(raw: unknown): Reading<Progress> {
  if (!isRecord(raw)) return { ok: false, faults: [{ fault: 'wrong-type' }] };
  const r = new Reader(raw);
  const message: Progress = {
    kind: 'progress',
    code: r.code(),
    status: r.status('TrangThai'),
    at: r.time('ThoiDiemXuLy') ?? '',
    holder: r.text('PhongBanXuLy').slice(0, 200) || null,
    stageDue: r.time('NgayKetThucTheoQuyDinh'),
    note: r.text('NoiDungXuLy'),
  };
  if (!message.at && r.faults.length === 0) r.fault('state-without-instant', 'ThoiDiemXuLy');
  return r.faults.length > 0 ? { ok: false, faults: r.faults } : { ok: true, message };
}

/** Reads one message by the name of its batch's service. */
export const readMessage = (service: string, raw: unknown): Reading<Snapshot | Progress> =>
  service === 'CapNhatTienDoHoSoMC' ? readProgress(raw) : readSnapshot(raw);

/** The messages of a batch; null when it is none. `isUpdating` cannot be trusted and is not looked at. */
export function readBatch(raw: unknown): { service: string; data: unknown[] } | null {
  if (!isRecord(raw) || !Array.isArray(raw.data)) return null;
  const service = raw.service ?? 'DongBoHoSoMC';
  if (service !== 'DongBoHoSoMC' && service !== 'CapNhatTienDoHoSoMC') return null;
  return { service, data: raw.data };
}
