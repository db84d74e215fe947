import type { Channel } from '../dossier/events.js';
import { type Fault, told } from './faults.js';
import { flawsOf, isTooDeep } from './flaws.js';
import { isRecord, Reader } from './reader.js';

export { type Fault, FEED_FAULTS, FEED_REASONS, type FeedFault, type FeedReason } from './faults.js';

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
  /** what is wrong with a part of it; the rest counts */
  defects: Fault[];
}

export type Reading<T> = { ok: true; message: T } | { ok: false; faults: Fault[] };

const CHANNELS: Record<string, Channel> = { '1': 'counter', '2': 'online', '3': 'post' };
/** `DuocThanhToanTrucTuyen`: 1 on the national portal, 2 on the provincial gateway, 3 a fee that is not paid online. */
const PAID_ONLINE: Record<string, boolean | null> = { '1': true, true: true, '2': true, '3': false, false: null };
/** A dossier with more supplement requests than that is none; each is weighed against all others. */
const MOST_SUPPLEMENTS = 60;
/** đồng; more is a slip of the pen. */
const HIGHEST_FEE = 1_000_000_000_000;

/** Reads a dossier of a batch. */
function readSnapshot(r: Reader): Reading<Snapshot> {
  const fees = r.list('DanhSachLePhi');
  const supplements = r.list('DanhSachHoSoBoSung', MOST_SUPPLEMENTS);
  const results = r.list('DanhSachGiayToKetQua');
  r.list('TaiLieuNop');
  r.list('DSKetNoiCSDL');
  r.flag('TaiKhoanDuocXacThucVoiVNeID');
  const message: Snapshot = {
    kind: 'snapshot',
    code: r.code(),
    status: r.status('TrangThaiHoSo'),
    procedure: r.said('MaTTHC').slice(0, 64),
    channel: r.word('KenhThucHien', CHANNELS),
    responsible: r.said('DonViXuLy'),
    submittedAt: r.part('NgayNopHoSo'),
    receivedAt: r.needed('NgayTiepNhan'),
    dueAt: r.part('NgayHenTra'),
    endedAt: r.part('NgayKetThucXuLy'),
    returnedAt: r.part('NgayTra'),
    refusedAt: r.part('NgayTuChoi'),
    returnedByPost: r.flag('HinhThuc'),
    digitised: r.flag('HoSoCoThanhPhanSoHoa'),
    fee: feeOf(fees),
    paidOnline: r.word('DuocThanhToanTrucTuyen', PAID_ONLINE),
    supplements: supplements.flatMap((item) => supplementOf(item)),
    electronicResult: results.length > 0,
    personal: {
      name: r.text('ChuHoSo'),
      identity: r.said('MaDoiTuong'),
      phone: r.text('SoDienThoai'),
      email: r.text('Email'),
    },
    note: r.text('GhiChu'),
    defects: [],
  };
  const all = [r, ...fees, ...supplements, ...results];
  const faults = all.flatMap((reader) => reader.faults);
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, message: { ...message, defects: told(all.flatMap(({ defects }) => defects)) } };
}

/** All fee lines together. Where one of them is no number the fee is not known, and nothing is said of it. */
function feeOf(lines: Reader[]): number {
  const amounts = lines.map((line) => amountOf(line));
  const sum = amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);
  return amounts.includes(null) ? 0 : sum;
}

function amountOf(fee: Reader): number | null {
  const text = fee.text('Gia').replace(/[.,\s](?=\d{3}\b)/g, '');
  if (text === '') return 0;
  const amount = /^\d+(?:\.\d+)?$/.test(text) ? Math.round(Number(text)) : Infinity;
  if (amount <= HIGHEST_FEE) return amount;
  fee.defect('not-a-number', 'Gia');
  return null;
}

function supplementOf(item: Reader): FeedSupplement[] {
  const before = item.defects.length;
  const requestedAt = item.part('NgayBoSung');
  const isTold = item.defects.length > before;
  const suppliedAt = item.part('NgayTiepNhanBoSung');
  const due = item.part('NgayHenTraMoi');
  if (!requestedAt) {
    if (!isTold) item.defect('state-without-instant', 'NgayBoSung');
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
function readProgress(r: Reader): Reading<Progress> {
  const message: Progress = {
    kind: 'progress',
    code: r.code(),
    status: r.status('TrangThai'),
    at: r.needed('ThoiDiemXuLy') ?? '',
    holder: r.text('PhongBanXuLy').slice(0, 200) || null,
    stageDue: r.part('NgayKetThucTheoQuyDinh'),
    note: r.text('NoiDungXuLy'),
    defects: r.defects,
  };
  if (!message.at && r.faults.length === 0) r.fault('state-without-instant', 'ThoiDiemXuLy');
  return r.faults.length > 0 ? { ok: false, faults: r.faults } : { ok: true, message };
}

/** Reads one message by the name of its batch's service. Every fault at once, up to a bound; nothing is guessed. */
export function readMessage(service: string, raw: unknown): Reading<Snapshot | Progress> {
  const flaws = typeof raw === 'object' && raw !== null ? flawsOf(raw) : [];
  if (isTooDeep(flaws)) return { ok: false, faults: flaws };
  if (!isRecord(raw)) return { ok: false, faults: [{ fault: 'wrong-type' }] };
  if (flaws.length > 0) return { ok: false, faults: told(flaws) };
  const reader = new Reader(raw);
  const reading = service === 'CapNhatTienDoHoSoMC' ? readProgress(reader) : readSnapshot(reader);
  return reading.ok ? reading : { ok: false, faults: told(reading.faults) };
}

/** More messages than any sender puts into one batch. */
export const MOST_MESSAGES = 10_000;

/** The messages of a batch; null when it is none. `isUpdating` cannot be trusted and is not looked at. */
export function readBatch(raw: unknown): { service: string; data: unknown[] } | null {
  if (!isRecord(raw) || !Array.isArray(raw.data)) return null;
  const service = raw.service ?? 'DongBoHoSoMC';
  if (service !== 'DongBoHoSoMC' && service !== 'CapNhatTienDoHoSoMC') return null;
  return { service, data: raw.data };
}
