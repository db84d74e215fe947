import { randomUUID } from 'node:crypto';
import type { EventStore } from '#event-store';

const AT = '2024-01-02T03:00:00.000Z';

/** Appends one event to a stream: that its dossier was digitised. */
export async function appendDigitised(store: EventStore, stream: string, expectedVersion: number): Promise<void> {
  const verdict = await store.append({
    stream,
    expectedVersion,
    events: [
      {
        type: 'Digitised',
        schema: 1,
        occurredAt: AT,
        data: { complete: true, ofResult: false },
        meta: { commandId: randomUUID(), caller: 'counter-1', door: 'http' },
      },
    ],
    now: AT,
  });
  if (verdict.kind !== 'appended') throw new Error(verdict.kind);
}
