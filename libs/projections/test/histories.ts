import { addDays, at as instantOn, DOSSIER_EVENT_SCHEMA, type DossierEventData, type NewDossierEvent } from '#domain';
import type { NewEvent } from '#event-store';

const RULES: DossierEventData<'Received'>['rules'] = {
  dueClock: 'end-of-day',
  afterHours: '15:00',
  supplement: 'restart',
  obligation: 'suspend',
  consultation: 'none',
  suspension: 'suspend',
  apologyDays: 1,
};

export const UNITS = ['26071@2024-01-01', '26074@2024-01-01', 'tnmt@2024-01-01'];
const PROCEDURES = [
  { code: '1.001612.000.00.00.H19', national: '1.001612', field: 'Thành lập hộ kinh doanh', special: false },
  { code: '2.000815.000.00.00.H19', national: '2.000815', field: 'Chứng thực', special: true },
  { code: '1.004884.000.00.00.H19', national: '1.004884', field: 'Hộ tịch', special: false },
];

/** A number in [0, 1) from two integers, the same every time. */
function chance(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32;
}

export const codeOf = (n: number): string =>
  `H19.45-2401${String((n % 28) + 1).padStart(2, '0')}-${String(n).padStart(6, '0')}`;

/**
 * The life of dossier number `n`, decided by the number alone: received, perhaps asked to be supplemented, late, transferred, paid, resolved,
 * returned, rated. Facts as a decision would leave them.
 */
export function life(n: number, start = '2024-01-02'): NewDossierEvent[] {
  const is = (question: number, share: number): boolean => chance(n, question) < share;
  const unit = UNITS[n % UNITS.length];
  const procedure = PROCEDURES[(n >> 2) % PROCEDURES.length];
  const day = addDays(start, Math.floor(chance(n, 1) * 200));
  const on = (days: number, time: string): string => instantOn(addDays(day, days), time);
  const due = { at: on(7, '17:00'), basis: 'computed' as const };
  const about = {
    procedure,
    unit,
    receivingUnit: is(2, 0.1) ? UNITS[(n + 1) % UNITS.length] : unit,
    channel: is(3, 0.4) ? ('online' as const) : ('counter' as const),
    applicant: 'a'.repeat(32),
  };
  const events: NewDossierEvent[] = [
    {
      type: 'Received',
      occurredAt: on(0, '08:30'),
      data: {
        ...about,
        place: 'counter',
        byPostalStaff: false,
        limit: { n: 5, unit: 'working-day' },
        rules: RULES,
        due,
      },
    },
  ];
  if (is(4, 0.5))
    events.push({ type: 'Digitised', occurredAt: on(0, '08:45'), data: { complete: true, ofResult: false } });
  if (is(5, 0.1))
    events.push({ type: 'Transferred', occurredAt: on(1, '09:00'), data: { unit: UNITS[(n + 2) % UNITS.length] } });
  if (is(6, 0.2)) {
    events.push({ type: 'SupplementRequested', occurredAt: on(2, '09:00'), data: {} });
    events.push({
      type: 'Supplemented',
      occurredAt: on(4, '10:00'),
      data: { due: { at: on(11, '17:00'), basis: 'computed' } },
    });
  }
  const supplemented = events.at(-1)!.type === 'Supplemented';
  const ends = is(7, 0.9);
  const late = is(8, 0.15);
  const dueAt = supplemented ? on(11, '17:00') : due.at;
  if (late) events.push({ type: 'BecameOverdue', occurredAt: dueAt, data: { dueAt, detectedAt: dueAt } });
  if (is(9, 0.6))
    events.push({
      type: 'FeePaid',
      occurredAt: on(late ? 12 : 5, '09:10'),
      data: { amount: 10_000, means: is(10, 0.5) ? 'online' : 'cash' },
    });
  if (!ends) return events;
  events.push({
    type: 'Resolved',
    occurredAt: on(late ? 13 : supplemented ? 10 : 6, '15:00'),
    data: { outcome: 'granted', authority: 'own', electronic: is(11, 0.5), signature: 'signed', counts: is(11, 0.5) },
  });
  if (is(12, 0.9)) events.push({ type: 'ResultReturned', occurredAt: on(14, '09:00'), data: { byPost: is(13, 0.1) } });
  if (is(14, 0.3)) events.push({ type: 'Rated', occurredAt: on(14, '09:05'), data: { rating: 'satisfied' } });
  return events;
}

/** The same facts as the log takes them. */
export const toStore = (event: NewDossierEvent, commandId: string): NewEvent => ({
  ...event,
  schema: DOSSIER_EVENT_SCHEMA,
  meta: { commandId, caller: 'counter-1', door: 'http' },
});

/** The stream of all units. */
export const REGISTER = 'unit:register';

/** A ward that is opened, named otherwise, and closed in favour of another one; one fact is taken back. */
export function unitEvents(): { type: string; occurredAt: string; data: object }[] {
  const [unit, next] = ['26071@2024-01-01', '26080@2024-01-01'];
  const occurredAt = '2024-01-02T01:00:00.000Z';
  const opened = (key: string, name: string) => ({
    unit: key,
    code: key.slice(0, 5),
    name,
    population: 'ward',
    from: '2024-01-01',
    agencyCode: `H19.${key.slice(0, 5)}`,
    aliases: [],
  });
  return [
    { type: 'UnitOpened', data: opened(unit, 'Phường Xuân Trung') },
    { type: 'UnitOpened', data: opened(next, 'Phường Xuân Anh') },
    { type: 'UnitRenamed', data: { unit: next, name: 'Phường Xuân An', from: '2024-02-01' } },
    { type: 'UnitChanged', data: { unit: next, from: '2024-03-01', officersOnDuty: 3, addresses: ['xa@example.vn'] } },
    { type: 'UnitChanged', data: { unit: next, from: '2024-03-01', officersOnDuty: 5 } },
    { type: 'UnitFactRetracted', data: { unit: next, event: 5 } },
    { type: 'UnitClosed', data: { unit, on: '2024-11-01', successors: [next] } },
  ].map((event) => ({ ...event, occurredAt }));
}
