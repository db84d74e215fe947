import { randomUUID } from 'node:crypto';
import type { AppendItem, NewEvent } from '#event-store';

const AT = '2024-12-05T02:15:00.000Z';
let codes = 0;

/** A dossier's code that nobody else has. */
export const newCode = (): string => `H19.45.22-241205-${String(++codes).padStart(7, '0')}`;

/** What is written of a fact, whoever stores it: a dossier that came in, about 700 bytes. */
export function received(code: string): Pick<NewEvent, 'type' | 'data' | 'meta'> {
  return {
    type: 'Received',
    data: {
      procedure: { code: '1.004884', national: '1.004884.000.00.00.H19', field: 'Hộ tịch', special: false },
      unit: '26077@2024-01-01',
      receivingUnit: '26077@2024-01-01',
      channel: 'counter',
      place: 'counter',
      byPostalStaff: false,
      applicant: `applicant-${code}`,
      applicantRef: randomUUID(),
      limit: { n: 5, unit: 'working-day' },
      rules: {
        dueClock: 'end-of-day',
        afterHours: '16:00',
        supplement: 'restart',
        obligation: 'suspend',
        consultation: 'none',
        suspension: 'suspend',
        apologyDays: 1,
      },
      due: { at: '2024-12-12T10:00:00.000Z', basis: 'computed' },
    },
    meta: { commandId: randomUUID(), caller: 'H19.45', door: 'http' },
  };
}

/**
 * The outcome of a command on a new stream with `count` events.
 * @param keep whether the answer is kept for a sender who asks again, as for commands by HTTP; the feed's are not
 */
export function newItem(count: number, keep: boolean): AppendItem {
  const stream = newCode();
  const commandId = randomUUID();
  return {
    stream,
    expectedVersion: 0,
    events: Array.from({ length: count }, () => ({ ...received(stream), schema: 1, occurredAt: AT })),
    idempotency: { caller: 'H19.45', commandId, bodyHash: 'a'.repeat(64), keep },
    ...(keep ? { answer: { status: 201, version: count } } : {}),
    now: new Date().toISOString(),
  };
}
