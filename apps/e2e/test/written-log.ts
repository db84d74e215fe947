import { DOSSIER_EVENT_SCHEMA, instant } from '#domain';
import type { EventStore, StoredEvent } from '#event-store';

/** An event as a program of today, or of tomorrow, would write it. */
export interface Written {
  type: string;
  occurredAt: string;
  data: object;
  /** version of the payload; default: today's */
  schema?: number;
}

export const received = (occurredAt = '2024-12-16T02:15:00.000Z'): Written => ({
  type: 'Received',
  occurredAt,
  data: {
    procedure: { code: '1.004884.000.00.00.H19', national: '1.004884', field: 'Hộ tịch', special: false },
    unit: '26077@2024-01-01',
    receivingUnit: '26077@2024-01-01',
    channel: 'counter',
    applicant: 'a'.repeat(32),
    place: 'counter',
    byPostalStaff: false,
    limit: { n: 3, unit: 'working-day' },
    rules: {
      dueClock: 'end-of-day',
      afterHours: '15:00',
      supplement: 'restart',
      obligation: 'suspend',
      consultation: 'none',
      suspension: 'suspend',
      apologyDays: 1,
    },
    due: { at: '2024-12-19T10:00:00.000Z', basis: 'computed' },
  },
});

export const digitised = (occurredAt = '2024-12-16T02:30:00.000Z'): Written => ({
  type: 'Digitised',
  occurredAt,
  data: { complete: true, ofResult: false },
});

export const paid = (occurredAt = '2024-12-16T02:40:00.000Z'): Written => ({
  type: 'FeePaid',
  occurredAt,
  data: { amount: 10_000, means: 'online' },
});

export const resolved = (occurredAt = '2024-12-18T03:00:00.000Z'): Written => ({
  type: 'Resolved',
  occurredAt,
  data: { outcome: 'granted', authority: 'own', electronic: true, signature: 'signed', counts: true },
});

/** Appends to the log itself, past every door and every decision. */
export async function writeTo(store: EventStore, stream: string, events: Written[]): Promise<StoredEvent[]> {
  const expectedVersion = (await store.readStream(stream)).length;
  const verdict = await store.append({
    stream,
    expectedVersion,
    events: events.map((event, i) => ({
      schema: DOSSIER_EVENT_SCHEMA,
      ...event,
      meta: { commandId: `written ${stream} ${expectedVersion + i}`, caller: 'spec', door: 'http' },
    })),
    now: instant(Date.now()),
  });
  if (verdict.kind !== 'appended') throw new Error(`The log took it as ${verdict.kind}.`);
  return verdict.events;
}
