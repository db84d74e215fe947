import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { hashEvent, type HashedEvent } from './event-hash.js';

const event: HashedEvent = {
  stream: 'H19.45-240122-0001',
  version: 2,
  type: 'FeePaid',
  schema: 1,
  occurredAt: '2024-01-22T01:00:00.000Z',
  data: { means: 'online', amount: 20000 },
  meta: { door: 'http', commandId: 'c-1', caller: 'H19.45' },
};

describe('hashEvent', () => {
  it('is SHA-256 over the canonical bytes of the event with its predecessor’s hash', () => {
    const previous = 'ab'.repeat(32);
    const bytes = canonicalize({ ...event, previous })!;
    expect(hashEvent(event, previous)).toBe(createHash('sha256').update(bytes, 'utf8').digest('hex'));
  });

  it('never changes: what was stored years ago must still verify', () => {
    expect(hashEvent(event, null)).toBe('6f236e74e13ea1e62253715f827f5a99162bd3ab1e4315fbd6e8e116c55263d3');
  });

  it('does not depend on the order of keys, and on nothing else not', () => {
    const hashes = [
      hashEvent({ ...event, data: { amount: 20000, means: 'online' } }, null),
      hashEvent({ ...event, data: { amount: 20001, means: 'online' } }, null),
      hashEvent({ ...event, version: 3 }, null),
      hashEvent({ ...event, stream: 'H19.45-240122-0002' }, null),
      hashEvent({ ...event, type: 'FeeRefunded' }, null),
      hashEvent({ ...event, schema: 2 }, null),
      hashEvent({ ...event, occurredAt: '2024-01-22T01:00:00.001Z' }, null),
      hashEvent({ ...event, meta: { ...event.meta, caller: 'H19.46' } }, null),
      hashEvent(event, '00'.repeat(32)),
    ];
    expect(hashes[0]).toBe(hashEvent(event, null));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
