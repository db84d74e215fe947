import { slotOf, type StoredEvent } from '#event-store';
import type { TopicMessage } from '../stream.js';
import { decode, encode } from './cloud-event.js';

const EPOCH = '8b0e3f7e-3f0e-4c57-9a4e-3f1c3b0a9f11';
const stream = 'H19.45-240122-0001';
const event: StoredEvent = {
  position: 9_007_199_254_740_993n,
  stream,
  version: 3,
  type: 'Digitised',
  schema: 1,
  occurredAt: '2024-01-22T03:00:00.000Z',
  recordedAt: '2024-01-22T03:00:01.250Z',
  data: { complete: true, ofResult: false, papers: ['Giấy khai sinh'] },
  slot: slotOf(stream),
  meta: { commandId: 'c-1', caller: 'một cửa', door: 'http' },
  hash: 'ab'.repeat(32),
};

function message(changes: Partial<TopicMessage> = {}, headers: TopicMessage['headers'] = {}): TopicMessage {
  const sent = encode(event, EPOCH);
  const sentHeaders = Object.fromEntries(
    Object.entries(sent.headers!).map(([name, value]) => [name, Buffer.from(value as string)]),
  );
  return {
    topic: 'events',
    partition: sent.partition,
    offset: '0',
    timestamp: null,
    key: Buffer.from(stream),
    value: Buffer.from(sent.value),
    headers: { ...sentHeaders, ...headers },
    ...changes,
  };
}

describe('an event as a CloudEvent in binary mode', () => {
  it('comes back as it was sent', () => {
    expect(decode(message())).toMatchObject({ kind: 'event', slot: event.slot, epoch: EPOCH, event });
  });

  it('has the attributes of CloudEvents 1.0 and lies in the partition of its slot', () => {
    const { key, partition, headers } = encode(event, EPOCH);
    expect({ key, partition }).toEqual({ key: stream, partition: event.slot });
    expect(headers).toMatchObject({
      ce_specversion: '1.0',
      ce_id: '9007199254740993',
      ce_source: `/dossier-log/${EPOCH}`,
      ce_type: 'Digitised',
      ce_subject: stream,
      ce_time: '2024-01-22T03:00:00.000Z',
      'content-type': 'application/json',
    });
    for (const name of Object.keys(headers!)) expect(name).toMatch(/^(ce_[a-z0-9]{1,20}|content-type)$/);
  });
});

describe('a message that is no event', () => {
  const bytes = (text: string): Buffer => Buffer.from(text);
  it.each<[string, string, TopicMessage]>([
    ['without a value', 'tombstone', message({ value: null })],
    ['that is not JSON', 'not-json', message({ value: bytes('{"a":') })],
    ['that is JSON and no object', 'not-json', message({ value: bytes('[1]') })],
    ['without headers', 'missing-header', message({ headers: {} })],
    ['with a header twice', 'doubled-header', message({}, { ce_type: [bytes('Digitised'), bytes('Received')] })],
    ['of another version of CloudEvents', 'malformed-header', message({}, { ce_specversion: bytes('0.3') })],
    ['with a day that does not exist', 'malformed-header', message({}, { ce_time: bytes('2024-02-30T00:00:00.000Z') })],
    [
      'with a time that is not canonical',
      'malformed-header',
      message({}, { ce_time: bytes('2024-01-22T10:00:00+07:00') }),
    ],
    [
      'from the year 9999 by a broken clock',
      'malformed-header',
      message({}, { ce_time: bytes('9999-12-31T23:00:00.000Z') }),
    ],
    ['at position 0', 'malformed-header', message({}, { ce_id: bytes('0') })],
    ['with a position beyond any log', 'malformed-header', message({}, { ce_id: bytes('9'.repeat(30)) })],
    ['with half a hash', 'malformed-header', message({}, { ce_hash: bytes('ab') })],
    ['through an unknown door', 'malformed-header', message({}, { ce_door: bytes('window') })],
    ['with a null byte', 'malformed-header', message({}, { ce_caller: bytes('a\0b') })],
    ['without a key', 'key-mismatch', message({ key: null })],
    ['with the key of another dossier', 'key-mismatch', message({ key: bytes('H19.45-240122-0002') })],
    ['in another partition', 'slot-mismatch', message({ partition: (event.slot + 1) % 12 })],
    ['with another slot', 'slot-mismatch', message({}, { ce_slot: bytes(String((event.slot + 1) % 12)) })],
  ])('%s is poison: %s', (_, reason, bad) => {
    const delivery = decode(bad);
    expect(delivery).toMatchObject({ kind: 'poison', reason });
  });

  it('says what it claims to be, and nothing of its content in the reason', () => {
    const delivery = decode(message({ value: Buffer.from('Nguyễn Văn A 0912345678') }));
    expect(delivery).toMatchObject({ claims: { position: event.position, streams: [stream, stream] } });
    expect(delivery.kind === 'poison' && delivery.detail).toBe('the value is not JSON');
  });
});
