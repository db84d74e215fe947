import type { Draft } from '../src/dossier/drafts.js';
import { type DossierState, evolveAll, initialState } from '../src/dossier/state.js';
import { timeline } from '../src/dossier/timeline.js';
import type { Timeline } from '../src/dossier/view.js';
import { decideFeed } from '../src/feed/derive.js';
import { type Fault, readMessage } from '../src/feed/message.js';
import { reasonRef, reference as usual } from './reference.js';

export const CODE = 'H19.45.22-241202-0001';
type Raw = Record<string, unknown>;

/** An hour of a day of December 2024 as the feed writes it. */
export const time = (day: number, hour = 9, minute = 0): string =>
  `202412${String(day).padStart(2, '0')}${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}00`;

/** A dossier as a sender tells it: received on Monday 2/12/2024 at 09:00, due on 5/12 at 17:00. */
export const snapshot = (status: number, more: Raw = {}): Raw => ({
  MaHoSo: CODE,
  MaTTHC: '1.000001.000.00.00.H19',
  TrangThaiHoSo: String(status),
  KenhThucHien: '1',
  DonViXuLy: 'Phường Xuân Bình',
  MaDoiTuong: '075000000001',
  NgayTiepNhan: time(2),
  NgayHenTra: time(5, 17),
  ...more,
});

export const progress = (status: number, day: number, more: Raw = {}): Raw => ({
  MaHoSo: CODE,
  TrangThai: String(status),
  ThoiDiemXuLy: time(day),
  ...more,
});

export const supplement = (id: string, asked: number, given?: number, due?: string): Raw => ({
  HoSoBoSungId: id,
  NgayBoSung: time(asked),
  NgayTiepNhanBoSung: given === undefined ? '' : time(given),
  NgayHenTraMoi: due ?? '',
});

/** One dossier that hears messages of the feed, at the real clock long after. */
export class Feed {
  state: DossierState = initialState(CODE);
  now = '2026-11-25T00:00:00.000Z';
  reference = usual;

  constructor(...messages: Raw[]) {
    for (const message of messages) this.hear(message);
  }

  /** The facts that a message adds, and its defects; `refused`: it is kept aside. */
  hear(raw: Raw): { events: Draft[]; faults: Fault[]; refused: boolean } {
    const reading = readMessage('TrangThai' in raw ? 'CapNhatTienDoHoSoMC' : 'DongBoHoSoMC', raw);
    if (!reading.ok) return { events: [], faults: reading.faults, refused: true };
    const { message } = reading;
    const { now, reference } = this;
    const decision = decideFeed(this.state, message, {
      now,
      askedUpTo: now,
      reference,
      calendar: reference.calendar,
      applicant: message.kind === 'snapshot' ? message.personal.identity || 'unknown' : '',
      seal: () => reasonRef,
      unsignedResultCounts: true,
    });
    if (!decision.ok) return { events: [], faults: decision.faults, refused: true };
    const recorded = decision.events.map((event, i) => ({
      ...event,
      version: this.state.version + 1 + i,
      recordedAt: now,
    }));
    this.state = evolveAll(this.state, recorded);
    return { events: decision.events, faults: decision.faults, refused: false };
  }

  /** The types of the facts that a message adds, the clock's own left out. */
  adds(raw: Raw): string[] {
    return this.hear(raw)
      .events.map(({ type }) => type)
      .filter((type) => type !== 'BecameOverdue' && type !== 'OverdueRetracted');
  }

  /** The defects of a message, each with its reason or its field. */
  faults(raw: Raw): string[] {
    return this.hear(raw).faults.map(({ fault, field, reason }) => [fault, reason ?? field].filter(Boolean).join(' '));
  }

  get t(): Timeline {
    return timeline(this.state);
  }
  asOf(instant: string): Timeline {
    return timeline(this.state, { asOf: instant });
  }
}
