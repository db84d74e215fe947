import { randomUUID } from 'node:crypto';
import { CommandFingerprints } from '../src/append/fingerprint.js';
import type { AppendItem, NewEvent } from '../src/types.js';

export const MASTER_KEY = Buffer.alloc(32, 7);
export const FINGERPRINTS = new CommandFingerprints(MASTER_KEY);
export const NOW = '2024-12-05T10:00:00.000Z';

let streams = 0;
/** A stream that no other test uses. */
export const newStream = (): string => `H19.45-241205-${String(++streams).padStart(4, '0')}`;

/** An event of no matter what content. */
export const someEvent = (commandId: string, data: object = { unit: '26077@2024-01-01' }): NewEvent => ({
  type: 'Forwarded',
  schema: 1,
  occurredAt: '2024-12-05T09:59:00.000Z',
  data,
  meta: { commandId, caller: 'H19.45', door: 'http' },
});

/** A command's outcome with `events` events, by a sender whose answers are kept. */
export function someItem(
  stream: string,
  expectedVersion: number | null,
  change: Partial<AppendItem> & { count?: number } = {},
): AppendItem {
  const { count = 1, ...rest } = change;
  const commandId = rest.idempotency?.commandId ?? randomUUID();
  return {
    stream,
    expectedVersion,
    events: Array.from({ length: count }, () => someEvent(commandId)),
    idempotency: { caller: 'H19.45', commandId, bodyHash: 'a'.repeat(64), keep: true },
    answer: { status: 201 },
    now: NOW,
    ...rest,
  };
}
